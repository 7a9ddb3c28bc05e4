"""Mails that somebody asked for at the sign-in page, and the clock's work on invitations and links."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.tasks import task

from portico.access import inviting, links
from portico.access.mail_budget import may_mail
from portico.access.models import (
    AccessLink,
    Attempt,
    Authenticator,
    Challenge,
    LinkUse,
    Purpose,
    RememberedBrowser,
    Session,
)
from portico.agencies.mailbox import mail_key
from portico.agencies.models import Member, User
from portico.kit.times import now
from portico.messaging.writing import write
from portico.records.lifecycle import can_become


@task(queue_name="mail", priority=50)
def mail_sign_in(agency_id: int, email: str, browser: str, start: str, member_id: int | None) -> None:
    """Mail a sign-in link to whoever has a place under this address; the invited get their invitation again."""
    user = User.objects.of(agency_id, email)
    if user is None or not may_mail(user.agency_id, user.email, way_in=True):
        return
    places = links.places(user)
    if places:
        member = next_to(places, member_id)
        with transaction.atomic():
            link, token = links.issue(member, Purpose.SIGN_IN, user=user, next=start, browser=browser)
            links.mail(link, token, "access/emails/sign_in")
        return
    for invited in Member.objects.filter(user=user, status__in=[Member.Status.INVITED, Member.Status.EXPIRED]):
        invite_again(invited)


def next_to(places: list[Member], member_id: int | None) -> Member | None:
    """The place that was asked for, if it is still theirs."""
    return next((place for place in places if place.pk == member_id), None)


@task(queue_name="mail", priority=50)
def mail_invitation_again(member_id: int) -> None:
    """Mail a new invitation to somebody whose old one has expired."""
    member = Member.objects.select_related("user", "agency").filter(pk=member_id).first()
    if member is None or member.status not in {Member.Status.INVITED, Member.Status.EXPIRED}:
        return
    if may_mail(member.agency_id, member.email, way_in=True):
        invite_again(member)


@task(queue_name="mail", priority=50)
def mail_way_back_again(member_id: int) -> None:
    """Mail a new way back to somebody whose link has expired."""
    member = Member.objects.select_related("user", "agency").filter(pk=member_id).first()
    if member is not None and member.is_in and may_mail(member.agency_id, member.email, way_in=True):
        inviting.mail_way_back(member, about=inviting.subjects_of(member))


@task(queue_name="mail")
def mail_guessing(agency_id: int, email: str) -> None:
    """Tell somebody that their password or code is being guessed."""
    user = User.objects.select_related("agency").filter(agency=agency_id, email_key=mail_key(email)).first()
    if user is not None and links.places(user):
        write(
            user.agency,
            to=user.email,
            to_name=user.name,
            template="access/emails/guessing",
            context={"person": str(user)},
        )


def invite_again(member: Member) -> None:
    """Send an invited person a new invitation in the name of whoever invited them, if those are still here."""
    newest = (
        AccessLink.objects.filter(member=member, purpose=Purpose.INVITATION)
        .select_related("issued_by")
        .order_by("-created")
        .first()
    )
    inviter = newest.issued_by if newest else None
    if newest is not None and newest.status != AccessLink.Status.REVOKED and (inviter is None or inviter.is_in):
        inviting.resend(member, inviter)


@task(queue_name="mail", priority=50)
def mail_password_link(agency_id: int, email: str, browser: str) -> None:
    """Mail a link for setting a new password to whoever has a place under this address."""
    user = User.objects.of(agency_id, email)
    if user is None or not links.places(user) or not may_mail(user.agency_id, user.email, way_in=True):
        return
    with transaction.atomic():
        link, token = links.issue(None, Purpose.SET_PASSWORD, user=user, browser=browser)
        links.mail(link, token, "access/emails/set_password")


@task(queue_name="mail", priority=50)
def mail_new_address(user_id: int, email: str, browser: str) -> None:
    """Mail the confirmation of a changed address to the new one. If that is somebody else's, nothing happens."""
    user = User.objects.select_related("agency").get(pk=user_id)
    if User.objects.of(user.agency, email) is not None or not may_mail(user.agency_id, email, way_in=True):
        return
    with transaction.atomic():
        link, token = links.issue(None, Purpose.CHANGE_EMAIL, user=user, browser=browser, data={"email": email})
        links.mail(link, token, "access/emails/change_email", to=email)


@task
def expire_invitations() -> None:
    """Who is invited and has no open invitation any more is expired."""
    at = now()
    invited = Member.objects.at_work().filter(status=Member.Status.INVITED)
    open_ones = AccessLink.objects.filter(purpose=Purpose.INVITATION).open(at).values("member")
    for member in invited.exclude(pk__in=open_ones).select_related("user"):
        if can_become(member, Member.Status.EXPIRED):
            inviting.expire(member)


@task
def forget_spent() -> None:
    """Each night: forget what nobody needs any more. Invitations and lasting links stay a year after their end."""
    at = now()
    short, year = at - timedelta(days=30), at - timedelta(days=365)
    long_lived = [Purpose.INVITATION, Purpose.LASTING, Purpose.DIRECT, Purpose.CALENDAR]
    AccessLink.objects.exclude(purpose__in=long_lived).filter(created__lt=short).delete()
    over = Q(ended_at__lt=year) | Q(expires__lt=year)
    AccessLink.objects.filter(over, purpose__in=long_lived).delete()
    Session.objects.filter(began__lt=short).delete()
    LinkUse.objects.filter(at__lt=year).delete()
    RememberedBrowser.objects.filter(expires__lt=short).delete()
    RememberedBrowser.objects.filter(revoked_at__lt=short).delete()
    Challenge.objects.filter(made__lt=at - timedelta(days=2)).delete()
    Authenticator.objects.filter(confirmed=None, made__lt=at - timedelta(days=2)).delete()
    Attempt.objects.filter(at__lt=at - timedelta(days=2)).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
