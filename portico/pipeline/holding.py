"""What stands against erasing a person, and the little that must be kept of them although the rest goes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.candidates.consents import months_later
from portico.candidates.models import Candidate, KeptRecord, PrivacyHold
from portico.candidates.settings import settings_of
from portico.clients.models import Contact
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import day, now
from portico.pipeline.placements import Placement
from portico.records.events import record


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that stays, why, and until when."""

    what: str
    why: str
    until: date | None = None

    def as_list(self) -> list[str]:
        """As it is written down with the request."""
        return [self.what, self.why, self.until.isoformat() if self.until else ""]


def obstacles(candidate: Candidate) -> list[str]:
    """Why this person cannot be erased now; an empty list: nothing stands against it."""
    against = []
    if candidate.erased:
        against.append(_("This person was erased already."))
    if candidate.merged_into_id:
        against.append(_("This record was merged into another one. Erase that one."))
    for hold in PrivacyHold.objects.filter(candidate=candidate).in_force():
        until = _("until %s") % day(hold.until) if hold.until else _("until it is lifted")
        against.append(_("There is a hold %(until)s: %(reason)s.") % {"until": until, "reason": hold.reason})
    if candidate.email_key:
        twins = Candidate.objects.filter(agency=candidate.agency_id, email_key=candidate.email_key, erased=None)
        if twins.filter(merged_into=None).exclude(pk=candidate.pk).exists():
            against.append(_("Another record has the same address. Merge the two first, so that both go."))
    return against


def placements_to_keep(candidate: Candidate) -> list[tuple[Placement, date]]:
    """Placements whose bare facts must be kept, each with until when."""
    months = settings_of(candidate.agency_id).placement_record_months
    rows = Placement.objects.filter(application__candidate=candidate).exclude(status=Placement.Status.FELL_THROUGH)
    found = []
    for placement in rows.select_related("application__job__organization"):
        until = months_later(datetime.combine(placement.start, time(), UTC), months).date()
        if until > now().date():
            found.append((placement, until))
    return found


def what_stays(candidate: Candidate) -> list[Kept]:
    """What is kept of the person, in words for them."""
    kept = []
    for placement, until in placements_to_keep(candidate):
        job = placement.application.job
        what = _("Your name, and that you started as %(job)s at %(organization)s on %(day)s") % {
            "job": job.title,
            "organization": job.organization.name,
            "day": day(placement.start),
        }
        kept.append(Kept(what, _("Agencies must be able to show whom they placed; it is closed to recruiters."), until))
    if Contact.objects.filter(candidate=candidate).exists():
        kept.append(
            Kept(
                _("Your record as a contact of one of our clients"),
                _("It belongs to your work there. Ask us if it shall go too."),
            )
        )
    if candidate.member is not None and Member.objects.filter(user=candidate.member.user_id).count() > 1:
        kept.append(Kept(_("Your login"), _("You use it for another place at this agency.")))
    kept.append(Kept(_("Numbers without a name"), _("They count applications in our statistics.")))
    return kept


def keep_what_must(candidate: Candidate, kept: list[Kept]) -> None:
    """Put the bare facts apart, where only those who run the agency look."""
    for one in kept:
        if one.until is not None:
            KeptRecord.objects.create(
                agency_id=candidate.agency_id,
                candidate=candidate,
                name=candidate.name,
                lines=[one.what],
                why=one.why,
                until=one.until,
            )


def forget_kept(at: datetime) -> int:
    """By the clock: what had to be kept goes on its day."""
    return int(KeptRecord.objects.filter(until__lt=at.date()).delete()[0])


@transaction.atomic
def hold(candidate: Candidate, *, reason: str, until: date | None = None, by: Member) -> PrivacyHold:
    """Nothing of the person is removed for now."""
    if candidate.erased:
        raise RuleBroken(_("This person was erased already."))
    if until is not None and until < now().date():
        raise RuleBroken(_("Choose a day that is still to come."))
    row = PrivacyHold(
        agency_id=candidate.agency_id, candidate=candidate, reason=reason.strip(), until=until, added_by=by
    )
    row.save()
    record(candidate, "privacy.held", by=by, reason=row.reason)
    return row


@transaction.atomic
def lift(row: PrivacyHold, *, by: Member) -> None:
    """The reason is over."""
    changed: Any = PrivacyHold.objects.filter(pk=row.pk, lifted=None).update(lifted=now())
    if not changed:
        raise Conflict(_("This hold was lifted already."))
    record(row.candidate, "privacy.hold_lifted", by=by, reason=row.reason)
