"""Reminding clients of candidates who wait for a first answer: as often as the portal's settings say, never twice."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse

from portico.agencies.models import Agency, Member
from portico.agencies.roles import May
from portico.kit.times import day, now
from portico.kit.workdays import is_working_day, working_days_after
from portico.messaging.choices import NotificationChoice, choices_of
from portico.messaging.writing import write
from portico.pipeline.reminders import Reminder
from portico.pipeline.submissions import Submission
from portico.pipeline.submitting import seats_seeing
from portico.portals.deciding import decider_of
from portico.portals.models import JobShare, PortalDefaults, settle
from portico.records.events import record

HOUR = 9
"""Reminders go out on working days in this hour of the agency's day."""


def remind_all() -> int:
    """Remind the clients of every agency where it is the hour for it; returns how many mails that makes."""
    sent = 0
    for agency in Agency.objects.at_work():
        here = now().astimezone(ZoneInfo(agency.zone))
        if is_working_day(here) and here.hour == HOUR:
            sent += remind_clients(agency)
    return sent


def remind_clients(agency: Agency) -> int:
    """Remind each client contact, job by job, of those who have waited for another round of days."""
    rows = JobShare.objects.filter(agency=agency, portal__active=True).with_pipeline()
    shares = list(rows.select_related("job", "portal__organization", "agency").order_by("pk"))
    settle([share.portal for share in shares], PortalDefaults.of(agency.pk))
    return sum(remind_of(share) for share in shares if reminds(share))


def reminds(share: JobShare) -> bool:
    """Whether answers are asked for on this share, and reminded of."""
    settings = share.settings
    return bool(settings.judging and settings.remind_days and settings.reminders)


@transaction.atomic
def remind_of(share: JobShare) -> int:
    """Remind those who are asked for an answer on this share."""
    JobShare.objects.select_for_update().get(pk=share.pk)
    due = [(one, number) for one in waiting_on(share) if (number := rounds_due(one, share))]
    sent = 0
    for reader in asked(share) if due else []:
        fresh = [one for one, number in due if is_new(one, reader, number)]
        if fresh:
            client_reminded(share, fresh, reader)
            sent += 1
    if sent:
        about = [share.job, share.portal.organization]
        record(share, "jobshare.reminded", by=None, about=about, job=share.job.title, count=sent)
    return sent


def waiting_on(share: JobShare) -> Iterable[Submission]:
    """Candidates on this share who wait for a first answer."""
    return Submission.objects.filter(share=share).shown().waiting().select_related("application")


def rounds_due(submission: Submission, share: JobShare) -> int:
    """How often the client should have been reminded of this candidate by now."""
    days, most = share.settings.remind_days, share.settings.reminders
    zone, at = share.agency.zone, now()
    rounds = range(1, most + 1)
    return sum(1 for number in rounds if working_days_after(submission.submitted, days * number, zone) <= at)


def is_new(submission: Submission, reader: Member, number: int) -> bool:
    """Write this reminder down, unless this person had it already."""
    made = Reminder.objects.get_or_create(
        submission=submission,
        member=reader,
        since=submission.submitted,
        number=number,
        defaults={"agency_id": submission.agency_id},
    )
    return made[1]


def asked(share: JobShare) -> list[Member]:
    """Who owes the answer and wants to be reminded: the decision maker, or everybody there who may judge."""
    decider = decider_of(share)
    judges = [seat.member for seat in seats_seeing(share) if seat.member.may(May.JUDGE)]
    owing = [decider] if decider is not None else judges
    wish = choices_of(owing, "reminders")
    return [member for member in owing if wish[member.pk] != NotificationChoice.How.OFF]


def client_reminded(share: JobShare, submissions: list[Submission], reader: Member) -> None:
    """Ask once more for an answer; nothing about the candidates goes into the mail."""
    write(
        share.agency,
        to=reader.email,
        to_name=reader.name,
        template="pipeline/emails/client_reminded",
        context={
            "name": reader.name,
            "job": share.job.title,
            "count": len(submissions),
            "day": day(min(one.submitted for one in submissions), share.agency.zone),
        },
        links={"main": share.agency.address(reverse("client_portal:job", args=[share.pk]))},
        about=[share.job, *(submission.application for submission in submissions)],
        member=reader,
    )
