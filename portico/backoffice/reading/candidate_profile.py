"""What a candidate's profile page at the desk shows."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.candidates.availability import Away, Month, months_of, read_absences
from portico.candidates.credentials import kept, state_of, today_of
from portico.candidates.layouts import Need, layout_for
from portico.candidates.models import Candidate, Credential
from portico.candidates.own_profile import Way
from portico.candidates.profile_fields import FIELDS
from portico.candidates.profile_reading import Group, Progress, needs_for, progress_of, read_groups
from portico.candidates.proposing import confirmed_on
from portico.records.models import Document

STATES: dict[str, tuple[Any, str]] = {
    "uploaded": (_("To be checked"), "info"),
    "verified": (_("Checked"), "ok"),
    "rejected": (_("Not accepted"), "danger"),
    "expiring": (_("Runs out soon"), "warn"),
    "expired": (_("Has run out"), "danger"),
}


GROUPS: dict[str, Any] = {
    "contact": _("Contact"),
    "about": _("About the person"),
    "work": _("Work and skills"),
    "learning": _("Education and languages"),
    "wishes": _("What they are looking for"),
}
"""The groups of the profile, as a recruiter calls them."""


@dataclass(frozen=True, slots=True)
class CredentialRow:
    """One credential, and what can be done about it."""

    row: Credential
    line: str
    state: str
    tone: str
    may_verify: bool
    may_reject: bool


@dataclass(frozen=True, slots=True)
class DeskProfile:
    """The whole page."""

    groups: list[Group]
    progress: Progress
    layout: str
    latest: datetime | None
    credentials: list[CredentialRow]
    months: list[Month]
    absences: list[Away]
    resumes: list[Document]


def may_see(member: Member) -> list[str]:
    """The fields this person may read; pay is for who sees money."""
    return [key for key in FIELDS if key != "pay" or member.may(May.SEE_MONEY)]


def read_profile(candidate: Candidate, member: Member) -> DeskProfile:
    """The page for this candidate."""
    needs = dict.fromkeys(may_see(member), str(Need.OPTIONAL))
    today = today_of(candidate.agency)
    layout = layout_for(candidate.agency_id, candidate.layout)
    absences = list(candidate.absences.all())
    papers = Document.objects.visible_to(member).on(candidate)
    resumes = papers.filter(archived=None, document_kind=Document.Kind.RESUME).order_by("-added")
    return DeskProfile(
        groups=[replace(group, label=str(GROUPS[group.key])) for group in read_groups(candidate, needs, way=Way.DESK)],
        progress=progress_of(candidate, needs_for(candidate)),
        layout=layout.name if layout else "",
        latest=max(confirmed_on(candidate).values(), default=None),
        credentials=[read_credential(row, today) for row in kept(candidate)],
        months=months_of(absences, today=today, available_from=candidate.available_from),
        absences=read_absences(absences, today),
        resumes=list(resumes.defer("text")[:10]),
    )


def read_credential(row: Credential, today: date) -> CredentialRow:
    """One row."""
    label, tone = STATES[state_of(row, today)]
    parts = (str(row.get_credential_kind_display()), row.issuer, row.number)
    line = " · ".join(part for part in parts if part)
    status = Credential.Status
    verify, reject = row.status != status.VERIFIED, row.status != status.REJECTED
    return CredentialRow(row, line, str(label), tone, verify, reject)
