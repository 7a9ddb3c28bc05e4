"""What to do first in an agency that has nobody to place and nothing to fill yet."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.candidates.models import Candidate
from portico.jobs.models import Job
from portico.kit.prepared import prepared

STEPS: list[tuple[May, Any, Any, str, str]] = [
    # who may, what, why, page, icon
    (
        May.MANAGE_SETTINGS,
        _("Set up your agency"),
        _("Logo, color, the sender of your mails; send yourself the test mail"),
        "settings_agency",
        "building",
    ),
    (
        May.MANAGE_MEMBERS,
        _("Invite your teammates"),
        _("Each gets a mail with a link and the role you choose"),
        "member_invite",
        "user-plus",
    ),
    (
        May.IMPORT,
        _("Import your lists"),
        _("Organizations, contacts, jobs and candidates, as your old system exports them"),
        "import_add",
        "file-up",
    ),
    (
        May.WORK_DESK,
        _("Or begin with one organization"),
        _("Then its contact, a job, and the first candidates"),
        "organization_add",
        "building-2",
    ),
]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do first, and where."""

    label: str
    note: str
    url: str
    icon: str


@prepared
def some_job(member: Member) -> QuerySet[Any]:
    """A job, if there is one."""
    return Job.objects.visible_to(member).order_by().values_list("pk", flat=True)[:1]


@prepared
def some_candidate(member: Member) -> QuerySet[Any]:
    """A candidate, if there is one."""
    return Candidate.objects.visible_to(member).order_by().values_list("pk", flat=True)[:1]


def first_steps(member: Member) -> list[Step]:
    """What this person may do to get the agency going; nothing where there are jobs or candidates."""
    if some_job.first(member) or some_candidate.first(member):
        return []
    return [
        Step(str(label), str(note), reverse(f"backoffice:{page}"), icon)
        for may, label, note, page, icon in STEPS
        if member.may(may)
    ]
