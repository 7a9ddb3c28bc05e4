"""What the pages of imports show."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from portico.backoffice.forms.imports import KINDS
from portico.imports.matching.fields import Kind
from portico.imports.matching.mapping import Mapping
from portico.imports.matching.settling import doubts
from portico.imports.running.outcomes import WORDS, Deed, Outcome
from portico.imports.running.summary import lines_of
from portico.imports.uploading import RESUMES, Preview, is_draft
from portico.records.models import LongTask

TONES: dict[str, str] = {Deed.CREATED: "ok", Deed.UPDATED: "info", Deed.UNCHANGED: "neutral", Deed.REFUSED: "warn"}
STATES = {
    LongTask.Status.WAITING: "neutral",
    LongTask.Status.RUNNING: "info",
    LongTask.Status.DONE: "ok",
    LongTask.Status.FAILED: "danger",
    LongTask.Status.CANCELED: "neutral",
}
LISTS = {
    Kind.ORGANIZATIONS: "organization_list",
    Kind.CONTACTS: "contact_list",
    Kind.JOBS: "job_list",
    Kind.CANDIDATES: "candidate_list",
    RESUMES: "candidate_list",
}
SHOWN = 40
"""Rows of each sort that a preview lists."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows have one outcome."""

    label: str
    value: str
    tone: str


@dataclass(frozen=True, slots=True)
class Line:
    """One import in the list."""

    pk: int
    title: str
    kind: str
    who: str
    when: Any
    state: str
    tone: str
    created: str
    updated: str
    refused: str


def line_of(task: LongTask) -> Line:
    """An import as the list shows it."""
    figures = task.figures
    return Line(
        pk=task.pk,
        title=task.title,
        kind=kind_name(task),
        who=task.owner.name if task.owner else "",
        when=task.created,
        state=state_of(task),
        tone=STATES[LongTask.Status(task.status)],
        created=number(figures.get("created")),
        updated=number(figures.get("updated")),
        refused=number(figures.get("refused")),
    )


def kind_name(task: LongTask) -> str:
    """What its rows are, in a person's words."""
    return str(dict(KINDS).get(task.settings.get("kind", ""), ""))


def state_of(task: LongTask) -> str:
    """Where it stands, in a word or two."""
    return _("Not started") if is_draft(task) else task.get_status_display()


def number(value: int | None) -> str:
    """A count with its thousands apart; nothing where nothing was counted."""
    return "" if value is None else number_format(value, force_grouping=True)


def list_of(task: LongTask) -> str:
    """The address of the list where its records stand."""
    page = LISTS.get(task.settings.get("kind", ""))
    return reverse(f"backoffice:{page}") if page else ""


def counts(figures: dict[str, Any]) -> list[Count]:
    """The four outcomes."""
    return [Count(str(label), number(figures.get(deed, 0)), TONES[deed]) for deed, label in WORDS.items()]


def told(task: LongTask) -> list[dict[str, str]]:
    """What its owner should know beside the counts: remarks, and what became of files."""
    counted = {str(label) for label in WORDS.values()} | {_("File")}
    return [
        {"what": str(what), "how": number(how) if isinstance(how, int) else str(how)}
        for what, how in lines_of(task)
        if str(what) not in counted
    ]


def preview_rows(found: Preview) -> list[dict[str, str]]:
    """Refused rows first, then some of each other sort, in the order of the file."""
    shown: list[Outcome] = []
    for deed in (Deed.REFUSED, Deed.CREATED, Deed.UPDATED, Deed.UNCHANGED):
        shown += [outcome for outcome in found.outcomes if outcome.deed == deed][:SHOWN]
    return [
        {
            "number": str(outcome.number),
            "deed": str(WORDS[outcome.deed]),
            "tone": TONES[outcome.deed],
            "title": outcome.title,
            "said": outcome.said,
        }
        for outcome in shown
    ]


def questions(mapping: Mapping) -> list[str]:
    """What a person should look at before columns are believed."""
    return [sentence for _column, sentence in doubts(mapping)]


def left_out(mapping: Mapping) -> list[str]:
    """Columns that give nothing."""
    return [column.header for column in mapping.columns if not column.field]
