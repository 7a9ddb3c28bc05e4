"""What people do with their own login: name, password, mail address."""

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portico.access import inviting, links
from portico.access.factors import forget_since
from portico.access.models import AccessLink, Purpose, RememberedBrowser
from portico.access.policies import check_email, policy_of
from portico.access.secrets import hashed
from portico.agencies.models import Member, User
from portico.kit.rules import Conflict
from portico.messaging.writing import one_line, write
from portico.records.events import record

ON_NEW_ADDRESS: list[Callable[[User, str], None]] = []
"""What packages above do when somebody's address has changed from an old one, in the same transaction."""


def change_name(user: User, name: str) -> None:
    """Be called something else."""
    user.name = one_line(name, 120)
    user.save(update_fields=["name", "email_key"])


@transaction.atomic
def change_password(user: User, password: str, *, browser_secret: str = "") -> None:
    """Set a password: every other session, browser and open link of the user ends, and they are told by mail."""
    user.set_password(password)
    user.save(update_fields=["password", "email_key"])
    passing = [Purpose.SIGN_IN, Purpose.SET_PASSWORD, Purpose.CHANGE_EMAIL]
    AccessLink.objects.filter(user=user, purpose__in=passing).end(AccessLink.Status.REVOKED)
    RememberedBrowser.objects.filter(user=user).exclude(secret_hash=hashed(browser_secret)).end()
    write(
        user.agency,
        to=user.email,
        to_name=user.name,
        template="access/emails/password_changed",
        context={"person": str(user)},
    )
    _record(user, "member.password_changed")


@transaction.atomic
def set_password(link: AccessLink, password: str) -> User:
    """Set the password of the user the link was mailed to, and of nobody else."""
    if links.state_of(link) != "open" or not link.consume():
        raise Conflict(_("This link has been used already."))
    change_password(link.user, password)
    return link.user


def check_new_address(user: User, email: str) -> None:
    """Refuse an address that one of the user's places would not take."""
    for place in links.places(user):
        check_email(policy_of(place), email)


@transaction.atomic
def confirm_email(link: AccessLink) -> User:
    """The new address takes the old one's place: links sent to the old one die, except the one that takes this back."""
    user, old, new = link.user, link.user.email, str(link.data["email"])
    if links.state_of(link) != "open" or not link.consume() or User.objects.of(user.agency_id, new) is not None:
        raise Conflict(_("This link has been used already."))
    check_new_address(user, new)
    _readdress(user, new)
    undo, token = links.issue(None, Purpose.UNDO_EMAIL, user=user, data={"email": old})
    links.mail(undo, token, "access/emails/email_changed", to=old, new=new)
    _mail_ways_back(user)
    _record(user, "member.email_changed", old=old, new=new)
    for follow in ON_NEW_ADDRESS:
        follow(user, old)
    return user


@transaction.atomic
def undo_email(link: AccessLink) -> User:
    """The change was not theirs: the old address is back, nobody stays signed in, and the password must be set anew."""
    user, stolen = link.user, link.user.email
    taken = User.objects.of(user.agency_id, str(link.data["email"]))
    if link.state != "open" or not link.consume() or taken not in {None, user}:
        raise Conflict(_("This link has been used already."))
    user.set_unusable_password()
    user.save(update_fields=["password", "email_key"])
    _readdress(user, str(link.data["email"]))
    RememberedBrowser.objects.filter(user=user).end()
    inviting.end_sessions(user)
    forget_since(user, link.created)
    if links.places(user):
        fresh, token = links.issue(None, Purpose.SET_PASSWORD, user=user)
        links.mail(fresh, token, "access/emails/set_password")
        _mail_ways_back(user)
    _record(user, "member.email_undone")
    for follow in ON_NEW_ADDRESS:
        follow(user, stolen)
    return user


def _readdress(user: User, email: str) -> None:
    user.email = email
    try:
        with transaction.atomic():
            user.save(update_fields=["email", "email_key"])
    except IntegrityError:
        raise Conflict(_("This link has been used already.")) from None
    AccessLink.objects.filter(user=user).exclude(purpose=Purpose.UNDO_EMAIL).end(AccessLink.Status.REVOKED)


def _mail_ways_back(user: User) -> None:
    for member in links.places(user):
        inviting.mail_way_back(member, about=inviting.subjects_of(member))


def _record(user: User, verb: str, **details: Any) -> None:
    for member in Member.objects.filter(user=user).select_related("user"):
        record(member, verb, by=member, about=inviting.subjects_of(member), person=str(user), **details)


@transaction.atomic
def sign_out_everywhere(user: User) -> None:
    """End all of the user's sessions, remembered browsers and sign-in links."""
    inviting.end_sessions(user)
    RememberedBrowser.objects.filter(user=user).end()
    AccessLink.objects.filter(user=user, purpose=Purpose.SIGN_IN).end(AccessLink.Status.REVOKED)
    _tell(user, "member.signed_out_everywhere")


def _tell(user: User, verb: str) -> None:
    for member in Member.objects.filter(user=user).select_related("user"):
        record(member, verb, by=member, person=str(user))


@transaction.atomic
def sign_out_others(user: User, *, keep: RememberedBrowser | None) -> None:
    """End the user's sessions and sign-in links and forget all browsers but one; the caller keeps their own going."""
    inviting.end_sessions(user)
    RememberedBrowser.objects.filter(user=user).exclude(pk=keep.pk if keep else 0).end()
    AccessLink.objects.filter(user=user, purpose=Purpose.SIGN_IN).end(AccessLink.Status.REVOKED)
    _tell(user, "member.signed_out_others")


def keep_zone(user: User, zone: str) -> None:
    """The time zone in which they read and offer times."""
    User.objects.filter(pk=user.pk).update(zone=zone)
    user.zone = zone
