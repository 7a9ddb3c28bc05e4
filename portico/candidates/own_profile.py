"""Keeping a profile up to date, whoever does it: fields, entries of lists, skills, and saying that all is right.

A candidate sees what they have said last, even while it waits for a recruiter's yes; that is what they go on from.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.candidates.models import Candidate
from portico.candidates.profile import ProfileChange
from portico.candidates.profile_fields import FIELDS, label_of, read_field
from portico.candidates.proposing import Proposed, confirm, propose, take_back
from portico.kit.rules import Conflict, RuleBroken
from portico.records.events import record

Way = ProfileChange.Way
EMPTY: tuple[Any, ...] = ("", None, [], {})


@dataclass(frozen=True, slots=True)
class Held:
    """One field: what the profile holds, and the change of it that waits for a yes."""

    key: str
    value: Any
    waiting: ProfileChange | None = None

    @property
    def wanted(self) -> Any:
        """What was said last."""
        return self.value if self.waiting is None else self.waiting.after


def held(candidate: Candidate, keys: Iterable[str] = FIELDS) -> dict[str, Held]:
    """These fields, with what waits."""
    rows = ProfileChange.objects.filter(candidate=candidate).waiting().order_by("at", "pk")
    waiting = {change.field: change for change in rows}
    return {key: Held(key, read_field(candidate, key), waiting.get(key)) for key in keys}


def mark_of(value: Any) -> str:
    """A short sign of a value, by which a page's form knows whether it is still the same."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:32]


@transaction.atomic
def save_own(
    candidate: Candidate, values: dict[str, Any], *, by: Member, way: str, seen: dict[str, Any] | None = None
) -> Proposed:
    """Take over what somebody says of a profile, once: what waits already is not asked for again.

    A candidate who goes back to what the profile holds takes their wish back.
    """
    if way == Way.DESK:
        return propose(candidate, values, by=by, way=way, seen=seen)
    there = held(candidate, values)
    fresh: dict[str, Any] = {}
    for key, value in values.items():
        change = there[key].waiting
        if change is not None and value == there[key].value:
            take_back(change, by=by)
        elif change is None or value != change.after:
            fresh[key] = value
    return propose(candidate, fresh, by=by, way=way, seen=seen) if fresh else Proposed()


def entries_of(candidate: Candidate, key: str, way: str) -> list[dict[str, Any]]:
    """The posts, schools or languages as they are shown to who edits them."""
    found = held(candidate, [key])[key]
    value = found.value if way == Way.DESK else found.wanted
    return [dict(one) for one in value or []]


def save_entry(
    candidate: Candidate, key: str, number: int | None, entry: dict[str, Any] | None, *, by: Member, way: str, seen: str
) -> Proposed:
    """Add an entry (no number), change it, or take it away (no entry). `seen`: the mark of the list the page showed."""
    entries = entries_of(candidate, key, way)
    if seen != mark_of(entries):
        raise Conflict(_("%s was changed meanwhile. Look at it again, please.") % label_of(key))
    if number is None and entry is not None:
        entries.append(entry)
    elif number is not None and 0 <= number < len(entries):
        entries[number : number + 1] = [entry] if entry is not None else []
    else:
        raise RuleBroken(_("This entry is no longer there."))
    return save_own(candidate, {key: in_order(key, entries)}, by=by, way=way)


def in_order(key: str, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Posts and schools with the newest first; languages as they were added."""
    if key == "languages":
        return entries
    return sorted(entries, key=lambda one: (_end(one), one.get("started") or ""), reverse=True)


def _end(entry: dict[str, Any]) -> str:
    return "9999" if entry.get("is_current") else entry.get("ended") or entry.get("started") or ""


def add_skills(candidate: Candidate, names: list[str], *, by: Member, way: str) -> Proposed:
    """They can do something more."""
    there = skills_of(candidate, way)
    known = {name.casefold() for name in there}
    return save_own(
        candidate, {"skills": [*there, *(name for name in names if name.casefold() not in known)]}, by=by, way=way
    )


def remove_skill(candidate: Candidate, name: str, *, by: Member, way: str) -> Proposed:
    """They do not count this among their skills any more."""
    there = skills_of(candidate, way)
    return save_own(candidate, {"skills": [one for one in there if one != name]}, by=by, way=way)


def skills_of(candidate: Candidate, way: str) -> list[str]:
    """The skills as they are shown to who edits them."""
    found = held(candidate, ["skills"])["skills"]
    return list(found.value if way == Way.DESK else found.wanted)


@transaction.atomic
def still_right(candidate: Candidate, keys: Iterable[str], *, by: Member, seen: str) -> list[str]:
    """One press says that these fields are right as the page showed them. What is empty or waits is left out."""
    there = held(candidate, keys)
    if seen != mark_of({key: one.value for key, one in there.items()}):
        raise Conflict(_("Something was changed meanwhile. Look at it again, please."))
    right = [key for key, one in there.items() if one.value not in EMPTY and one.waiting is None]
    confirm(candidate, right, by=by)
    if right:
        fields = ", ".join(label_of(key) for key in right)
        record(candidate, "candidate.confirmed", by=by, fields=fields, way=str(Way.PORTAL.label))
    return right
