"""Mail that comes back: what it means for the mail, the address and the next mails; and what proves nothing."""

import io
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command

from portico.agencies.models import Agency
from portico.candidates.models import Candidate
from portico.kit import times
from portico.messaging.bounces import Verdict, envelope_sender, verdict_on
from portico.messaging.models import Email, Unreachable
from portico.messaging.opt_outs import opt_out
from portico.messaging.trial import send_test_mail
from portico.messaging.unsubscribing import write_bulk
from portico.records.models import Event
from tests.messaging.conftest import mail_to
from tests.messaging.smtp_relay import Relay
from tests.messaging.test_delivery import send

NOBODY = "550 5.1.1 No such user"


@pytest.fixture(autouse=True)
def own_addresses(settings: Any) -> None:
    """Mail comes back to addresses of our own."""
    settings.BOUNCE_ADDRESS = "bounces@mail.example"


def report(email: Email, *, to: str = "", message_id: str = "", status: str = "5.1.1", action: str = "failed") -> bytes:
    """What a mail server sends back (RFC 3464)."""
    return f"""From: MAILER-DAEMON@relay.example
To: {to or envelope_sender(email)}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your mail {email.message_id} to {email.to} could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; {email.to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <script>alert(1)</script>

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}
Subject: {email.subject}

--b--
""".encode()


def take(data: bytes, monkeypatch: pytest.MonkeyPatch, recipient: str = "") -> str:
    """Hand a message to the command, as a mail server's pipe does."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    said = io.StringIO()
    call_command("take_bounce", recipient=recipient, stdout=said)
    return said.getvalue().strip()


@pytest.mark.parametrize(
    ("code", "words", "verdict"),
    [
        (550, "No such user", Verdict.DEAD),
        (550, "5.1.1 unknown", Verdict.DEAD),
        (553, "mailbox name not allowed", Verdict.DEAD),
        (552, "mailbox full", Verdict.FOR_NOW),
        (550, "5.2.2 over quota", Verdict.FOR_NOW),
        (550, "5.7.1 relaying denied", Verdict.REFUSED),
        (554, "rejected as spam", Verdict.REFUSED),
        (530, "5.7.0 authenticate first", Verdict.REFUSED),
    ],
)
def test_only_what_is_said_of_the_address_counts_against_it(code: int, words: str, verdict: Verdict) -> None:
    assert verdict_on(code, words) is verdict


def test_a_mail_to_nobody_comes_back_and_its_address_receives_no_mail(agency: Agency, relay: Relay) -> None:
    relay.answer = lambda step, address: NOBODY if step == "rcpt" else ""
    email = send(mail_to(agency, about=[person := candidate(agency)]))
    assert (email.status, email.last_error) == ("bounced", NOBODY)
    row = Unreachable.objects.get()
    assert (row.email_key, row.reason, row.times, row.last_mail) == ("mara@client.example", NOBODY, 1, email)
    assert row.dead_since
    event = Event.objects.get(verb="email.bounced")
    assert event.subjects.filter(kind="candidates.candidate", object_id=person.pk).exists()


def candidate(agency: Agency, email: str = "mara@client.example") -> Candidate:
    """Somebody who has this address."""
    made = Candidate(agency=agency, first_name="Mara", last_name="Lind", email=email)
    made.add(by=None)
    return made


def test_a_full_mailbox_is_only_counted(agency: Agency, relay: Relay) -> None:
    relay.answer = lambda step, address: "552 5.2.2 mailbox full" if step == "rcpt" else ""
    assert send(mail_to(agency)).status == "bounced"
    assert Unreachable.objects.get().dead_since is None
    relay.answer = lambda step, address: ""
    assert send(mail_to(agency)).status == "sent"


def test_a_server_that_dislikes_us_says_nothing_of_the_address(agency: Agency, relay: Relay) -> None:
    relay.answer = lambda step, address: "550 5.7.1 relaying denied" if step == "rcpt" else ""
    assert send(mail_to(agency)).status == "parked"
    assert not Unreachable.objects.exists()


def test_further_mail_is_held_with_the_reason_and_leaves_when_the_address_works_again(
    agency: Agency, relay: Relay, run_tasks: Any
) -> None:
    dead_by_answer(agency, relay)
    usual = send(mail_to(agency))
    bulk = write_bulk(agency, to="mara@client.example", topic="news", template="messaging/emails/test")
    assert bulk is not None
    assert {usual.status, send(bulk).status} == {"held"}
    assert NOBODY in usual.last_error
    assert relay.taken == []
    Unreachable.objects.get().works_again(by=None)
    run_tasks()
    usual.refresh_from_db()
    bulk.refresh_from_db()
    assert (usual.status, bulk.status) == ("sent", "held")  # news from before is none any more
    assert not Unreachable.objects.exists()


def dead_by_answer(agency: Agency, relay: Relay) -> None:
    """Mara's address has said that nobody is there; the relay takes mail again."""
    relay.answer = lambda step, address: NOBODY if step == "rcpt" else ""
    send(mail_to(agency))
    relay.answer = lambda step, address: ""
    relay.taken.clear()


