"""Licenses, certificates and permits: handed in by candidates, checked by recruiters, and running out."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from portico.agencies.models import Agency, Member
from portico.candidates.models import Candidate
from portico.candidates.papers import check_daily
from portico.candidates.profile import Absence, Credential
from portico.candidates.settings import settings_of
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import day, now
from portico.messaging.writing import write
from portico.records.events import record
from portico.records.files import take_in
from portico.records.lifecycle import become
from portico.records.models import Document

Status = Credential.Status
MOST = 60
MOST_ABSENCES = 100
EXPIRING = 60
"""So many days before its last day a credential counts as expiring."""
OWNER_FROM = 30
"""From so many days on the recruiter is told too."""
TELLS_OF = ("credential_kind", "name", "issuer", "number", "issued", "expires")


def today_of(agency: Agency) -> date:
    """The date where the agency is."""
    return now().astimezone(ZoneInfo(agency.zone)).date()


def state_of(credential: Credential, today: date) -> str:
    """uploaded, verified, rejected, expiring or expired."""
    if credential.status == Status.REJECTED or credential.expires is None:
        return credential.status
    left = (credential.expires - today).days
    if left < 0:
        return "expired"
    return "expiring" if left <= EXPIRING and credential.status == Status.VERIFIED else credential.status


def kept(candidate: Candidate) -> QuerySet[Credential]:
    """What they hold, without what was removed."""
    return candidate.credentials.filter(archived=None).select_related("document")


@transaction.atomic
def add_credential(
    candidate: Candidate, facts: dict[str, Any], *, by: Member, upload: "UploadedFile[Any] | None" = None
) -> Credential:
    """They hold something more; a recruiter checks it. What a recruiter enters is checked already."""
    if kept(candidate).count() >= MOST:
        raise RuleBroken(_("There are many credentials already. Remove old ones first."))
    row = Credential(agency_id=candidate.agency_id, candidate=candidate)
    take_facts(row, facts)
    row.status = Status.VERIFIED if by.is_staff else Status.UPLOADED
    if upload is not None:
        check_daily(by)
        row.document = take_in(upload, on=candidate, by=by, kind=Document.Kind.CERTIFICATE)
    row.save()
    record(row, "credential.added", by=by, about=[candidate], name=row.name)
    return row


def take_facts(row: Credential, facts: dict[str, Any]) -> None:
    """What is said of it; its days must be in order."""
    for name in TELLS_OF:
        setattr(row, name, facts.get(name) or (None if name in ("issued", "expires") else ""))
    row.credential_kind = row.credential_kind or Credential.Kind.CERTIFICATE
    if row.issued and row.expires and row.expires < row.issued:
        raise RuleBroken(_("It would be valid until a day before it was issued."))


@transaction.atomic
def change_credential(
    row: Credential, facts: dict[str, Any], *, by: Member, upload: "UploadedFile[Any] | None" = None
) -> None:
    """Another date, another file: it has to be checked again, unless a recruiter changes it."""
    row = Credential.objects.select_for_update().select_related("candidate__agency").get(pk=row.pk)
    before = [getattr(row, name) for name in TELLS_OF]
    take_facts(row, facts)
    if upload is not None:
        check_daily(by)
        row.document = take_in(upload, on=row.candidate, by=by, kind=Document.Kind.CERTIFICATE)
    elif before == [getattr(row, name) for name in TELLS_OF]:
        return
    row.noticed = None
    row.save(update_fields=[*TELLS_OF, "document", "noticed"])
    record(row, "credential.changed", by=by, about=[row.candidate], name=row.name)
    if not by.is_staff and row.status != Status.UPLOADED:
        row.reason = ""
        row.save(update_fields=["reason"])
        become(row, Status.UPLOADED, by=by, verb="credential.uploaded")


@transaction.atomic
def verify(row: Credential, *, by: Member) -> None:
    """A recruiter has seen that it is right."""
    become(row, Status.VERIFIED, by=by, about=[row.candidate], name=row.name)
    Credential.objects.filter(pk=row.pk).update(reason="")


@transaction.atomic
def reject(row: Credential, *, by: Member, reason: str) -> None:
    """It cannot be accepted; the candidate reads why, and can hand in another."""
    become(row, Status.REJECTED, by=by, about=[row.candidate], name=row.name, reason=reason)
    Credential.objects.filter(pk=row.pk).update(reason=reason[:500])
    member = row.candidate.member
    if member is not None and member.is_in:
        tell(row, member, "candidates/emails/credential_rejected", reverse("candidate_portal:profile") + "#credentials")


@transaction.atomic
def archive(row: Credential, *, by: Member) -> None:
    """It is no longer shown; what happened to it stays on the timeline."""
    if not Credential.objects.filter(pk=row.pk, archived=None).update(archived=now()):
        raise Conflict(_("This was removed already."))
    record(row, "credential.archived", by=by, about=[row.candidate], name=row.name)


def tell(row: Credential, member: Member, template: str, path: str, **context: Any) -> None:
    """A mail about it. It names only the kind: what somebody holds is nothing for an open letter."""
    agency = row.candidate.agency
    words = {"person": member.name, "kind": str(row.get_credential_kind_display()).lower(), **context}
    links = {"main": agency.address(path)}
    write(agency, to=member.email, template=template, context=words, links=links, about=[row.candidate], member=member)


def send_notices() -> int:
    """Tell of what runs out: the candidate, and from 30 days on the recruiter; each step once. Returns how many."""
    return sum(notices_of(agency) for agency in Agency.objects.at_work())


def notices_of(agency: Agency) -> int:
    """One agency's notices of today."""
    steps = sorted(settings_of(agency).credential_notices)
    if not steps:
        return 0
    today = today_of(agency)
    rows = Credential.objects.filter(
        agency=agency,
        archived=None,
        status__in=[Status.UPLOADED, Status.VERIFIED],
        expires__gte=today - timedelta(days=7),
        expires__lte=today + timedelta(days=steps[-1]),
        candidate__archived=None,
        candidate__merged_into=None,
    )
    related = ("candidate__agency", "candidate__member__user", "candidate__owner__user")
    due = ((row, step_of(row, steps, today)) for row in rows.select_related(*related).order_by("pk").iterator(500))
    return sum(notice(row, step, today) for row, step in due if step is not None)


