"""Equal-opportunity answers: voluntary, counted and never kept. No row says who answered, or when within a month."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Agency
from portico.candidates.privacy import EqualCount
from portico.candidates.settings import settings_of
from portico.kit.rules import RuleBroken
from portico.kit.times import now

FEW = 5
"""Fewer than this are not shown: they could be recognized."""
UNSAID: tuple[str, Any] = ("unsaid", _("Prefer not to say"))


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its answers."""

    key: str
    label: Any
    answers: tuple[tuple[str, Any], ...]


QUESTIONS: tuple[Question, ...] = (
    Question(
        "gender",
        _("Gender"),
        (("woman", _("Woman")), ("man", _("Man")), ("other", _("In another way")), UNSAID),
    ),
    Question(
        "age",
        _("Age"),
        (
            ("under25", _("Under 25")),
            ("25to34", _("25 to 34")),
            ("35to44", _("35 to 44")),
            ("45to54", _("45 to 54")),
            ("55plus", _("55 or older")),
            UNSAID,
        ),
    ),
    Question(
        "disability",
        _("Do you live with a disability or a long illness?"),
        (("yes", _("Yes")), ("no", _("No")), UNSAID),
    ),
    Question(
        "minority",
        _("Do you belong to an ethnic minority where you live?"),
        (("yes", _("Yes")), ("no", _("No")), UNSAID),
    ),
)
BY_KEY = {question.key: question for question in QUESTIONS}


@transaction.atomic
def count(agency: Agency, answers: dict[str, str], *, job_id: int = 0) -> None:
    """Add one to each answer that was given; nothing else is written down anywhere."""
    if not settings_of(agency).equal_opportunity:
        raise RuleBroken("These questions are not asked here.")
    month = f"{now():%Y-%m}"
    for key, answer in answers.items():
        if not answer or key not in BY_KEY or answer not in dict(BY_KEY[key].answers):
            continue
        row, _made = EqualCount.objects.get_or_create(
            agency=agency, job_id=job_id, month=month, question=key, answer=answer
        )
        EqualCount.objects.filter(pk=row.pk).update(count=F("count") + 1)


@dataclass(frozen=True, slots=True)
class Line:
    """One answer in the report; `shown` is the number, or words where it is too small."""

    label: str
    shown: str
    percent: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """One question in the report."""

    label: str
    total: str
    lines: list[Line]


def report(agency: Agency, *, year: str = "", job_id: int | None = None) -> list[Table]:
    """The counts of a year, or of a job, small ones hidden so that they cannot be worked out from the rest."""
    rows = EqualCount.objects.filter(agency=agency)
    rows = rows.filter(month__startswith=f"{year}-") if year else rows
    rows = rows.filter(job_id=job_id) if job_id is not None else rows
    sums = {
        (row["question"], row["answer"]): int(row["sum"])
        for row in rows.values("question", "answer").annotate(sum=Sum("count"))
    }
    return [_table(question, sums) for question in QUESTIONS]


def _table(question: Question, sums: dict[tuple[str, str], int]) -> Table:
    counts = {answer: sums.get((question.key, answer), 0) for answer, _label in question.answers}
    total = sum(counts.values())
    hidden = hidden_in(counts)
    lines = [
        Line(
            str(label),
            _shown(counts[answer], answer in hidden),
            None if hidden or not total else round(counts[answer] * 100 / total),
        )
        for answer, label in question.answers
    ]
    return Table(str(question.label), str(total) if not hidden else str(_("not shown")), lines)


def _shown(number: int, hidden: bool) -> str:
    if not hidden:
        return str(number)
    return str(_("fewer than 5")) if number < FEW else "–"


def hidden_in(counts: dict[str, int]) -> set[str]:
    """Small counts, and with a single one the next larger too: otherwise the total would give it away."""
    small = {answer for answer, number in counts.items() if 0 < number < FEW}
    others = sorted((number, answer) for answer, number in counts.items() if number >= FEW)
    if len(small) == 1 and others:
        small.add(others[0][1])
    return small
