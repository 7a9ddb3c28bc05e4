"""Client admins let colleagues in: at once, or after the agency's yes, as the portal's settings say."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portico.access import inviting
from portico.agencies.mailbox import mail_key
from portico.agencies.models import Member
from portico.agencies.roles import CLIENT_ROLES, GRANTS, May, Role
from portico.clients.models import Contact
from portico.jobs.request_mails import news
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.messaging.writing import one_line
from portico.portals.colleagues import ColleagueRequest, ColleagueRequestQuerySet
from portico.portals.guarding import check_domain, in_charge
from portico.portals.inviting import invite_contact
from portico.portals.models import JobShare, Seat, SeatQuerySet
from portico.records.events import record

MOST_A_DAY = 20
"""How many colleagues the people of one portal may ask for in a day."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody a client admin wants to have on the portal, and how far."""

    first_name: str
    last_name: str
    email: str
    role: str
    all_jobs: bool = True
    shares: tuple[JobShare, ...] = ()


def roles_to_give(by: Member) -> list[Role]:
    """The roles a client admin may give: none that may do more than they may themselves."""
    return [role for role in CLIENT_ROLES if GRANTS[role] <= by.grants]


def seat_of(by: Member) -> Seat:
    """The seat of somebody who may invite colleagues."""
    seats = Seat.objects.filter(member=by, portal__active=True).select_related("portal__organization__owner", "agency")
    seat = seats.first()
    if seat is None or not by.may(May.INVITE_COLLEAGUES):
        raise RuleBroken(_("You cannot invite colleagues. Ask your consultant."))
    return seat


def colleagues_of(by: Member) -> SeatQuerySet:
    """Everybody on the portal of somebody who may invite colleagues, themselves too."""
    if not by.may(May.INVITE_COLLEAGUES):
        return Seat.objects.none()
    portals = Seat.objects.filter(member=by, portal__active=True).values("portal")
    return Seat.objects.filter(portal__in=portals).exclude(member__status=Member.Status.REVOKED)


@transaction.atomic
def invite_colleague(wanted: Colleague, *, by: Member) -> ColleagueRequest:
    """Ask to have a colleague let in. Where the portal's settings leave it to the client, they are invited at once."""
    seat = seat_of(by)
    settings = seat.portal.settings
    if settings.colleagues == "no":
        raise RuleBroken(_("You cannot invite colleagues. Ask your consultant."))
    check_reach(seat, wanted, by)
    check_domain(seat.portal, wanted.email)
    known = check_new(seat, wanted)
    asked = write_down(seat, wanted, by)
    if settings.colleagues == "yes" and not (known and decided_by_agency(known)):
        let_in(asked, by=by, inviter=by)
    else:
        tell_agency(asked, by)
    return asked


def check_reach(seat: Seat, wanted: Colleague, by: Member) -> None:
    """Nobody gives a role above their own, or more jobs than they see."""
    if wanted.role not in roles_to_give(by):
        raise RuleBroken(_("You cannot give a role above your own."))
    if seat.all_jobs:
        return
    mine = set(seat.shares.values_list("pk", flat=True))
    if wanted.all_jobs or not {share.pk for share in wanted.shares} <= mine:
        raise RuleBroken(_("You can only let colleagues see jobs that you see yourself."))


def check_new(seat: Seat, wanted: Colleague) -> Contact | None:
    """The organization's own contact with this address, if any. What the agency knows elsewhere stays there."""
    rows = ColleagueRequest.objects.filter(portal=seat.portal, status_since__gt=now() - timedelta(days=1))
    if rows.count() >= MOST_A_DAY:
        raise RuleBroken(_("That is a lot of people for one day. Please ask your consultant, or go on tomorrow."))
    found = known_contact(seat, wanted.email)
    if found is not None and found.member is not None and found.member.is_in:
        raise RuleBroken(_("%s is here already.") % wanted.email)
    return found


def known_contact(seat: Seat, email: str) -> Contact | None:
    """The organization's contact with this address; one in use rather than an archived one."""
    rows = Contact.objects.filter(organization=seat.portal.organization, merged_into__isnull=True)
    found = rows.filter(email_key=mail_key(email)).select_related("member__user", "agency", "organization")
    return min(found, key=lambda one: (one.archived is not None, one.pk), default=None)


def decided_by_agency(contact: Contact) -> bool:
    """Whether the agency once ended or stopped this person's access, so that only it gives it back."""
    stopped = {Member.Status.SUSPENDED, Member.Status.REVOKED}
    return contact.archived is not None or (contact.member is not None and contact.member.status in stopped)


