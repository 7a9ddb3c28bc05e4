"""A candidate's own profile, as they see it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.candidate_portal.reading.papers import Paper, read_papers
from portico.candidates.availability import Away, Month, months_of, read_absences
from portico.candidates.credentials import kept, state_of, today_of
from portico.candidates.models import Candidate, Credential
from portico.candidates.own_profile import Way
from portico.candidates.profile_reading import Group, Progress, needs_for, progress_of, read_groups

STATES: dict[str, tuple[Any, str]] = {
    "uploaded": (_("To be checked"), "info"),
    "verified": (_("Checked"), "ok"),
    "rejected": (_("Not accepted"), "danger"),
    "expiring": (_("Runs out soon"), "warn"),
    "expired": (_("Has run out"), "danger"),
}
LOGIN = ("email",)
"""The address is changed in the account, where it is proved by mail."""


@dataclass(frozen=True, slots=True)
class CredentialRow:
    """One credential."""

    id: int
    name: str
    line: str
    state: str
    tone: str
    issued: date | None
    expires: date | None
    reason: str
    file: int


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """The whole page."""

    name: str
    headline: str
    email: str
    groups: list[Group]
    progress: Progress
    papers: list[Paper]
    credentials: list[CredentialRow]
    months: list[Month]
    absences: list[Away]


def read_profile(candidate: Candidate, member: Member) -> ProfilePage:
    """The page for this candidate."""
    needs = needs_for(candidate)
    today = today_of(candidate.agency)
    absences = list(candidate.absences.all())
    return ProfilePage(
        name=candidate.name,
        headline=candidate.headline,
        email=candidate.email,
        groups=read_groups(candidate, needs, way=Way.PORTAL, without=LOGIN),
        progress=progress_of(candidate, needs),
        papers=read_papers(candidate, member),
        credentials=[read_credential(row, today) for row in kept(candidate)],
        months=months_of(absences, today=today, available_from=candidate.available_from),
        absences=read_absences(absences, today),
    )


def read_credential(row: Credential, today: date) -> CredentialRow:
    """One row."""
    state = state_of(row, today)
    label, tone = STATES[state]
    kind = str(row.get_credential_kind_display())
    line = " · ".join(part for part in (kind, row.issuer, row.number) if part)
    shown = row.document_id if row.document is not None and row.document.archived is None else None
    words: dict[str, Any] = {"issued": row.issued, "expires": row.expires, "reason": row.reason, "file": shown or 0}
    return CredentialRow(id=row.pk, name=row.name, line=line, state=str(label), tone=tone, **words)
