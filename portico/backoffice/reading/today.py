"""What the Today page shows: what waits for the reader, and a few figures."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.agencies.roles import May, Side
from portico.backoffice.reading.waiting import waiting_for
from portico.candidates.models import Candidate
from portico.clients.models import Contact
from portico.jobs.models import Job
from portico.kit.lists import count_text
from portico.kit.times import ago, now
from portico.messaging.models import Email
from portico.pipeline.models import Application, Placement
from portico.pipeline.submissions import Submission
from portico.records.models import LongTask


@dataclass(frozen=True, slots=True)
class Item:
    """Something the reader must decide about."""

    what: str
    who: str
    since: str
    url: str
    deed: str
    tone: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, with what it is a share or count of."""

    label: str
    value: str
    note: str
    url: str
    explain: str


def waiting(member: Member) -> list[Item]:
    """Everything that waits for the reader, the longest waiting first."""
    items = [
        (one.since, Item(one.what, one.who, ago(one.since), one.url, one.deed, one.tone)) for one in waiting_for(member)
    ]
    items += access_items(member) + task_items(member) + mail_items(member)
    return [item for _since, item in sorted(items, key=lambda pair: pair[0])]


def access_items(member: Member) -> list[tuple[datetime, Item]]:
    """Invitations that ran out, and contacts whose access was suspended."""
    if not member.may(May.INVITE):
        return []
    asks = {
        Member.Status.SUSPENDED: _("Portal access is suspended"),
        Member.Status.EXPIRED: _("The invitation has expired"),
    }
    contacts = Contact.objects.visible_to(member).current().filter(member__status__in=asks, member__side=Side.CLIENT)
    found = []
    for contact in contacts.select_related("member")[:20]:
        place = contact.member
        assert place is not None
        url = reverse("backoffice:contact", args=[contact.pk])
        words = asks[Member.Status(place.status)]
        found.append((place.status_since, Item(words, contact.name, ago(place.status_since), url, _("Decide"), "warn")))
    return found


def task_items(member: Member) -> list[tuple[datetime, Item]]:
    """The reader's imports that ended with refused rows or failed, of the last week."""
    tasks = LongTask.objects.visible_to(member).filter(owner=member, created__gte=now() - timedelta(days=7))
    found = []
    for task in tasks.filter(status__in=[LongTask.Status.FAILED, LongTask.Status.DONE]).order_by("-created")[:10]:
        if task.status == LongTask.Status.DONE and not task.refused_key:
            continue
        words = _("The import failed") if task.status == LongTask.Status.FAILED else _("The import refused some rows")
        url = reverse("backoffice:import", args=[task.pk])
        found.append((task.status_since, Item(words, task.title, ago(task.status_since), url, _("Look"), "warn")))
    return found


def mail_items(member: Member) -> list[tuple[datetime, Item]]:
    """Mail that could not be sent, for those who run the agency."""
    if not member.may(May.MANAGE_SETTINGS):
        return []
    parked = Email.objects.visible_to(member).filter(status=Email.Status.PARKED).order_by("created")
    first = parked.first()
    if first is None:
        return []
    words = _("Mail could not be sent")
    url = reverse("backoffice:mail_list")
    return [(first.created, Item(words, count_text(parked), ago(first.created), url, _("Look"), "danger"))]


def figures(member: Member) -> list[Figure]:
    """A few numbers one can trust, each with its period and definition."""
    month = now() - timedelta(days=30)
    jobs = Job.objects.visible_to(member).active()
    applications = Application.objects.visible_to(member).open().filter(job__in=jobs)
    submissions = Submission.objects.visible_to(member).shown().filter(submitted__gte=month)
    answered = submissions.exclude(decision=Submission.Decision.NEW)
    placements = Placement.objects.visible_to(member).filter(made__gte=month)
    candidates = Candidate.objects.visible_to(member).current()
    sent, back = submissions.count(), answered.count()
    return [
        Figure(_("Active jobs"), count_text(jobs), _("open or on hold"), reverse("backoffice:job_list"), ""),
        Figure(
            _("In process"),
            count_text(applications),
            _("candidates on active jobs"),
            reverse("backoffice:job_list"),
            "",
        ),
        Figure(
            _("Client answers"),
            f"{back} / {sent}",
            _("last 30 days"),
            "",
            _("Submissions of the last 30 days that the client has answered, out of all of them."),
        ),
        Figure(_("Placements"), count_text(placements), _("last 30 days"), "", ""),
        Figure(_("Candidates"), count_text(candidates), _("not archived"), reverse("backoffice:candidate_list"), ""),
    ]
