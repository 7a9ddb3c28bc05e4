"""What clients ask for and nobody has answered, for the first page of the desk."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.backoffice.reading.waiting import EACH, Waiting
from portico.jobs.models import Job, Requisition
from portico.kit.addresses import address
from portico.kit.prepared import prepared
from portico.portals.job_changes import JobChange


def asks_waiting(member: Member) -> list[Waiting]:
    """Requisitions and proposed changes that are this person's to answer: theirs, or nobody's."""
    return [*requisitions(member), *changes(member)] if member.may(May.WORK_DESK) else []


@prepared
def asked_for(member: Member) -> QuerySet[Any]:
    """Requisitions that wait for this person, the oldest first."""
    own = Q(organization__owner=member) | Q(organization__owner__isnull=True) | ~Q(organization__owner__status="active")
    nobody = Q(handler__isnull=True) | ~Q(handler__status="active")
    rows = Requisition.objects.visible_to(member).waiting().filter(Q(handler=member) | (nobody & own))
    return rows.order_by("handed_in", "pk")[:EACH].select_related("organization", "agency")


def requisitions(member: Member) -> list[Waiting]:
    """Those they took up, those of their organizations, and those of organizations that nobody owns."""
    found = []
    for row in asked_for(member):
        who, since = row.organization.name, row.handed_in or row.status_since
        what = _("%(who)s asks for people: %(title)s") % {"who": who, "title": row.title}
        url = address("backoffice:requisition", row.pk)
        tone = "danger" if row.is_late else ""
        found.append(Waiting("requisition", what, who, since, url, _("Answer it"), tone))
    return found


@prepared
def changes_asked(member: Member) -> QuerySet[Any]:
    """Proposed changes of jobs that wait for this person, the oldest first."""
    team = Job.objects.visible_to(member).filter(team=member).values("pk")
    job = Q(share__job__owner=member) | Q(share__job__in=team) | Q(share__job__owner__isnull=True)
    rows = JobChange.objects.visible_to(member).open().filter(job).order_by("asked", "pk")[:EACH]
    return rows.values_list("pk", "asked", "share__portal__organization__name", "share__job__title")


def changes(member: Member) -> list[Waiting]:
    """Those on jobs they own or work on, and on jobs that nobody owns."""
    found = []
    for pk, asked, who, job in changes_asked(member):
        what = _("%(who)s proposes changes to %(job)s") % {"who": who, "job": job}
        url = address("backoffice:job_change", pk)
        found.append(Waiting("job_change", what, who, asked, url, _("Look at them")))
    return found
