"""The clock's work on client portals."""

from django.tasks import task

from portico.portals.guarding import suspend_the_absent
from portico.portals.models import Portal


@task
def suspend_absent() -> None:
    """Each hour: who has not come for longer than their portal allows is suspended."""
    for portal in Portal.objects.at_work().filter(active=True).iterator():
        suspend_the_absent(portal)