def step_of(row: Credential, steps: Iterable[int], today: date) -> int | None:
    """The step it has reached and that was not told yet."""
    left = max(0, (row.expires - today).days) if row.expires else None
    reached = next((step for step in steps if left is not None and left <= step), None)
    return reached if reached is not None and (row.noticed is None or reached < row.noticed) else None


@transaction.atomic
def notice(row: Credential, step: int, today: date) -> int:
    """Write the mails of one step; 0 where another worker was faster."""
    free = Credential.objects.filter(pk=row.pk, noticed=row.noticed)
    if not free.update(noticed=step):
        return 0
    until, over = day(row.expires), bool(row.expires and row.expires < today)
    candidate, sent = row.candidate, 0
    if candidate.member is not None and candidate.member.is_in:
        path = reverse("candidate_portal:profile") + "#credentials"
        tell(row, candidate.member, "candidates/emails/credential_expiring", path, until=until, over=over)
        sent += 1
    owner = candidate.owner
    if owner is not None and owner.is_in and step <= OWNER_FROM:
        path = reverse("backoffice:candidate_profile", args=[candidate.pk]) + "#credentials"
        words = {"until": until, "over": over, "candidate": candidate.name}
        tell(row, owner, "candidates/emails/credential_expiring_owner", path, **words)
        sent += 1
    if sent:
        record(row, "credential.noticed", by=None, about=[candidate], name=row.name, day=until)
    return sent


@transaction.atomic
def add_absence(candidate: Candidate, first: date, last: date, *, by: Member, note: str = "") -> Absence:
    """They cannot work on these days."""
    if last < first:
        raise RuleBroken(_("The last day is before the first."))
    if (last - first).days > 400:
        raise RuleBroken(_("At most 400 days at once."))
    if candidate.absences.count() >= MOST_ABSENCES:
        raise RuleBroken(_("There are many absences already. Remove old ones first."))
    row = Absence(agency_id=candidate.agency_id, candidate=candidate, first=first, last=last, note=note[:200])
    row.save()
    record(row, "candidate.absent", by=by, about=[candidate], first=day(first), last=day(last))
    return row


@transaction.atomic
def remove_absence(row: Absence, *, by: Member) -> None:
    """They can work on these days after all."""
    first, last = day(row.first), day(row.last)
    record(row.candidate, "candidate.absence_removed", by=by, first=first, last=last)
    row.delete()
