"""Up to four candidates of one job side by side."""

import re
from dataclasses import dataclass, field

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from portico.client_portal.reading import cards, people, standing
from portico.client_portal.reading.cards import Card, Context
from portico.client_portal.reading.eyes import Eyes
from portico.pipeline.models import Submission, Verdict

MOST = 4


@dataclass(slots=True)
class Cell:
    """What stands in one field of the table: text, or tags, or a list of lines."""

    text: str = ""
    tags: tuple[str, ...] = ()
    lines: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return not (self.text or self.tags or self.lines)


@dataclass(slots=True)
class Row:
    """One line of the table: what it is about, and a cell for each candidate."""

    label: str
    cells: list[Cell]


@dataclass(slots=True)
class Pick:
    """A candidate who can be chosen."""

    id: int
    name: str
    line: str
    picked: bool


@dataclass(slots=True)
class ComparePage:
    """The comparison, or, with fewer than two, the choice."""

    id: int
    job: str
    job_url: str
    url: str
    people: list[Card]
    rows: list[Row]
    picks: list[Pick]
    too_many: bool
    preview: bool
    desk_url: str


def read_compare(eyes: Eyes, pk: int, params: QueryDict) -> ComparePage:
    """The page of a shared job's candidates, as the address asks: ?pick=…&pick=… (only of this job)."""
    share = get_object_or_404(eyes.shares.select_related("job").defer("job__internal_notes"), pk=pk)
    asked = [int(one) for one in dict.fromkeys(params.getlist("pick")[:50]) if re.fullmatch(r"[0-9]{1,18}", one)]
    mine = eyes.submissions.filter(share=share.pk)
    rows = people.with_person(standing.in_turn(mine), people.ON_PAGES, "summary", "share").select_related(
        "share__portal"
    )
    rows = cards.with_marks(rows, eyes)
    everybody = [people.covered(row) for row in standing.as_published(list(rows), eyes)]
    by_pk = {row.pk: row for row in everybody}
    there = [by_pk[one] for one in asked if one in by_pk]
    chosen = there[:MOST] if len(there) > 1 else []
    context = cards.context_of(everybody, eyes)
    return ComparePage(
        id=share.pk,
        job=share.job.title,
        job_url=eyes.address("job", share.pk, view="list"),
        url=eyes.address("compare", share.pk, view=""),
        people=[cards.card(row, context) for row in chosen],
        rows=lines_of(chosen, context, eyes),
        picks=[pick_of(row, eyes, asked) for row in everybody if standing.is_open(row.application)],
        too_many=len(there) > MOST,
        preview=eyes.preview,
        desk_url=reverse("backoffice:job", args=[share.job_id]) if eyes.preview else "",
    )


def pick_of(row: Submission, eyes: Eyes, asked: list[int]) -> Pick:
    """One who can be chosen."""
    candidate = row.application.candidate
    line = people.line_of(candidate, eyes.fields_of(row))
    return Pick(row.pk, people.name_of(candidate), line, row.pk in asked)


def lines_of(chosen: list[Submission], context: Context, eyes: Eyes) -> list[Row]:
    """The table, without lines in which nobody has anything."""
    shown = [{one.name: one for one in people.shown_fields(row, masked_skills(row, context), eyes)} for row in chosen]
    labels = {one.name: one.label for fields in shown for one in fields.values()}
    table = [Row(_("Executive Summary"), [Cell(row.summary) for row in chosen])]
    for name, label in labels.items():
        found = [fields.get(name) for fields in shown]
        table.append(Row(label, [Cell(one.text, one.tags) if one else Cell() for one in found]))
    table.append(Row(_("What your side says"), said_cells(chosen, eyes)))
    return [row for row in table if not all(cell.is_empty for cell in row.cells)]


def masked_skills(row: Submission, context: Context) -> list[str]:
    """The skills as the client may read them."""
    return [row.masked(tag) for tag in context.skills.get(row.pk, [])]


def said_cells(chosen: list[Submission], eyes: Eyes) -> list[Cell]:
    """Answers, stars and remarks of the reader's side; not what a colleague told the agency only."""
    verdicts = (
        Verdict.objects.visible_to(eyes.member)
        .filter(submission__in=[row.pk for row in chosen])
        .select_related("member__user")
    )
    lines: dict[int, list[str]] = {row.pk: [] for row in chosen}
    by_pk = {row.pk: row for row in chosen}
    for one in verdicts.order_by("at", "pk"):
        stars = _("%d of 5 stars") % one.rating if one.rating else ""
        answer = str(one.get_answer_display()) if one.answer else ""
        said = [part for part in (answer, stars, one.reason, one.remark_for(eyes.member)) if part]
        if said:
            words = by_pk[one.submission_id].masked(" · ".join(said))
            lines[one.submission_id].append(f"{one.member.name}: {words}")
    return [Cell(lines=lines[row.pk]) for row in chosen]
