"""Proving who one is, by password or by asking for a mail. No answer and no delay shows whether an address is known."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from portico.access import links, tasks
from portico.access.models import AccessLink
from portico.access.visits import ip_of, mailbox, network, take_back, too_many
from portico.agencies.mailbox import mail_key, masked
from portico.agencies.models import Agency, Member, User
from portico.records.events import note

QUARTER, HOUR = timedelta(minutes=15), timedelta(hours=1)
MAILS_TO_ONE_BOX = 5
MAILS_FROM_ONE_ADDRESS = 24
PASSWORDS_OF_ONE_BOX = 10
GUESSES_FROM_ONE_ADDRESS = 50
CODES_OF_ONE_PERSON = 20


class TooMany(Exception):
    """This address has asked for too much; it has to wait."""


def _may_mail(agency: Agency, email: str, ip: str) -> bool:
    """Whether one more mail may go to this mailbox; TooMany when the asking address is over its limit."""
    if too_many(agency.pk, "mail-ip", network(ip), most=MAILS_FROM_ONE_ADDRESS, within=HOUR):
        raise TooMany
    return not too_many(agency.pk, "mail", mailbox(email), most=MAILS_TO_ONE_BOX, within=QUARTER)


def ask_to_sign_in(
    request: HttpRequest, agency: Agency, email: str, *, browser: str, next: str = "", member: Member | None = None
) -> None:
    """Have a sign-in link mailed to this address, if somebody has a place under it. The worker finds out."""
    if _may_mail(agency, email, ip_of(request)):
        tasks.mail_sign_in.enqueue(agency.pk, email, browser, links.safe_next(next), member.pk if member else None)


def ask_for_password(request: HttpRequest, agency: Agency, email: str, *, browser: str) -> None:
    """Have a link for a new password mailed to this address, if somebody has a place under it."""
    if _may_mail(agency, email, ip_of(request)):
        tasks.mail_password_link.enqueue(agency.pk, email, browser)


def ask_to_change_email(request: HttpRequest, agency: Agency, user: User, email: str, *, browser: str) -> None:
    """Have the confirmation of a changed address mailed to the new one."""
    if _may_mail(agency, email, ip_of(request)):
        tasks.mail_new_address.enqueue(user.pk, email, browser)


def ask_for_invitation(request: HttpRequest, agency: Agency, member: Member) -> None:
    """Have an expired invitation mailed again."""
    if _may_mail(agency, member.email, ip_of(request)):
        tasks.mail_invitation_again.enqueue(member.pk)


def ask_for_way_back(request: HttpRequest, agency: Agency, member: Member) -> None:
    """Have a new way back in mailed, in place of one that has expired."""
    if _may_mail(agency, member.email, ip_of(request)):
        tasks.mail_way_back_again.enqueue(member.pk)


def user_with_password(request: HttpRequest, agency: Agency, email: str, password: str) -> User | None:
    """The user with this address and password and a place to go. Unknown addresses cost one hash, like known ones."""
    address, box = network(ip_of(request)), mail_key(email)
    if too_many(agency.pk, "guess-ip", address, most=GUESSES_FROM_ONE_ADDRESS, within=HOUR):
        raise TooMany
    blocked = too_many(agency.pk, "password", box, most=PASSWORDS_OF_ONE_BOX, within=QUARTER)
    user = User.objects.of(agency, email)
    if user is not None and user.has_usable_password():
        right = user.check_password(password)
    else:
        make_password(password)
        right = False
    if blocked:
        warn(agency, email)
    if blocked or not right or user is None or not links.places(user):
        note(agency, "agency.sign_in_failed", by=None, mailbox=masked(email))
        return None
    take_back(agency.pk, "guess-ip", address)
    take_back(agency.pk, "password", box)
    return user


def link_with_code(request: HttpRequest, agency: Agency, browser: str, code: str, *purposes: str) -> AccessLink | None:
    """The link that this browser asked for and whose code was typed."""
    waiting = links.asked_for(agency, browser, *purposes)
    owner = waiting[0].user if waiting else None
    if not _may_guess(request, agency, owner, browser):
        return None
    right = [link for link in waiting if links.try_code(link, code)]
    if right:
        _was_right(request, agency, owner)
    else:
        note(agency, "agency.code_failed", by=None, mailbox=masked(owner.email) if owner else "")
    return right[0] if right else None


def is_code(request: HttpRequest, link: AccessLink, code: str) -> bool:
    """Whether the code typed on a link's own page is the one in its mail."""
    if not _may_guess(request, link.agency, link.user, ""):
        return False
    right = links.try_code(link, code)
    if right:
        _was_right(request, link.agency, link.user)
    else:
        note(link.agency, "agency.code_failed", by=None, mailbox=masked(link.user.email))
    return right


def _may_guess(request: HttpRequest, agency: Agency, owner: User | None, browser: str) -> bool:
    """Count a typed code against the address and the person, over all their links."""
    if too_many(agency.pk, "guess-ip", network(ip_of(request)), most=GUESSES_FROM_ONE_ADDRESS, within=HOUR):
        raise TooMany
    key = str(owner.pk) if owner else f"nobody {browser}"
    blocked = too_many(agency.pk, "code", key, most=CODES_OF_ONE_PERSON, within=HOUR)
    if blocked and owner is not None:
        warn(agency, owner.email)
    return not blocked


def _was_right(request: HttpRequest, agency: Agency, owner: User | None) -> None:
    take_back(agency.pk, "guess-ip", network(ip_of(request)))
    take_back(agency.pk, "code", str(owner.pk) if owner else "")


def warn(agency: Agency, email: str) -> None:
    """Tell the person, at most once an hour, that somebody is guessing."""
    if not too_many(agency.pk, "warned", mail_key(email), most=1, within=HOUR):
        tasks.mail_guessing.enqueue(agency.pk, email)
