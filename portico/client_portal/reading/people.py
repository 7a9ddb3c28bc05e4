"""A submitted candidate in the fields chosen for the client, and in no others."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.candidates.models import Candidate
from portico.client_portal.reading.eyes import Eyes
from portico.kit.money import money
from portico.kit.templating import web
from portico.pipeline.models import Submission
from portico.pipeline.submissions import SubmissionQuerySet
from portico.portals.fields import FIELDS, MONEY, known

NAMED = ["first_name", "last_name", "email", "employer", "linkedin"]
ON_CARDS = [*NAMED, "headline", "title", "city", "country", "availability"]
ON_PAGES = [*ON_CARDS, "languages", "summary", "phone", "pay_expected", "pay_currency", "pay_per"]
OWN = ["agency", "application", "share", "status", "fields", "summary", "decision", "submitted", "changed"]
OWN += ["blind", "hidden_words", "revealed"]
RUN = ["agency", "candidate", "stage", "status", "stage_since"]
NOT_FOR_YOU = gettext_lazy("Shown to them, not to you")
"""Pay, before somebody of the agency whose role does not see money."""
STEP = ["name", "kind", "position", "clients_see"]
COLLEAGUE = ["agency", "side", "status", "user__name", "user__email"]
"""Of somebody at the agency or on the client's side: who they are."""


def with_person(rows: SubmissionQuerySet, fields: Iterable[str], *more: str) -> SubmissionQuerySet:
    """Submissions with these fields of their candidates and where they stand; nothing else is even read."""
    return (
        rows.with_blind()
        .select_related("application__candidate", "application__stage")
        .only(
            *OWN,
            *(f"application__{name}" for name in RUN),
            *(f"application__stage__{name}" for name in STEP),
            *(f"application__candidate__{name}" for name in fields),
            *more,
        )
    )


TELLING = ["employer", "email", "phone", "linkedin"]
"""Fields of which a blind profile shows nothing; in all others, what would tell is masked."""
MASKED = ["headline", "title", "city", "country", "languages", "availability", "summary"]


def covered(row: Submission) -> Submission:
    """The submission as a client may read it: of a blind profile a copy that does not know who it is. Never saved."""
    if not row.is_blind or row.application.candidate.first_name == row.reference:
        return row
    shown, run, person = copy(row), copy(row.application), copy(row.application.candidate)
    shown.secrets = row.secrets
    for name in set(MASKED) - person.get_deferred_fields():
        setattr(person, name, row.masked(getattr(person, name)))
    for name in TELLING:
        setattr(person, name, "")
    person.first_name, person.last_name = row.reference, ""
    run.candidate, shown.application = person, run
    for name in {"summary", "reason"} - row.get_deferred_fields():
        setattr(shown, name, row.masked(getattr(row, name)))
    return shown


def name_of(candidate: Candidate) -> str:
    """The name; somebody without one is not named by their mail address. (Give it a `covered` row's candidate.)"""
    return f"{candidate.first_name} {candidate.last_name}".strip() or _("Without a name")


def position_of(candidate: Candidate) -> str:
    """Title and employer; without them nothing, for the headline is a field of its own."""
    return candidate.position if candidate.title or candidate.employer else ""


def line_of(candidate: Candidate, fields: list[str]) -> str:
    """One line about them: the position if it may be shown, else the headline. (Of a `covered` row's candidate.)"""
    position = position_of(candidate) if "position" in fields else ""
    return position or (candidate.headline if "headline" in fields else "")


@dataclass(frozen=True, slots=True)
class Shown:
    """One chosen field, ready to print."""

    name: str
    label: str
    text: str
    href: str = ""
    tags: tuple[str, ...] = ()


def shown_fields(submission: Submission, skills: list[str], eyes: Eyes) -> list[Shown]:
    """The chosen fields that hold something, in their order."""
    found = [_shown(name, submission.application.candidate, skills) for name in known(eyes.fields_of(submission))]
    if not eyes.sees_money:
        found = [replace(one, text=str(NOT_FOR_YOU)) if one.name in MONEY and one.text else one for one in found]
    return [one for one in found if one.text or one.tags]


def _shown(name: str, candidate: Candidate, skills: list[str]) -> Shown:
    label = str(FIELDS[name])
    match name:
        case "skills":
            return Shown(name, label, "", tags=tuple(skills))
        case "email":
            return Shown(name, label, candidate.email, href=f"mailto:{candidate.email}")
        case "phone":
            return Shown(name, label, candidate.phone, href=f"tel:{candidate.phone.replace(' ', '')}")
        case "linkedin":
            return Shown(name, label, candidate.linkedin, href=web(candidate.linkedin))
        case "pay":
            amount = money(candidate.pay_expected, candidate.pay_currency)
            return Shown(name, label, f"{amount} {candidate.get_pay_per_display()}".strip() if amount else "")
        case "position":
            return Shown(name, label, position_of(candidate))
        case _:
            return Shown(name, label, getattr(candidate, name))


def skills_of(rows: list[Any], eyes: Eyes) -> dict[int, list[str]]:
    """The skills behind each submission that shows them, by the alphabet; they were read with `skills_now`."""
    if "skills" not in eyes.settings.fields:
        return {}
    shown = {row.pk: row.skills_now for row in rows if row.skills_now and "skills" in row.fields}
    return {pk: sorted(skills.split("\n"), key=str.casefold) for pk, skills in shown.items()}
