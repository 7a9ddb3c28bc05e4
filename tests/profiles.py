"""Rows of profiles, with which tests try the addresses that hold a number."""

from collections.abc import Callable
from datetime import date
from typing import Any

from portico.candidates.layouts import ProfileLayout
from portico.candidates.models import Absence, Candidate, Credential, Experience, ProfileChange
from tests.world import Acme


def the[M: Any](kind: type[M], world: Acme, **facts: Any) -> M:
    """Dario's row of this kind, made when it is first asked for."""
    found: M = kind.objects.get_or_create(agency=world.agency, candidate=world.dario, defaults=facts)[0]
    return found


def credential(world: Acme, **facts: Any) -> Credential:
    """Dario's license."""
    return the(Credential, world, name="Forklift license", expires=date(2027, 1, 10), **facts)


def absence(world: Acme) -> Absence:
    """Days on which Dario cannot work."""
    return the(Absence, world, first=date(2026, 12, 24), last=date(2026, 12, 31))


def post(world: Acme) -> int:
    """The number of Dario's first post."""
    the(Experience, world, title="Porter", employer="Hotel Ritz")
    return 0


def wish(world: Acme) -> ProfileChange:
    """What Dario wants changed."""
    rows = ProfileChange.objects.filter(candidate=world.dario, field="notice").waiting()
    return rows.first() or ProfileChange.objects.create(
        agency=world.agency, candidate=world.dario, field="notice", before="", after="2 weeks", way="portal"
    )


def layout(world: Acme) -> ProfileLayout:
    """Acme's own way of asking."""
    return ProfileLayout.objects.get_or_create(
        agency=world.agency, name="Temps", defaults={"fields": {"phone": "mandatory", "skills": "suggested"}}
    )[0]


def person(world: Acme, **facts: str) -> Candidate:
    """Another candidate."""
    return Candidate(agency=world.agency, **facts).add(by=None)


PROFILE_ROWS: dict[str, Callable[[Acme], int]] = {
    "me/profile/entries/experience/": post,
    "me/profile/changes/": lambda w: wish(w).pk,
    "me/profile/credentials/": lambda w: credential(w).pk,
    "me/profile/absences/": lambda w: absence(w).pk,
    "me/profile/documents/": lambda w: w.resume.pk,
    "me/profile/resume/": lambda w: w.resume.pk,
    "desk/candidates/1/profile/experience/": post,
    "desk/candidates/1/resume/": lambda w: w.resume.pk,
    "desk/credentials/": lambda w: credential(w).pk,
    "desk/absences/": lambda w: absence(w).pk,
    "desk/settings/candidate-portal/layouts/": lambda w: layout(w).pk,
}
