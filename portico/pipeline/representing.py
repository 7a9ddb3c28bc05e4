"""Whether a candidate may be shown to a client: their permission, or a reason to go without it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.kit.prepared import prepared
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.pipeline.permissions import Permission
from portico.pipeline.submissions import Submission
from portico.records.events import record

AGAINST = (Permission.Status.REFUSED, Permission.Status.WITHDRAWN)


def permissions_of(applications: Iterable[int]) -> dict[int, Permission]:
    """The latest question for each application and what became of it; one query."""
    return {one.application_id: one for one in questions_on(list(dict.fromkeys(applications)))}


@prepared
def questions_on(applications: list[int]) -> QuerySet[Any]:
    """The questions for these applications, the latest last."""
    rows = Permission.objects.filter(application__in=applications).select_related("asked_by__user")
    return rows.order_by("asked", "pk")


def permissions_that_count(applications: Iterable[int]) -> dict[int, Permission]:
    """For each application the latest answer; a new question takes nothing from a yes that still holds."""
    open_or_late = (Permission.Status.REQUESTED, Permission.Status.LAPSED)
    found: dict[int, Permission] = {}
    for one in Permission.objects.filter(application__in=list(applications)).order_by("asked", "pk"):
        before = found.get(one.application_id)
        if before is None or not before.in_force or one.state not in open_or_late:
            found[one.application_id] = one
    return found


def lacks_permission(submissions: Iterable[Submission]) -> dict[int, str]:
    """Which of these submissions may not be shown yet, each with why."""
    rows = list(submissions)
    known = permissions_that_count(row.application_id for row in rows)
    found = {row.pk: why_not(row, known.get(row.application_id)) for row in rows}
    return {pk: said for pk, said in found.items() if said}


def why_not(submission: Submission, permission: Permission | None) -> str:
    """What is in the way of showing the candidate; nothing: they may be shown."""
    name = submission.application.candidate.name
    against = permission is not None and permission.status in AGAINST
    overridden = submission.overridden
    if overridden is not None and not (against and permission is not None and permission.status_since > overridden):
        return ""
    if permission is not None and permission.in_force:
        return ""
    if permission is not None and against:
        no = permission.status == Permission.Status.REFUSED
        return (_("%s does not want to be shown to this client.") if no else _("%s took the permission back.")) % name
    if not submission.share.settings.permission:
        return ""
    if permission is not None and permission.state == Permission.Status.REQUESTED:
        return _("%s was asked for permission and has not answered yet.") % name
    return _("%s has not given permission yet.") % name


def check_permission(submission: Submission) -> None:
    """Refuse to show somebody who has not said yes, where that is needed, or who has said no."""
    lacking = lacks_permission([submission])
    if lacking:
        raise RuleBroken(lacking[submission.pk])


@transaction.atomic
def show_without_permission(submission: Submission, *, by: Member, reason: str) -> None:
    """Go on without the candidate's yes in the system; why, and who decided it, is kept."""
    if not reason.strip():
        raise RuleBroken(_("Say why it may be shown without the candidate’s answer."))
    submission.without_permission, submission.overridden, submission.overridden_by = reason.strip(), now(), by
    submission.save(update_fields=["without_permission", "overridden", "overridden_by"])
    record(
        submission,
        "submission.without_permission",
        by=by,
        about=submission.about,
        reason=reason.strip(),
        **submission.words,
    )
