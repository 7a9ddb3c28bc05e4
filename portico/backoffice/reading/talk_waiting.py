"""What clients wrote or asked about candidates and nobody has answered, for the first page of the desk."""

from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.backoffice.reading.waiting import EACH, Waiting
from portico.candidates.naming import called
from portico.jobs.models import Job
from portico.kit.addresses import address
from portico.kit.prepared import prepared
from portico.pipeline.models import Message, RevealRequest


def talk_waiting(member: Member) -> list[Waiting]:
    """Unread messages, and blind profiles a client wants to know the name of; on this person's jobs or nobody's."""
    return [*names_asked(member), *messages(member)] if member.may(May.WORK_DESK) else []


def mine(member: Member) -> Q:
    """On jobs they own or work on, and on jobs that nobody owns."""
    job, team = "submission__application__job", Job.objects.visible_to(member).filter(team=member)
    return Q(**{f"{job}__owner": member}) | Q(**{f"{job}__in": team.values("pk")}) | Q(**{f"{job}__owner": None})


@prepared
def names_to_tell(member: Member) -> QuerySet[Any]:
    """Requests to know a name, the oldest first."""
    rows = RevealRequest.objects.visible_to(member).waiting().filter(mine(member)).order_by("asked", "pk")[:EACH]
    person = "submission__application__candidate__"
    return rows.values_list(
        "submission", "asked", "submission__share__portal__organization__name",
        f"{person}first_name", f"{person}last_name", f"{person}email",
    )  # fmt: skip


def names_asked(member: Member) -> list[Waiting]:
    """Clients who ask to see who somebody is."""
    found = []
    for pk, asked, who, *name in names_to_tell(member):
        what = _("%(who)s asks to see who %(name)s is") % {"who": who, "name": called(*name)}
        found.append(Waiting("reveal", what, who, asked, address("backoffice:submission_edit", pk), _("Answer it")))
    return found


@prepared
def talks_unread(member: Member) -> QuerySet[Any]:
    """Candidates about whom clients wrote what nobody has read, with how much and since when."""
    application, job = "submission__application", "submission__application__job"
    rows = Message.objects.visible_to(member).unread_by(member).filter(mine(member)).order_by()
    people = (f"{application}__candidate__first_name", f"{application}__candidate__last_name", f"{job}__title")
    talks = rows.values_list(application, *people).annotate(since=Min("at"), many=Count("pk", distinct=True))
    return talks.order_by("since")[:EACH]


def messages(member: Member) -> list[Waiting]:
    """Unread messages of clients, one line for each candidate."""
    found = []
    for pk, first, last, job, since, many in talks_unread(member):
        name = f"{first} {last}".strip()
        words = ngettext("A message about %(name)s for %(job)s", "%(many)d messages about %(name)s for %(job)s", many)
        what = words % {"many": many, "name": name, "job": job}
        url = address("backoffice:application", pk) + "#messages"
        found.append(Waiting("message", what, name, since, url, _("Read it")))
    return found
