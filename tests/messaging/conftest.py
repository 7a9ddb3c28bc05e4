"""An agency, and a relay that does as it is told."""

from collections.abc import Iterator
from typing import Any

import pytest

from portico.agencies.models import Agency
from portico.messaging.models import Email
from portico.messaging.writing import write
from tests.messaging.smtp_relay import Relay, running
from tests.messaging.workers import start_worker

__all__ = ["start_worker"]


@pytest.fixture
def agency(db: None) -> Agency:
    """An agency that sends mail."""
    return Agency.objects.create(
        name="Northern Staffing",
        host="northern.example",
        site="https://northern.example",
        sender_email="hello@northern.example",
    )


@pytest.fixture
def relay(settings: Any) -> Iterator[Relay]:
    """Where all mail goes during a test; it is waited for as long as the busiest machine may take."""
    with running() as one:
        relay = {"host": "127.0.0.1", "port": one.port, "timeout": 30}
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": relay}}
        yield one


def mail_to(agency: Agency, to: str = "mara@client.example", **more: Any) -> Email:
    """A short mail in the outbox."""
    return write(agency, to=to, template="messaging/emails/test", **more)