def test_links_that_somebody_asks_for_still_leave_a_few_times_a_day(agency: Agency, relay: Relay) -> None:
    dead_by_answer(agency, relay)
    states = [send(send_test_mail(agency, "mara@client.example")).status for _ in range(4)]
    assert states == ["sent", "sent", "held", "held"]  # the one that came back was the first of three


def test_a_report_to_the_mails_own_address_marks_it(
    agency: Agency, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    email = send(mail_to(agency))
    assert relay.senders == [envelope_sender(email)]
    assert str(relay.taken[0]["From"]) == "Northern Staffing <hello@northern.example>"
    assert take(report(email), monkeypatch) == f"Mail {email.pk} came back."
    email.refresh_from_db()
    assert email.status == "bounced"
    assert Unreachable.objects.get().dead_since
    assert take(report(email), monkeypatch) == "Nothing changed."
    assert Unreachable.objects.get().times == 1


def test_a_report_is_known_by_the_pipes_recipient_and_by_the_message_id(
    agency: Agency, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = send(mail_to(agency)), send(mail_to(agency, "p@client.example"))
    sender = envelope_sender(first).upper()
    assert "came back" in take(report(first, to="x@mail.example"), monkeypatch, recipient=sender)
    assert "came back" in take(report(second, to="x@mail.example", message_id=second.message_id), monkeypatch)


@pytest.mark.parametrize("forged", ["text", "signature", "other", "delayed", "no report", "unsent", "old", "garbage"])
def test_what_proves_nothing_changes_nothing(
    agency: Agency, relay: Relay, monkeypatch: pytest.MonkeyPatch, forged: str
) -> None:
    email = mail_to(agency) if forged == "unsent" else send(mail_to(agency))
    right = envelope_sender(email)
    wrong = right[:-14] + ("0" if right[-14] != "0" else "1") + right[-13:]
    data = {
        "text": report(email, to="bounces@mail.example"),
        "signature": report(email, to=wrong),
        "other": report(email, to=right.replace(f"+{email.pk}-", f"+{email.pk + 1}-")),
        "delayed": report(email, action="delayed", status="4.4.1"),
        "no report": report(email).replace(b"multipart/report", b"multipart/mixed"),
        "garbage": b"\xff\x00From: \x00\r\n" * 1000 + report(email)[:300],
    }.get(forged, report(email))
    if forged == "old":
        Email.objects.update(sent_at=times.now() - timedelta(days=31))
    before = email.status
    assert take(data, monkeypatch) == "Nothing changed."
    assert Email.objects.get().status == before
    assert not Unreachable.objects.exists()


def test_a_report_of_a_full_mailbox_marks_the_mail_and_only_counts_for_the_address(
    agency: Agency, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    email = send(mail_to(agency))
    take(report(email, status="4.2.2"), monkeypatch)
    assert Email.objects.get().status == "bounced"
    assert Unreachable.objects.get().dead_since is None


def test_who_opts_out_after_a_mail_was_written_does_not_get_it(agency: Agency, relay: Relay) -> None:
    email = write_bulk(agency, to="mara@client.example", topic="news", template="messaging/emails/test")
    assert email is not None
    opt_out(agency.pk, "Mara@client.example")
    assert send(email).status == "held"
    assert relay.taken == []


def test_a_mail_that_waits_goes_to_the_persons_new_address_only(agency: Agency, relay: Relay) -> None:
    person = candidate(agency)
    email = mail_to(agency, about=[person])
    other = mail_to(agency, "elsewhere@client.example", about=[person])
    Candidate.objects.filter(pk=person.pk).update(email="new@client.example", email_key="new@client.example")
    send(email)
    send(other)
    assert relay.recipients == [["new@client.example"], ["elsewhere@client.example"]]


def test_a_mail_whose_links_are_gone_is_not_sent_again_without_them(
    agency: Agency, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portico.kit.rules import RuleBroken
    from tests.messaging.test_delivery import write_link

    email = send(write_link(agency))
    take(report(email), monkeypatch)
    email.refresh_from_db()
    with pytest.raises(RuleBroken, match="links"):
        email.retry(by=None)  # type: ignore[arg-type]
