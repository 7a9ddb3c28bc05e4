"""Why a mail that is about to leave stays here after all, and where it goes if its person has a new address."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import models

from portico.agencies.mailbox import mail_key
from portico.kit.times import now
from portico.messaging.models import Email
from portico.messaging.opt_outs import opted_out
from portico.messaging.unreachable import dead_address
from portico.records.subjects import kind_of, model_of

A_DAY = timedelta(days=1)
TRIES_A_DAY = 3
"""Mails somebody waits for that go to an address without mail; they may have mended it."""

STILL_WANTED: dict[str, Callable[[Email], bool]] = {}
"""By topic of bulk mail: whether the subscription it is sent for still stands."""


def why_held(email: Email) -> str:
    """Looked at when it is about to leave, for much may have happened since it was written; nothing: let it go."""
    if email.topic:
        if opted_out(email.agency_id, email.to, email.topic, email.created):
            return "Unsubscribed before it was sent."
        wanted = STILL_WANTED.get(email.topic)
        if wanted is not None and not wanted(email):
            return "Stopped before it was sent."
    dead = dead_address(email.agency_id, email.to)
    if dead is None:
        return ""
    if email.urgent and not email.topic and tried_lately(email) < TRIES_A_DAY:
        return ""
    return f"Held back: mail to this address came back ({dead.reason})"[:500]


def tried_lately(email: Email) -> int:
    """How many mails have left for this address in a day."""
    gone = Email.objects.filter(agency=email.agency_id, to__iexact=email.to, created__gt=now() - A_DAY, attempts__gt=0)
    return gone.exclude(pk=email.pk).exclude(status=Email.Status.HELD).count()


def follow_the_person(email: Email) -> None:
    """Mail goes to where its person is reached now; theirs may have changed while it waited."""
    if not email.reaches:
        return
    kind, pk = email.reaches
    row = model_of(kind)._base_manager.filter(pk=pk).first()
    address = getattr(row, "email", "") or ""
    if address and mail_key(address) != mail_key(email.to):
        email.to = address
        email.save(update_fields=["to"])


def whose_address(to: str, rows: list[models.Model | None]) -> list[Any] | None:
    """The first of these records whose mail address this is."""
    key = mail_key(to)
    for row in rows:
        if row is not None and mail_key(str(getattr(row, "email", "") or "")) == key:
            return [kind_of(row), row.pk]
    return None
