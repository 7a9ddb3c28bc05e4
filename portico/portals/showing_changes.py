"""A proposed change as rows of before and after, in words."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from portico.jobs.models import Job
from portico.kit.money import money_range
from portico.kit.times import day
from portico.portals.job_changes import LABELS, PARTS, PAY, JobChange
from portico.records.editing import present


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One part: what the client saw, what they would have, what the job says now."""

    part: str
    label: str
    before: str
    after: str
    now: str
    outdated: bool
    """The job changed there since the client looked."""


def rows_of(change: JobChange, *, pay: bool) -> list[ChangeRow]:
    """The parts it would change; pay only for those who see it."""
    return [row_of(change, part) for part in change.parts if part != "pay" or pay]


def row_of(change: JobChange, part: str) -> ChangeRow:
    """One part in words."""
    job = change.share.job
    there = {name: present(job, name) for name in PARTS[part]}
    before = {**there, **{name: text for name, text in change.before.items() if name in there}}
    after = {**before, **{name: text for name, text in change.after.items() if name in there}}
    was, wanted, is_now = (in_words(part, values) for values in (before, after, there))
    return ChangeRow(part, str(LABELS[part]), was, wanted, is_now, change.is_outdated(part))


def in_words(part: str, values: dict[str, str]) -> str:
    """A part's values as people read them."""
    if part == "target":
        return day(date.fromisoformat(values["target"])) if values["target"] else ""
    if part != "pay":
        return values[part]
    low, high = (Decimal(values[name]) if values[name] else None for name in PAY[:2])
    labels: dict[str, Any] = dict(Job.Per.choices)
    span = money_range(low, high, values["pay_currency"])
    return f"{span} {labels.get(values['pay_per'], '')}".strip() if span else ""
