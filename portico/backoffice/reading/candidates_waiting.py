"""What candidates wait for: answers to their messages, and being placed after a yes; for the first page of the desk."""

from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.backoffice.reading.waiting import EACH, Waiting, jobs_of
from portico.candidates.naming import called
from portico.kit.addresses import address
from portico.kit.prepared import prepared
from portico.pipeline.models import Application, CandidateMessage, Offer


def candidates_waiting(member: Member) -> list[Waiting]:
    """Unread messages of the reader's candidates, and offers they accepted on the reader's jobs."""
    return [*messages(member), *accepted(member)] if member.may(May.WORK_DESK) else []


@prepared
def threads_unread(member: Member) -> QuerySet[Any]:
    """Candidates who wrote what nobody has read, with how much and since when."""
    running = Application.objects.visible_to(member).open()
    theirs = running.filter(job__in=jobs_of(member)).values("candidate")
    nobody = Q(candidate__owner__isnull=True) | ~Q(candidate__owner__status=Member.Status.ACTIVE)
    alone = ~Q(candidate__in=running.values("candidate"))
    mine = Q(candidate__owner=member) | (nobody & (Q(candidate__in=theirs) | alone))
    rows = CandidateMessage.objects.visible_to(member).unread_by(member).filter(mine).order_by()
    talks = rows.values_list("candidate", "candidate__first_name", "candidate__last_name")
    return talks.annotate(since=Min("at"), many=Count("pk", distinct=True)).order_by("since")[:EACH]


def messages(member: Member) -> list[Waiting]:
    """One line for each candidate: theirs, those on their jobs whom nobody owns, and those of nobody at all."""
    found = []
    for pk, first, last, since, many in threads_unread(member):
        name = f"{first} {last}".strip() or _("a candidate")
        words = ngettext("A message from %(name)s", "%(many)d messages from %(name)s", many)
        url = address("backoffice:candidate", pk) + "#thread"
        what = words % {"many": many, "name": name}
        found.append(Waiting("candidate_message", what, name, since, url, _("Answer it")))
    return found


@prepared
def offers_accepted(member: Member) -> QuerySet[Any]:
    """Accepted offers on the reader's jobs, the oldest first."""
    rows = Offer.objects.visible_to(member).filter(
        status=Offer.Status.ACCEPTED, application__status=Application.Status.OPEN, application__job__in=jobs_of(member)
    )
    person = "application__candidate__"
    return rows.order_by("answered")[:EACH].values_list(
        "application", "answered", "made", "application__job__title",
        f"{person}first_name", f"{person}last_name", f"{person}email",
    )  # fmt: skip


def accepted(member: Member) -> list[Waiting]:
    """Who said yes and is not placed yet."""
    found = []
    for pk, answered, made, job, *person in offers_accepted(member):
        name = called(*person)
        what = _("%(candidate)s accepted the offer for %(job)s") % {"candidate": name, "job": job}
        url = address("backoffice:application", pk) + "?do=place"
        found.append(Waiting("offer", what, name, answered or made, url, _("Place")))
    return found
