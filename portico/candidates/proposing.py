"""Candidates change their profile: harmless fields land at once, the others wait for a recruiter's yes, field by field.

Every change is kept with what stood there before, so a field's history can be read; a field that was sent back
unchanged counts as confirmed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.candidates.models import Candidate
from portico.candidates.profile import Confirmation, ProfileChange
from portico.candidates.profile_fields import FIELDS, label_of, read_field, write_field
from portico.candidates.settings import settings_of
from portico.candidates.update_requests import settle_those
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.records.events import record

Status = ProfileChange.Status
NOT_SAID: Any = object()


@dataclass(slots=True)
class Proposed:
    """What became of a set of changes: the fields that landed, those that wait, those that were right already."""

    landed: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)


@transaction.atomic
def propose(
    candidate: Candidate,
    values: dict[str, Any],
    *,
    by: Member | None,
    way: str,
    seen: dict[str, Any] | None = None,
    request_id: int | None = None,
) -> Proposed:
    """Take in what the candidate says about themselves.

    `seen` is what the form showed: where a recruiter changed the same field meanwhile, Conflict names it and nothing is
    saved. `by` is nobody where the link in a mail was enough. What a recruiter writes lands at once.
    """
    there = Candidate.objects.select_for_update().get(pk=candidate.pk)
    rules = settings_of(there.agency_id)
    told = Proposed()
    if unknown := [key for key in values if key not in FIELDS]:
        raise RuleBroken(_("There is no field “%s”.") % unknown[0][:40])
    for key, value in values.items():
        before = read_field(there, key)
        wanted = tidy(there, key, value)
        check_seen(key, before, wanted, seen)
        if seen is not None and key in seen and wanted == seen[key] != before:
            continue  # they left it as they saw it, and it became something else meanwhile
        if wanted == before:
            told.confirmed.append(key)
        elif key in rules.review_fields and way != ProfileChange.Way.DESK:
            told.waiting.append(key)
            keep_waiting(there, key, before, wanted, by=by, way=way, request_id=request_id)
        else:
            told.landed.append(key)
            write_field(there, key, wanted)
            note_change(there, key, before, wanted, Status.LANDED, by=by, way=way, request_id=request_id)
    confirm(there, [*told.confirmed, *told.landed], by=by)
    save_profile(there)
    say_what_happened(there, told, by=by, way=way)
    return told


class _Tried(Exception):
    """Nothing is wrong: it only ends a trial."""


def tidy(candidate: Candidate, key: str, value: Any) -> Any:
    """The value as it would be read back once it is written; RuleBroken where it cannot be."""
    copy = Candidate.objects.get(pk=candidate.pk)
    tried: Any = None
    try:
        with transaction.atomic():
            write_field(copy, key, value)
            tried = read_field(copy, key)
            raise _Tried
    except _Tried:
        return tried


def check_seen(key: str, before: Any, wanted: Any, seen: dict[str, Any] | None) -> None:
    """Refuse to write over what somebody else changed since the form was shown."""
    if seen is not None and key in seen and seen[key] != before and wanted not in (before, seen[key]):
        raise Conflict(_("%s was changed meanwhile. Look at it again, please.") % label_of(key))


def note_change(candidate: Candidate, key: str, before: Any, after: Any, status: str, **words: Any) -> ProfileChange:
    """One line in a field's history."""
    change = ProfileChange(agency_id=candidate.agency_id, candidate=candidate, field=key, **words)
    change.before, change.after, change.status = before, after, status
    change.save()
    return change


def keep_waiting(candidate: Candidate, key: str, before: Any, after: Any, **words: Any) -> None:
    """Keep a change for the recruiter; one that still waits for the same field is replaced."""
    older = ProfileChange.objects.filter(candidate=candidate, field=key).waiting()
    answered = {pk for pk in older.values_list("request_id", flat=True) if pk is not None}
    older.update(status=Status.REPLACED, status_since=now())
    settle_those(answered - {words.get("request_id")}, by=None)
    note_change(candidate, key, before, after, Status.WAITING, **words)


def save_profile(candidate: Candidate) -> None:
    """Keep the candidate and what the search finds of them in step with the new values."""
    candidate.save()
    candidate.make_findable()


