"""What was read in a résumé beside what the profile holds: a person ticks what to take, field by field."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.candidates.models import Candidate, name_key
from portico.candidates.own_profile import EMPTY, Way, held, in_order, mark_of, save_own
from portico.candidates.profile_fields import ENTRIES, FIELDS, KEPT, clean_entry, entry_words, words_of
from portico.candidates.proposing import Proposed
from portico.kit.rules import Conflict, RuleBroken


@dataclass(frozen=True, slots=True)
class Part:
    """One post, school, language or skill that was found."""

    name: str
    words: str
    text: str
    known: bool
    """Whether the profile has it already."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One field: what is there, what was found, and whether it is ticked to begin with."""

    key: str
    name: str
    label: str
    now: str
    found: str
    parts: list[Part]
    ticked: bool
    same: bool


def present(candidate: Candidate, proposal: Mapping[str, Any], way: str) -> dict[str, Any]:
    """The values that stand beside those of the résumé."""
    there = held(candidate, [key for key in FIELDS if key in proposal])
    return {key: one.value if way == Way.DESK else one.wanted for key, one in there.items()}


def choices_of(candidate: Candidate, proposal: Mapping[str, Any], way: str) -> tuple[list[Choice], str]:
    """The choices in the order of the profile, and the mark of what the page shows."""
    there = present(candidate, proposal, way)
    found = [choice_of(key, value, proposal[key]) for key, value in there.items()]
    return found, mark_of([there, {key: proposal[key] for key in there}])


def choice_of(key: str, there: Any, found: Any) -> Choice:
    """One field. What would write over something is not ticked by itself."""
    field = FIELDS[key]
    words = {"key": key, "name": f"take_{key}", "label": str(field.label), "now": words_of(key, there)}
    if field.kind in ("entries", "skills"):
        parts = parts_of(key, there or [], found)
        same = all(part.known for part in parts)
        return Choice(found="", parts=parts, ticked=True, same=same, **words)
    same = name_key(str(there or "")) == name_key(str(found))
    return Choice(found=words_of(key, found), parts=[], ticked=there in EMPTY, same=same, **words)


def parts_of(key: str, there: list[Any], found: list[Any]) -> list[Part]:
    """The entries of a list, each to be ticked by itself."""
    known = {sign_of(key, one) for one in there}
    return [
        Part(
            name=f"take_{key}_{number}",
            words=one if key == "skills" else entry_words(key, one),
            text="" if key == "skills" else one.get("text", ""),
            known=sign_of(key, one) in known,
        )
        for number, one in enumerate(found)
    ]


def sign_of(key: str, one: Any) -> str:
    """By what two entries count as the same."""
    if key == "skills":
        return name_key(str(one))
    names = {"experience": ("title", "employer"), "education": ("degree", "school")}.get(key, ("name",))
    return name_key(*(str(one.get(name) or "") for name in names))


def take(
    candidate: Candidate, proposal: Mapping[str, Any], ticked: Collection[str], *, by: Member, way: str, seen: str
) -> Proposed:
    """Take over what was ticked; nothing else is touched."""
    there = present(candidate, proposal, way)
    if seen != mark_of([there, {key: proposal[key] for key in there}]):
        raise Conflict(_("Something was changed meanwhile. Look at it again, please."))
    values: dict[str, Any] = {}
    for key, value in there.items():
        if FIELDS[key].kind not in ("entries", "skills"):
            if f"take_{key}" in ticked:
                values[key] = proposal[key]
            continue
        picked = [one for number, one in enumerate(proposal[key]) if f"take_{key}_{number}" in ticked]
        if picked and key == "skills":
            values[key] = [*value, *picked]
        elif picked:
            values[key] = in_order(key, [*value, *picked])
    if not values:
        raise RuleBroken(_("Tick what you want to take over."))
    return save_own(candidate, values, by=by, way=way)


def tidy_proposal(proposal: Mapping[str, Any]) -> dict[str, Any]:
    """What was read, cut to what a profile can hold; a stranger's file wrote it."""
    tidy: dict[str, Any] = {}
    for key, value in proposal.items():
        if key in ENTRIES and isinstance(value, list):
            tidy[key] = [one for one in (safe_entry(key, one) for one in value[:40]) if any(one.values())]
        elif key == "skills" and isinstance(value, list):
            tidy[key] = list(dict.fromkeys(str(one).strip()[:100] for one in value if str(one).strip()))[:100]
        elif key in FIELDS and value not in EMPTY and isinstance(value, str):
            tidy[key] = value.replace("\0", "")
    return {key: value for key, value in tidy.items() if value}


def safe_entry(key: str, one: Any) -> dict[str, Any]:
    """One entry; a date that is none falls out."""
    model = ENTRIES[key][0]
    entry = dict(one) if isinstance(one, dict) else {}
    try:
        return clean_entry(model, entry)
    except RuleBroken:
        return clean_entry(model, {name: entry.get(name) for name in KEPT[model] if name not in ("started", "ended")})
