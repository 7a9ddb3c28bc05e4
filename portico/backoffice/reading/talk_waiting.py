"""What clients wrote or asked about candidates and nobody has answered, for the first page of the desk."""

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.backoffice.reading.waiting import EACH, Waiting
from portico.pipeline.models import Message, RevealRequest


def talk_waiting(member: Member) -> list[Waiting]:
    """Unread messages, and blind profiles a client wants to know the name of; on this person's jobs or nobody's."""
    return [*names_asked(member), *messages(member)] if member.may(May.WORK_DESK) else []


def mine(member: Member) -> Q:
    """On jobs they own or work on, and on jobs that nobody owns."""
    job = "submission__application__job__"
    return Q(**{f"{job}owner": member}) | Q(**{f"{job}team": member}) | Q(**{f"{job}owner__isnull": True})


def names_asked(member: Member) -> list[Waiting]:
    """Clients who ask to see who somebody is."""
    rows = RevealRequest.objects.visible_to(member).waiting().filter(mine(member)).distinct()
    related = ("submission__application__candidate", "submission__share__portal__organization")
    found = []
    for row in rows.select_related(*related).order_by("asked", "pk")[:EACH]:
        who = row.submission.share.portal.organization.name
        what = _("%(who)s asks to see who %(name)s is") % {
            "who": who,
            "name": row.submission.application.candidate.name,
        }
        url = reverse("backoffice:submission_edit", args=[row.submission_id])
        found.append(Waiting("reveal", what, who, row.asked, url, _("Answer it")))
    return found


def messages(member: Member) -> list[Waiting]:
    """Unread messages of clients, one line for each candidate."""
    application, job = "submission__application", "submission__application__job"
    rows = Message.objects.visible_to(member).unread_by(member).filter(mine(member)).order_by()
    people = (f"{application}__candidate__first_name", f"{application}__candidate__last_name", f"{job}__title")
    talks = rows.values(application, *people).annotate(since=Min("at"), many=Count("pk", distinct=True))
    found = []
    for talk in talks.order_by("since")[:EACH]:
        name = f"{talk[people[0]]} {talk[people[1]]}".strip()
        url = reverse("backoffice:application", args=[talk[application]]) + "#messages"
        words = ngettext(
            "A message about %(name)s for %(job)s", "%(many)d messages about %(name)s for %(job)s", talk["many"]
        )
        what = words % {"many": talk["many"], "name": name, "job": talk[people[2]]}
        found.append(Waiting("message", what, name, talk["since"], url, _("Read it")))
    return found
