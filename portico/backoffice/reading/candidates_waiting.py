"""What candidates wait for: answers to their messages, and being placed after a yes; for the first page of the desk."""

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.backoffice.reading.waiting import EACH, Waiting, jobs_of
from portico.pipeline.models import Application, CandidateMessage, Offer


def candidates_waiting(member: Member) -> list[Waiting]:
    """Unread messages of the reader's candidates, and offers they accepted on the reader's jobs."""
    return [*messages(member), *accepted(member)] if member.may(May.WORK_DESK) else []


def messages(member: Member) -> list[Waiting]:
    """One line for each candidate: theirs, those on their jobs whom nobody owns, and those of nobody at all."""
    running = Application.objects.visible_to(member).open()
    theirs = running.filter(job__in=jobs_of(member)).values("candidate")
    nobody = Q(candidate__owner__isnull=True) | ~Q(candidate__owner__status=Member.Status.ACTIVE)
    alone = ~Q(candidate__in=running.values("candidate"))
    mine = Q(candidate__owner=member) | (nobody & (Q(candidate__in=theirs) | alone))
    rows = CandidateMessage.objects.visible_to(member).unread_by(member).filter(mine).order_by()
    names = ("candidate__first_name", "candidate__last_name")
    talks = rows.values("candidate", *names).annotate(since=Min("at"), many=Count("pk", distinct=True))
    found = []
    for talk in talks.order_by("since")[:EACH]:
        name = f"{talk[names[0]]} {talk[names[1]]}".strip() or _("a candidate")
        words = ngettext("A message from %(name)s", "%(many)d messages from %(name)s", talk["many"])
        url = reverse("backoffice:candidate", args=[talk["candidate"]]) + "#thread"
        what = words % {"many": talk["many"], "name": name}
        found.append(Waiting("candidate_message", what, name, talk["since"], url, _("Answer it")))
    return found


def accepted(member: Member) -> list[Waiting]:
    """Who said yes and is not placed yet."""
    rows = Offer.objects.visible_to(member).filter(
        status=Offer.Status.ACCEPTED, application__status=Application.Status.OPEN, application__job__in=jobs_of(member)
    )
    found = []
    for one in rows.select_related("application__candidate", "application__job").order_by("answered")[:EACH]:
        what = _("%(candidate)s accepted the offer for %(job)s") % one.application.words
        url = reverse("backoffice:application", args=[one.application_id]) + "?do=place"
        since = one.answered or one.made
        found.append(Waiting("offer", what, one.application.candidate.name, since, url, _("Place")))
    return found
