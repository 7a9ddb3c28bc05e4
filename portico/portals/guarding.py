"""How a portal guards its people's ways in: what its security settings mean for each of them."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext as _

from portico.access import inviting
from portico.access.policies import Policy, check_email
from portico.agencies.models import Member
from portico.agencies.roles import Role, Side
from portico.clients.models import Organization
from portico.jobs.request_mails import news
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.portals.models import JobShare, Portal, Seat, own_settings
from portico.portals.settings import PortalSettings


def policy(member: Member) -> Policy | None:
    """What a contact's portal asks of their ways in."""
    if member.side != Side.CLIENT:
        return None
    settings = own_settings(member)
    return policy_from(settings) if settings is not None else None


def policy_from(settings: PortalSettings) -> Policy:
    """The security settings in the words of the ways in."""
    return Policy(
        direct_days=max(1, settings.direct_days) if settings.link_mode == "direct" else 0,
        link_days=settings.link_days,
        reauth_hours=settings.reauth_hours,
        remembered=settings.remembered,
        domains=settings.domains,
    )


def check_domain(portal: Portal, email: str) -> None:
    """Refuse an address that is not of the portal's mail domains."""
    check_email(policy_from(portal.settings), email)


def absent(portal: Portal, days: int, at: datetime) -> list[Seat]:
    """Who has not looked in for so many days, counted from their last visit or from when access was given (back)."""
    seats = Seat.objects.filter(portal=portal, member__status=Member.Status.ACTIVE)
    seen = Greatest(
        Coalesce("member__last_seen", "member__status_since"),
        Coalesce("member__joined", "member__status_since"),
        "member__status_since",
    )
    return list(
        seats.annotate(seen=seen)
        .filter(seen__lt=at - timedelta(days=days))
        .select_related("member__user", "contact__owner__user", "portal__organization__owner__user", "agency")
    )


def suspend_the_absent(portal: Portal) -> int:
    """Suspend everybody who has stayed away for longer than the portal allows, and tell the recruiter."""
    days = portal.settings.access_days
    count = 0
    for seat in absent(portal, days, now()) if days else []:
        try:
            suspend_for_absence(seat, days)
        except RuleBroken:
            continue  # somebody else just ended it
        count += 1
    return count


@transaction.atomic
def suspend_for_absence(seat: Seat, days: int) -> None:
    """Stop the access of somebody who did not come for `days` days."""
    inviting.suspend(seat.member, by=None, reason=_("No visit for %d days.") % days)
    said = _("%(person)s of %(organization)s has not visited the client portal for %(days)d days. Access is suspended.")
    words = {"person": seat.contact.name, "organization": seat.portal.organization.name, "days": days}
    for reader in in_charge(seat.portal.organization):
        news(
            seat.agency,
            reader,
            subject=_("Portal access of %s is suspended") % seat.contact.name,
            said=said % words,
            deed=_("Decide"),
            path=reverse("backoffice:portal_user", args=[seat.pk]),
            about=[seat.contact],
        )


def in_charge(organization: Organization) -> list[Member]:
    """Who decides about a portal: the organization's owner, else owners of jobs shared there, else the agency's."""
    staff = Member.objects.filter(agency=organization.agency_id).staff().select_related("user", "staff_role")
    jobs = JobShare.objects.filter(portal__organization=organization, status__in=JobShare.SHARED)
    for wanted in (
        staff.filter(pk=organization.owner_id or 0),
        staff.filter(pk__in=jobs.values("job__owner")),
        staff.filter(role=Role.OWNER),
    ):
        if found := list(wanted.order_by("pk")):
            return found
    return []
