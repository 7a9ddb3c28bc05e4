"""What the task worker does for who runs the site."""

import logging
from datetime import timedelta

from django.tasks import task

from portico.agencies.models import Agency
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