def say_what_happened(candidate: Candidate, told: Proposed, *, by: Member | None, way: str) -> None:
    """On the candidate's timeline."""
    said = str(ProfileChange.Way(way).label)
    if way == ProfileChange.Way.DESK:
        if told.landed:
            record(candidate, "candidate.changed", by=by, fields=labels(told.landed))
        return
    if told.landed:
        record(candidate, "candidate.updated_own", by=by, fields=labels(told.landed), way=said)
    if told.waiting:
        record(candidate, "candidate.proposed", by=by, fields=labels(told.waiting), way=said)
    if told.confirmed and not told.landed and not told.waiting:
        record(candidate, "candidate.confirmed", by=by, fields=labels(told.confirmed), way=said)


def labels(keys: Iterable[str]) -> str:
    """Names of fields in one line."""
    return ", ".join(label_of(key) for key in keys)


@transaction.atomic
def confirm(candidate: Candidate, keys: Iterable[str], *, by: Member | None) -> None:
    """These fields are right as they stand today."""
    at = now()
    rows = [
        Confirmation(agency_id=candidate.agency_id, candidate=candidate, field=key, at=at, by=by)
        for key in dict.fromkeys(keys)
    ]
    Confirmation.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["candidate", "field"], update_fields=["at", "by"]
    )


@transaction.atomic
def accept(change: ProfileChange, *, by: Member, shown: Any = NOT_SAID) -> None:
    """The recruiter takes a proposed value over.

    `shown` is what the page said the field holds now; without it, what it held when this was proposed. Where it holds
    something else by now, they are told.
    """
    candidate = Candidate.objects.select_for_update().get(pk=change.candidate_id)
    _decide(change, Status.ACCEPTED, by=by)
    if read_field(candidate, change.field) != (change.before if shown is NOT_SAID else shown):
        raise Conflict(
            _("%s was changed since this was proposed. Edit the profile, or turn the proposal down.")
            % label_of(change.field)
        )
    write_field(candidate, change.field, change.after)
    save_profile(candidate)
    confirm(candidate, [change.field], by=change.by)
    record(candidate, "candidate.proposal_accepted", by=by, fields=label_of(change.field))


@transaction.atomic
def decline(change: ProfileChange, *, by: Member, reason: str = "") -> None:
    """The recruiter leaves the profile as it is."""
    _decide(change, Status.DECLINED, by=by, reason=reason)
    record(change.candidate, "candidate.proposal_declined", by=by, fields=label_of(change.field), reason=reason)


def _decide(change: ProfileChange, status: str, *, by: Member, reason: str = "") -> None:
    at = now()
    waiting = ProfileChange.objects.filter(pk=change.pk).waiting()
    if not waiting.update(status=status, status_since=at, decided_by=by, decided_at=at, reason=reason[:500]):
        raise Conflict(_("Somebody has decided on this already."))
    change.refresh_from_db()
    if change.request_id is not None:
        settle_those({change.request_id}, by=by)


@transaction.atomic
def take_back(change: ProfileChange, *, by: Member | None) -> None:
    """The candidate no longer wants what they proposed; the profile stays as it is."""
    waiting = ProfileChange.objects.filter(pk=change.pk).waiting()
    if not waiting.update(status=Status.DROPPED, status_since=now(), decided_by=by, decided_at=now()):
        raise Conflict(_("Somebody has decided on this already."))
    change.refresh_from_db()
    record(change.candidate, "candidate.proposal_dropped", by=by, fields=label_of(change.field))


def confirmed_on(candidate: Candidate) -> dict[str, datetime]:
    """When each field was last said to be right."""
    return dict(Confirmation.objects.filter(candidate=candidate).values_list("field", "at"))


def stale_fields(candidate: Candidate, days: int, among: Iterable[str] = FIELDS) -> list[str]:
    """The fields that are empty, or that nobody has confirmed in the last `days` days."""
    known = confirmed_on(candidate)
    limit = now() - timedelta(days=days)
    return [
        key
        for key in among
        if read_field(candidate, key) in ("", None, [], {}) or known.get(key, candidate.added) < limit
    ]
