"""What a mail server tells by its signed hook: believed when signed, fresh and new; escaped wherever it is shown."""

import hashlib
import hmac
import json
import time
from typing import Any

import pytest
from django.test import Client

from portico.kit.times import now
from portico.messaging.models import Email, HookEvent, Unreachable
from portico.messaging.writing import write
from tests.desk import browser_of
from tests.world import Acme

HOOK = "/hooks/bounces/"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def secret(settings: Any) -> None:
    settings.BOUNCE_SECRET = "shared with the mail server"


@pytest.fixture
def sent(acme: Acme) -> Email:
    """A mail that went to Dario."""
    email = write(acme.agency, to=acme.dario.email, template="messaging/emails/test", about=[acme.dario])
    Email.objects.filter(pk=email.pk).update(status="sent", sent_at=now(), sealed="")
    return email


def tell(acme: Acme, body: Any, *, at: int = 0, key: str = "shared with the mail server", **headers: str) -> int:
    """Tell the site something; the status of its answer."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    stamp = str(at or int(time.time()))
    signed = hmac.new(key.encode(), stamp.encode() + b"." + data, hashlib.sha256).hexdigest()
    usual = {"host": acme.agency.host, "Portico-Timestamp": stamp, "Portico-Signature": signed}
    browser = Client(enforce_csrf_checks=True, headers=usual | headers)
    return browser.post(HOOK, data, content_type="application/json").status_code


def told(email: Email, **more: str) -> dict[str, str]:
    """What a mail server says of this mail."""
    return {"id": "1", "message_id": email.message_id, "status": "5.1.1", "reason": f"No such user {SCRIPT}"} | more


def test_what_is_signed_fresh_and_new_counts_once(acme: Acme, sent: Email) -> None:
    assert tell(acme, told(sent)) == 200
    sent.refresh_from_db()
    assert sent.status == "bounced"
    assert Unreachable.objects.get().times == 1
    Email.objects.update(status="sent")
    assert tell(acme, told(sent)) == 200
    assert Unreachable.objects.get().times == 1
    assert Email.objects.get(pk=sent.pk).status == "sent"


def test_what_the_server_said_is_shown_as_text(acme: Acme, sent: Email) -> None:
    """CVE-2021-27910: a bounce callback put script before those who read about it."""
    tell(acme, told(sent))
    pages = [
        browser_of(acme.owner).get(address).content.decode()
        for address in (
            f"/desk/settings/mail/{sent.pk}/",
            "/desk/settings/mail/",
            "/desk/unreachable/",
            f"/desk/candidates/{acme.dario.pk}/",
        )
    ]
    for page in pages:
        assert "No such user" in page
        assert SCRIPT not in page


@pytest.mark.parametrize(
    ("how", "status"),
    [
        ({"Portico-Signature": ""}, 401),
        ({"Portico-Signature": "ü" * 64}, 401),
        ({"Portico-Timestamp": "now"}, 401),
        ({"Portico-Timestamp": str(int(time.time()) + 1)}, 401),
    ],
)
def test_without_a_right_signature_nothing_counts(acme: Acme, sent: Email, how: dict[str, str], status: int) -> None:
    assert tell(acme, told(sent), **how) == status  # type: ignore[arg-type]
    untouched(sent)


def untouched(email: Email) -> None:
    """Nothing was believed."""
    assert Email.objects.get(pk=email.pk).status == "sent"
    assert not Unreachable.objects.exists()
    assert not HookEvent.objects.exists()


def test_another_secret_and_an_old_message_count_for_nothing(acme: Acme, sent: Email, settings: Any) -> None:
    assert tell(acme, told(sent), key="another") == 401
    assert tell(acme, told(sent), at=int(time.time()) - 600) == 400
    assert tell(acme, told(sent), at=int(time.time()) + 600) == 400
    settings.BOUNCE_SECRET = ""
    assert tell(acme, told(sent), key="") == 404
    untouched(sent)


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"{", b"[" * 5000, b'{"id": 5, "message_id": "<x>"}', b'{"id": "1"}',
     b'{"id": "", "sender": "x"}', b'{"id": "1", "message_id": "<\\u0000>"}', b"\xff\xfe"],
)  # fmt: skip
def test_nonsense_is_refused_in_words(acme: Acme, sent: Email, body: bytes) -> None:
    assert tell(acme, body) == 400
    untouched(sent)


def test_a_message_about_no_mail_of_ours_is_taken_and_changes_nothing(acme: Acme, sent: Email) -> None:
    assert tell(acme, told(sent, message_id="<somebody@else.example>", sender="bounces+1-ffff@x.example")) == 200
    assert Email.objects.get(pk=sent.pk).status == "sent"


def test_more_than_a_report_can_be_is_not_read(acme: Acme, sent: Email) -> None:
    assert tell(acme, told(sent, reason="x" * 200_000)) == 413
