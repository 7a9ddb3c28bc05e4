"""What clients ask for and nobody has answered, for the first page of the desk."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.backoffice.reading.waiting import EACH, Waiting
from portico.jobs.models import Requisition
from portico.portals.job_changes import JobChange


def asks_waiting(member: Member) -> list[Waiting]:
    """Requisitions and proposed changes that are this person's to answer: theirs, or nobody's."""
    return [*requisitions(member), *changes(member)] if member.may(May.WORK_DESK) else []


def requisitions(member: Member) -> list[Waiting]:
    """Those they took up, those of their organizations, and those of organizations that nobody owns."""
    own = Q(organization__owner=member) | Q(organization__owner__isnull=True) | ~Q(organization__owner__status="active")
    nobody = Q(handler__isnull=True) | ~Q(handler__status="active")
    rows = Requisition.objects.visible_to(member).waiting().filter(Q(handler=member) | (nobody & own))
    found = []
    for row in rows.select_related("organization", "agency").order_by("handed_in", "pk")[:EACH]:
        who, since = row.organization.name, row.handed_in or row.status_since
        what = _("%(who)s asks for people: %(title)s") % {"who": who, "title": row.title}
        url = reverse("backoffice:requisition", args=[row.pk])
        tone = "danger" if row.is_late else ""
        found.append(Waiting("requisition", what, who, since, url, _("Answer it"), tone))
    return found


def changes(member: Member) -> list[Waiting]:
    """Those on jobs they own or work on, and on jobs that nobody owns."""
    job = Q(share__job__owner=member) | Q(share__job__team=member) | Q(share__job__owner__isnull=True)
    rows = JobChange.objects.visible_to(member).open().filter(job).distinct()
    found = []
    for row in rows.select_related("share__job", "share__portal__organization").order_by("asked", "pk")[:EACH]:
        who = row.share.portal.organization.name
        what = _("%(who)s proposes changes to %(job)s") % {"who": who, "job": row.share.job.title}
        url = reverse("backoffice:job_change", args=[row.pk])
        found.append(Waiting("job_change", what, who, row.asked, url, _("Look at them")))
    return found
