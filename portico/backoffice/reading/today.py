"""What the Today page shows: what waits for the reader, and a few figures."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from portico.access.inviting import decided, why_suspended
from portico.agencies.models import Member
from portico.agencies.roles import May, Side
from portico.backoffice.reading.candidates_waiting import candidates_waiting
from portico.backoffice.reading.privacy import privacy_items
from portico.backoffice.reading.profile_changes import changes_waiting
from portico.backoffice.reading.requests_waiting import asks_waiting
from portico.backoffice.reading.talk_waiting import talk_waiting
from portico.backoffice.reading.unreachable import unreached
from portico.backoffice.reading.waiting import waiting_for
from portico.candidates.models import Candidate
from portico.clients.models import Contact
from portico.jobs.models import Job
from portico.kit.addresses import address
from portico.kit.lists import count_text
from portico.kit.prepared import prepared
from portico.kit.replica import stale_ok
from portico.kit.times import ago, now
from portico.messaging.models import Email
from portico.pipeline.models import Application, Placement
from portico.pipeline.submissions import Submission
from portico.portals.models import ColleagueRequest
from portico.records.models import LongTask

SHOWN = 5
"""How many of a group stand open; the others unfold."""

WAITS = "…"
"""Stands where a number is still being counted."""

GROUPS: list[tuple[Any, tuple[str, ...], str]] = [
    # heading, kinds of what waits, icon
    (_lazy("Your clients answered"), ("answer", "move"), "message-square"),
    (_lazy("Needs your decision"), ("access", "privacy", "task", "mail"), "circle-alert"),
    (_lazy("Your clients ask"), ("message", "reveal", "interview", "requisition", "job_change"), "file-plus"),
    (_lazy("Your candidates"), ("candidate_message", "offer"), "message-circle"),
    (_lazy("New applications"), ("applied",), "inbox"),
    (_lazy("Candidates changed their profile"), ("profile",), "user-round-check"),
    (_lazy("Clients who owe an answer"), ("silent",), "hourglass"),
    (_lazy("Standing still"), ("stuck",), "clock"),
]


@dataclass(frozen=True, slots=True)
class Item:
    """Something the reader must decide about."""

    kind: str
    what: str
    who: str
    at: datetime
    url: str
    deed: str
    tone: str

    @property
    def since(self) -> str:
        """For how long it waits."""
        return ago(self.at)


@dataclass(frozen=True, slots=True)
class Group:
    """What waits, of one sort; the longest waiting first."""

    title: str
    icon: str
    first: list[Item]
    more: list[Item]
    total: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, with what it is a share or count of."""

    label: str
    value: str
    note: str
    url: str
    explain: str


def waiting(member: Member) -> list[Group]:
    """Everything that waits for the reader, by sort, the most urgent sort first."""
    items = [
        Item(one.kind, one.what, one.who, one.since, one.url, one.deed, one.tone)
        for one in [
            *waiting_for(member),
            *talk_waiting(member),
            *asks_waiting(member),
            *changes_waiting(member),
            *candidates_waiting(member),
            *privacy_items(member),
        ]
    ]
    items += access_items(member) + task_items(member) + mail_items(member)
    groups = []
    for title, kinds, icon in GROUPS:
        mine = sorted((item for item in items if item.kind in kinds), key=lambda item: item.at)
        if mine:
            groups.append(Group(str(title), icon, mine[:SHOWN], mine[SHOWN:], len(mine)))
    return groups


@prepared
def contacts_out(member: Member) -> QuerySet[Any]:
    """Contacts whose access was suspended, or whose invitation ran out; the longest so first."""
    out = [Member.Status.SUSPENDED, Member.Status.EXPIRED]
    lost = {"member__agency": member.agency_id, "member__side": Side.CLIENT, "member__status__in": out}
    rows = Contact.objects.visible_to(member).current().filter(**lost)
    return rows.select_related("member").order_by("member__status_since")[:50]


def access_items(member: Member) -> list[Item]:
    """Invitations that ran out, and contacts whose access was suspended."""
    if not member.may(May.INVITE):
        return []
    asks: dict[str, str] = {
        Member.Status.SUSPENDED: _("Portal access of %s is suspended"),
        Member.Status.EXPIRED: _("The invitation of %s has expired"),
    }
    rows = contacts_out(member)
    places = [contact.member for contact in rows if contact.member is not None]
    reasons, settled = why_suspended(places), decided(places)
    found = colleague_items(member)
    for contact in rows:
        place = contact.member
        assert place is not None
        if place.pk in settled:
            continue
        url = reverse("backoffice:contact", args=[contact.pk])
        words = ": ".join(part for part in (asks[place.status] % contact.name, reasons.get(place.pk, "")) if part)
        found.append(Item("access", words, contact.name, place.status_since, url, _("Decide"), "warn"))
    return found


