"""The rows behind the addresses of the audit log and of the support."""

from collections.abc import Callable
from datetime import timedelta

from django.core.files.base import ContentFile

from portico.access.models import SupportVisit
from portico.kit.times import now
from portico.records.audit_reading import KIND
from portico.records.longtasks import keep_result
from portico.records.models import LongTask
from tests.world import Acme


def audit_file(world: Acme) -> LongTask:
    """The owner's file of the audit log."""
    facts = {"agency": world.agency, "owner": world.owner, "task_kind": KIND}
    task, new = LongTask.objects.get_or_create(**facts, defaults={"status": LongTask.Status.DONE})
    if new:
        keep_result(task, ContentFile(b"Number\r\n"))
    return task


def support_visit(world: Acme) -> SupportVisit:
    """A visit that waits."""
    facts = {"until": now() + timedelta(minutes=10), "who": "Sam", "token_hash": f"t{world.agency.pk}"}
    return SupportVisit.objects.get_or_create(agency=world.agency, member=world.recruiter, defaults=facts)[0]


AUDIT_ROWS: dict[str, Callable[[Acme], int]] = {
    "desk/settings/audit/files/": lambda w: audit_file(w).pk,
    "desk/settings/support/": lambda w: support_visit(w).pk,
}
