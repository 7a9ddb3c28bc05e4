"""The last broom: where somebody's name, address or number still stands in the agency's rows, a pseudonym replaces it.

People wrote about the person in places that do not belong to them: a note on a job, a mail to a client, a message. Rows
of other people are never touched, and a name that somebody else has too is left alone.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import CharField, Field, JSONField, Model, Q, TextField
from django.db.models.functions import Cast

from portico.agencies.doors import Owned
from portico.agencies.models import User
from portico.candidates.models import Candidate, name_key
from portico.clients.models import Contact, Organization
from portico.jobs.models import Job
from portico.records.blanking import blank
from portico.records.models import Event

OTHERS = {"candidates.candidate", "candidates.skill", "clients.contact", "clients.organization", "jobs.stage"}
"""Rows of other people and the agency's own words; and what is kept on purpose."""
KEPT = {"candidates.keptrecord", "records.auditseal"}
SHORTEST = 4

type AnyField = Field[Any, Any]


@dataclass(frozen=True, slots=True)
class Trace:
    """Words that point to one person, and what stands in their place."""

    words: tuple[str, ...]
    called: str
    address: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """Any of the words, as a word of its own."""
        longest = sorted(self.words, key=len, reverse=True)
        return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word) for word in longest) + r")(?!\w)", re.IGNORECASE)

    def without(self, text: str) -> str:
        """The text about a number."""
        return self.pattern.sub(lambda hit: self.address if "@" in hit[0] else self.called, text)


def trace_of(candidates: Iterable[Candidate], called: str) -> Trace:
    """What points to this person and to nobody else."""
    rows = list(candidates)
    agency, mine = rows[0].agency_id, [row.pk for row in rows]
    words: set[str] = set()
    for row in rows:
        if row.email and not shared_address(row, mine):
            words |= {row.email, row.email_key}
        full = f"{row.first_name} {row.last_name}".strip()
        if row.first_name and row.last_name and not shared_name(full, agency, mine):
            words |= {full, f"{row.last_name}, {row.first_name}", f"{row.last_name} {row.first_name}", row.name_key}
            if len(row.last_name) >= SHORTEST and is_rare(row.last_name, agency, mine):
                words.add(row.last_name)
        words |= {one for one in (row.phone, row.linkedin, row.website) if len(one) >= 6}
    return Trace(tuple(sorted(words)), called, f"erased-{rows[0].pk}@erased.invalid")


def shared_address(row: Candidate, mine: list[int]) -> bool:
    """Whether the address is somebody's in another role too."""
    return (
        Contact.objects.filter(agency=row.agency_id, email_key=row.email_key).exists()
        or Candidate.objects.filter(agency=row.agency_id, email_key=row.email_key).exclude(pk__in=mine).exists()
        or User.objects.filter(agency=row.agency_id, email_key=row.email_key).exists()
    )


def shared_name(full: str, agency: int, mine: list[int]) -> bool:
    """Whether somebody else here is called so."""
    key = name_key(full)
    return (
        Candidate.objects.filter(agency=agency, name_key=key).exclude(pk__in=mine).exists()
        or Contact.objects.filter(agency=agency, name_key=key).exists()
        or User.objects.filter(agency=agency, name__iexact=full).exists()
    )


def is_rare(last_name: str, agency: int, mine: list[int]) -> bool:
    """Whether a family name is no other person's, no company's, no place's and no trade's here."""
    others = Candidate.objects.filter(agency=agency).exclude(pk__in=mine)
    places: list[tuple[Any, list[str]]] = [
        (others, ["first_name", "last_name", "title", "employer", "city"]),
        (Contact.objects.filter(agency=agency), ["first_name", "last_name", "title"]),
        (Organization.objects.filter(agency=agency), ["name", "city"]),
        (Job.objects.filter(agency=agency), ["title", "city"]),
        (User.objects.filter(agency=agency), ["name"]),
    ]
    for rows, fields in places:
        wanted = Q()
        for field in fields:
            wanted |= Q(**{f"{field}__icontains": last_name})
        if rows.filter(wanted).exists():
            return False
    return True


def sweep(agency_id: int, trace: Trace) -> int:
    """Put the pseudonym in the place of the words, in every text of the agency; returns in how many rows."""
    if not trace.words:
        return 0
    changed = 0
    for model in apps.get_models():
        label = model._meta.label_lower
        if issubclass(model, Owned) and label not in OTHERS | KEPT:
            changed += sweep_model(model, agency_id, trace)
    return changed


def texts_of(model: type[Model]) -> list[AnyField]:
    """The fields in which words can stand."""
    kinds = (CharField, TextField, JSONField)
    fields: list[AnyField] = [field for field in model._meta.concrete_fields if isinstance(field, kinds)]
    if model is Event:
        return [field for field in fields if field.name in {"by_name", "details"}]
    return [field for field in fields if not field.choices]


def sweep_model(model: type[Model], agency_id: int, trace: Trace) -> int:
    """One table."""
    fields = texts_of(model)
    if not fields:
        return 0
    rows = model._base_manager.filter(agency=agency_id)
    rows = rows.annotate(**{f"{field.name}_said": Cast(field.name, TextField()) for field in fields})
    wanted = Q()
    for field in fields:
        for word in variants(trace.words):
            wanted |= Q(**{f"{field.name}_said__icontains": word})
    changed, events = 0, {}
    for row in rows.filter(wanted).only("pk", *(field.name for field in fields)).iterator():
        new = {field.name: cleaned(getattr(row, field.attname), field, trace) for field in fields}
        new = {name: value for name, value in new.items() if value != getattr(row, name)}
        if new and model is Event:
            events[row.pk] = new
        elif new:
            model._base_manager.filter(pk=row.pk).update(**new)
            changed += 1
    return changed + blank(events)


def variants(words: Iterable[str]) -> set[str]:
    """The words as a database may keep them: as they are, and as JSON escapes them; SQLite folds only plain letters."""
    plain = {form for word in words for form in (word, word.upper(), word.lower(), word.title())}
    return plain | {json.dumps(word)[1:-1] for word in plain}


def cleaned(value: Any, field: AnyField, trace: Trace) -> Any:
    """A value without the words, no longer than the field allows."""
    if isinstance(value, str):
        text = trace.without(value)
        longest = getattr(field, "max_length", None)
        return text[:longest] if longest and text != value else text
    if isinstance(value, list):
        return [cleaned(one, field, trace) for one in value]
    if isinstance(value, dict):
        return {trace.without(str(name)): cleaned(one, field, trace) for name, one in value.items()}
    return value
