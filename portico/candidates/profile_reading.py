"""A profile as pages show it: by groups, each field with when it was last confirmed and what waits for a yes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portico.candidates.layouts import Need, layout_for, needs_of
from portico.candidates.models import Candidate
from portico.candidates.own_profile import EMPTY, Held, Way, held, mark_of
from portico.candidates.profile import ProfileChange
from portico.candidates.profile_fields import FIELDS, GROUPS, entry_words, words_of
from portico.candidates.proposing import confirmed_on

WANTED = (Need.MANDATORY, Need.SUGGESTED)


@dataclass(frozen=True, slots=True)
class Line:
    """One plain field."""

    key: str
    label: str
    text: str
    confirmed: datetime | None
    waiting: str
    change: int
    """The change that waits, by its number; 0: none."""
    need: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One post, school or language in a list."""

    number: int
    title: str
    line: str
    span: str
    text: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: experience, education, languages."""

    key: str
    label: str
    entries: list[Entry]
    confirmed: datetime | None
    change: int
    need: str
    seen: str


@dataclass(frozen=True, slots=True)
class Skills:
    """What they can do."""

    label: str
    names: list[str]
    confirmed: datetime | None
    change: int
    need: str


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together."""

    key: str
    label: str
    lines: list[Line]
    lists: list[Listed]
    skills: list[Skills]
    seen: str
    confirmable: bool
    """Whether anything in it can be said to be right."""
    more: list[str]
    """What could be given too."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of what is wanted is there."""

    percent: int
    done: int
    wanted: int
    missing: list[str]
    must: list[str]
    """What is missing and must be there."""


def needs_for(candidate: Candidate) -> dict[str, str]:
    """What this candidate is asked for. A summary that a recruiter wrote about them is not theirs to read."""
    needs, hidden = needs_of(layout_for(candidate.agency_id, candidate.layout)), words_about(candidate)
    return {key: need for key, need in needs.items() if key not in hidden}


def words_about(candidate: Candidate) -> set[str]:
    """The fields in which a recruiter wrote about them; nowhere are they shown to the candidate."""
    return {"summary"} if candidate.summary and not is_their_own(candidate, "summary") else set()


def is_their_own(candidate: Candidate, key: str) -> bool:
    """Whether the words that stand in this field came from the candidate."""
    kept = (ProfileChange.Status.LANDED, ProfileChange.Status.ACCEPTED)
    rows = ProfileChange.objects.filter(candidate=candidate, field=key, status__in=kept)
    newest = max(rows, key=lambda one: (one.decided_at or one.at, one.pk), default=None)
    return newest is not None and newest.way != Way.DESK and newest.after == getattr(candidate, key)


def read_groups(
    candidate: Candidate, needs: Mapping[str, str], *, way: str, without: Iterable[str] = ()
) -> list[Group]:
    """The profile for whoever edits it this way: candidates see what they said last, recruiters what is in force."""
    keys = [key for key in needs if key not in set(without)]
    there, known = held(candidate, keys), confirmed_on(candidate)
    groups = []
    for name, label in GROUPS.items():
        mine = {key: there[key] for key in keys if FIELDS[key].group == name}
        if mine:
            groups.append(read_group(name, str(label), mine, known, needs, way))
    return groups


def read_group(
    name: str,
    label: str,
    there: dict[str, Held],
    known: Mapping[str, datetime],
    needs: Mapping[str, str],
    way: str,
) -> Group:
    """One group."""
    lines, lists, skills = [], [], []
    for key, one in there.items():
        shown = one.value if way == Way.DESK else one.wanted
        change = one.waiting.pk if one.waiting else 0
        words: dict[str, Any] = {"label": str(FIELDS[key].label), "need": needs[key], "change": change}
        words["confirmed"] = known.get(key)
        if FIELDS[key].kind == "entries":
            entries = [read_entry(key, number, entry) for number, entry in enumerate(shown or [])]
            lists.append(Listed(key=key, entries=entries, seen=mark_of(shown or []), **words))
        elif key == "skills":
            skills.append(Skills(names=list(shown), **words))
        else:
            waiting = words_of(key, one.waiting.after) or "–" if one.waiting else ""
            lines.append(Line(key=key, text=words_of(key, one.value), waiting=waiting, **words))
    right = any(one.value not in EMPTY and one.waiting is None for one in there.values())
    seen = mark_of({key: one.value for key, one in there.items()})
    more = [line.label for line in lines if line.need not in WANTED and not (line.text or line.waiting)]
    return Group(name, label, lines, lists, skills, seen, right, more)


def read_entry(key: str, number: int, entry: dict[str, Any]) -> Entry:
    """One entry in words."""
    if key == "languages":
        return Entry(number, entry_words(key, entry), "", "", "")
    first, second = ("title", "employer") if key == "experience" else ("degree", "school")
    parts = [entry.get(name) or "" for name in (first, second, "field", "place")]
    title = parts[0] or parts[1]
    line = " · ".join(part for part in parts[1:] if part and part != title)
    words = entry_words(key, {**entry, first: "", second: "", "place": ""})
    return Entry(number, title, line, words.strip(" ()"), entry.get("text") or "")


def progress_of(candidate: Candidate, needs: Mapping[str, str]) -> Progress:
    """The share of the wanted fields that are filled, counting what waits for a yes."""
    wanted = [key for key, need in needs.items() if need in WANTED]
    there = held(candidate, wanted)
    empty = [key for key in wanted if there[key].wanted in EMPTY]
    done = len(wanted) - len(empty)
    must = [str(FIELDS[key].label) for key in empty if needs[key] == Need.MANDATORY]
    missing = [str(FIELDS[key].label) for key in empty]
    return Progress(round(100 * done / len(wanted)) if wanted else 100, done, len(wanted), missing, must)
