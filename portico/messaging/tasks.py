"""Sending what is in the outbox."""

from itertools import groupby

from django.db.models import Q
from django.tasks import task

from portico.kit.times import now
from portico.messaging.models import Email
from portico.messaging.quiet import held_since

AT_ONCE = 500
"""Mails that one sweep asks for, per agency."""
PILE = 50
MOST_PILES = 20
ALL_THE_SAME: set[str] = set()
"""Mails, by template, that leave also while their agency is suspended: those that tell of it."""


@task(queue_name="mail")
def deliver(email_id: int) -> None:
    """Send one mail, if it is still waiting and the site sends at all."""
    from portico.messaging.delivery import send

    if held_since():
        return
    email = Email.objects.select_related("agency").filter(pk=email_id).first()
    if email is not None and (email.agency.suspended is None or email.template in ALL_THE_SAME):
        send(email)


def ask(email: Email) -> None:
    """Ask a worker to send it. The request is a row of the same transaction."""
    deliver.using(priority=50 if email.urgent else turn_of(email)).enqueue(email.pk)


def turn_of(email: Email) -> int:
    """Whoever has written little goes before whoever has written much: one step back for each pile that waits."""
    waiting = Email.objects.filter(agency=email.agency_id, status=Email.Status.PENDING, urgent=False)
    return -(waiting.exclude(pk=email.pk)[: PILE * MOST_PILES].count() // PILE)


@task(queue_name="mail")
def send_waiting() -> None:
    """Each minute: ask again for mails that are due and forgotten. No agency's pile holds up another's."""
    if held_since():
        return
    at = now()
    goes = Q(agency__suspended=None) | Q(template__in=ALL_THE_SAME)
    waiting = Email.objects.forgotten(at).filter(goes).order_by("agency_id", "-urgent", "next_try")
    for _agency, emails in groupby(waiting.iterator(), key=lambda email: email.agency_id):
        for _count, email in zip(range(AT_ONCE), emails, strict=False):
            if Email.objects.filter(pk=email.pk, asked=email.asked).update(asked=at):
                ask(email)
