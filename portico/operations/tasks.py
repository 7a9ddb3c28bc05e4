"""What the task worker does for who runs the site."""

import logging
from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.tasks import task

from portico.agencies.models import Agency
from portico.kit.statistics import count_anew
from portico.messaging.alerting import tell_owners
from portico.operations.auditing import verify_all

log = logging.getLogger(__name__)
A_WEEK = timedelta(days=7)


@task(queue_name="long")
def verify_audit_logs() -> None:
    """By the clock: look at every audit log; where one is not as it was written, its owners hear of it."""
    for found in verify_all():
        if found.broken:
            log.error("The audit log of %s is broken: %s", found.host, found.broken[0])
            agency = Agency.objects.get(host=found.host)
            context = {"said": found.broken}
            tell_owners(agency, "operations/emails/audit_broken", context, at_most_every=A_WEEK)


@task(queue_name="long")
def forget_tasks() -> None:
    """By the clock: what the queue knows of tasks that are over; those that failed are kept longer, for a look."""
    call_command("ox_prune", older_than="7d", stdout=StringIO())
    call_command("ox_prune", older_than="30d", include_failed=True, stdout=StringIO())


@task(queue_name="long")
def look_over_database() -> None:
    """By the clock: SQLite counts anew what its tables hold (statistics.py)."""
    count_anew()