def write_down(seat: Seat, wanted: Colleague, by: Member) -> ColleagueRequest:
    """The request itself."""
    asked = ColleagueRequest(
        agency_id=seat.agency_id,
        portal=seat.portal,
        asked_by=by,
        asked_by_name=by.name,
        first_name=one_line(wanted.first_name, 100),
        last_name=one_line(wanted.last_name, 100),
        email=wanted.email.strip(),
        role=wanted.role,
        all_jobs=wanted.all_jobs,
    )
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError:
        raise Conflict(_("Somebody has asked for %s already.") % wanted.email) from None
    asked.shares.set([] if wanted.all_jobs else wanted.shares)
    organization = seat.portal.organization
    record(asked, "colleague.requested", by=by, about=[organization], person=asked.name, role=asked.get_role_display())
    return asked


@transaction.atomic
def approve(asked: ColleagueRequest, *, by: Member) -> Member:
    """Let the colleague in as asked: they are invited, and who asked hears of it."""
    member = let_in(asked, by=by, inviter=by)
    tell_asker(asked, _("%(agency)s has invited %(person)s to the client portal."))
    return member


@transaction.atomic
def decline(asked: ColleagueRequest, *, by: Member, reason: str) -> None:
    """Do not let the colleague in, and say why; who asked hears of it."""
    if not reason.strip():
        raise RuleBroken(_("Please say why."))
    asked.decided_by, asked.reason = by, reason.strip()
    asked.become(
        ColleagueRequest.Status.DECLINED,
        by=by,
        verb="colleague.declined",
        about=[asked.portal.organization],
        person=asked.name,
        reason=asked.reason,
    )
    asked.save(update_fields=["decided_by", "reason"])
    tell_asker(asked, _("%(agency)s has not invited %(person)s to the client portal: %(reason)s"))


def let_in(asked: ColleagueRequest, *, by: Member, inviter: Member) -> Member:
    """Invite the colleague; a contact of the same organization with this address is the same person."""
    organization = asked.portal.organization
    asked.become(
        ColleagueRequest.Status.APPROVED, by=by, verb="colleague.approved", about=[organization], person=asked.name
    )
    contact = known_contact(Seat(portal=asked.portal), asked.email)
    if contact is None:
        contact = Contact(
            agency_id=asked.agency_id,
            organization=organization,
            first_name=asked.first_name,
            last_name=asked.last_name,
            email=asked.email,
            owner=organization.owner,
        ).add(by=by)
    elif contact.archived is not None:
        contact.restore(by=by)
    shares = list(asked.shares.all())
    member = invite_contact(contact, by=inviter, role=asked.role, all_jobs=asked.all_jobs, shares=shares)
    asked.contact, asked.decided_by = contact, by
    asked.save(update_fields=["contact", "decided_by"])
    return member


def tell_agency(asked: ColleagueRequest, by: Member) -> None:
    """Mail who decides that somebody waits to be let in."""
    organization = asked.portal.organization
    said = _("%(who)s of %(organization)s asks you to let %(person)s into the client portal.")
    for reader in in_charge(organization):
        news(
            asked.agency,
            reader,
            subject=_("%s asks to invite a colleague") % organization.name,
            said=said % {"who": by.name, "organization": organization.name, "person": asked.name},
            deed=_("Decide"),
            path=reverse("backoffice:colleague_request", args=[asked.pk]),
            about=[organization],
        )


def tell_asker(asked: ColleagueRequest, said: str) -> None:
    """Mail who asked what came of it, while they can come in."""
    reader = asked.asked_by
    if reader is None or not reader.is_in:
        return
    words = {"agency": asked.agency.name, "person": asked.name, "reason": asked.reason}
    news(
        asked.agency,
        reader,
        subject=_("Your colleague %s") % asked.name,
        said=said % words,
        deed=_("Open the client portal"),
        path=reverse("client_portal:people"),
        about=[asked.portal.organization],
    )


@transaction.atomic
def deactivate_colleague(seat: Seat, *, by: Member) -> None:
    """A client admin stops the access of a colleague who is no admin; the agency may give it back."""
    mine = seat_of(by)
    if mine.portal.settings.colleagues == "no" or seat.portal_id != mine.portal_id:
        raise RuleBroken(_("You cannot do this. Ask your consultant."))
    if seat.member_id == by.pk or seat.member.role == Role.CLIENT_ADMIN:
        raise RuleBroken(_("Admins are deactivated by your consultant."))
    inviting.suspend(seat.member, by, _("%s, a client admin, deactivated it.") % by.name)


def requests_of(by: Member) -> ColleagueRequestQuerySet:
    """What the people of this portal asked for and is not yet done, or was declined lately."""
    recent = now() - timedelta(days=30)
    rows = ColleagueRequest.objects.visible_to(by).filter(status_since__gt=recent)
    return rows.exclude(status=ColleagueRequest.Status.APPROVED)
