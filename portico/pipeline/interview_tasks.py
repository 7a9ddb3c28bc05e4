"""The clock's work on interviews: reminders, the question afterwards, and its one reminder. Each is done once."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.tasks import task

from portico.agencies.roles import Side
from portico.kit.times import now
from portico.pipeline import interview_emails as emails
from portico.pipeline.interview_people import InterviewFeedback
from portico.pipeline.interviews import Interview

RELATED = ["agency", "application__candidate__member__user", "application__job__organization"]
RELATED += ["application__job__owner__user", "submission__share__portal"]
AFTER = timedelta(minutes=30)
"""How long after its end an interview counts as held, unless somebody says otherwise."""
PATIENCE = timedelta(days=2)
"""How long feedback may take before its one reminder."""
AT_ONCE = 500


@task
def care_for_interviews() -> None:
    """Every five minutes: what is due."""
    remind("reminded_hour", 1)
    remind("reminded_day", 24)
    count_as_held()
    remind_of_feedback()


def remind(field: str, hours: int) -> None:
    """Mail who takes part in what begins within so many hours; whoever claims the row does it."""
    at = now()
    due = Interview.objects.at_work().with_time().filter(start__gt=at, start__lte=at + timedelta(hours=hours))
    for interview in due.filter(**{field: None}).select_related(*RELATED)[:AT_ONCE]:
        with transaction.atomic():
            same = Interview.objects.with_time().filter(pk=interview.pk, start=interview.start, **{field: None})
            if same.update(**{field: at}):
                if hours == 1:  # who is told so late need not hear of tomorrow
                    Interview.objects.filter(pk=interview.pk, reminded_day=None).update(reminded_day=at)
                emails.reminder(interview, hours)


def count_as_held() -> None:
    """What is over took place, as far as anybody knows; both sides are asked how it was."""
    over = Interview.objects.at_work().with_time().filter(end__lte=now() - AFTER)
    for interview in over.select_related(*RELATED)[:AT_ONCE]:
        with transaction.atomic():
            still = Interview.objects.with_time().select_for_update(of=("self",)).filter(pk=interview.pk)
            if still.filter(end=interview.end, status=interview.status).exists():
                interview.held(by=None)


def remind_of_feedback() -> None:
    """Ask once more whoever has not answered after two days."""
    at = now()
    asked = Interview.objects.at_work().filter(status__in=Interview.HELD, feedback_reminded=None)
    due = asked.filter(Q(feedback_asked__lte=at - PATIENCE)).select_related(*RELATED)
    for interview in due[:AT_ONCE]:
        said = set(InterviewFeedback.objects.filter(interview=interview).values_list("side", flat=True))
        with transaction.atomic():
            if Interview.objects.filter(pk=interview.pk, feedback_reminded=None).update(feedback_reminded=at):
                missing = [side for side in (Side.CLIENT, Side.CANDIDATE) if side not in said]
                emails.how_was_it(interview, again=True, sides=missing)
