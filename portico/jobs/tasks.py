"""Work about jobs that the task worker does."""

from django.tasks import task

from portico.jobs import alerts
from portico.kit.times import now


@task
def send_job_alerts() -> None:
    """By the clock: new jobs for saved searches, in the morning where the agency is."""
    alerts.send_due(now())