@prepared
def colleagues_asked(member: Member) -> QuerySet[Any]:
    """Wishes of client admins that wait for this person, the oldest first."""
    own = Q(portal__organization__owner=member) | Q(portal__organization__owner__isnull=True)
    own |= ~Q(portal__organization__owner__status=Member.Status.ACTIVE)
    rows = ColleagueRequest.objects.visible_to(member).waiting().filter(own).order_by("status_since", "pk")[:20]
    return rows.select_related("portal__organization")


def colleague_items(member: Member) -> list[Item]:
    """Colleagues whom client admins want to have let in: those of the reader's organizations, and of nobody's."""
    found = []
    for row in colleagues_asked(member):
        organization = row.portal.organization.name
        words = _("%(who)s asks to let %(person)s in") % {"who": row.asked_by_name or organization, "person": row.name}
        url = address("backoffice:colleague_request", row.pk)
        found.append(Item("access", words, organization, row.status_since, url, _("Decide"), "warn"))
    return found


@prepared
def tasks_ended(member: Member) -> QuerySet[Any]:
    """The reader's long tasks of the last week that are over, the last one first."""
    rows = LongTask.objects.visible_to(member).filter(owner=member, created__gte=now() - timedelta(days=7))
    rows = rows.filter(status__in=[LongTask.Status.FAILED, LongTask.Status.DONE])
    return rows.order_by("-created")[:10]


def task_items(member: Member) -> list[Item]:
    """The reader's imports that ended with refused rows or failed, of the last week."""
    found = []
    for task in tasks_ended(member):
        if task.status == LongTask.Status.DONE and not task.refused_key:
            continue
        failed = task.status == LongTask.Status.FAILED
        words = (_("The import failed: %s") if failed else _("The import refused some rows: %s")) % task.title
        url = reverse("backoffice:import", args=[task.pk])
        found.append(Item("task", words, "", task.status_since, url, _("Look"), "warn"))
    return found


@prepared
def mail_parked(member: Member) -> QuerySet[Any]:
    """Since when the oldest mail waits that could not be sent."""
    rows = Email.objects.visible_to(member).parked().order_by("created")
    return rows.values_list("created", flat=True)[:1]


def mail_items(member: Member) -> list[Item]:
    """People whom mail does not reach; and mail that could not be sent, for those who run the agency."""
    found = []
    lost, since = unreached(member)
    if lost and since is not None and member.may(May.WORK_DESK):
        words = ngettext("Mail does not reach %d person", "Mail does not reach %d people", lost) % lost
        found.append(Item("mail", words, "", since, reverse("backoffice:unreachable_list"), _("Look"), "warn"))
    if not member.may(May.MANAGE_SETTINGS):
        return found
    first = mail_parked.first(member)
    if first is not None:
        words = _("Mail that could not be sent: %s") % count_text(Email.objects.visible_to(member).parked())
        found.append(Item("mail", words, "", first, reverse("backoffice:mail_list"), _("Look"), "danger"))
    return found


def figures(member: Member, *, counted: bool) -> list[Figure]:
    """A few numbers one can trust, each with its period and definition; or, not counted yet, only their names."""
    numbers = counts(member) if counted else [WAITS] * 5
    jobs, people = address("backoffice:job_list"), address("backoffice:candidate_list")
    answered = _("Submissions of the last 30 days that the client has answered, out of all of them.")
    return [
        Figure(_("Active jobs"), numbers[0], _("open or on hold"), jobs, ""),
        Figure(_("In process"), numbers[1], _("candidates on active jobs"), jobs, ""),
        Figure(_("Client answers"), numbers[2], _("last 30 days"), "", answered),
        Figure(_("Placements"), numbers[3], _("last 30 days"), "", ""),
        Figure(_("Candidates"), numbers[4], _("not archived"), people, ""),
    ]


@stale_ok
def counts(member: Member) -> list[str]:
    """The numbers, in the order in which they are shown; each is counted in an index, most of them up to a limit."""
    month = now() - timedelta(days=30)
    jobs = Job.objects.visible_to(member).active()
    running = Application.objects.visible_to(member).open().filter(job__in=jobs)
    submissions = Submission.objects.visible_to(member).shown().filter(submitted__gte=month)
    placements = Placement.objects.visible_to(member).filter(made__gte=month)
    people = Candidate.objects.visible_to(member).current()
    answered = Count("pk", filter=~Q(decision=Submission.Decision.NEW))
    shown = submissions.aggregate(sent=Count("pk"), back=answered)
    back = f"{shown['back']} / {shown['sent']}"
    return [count_text(jobs), count_text(running), back, count_text(placements), count_text(people)]
