"""What becomes of a mail: sent once, put off, parked; and never in another agency's way."""

import re
from contextlib import suppress
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import override_settings
from django_ox.models import OxTask

from portico.agencies.models import Agency
from portico.kit import times
from portico.messaging import delivery, tasks
from portico.messaging.models import LEASE, Email
from portico.messaging.trial import send_test_mail
from portico.messaging.writing import one_line, write
from portico.records.models import Event
from tests.messaging.conftest import mail_to
from tests.messaging.smtp_relay import Relay


def text_of(message: EmailMessage) -> str:
    """The plain text of a message."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def send(email: Email) -> Email:
    """Try to deliver it now, as the worker would."""
    delivery.send(Email.objects.get(pk=email.pk))
    return Email.objects.get(pk=email.pk)


def again(email: Email) -> Email:
    """Try once more, as if the wait were over."""
    Email.objects.filter(pk=email.pk).update(next_try=times.now())
    return send(email)


def test_a_mail_leaves_as_text_and_html_with_the_agency_as_its_sender(agency: Agency, relay: Relay) -> None:
    agency.sender_name, agency.reply_to = "Northern Café", "team@northern.example"
    email = send(mail_to(agency, to_name="Zoë Zürcher"))
    (message,) = relay.taken
    assert email.status == "sent"
    assert str(message["From"]) == "Northern Café <hello@northern.example>"
    assert str(message["To"]) == "Zoë Zürcher <mara@client.example>"
    assert str(message["Reply-To"]) == "team@northern.example"
    assert str(message["Message-ID"]) == email.message_id
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert relay.recipients == [["mara@client.example"]]


def test_links_and_codes_are_filled_in_only_at_delivery_and_then_forgotten(agency: Agency, relay: Relay) -> None:
    email = write(
        agency,
        to="mara@client.example",
        template="access/emails/sign_in",
        context={"person": "Mara"},
        links={"main": "https://northern.example/l/SECRET-TOKEN/?a=1&b=2"},
        codes={"main_code": "ABCD-EFGH"},
        about=[agency_record(agency)],
    )
    for column in (email.text, email.html, email.sealed, str(list(OxTask.objects.values_list("args", flat=True)))):
        assert "SECRET-TOKEN" not in column
        assert "ABCD-EFGH" not in column
    email = send(email)
    (message,) = relay.taken
    html = message.get_body(("html",))
    assert "https://northern.example/l/SECRET-TOKEN/?a=1&b=2" in text_of(message)
    assert html is not None
    assert 'href="https://northern.example/l/SECRET-TOKEN/?a=1&amp;b=2"' in html.get_content()
    assert email.sealed == ""
    event = Event.objects.get(verb="email.sent")
    assert event.details["subject"] == "Sign in to Northern Staffing"
    assert "SECRET" not in str(event.details)
    assert "ABCD" not in str(event.details)
    assert "[[" not in str(event.details)


def agency_record(agency: Agency) -> Any:
    """Some record of the agency's that a mail can be about."""
    from portico.agencies.models import StaffRole

    return StaffRole.objects.create(agency=agency, name="Scouts")


def test_what_was_sent_stands_on_the_records_timeline(agency: Agency, relay: Relay) -> None:
    from portico.records.models import EventSubject

    role = agency_record(agency)
    send(mail_to(agency, about=[role, None]))
    assert EventSubject.objects.on(role).get().event.verb == "email.sent"


NASTY = [
    "Ann\r\nBcc: evil@evil.test", "Ann\nBcc: evil@evil.test", "Ann\rBcc: evil@evil.test", "Ann\u2028Bcc: e@evil.test",
    "Ann\u2029x", "Ann\x85Bcc: evil@evil.test", "Ann\x0b\x0cx", "Ann\x00", 'Ann" <evil@evil.test>, "', "\u202eevil",
    "=?utf-8?q?=0D=0ABcc:_evil@evil.test?=", "Ann <evil@evil.test>", "Bcc: evil@evil.test", "x" * 10000,
    "日本語" * 500, ",;:<>[]()@\\",
]  # fmt: skip


@pytest.mark.parametrize("name", NASTY)
def test_no_name_can_add_a_header_or_a_recipient(agency: Agency, relay: Relay, name: str) -> None:
    agency.sender_name = name
    send(write(agency, to="mara@client.example", to_name=name, template="messaging/emails/test"))
    agency.name = name
    email = send(mail_to(agency))
    assert email.status == "sent", email.last_error
    assert relay.recipients == [["mara@client.example"]] * 2
    for message in relay.taken:
        assert message["Bcc"] is None
        assert (
            len(message.get_all("Subject", []))
            == len(message.get_all("To", []))
            == len(message.get_all("From", []))
            == 1
        )
        assert [address.addr_spec for address in message["To"].addresses] == ["mara@client.example"]
        assert [address.addr_spec for address in message["From"].addresses] == ["hello@northern.example"]
        assert message.get_body(("plain",)) is not None


@pytest.mark.parametrize(
    "to",
    [
        "",
        "a@b.example\nBcc: c@d.example",
        "a@b.example,c@d.example",
        "a@b.example;c@d.example",
        "A <a@b.example>",
        "a@b.example\u2028",
    ],
)
def test_a_mail_goes_to_one_valid_address(agency: Agency, to: str) -> None:
    with pytest.raises(ValidationError):
        mail_to(agency, to)


def test_one_line_keeps_ordinary_text_and_shortens_long_text() -> None:
    assert one_line("  Zoë  O'Neil-Łuk\t日本 ", 100) == "Zoë O'Neil-Łuk 日本"
    assert one_line("x" * 300, 200) == "x" * 199 + "…"


def test_a_temporary_no_is_tried_again_with_growing_patience_and_the_same_message_id(
    agency: Agency, relay: Relay
) -> None:
    relay.answer = lambda step, address: "451 greylisted" if step == "rcpt" else ""
    email = mail_to(agency)
    waits = []
    for _ in range(4):
        email = again(email)
        assert (email.status, email.last_error) == ("pending", "451 greylisted")
        waits.append(email.next_try - times.now())
    assert waits == sorted(waits)
    assert waits[0] > timedelta(seconds=50)
    assert waits[-1] > timedelta(minutes=59)
    relay.answer = lambda step, address: ""
    assert again(email).status == "sent"
    assert [str(message["Message-ID"]) for message in relay.taken] == [email.message_id]


def test_a_mail_that_always_fails_is_parked_in_the_end(agency: Agency, relay: Relay) -> None:
    relay.answer = lambda step, address: "451 later"
    email = mail_to(agency)
    for _ in range(9):
        email = again(email)
    assert email.status == "parked"


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_a_final_no_parks_the_mail_with_its_reason(agency: Agency, relay: Relay, step: str) -> None:
    relay.answer = lambda asked, address: "554 5.7.1 not from you" if asked == step else ""
    email = send(mail_to(agency))
    assert (email.status, email.last_error) == ("parked", "554 5.7.1 not from you")
    assert Email.objects.parked().get() == email
    assert Event.objects.get(verb="email.parked").details["reason"] == "554 5.7.1 not from you"


@pytest.mark.parametrize("script", ["hang", "drop", "421 too busy"])
def test_a_relay_that_breaks_off_gets_the_same_mail_again(
    agency: Agency, relay: Relay, settings: Any, script: str
) -> None:
    relay.answer = lambda step, address: script if step == "data" else ""
    mailer = settings.MAILERS["default"]
    hurried = {"default": {**mailer, "OPTIONS": {**mailer["OPTIONS"], "timeout": 1}}}
    with override_settings(MAILERS=hurried):
        email = send(mail_to(agency))
    assert email.status == "pending", email.last_error
    relay.answer = lambda step, address: ""
    assert again(email).status == "sent"
    assert [str(message["Message-ID"]) for message in relay.taken] == [email.message_id]


def test_a_reset_after_the_yes_is_no_reason_to_send_again(agency: Agency, relay: Relay) -> None:
    relay.answer = lambda step, address: "late drop" if step == "data" else ""
    assert send(mail_to(agency)).status == "sent"
    assert len(relay.taken) == 1


def test_a_relay_that_is_not_there_is_tried_later(agency: Agency, settings: Any) -> None:
    relay = {"host": "127.0.0.1", "port": 9}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": relay}}
    email = send(mail_to(agency))
    assert email.status == "pending"
    assert "refused" in email.last_error


def test_the_trouble_of_one_agency_does_not_delay_another(agency: Agency, relay: Relay) -> None:
    rival = Agency.objects.create(
        name="Rival", host="rival.example", site="https://rival.example", sender_email="a@rival.example"
    )
    relay.answer = lambda step, address: "421 not from you" if address.startswith("p") else ""
    stuck = [mail_to(agency, f"p{n}@client.example") for n in range(20)]
    free = [mail_to(rival, f"q{n}@client.example") for n in range(5)]
    for email in stuck + free:
        send(email)
    assert len(relay.tries) == 1 + 5
    assert Email.objects.filter(agency=rival, status="sent").count() == 5
    assert Email.objects.filter(agency=agency, status="pending", next_try__gt=times.now()).count() == 20


def test_one_mail_that_cannot_be_composed_is_parked_and_the_others_leave(agency: Agency, relay: Relay) -> None:
    emails = [mail_to(agency, f"p{n}@client.example") for n in range(3)]
    Email.objects.filter(pk=emails[1].pk).update(text="Hello [[link:gone]]")
    assert [send(email).status for email in emails] == ["sent", "parked", "sent"]
    assert "cannot be composed" in Email.objects.parked().get().last_error


def test_after_the_secret_key_changed_a_fallback_opens_waiting_mails(
    agency: Agency, relay: Relay, settings: Any
) -> None:
    one, two = (write_link(agency) for _ in range(2))
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-" + "y" * 40
    settings.SECRET_KEY_FALLBACKS = [old]
    assert send(one).status == "sent"
    settings.SECRET_KEY_FALLBACKS = []
    assert send(two).status == "parked"
    assert "SECRET_KEY" in Email.objects.get(pk=two.pk).last_error


def test_what_people_type_never_stands_for_a_link(agency: Agency, relay: Relay) -> None:
    agency.name = "[[link:main]] [[code:nothing]]"
    assert send(write_link(agency)).status == "sent"
    assert text_of(relay.taken[0]).count("https://x/l/y/") == 1


def write_link(agency: Agency) -> Email:
    """A mail with a link in it."""
    words = {"person": "Mara", "new": "new@client.example"}
    return write(
        agency,
        to="m@c.example",
        template="access/emails/email_changed",
        context=words,
        links={"main": "https://x/l/y/"},
    )


def test_a_mail_is_claimed_by_one_worker_and_again_only_after_its_lease(agency: Agency) -> None:
    email = mail_to(agency)
    one, two = Email.objects.get(pk=email.pk), Email.objects.get(pk=email.pk)
    at = times.now()
    assert one.claim(at)
    assert not two.claim(at)
    assert not Email.objects.get(pk=email.pk).claim(at + LEASE)
    late = Email.objects.get(pk=email.pk)
    assert late.claim(at + LEASE + timedelta(seconds=1))
    one.delivered()
    assert Email.objects.get(pk=email.pk).status == "sending"
    late.delivered()
    assert Email.objects.get(pk=email.pk).status == "sent"


def test_the_sweeper_asks_again_for_what_was_forgotten_and_only_once(agency: Agency) -> None:
    email = mail_to(agency)
    OxTask.objects.all().delete()
    tasks.send_waiting.call()
    assert OxTask.objects.count() == 0
    Email.objects.filter(pk=email.pk).update(asked=times.now() - timedelta(minutes=16))
    tasks.send_waiting.call()
    tasks.send_waiting.call()
    assert list(OxTask.objects.values_list("args", flat=True)) == [[email.pk]]


def test_the_sweeper_takes_up_a_delivery_that_was_cut_off(agency: Agency, relay: Relay, run_tasks: Any) -> None:
    email = mail_to(agency)
    OxTask.objects.all().delete()
    assert email.claim(times.now())
    Email.objects.filter(pk=email.pk).update(asked=times.now() - LEASE - timedelta(seconds=5))
    tasks.send_waiting.call()
    assert OxTask.objects.count() == 0
    Email.objects.filter(pk=email.pk).update(lease_until=times.now() - timedelta(seconds=5))
    tasks.send_waiting.call()
    run_tasks()
    assert Email.objects.get().status == "sent"


def test_no_mail_comes_of_what_was_rolled_back(agency: Agency, relay: Relay, run_tasks: Any) -> None:
    with suppress(RuntimeError), transaction.atomic():
        mail_to(agency)
        raise RuntimeError
    run_tasks()
    assert (Email.objects.count(), OxTask.objects.count(), relay.taken) == (0, 0, [])


def test_who_waits_at_the_screen_is_served_first(agency: Agency, relay: Relay, run_tasks: Any) -> None:
    for number in range(3):
        mail_to(agency, f"p{number}@client.example")
    send_test_mail(agency, "me@northern.example")
    run_tasks()
    assert relay.recipients[0] == ["me@northern.example"]


def test_a_parked_mail_can_be_sent_again(agency: Agency, relay: Relay, run_tasks: Any) -> None:
    relay.answer = lambda step, address: "554 no"
    email = send(mail_to(agency))
    relay.answer = lambda step, address: ""
    email.retry(by=None)  # type: ignore[arg-type]
    run_tasks()
    assert Email.objects.get().status == "sent"


def test_the_folder_holds_one_file_per_mail_even_when_it_is_sent_twice(
    agency: Agency, settings: Any, tmp_path: Path
) -> None:
    settings.MAILERS = {"default": {"BACKEND": "portico.messaging.folder.FolderBackend"}}
    settings.MAIL_FOLDER = tmp_path / "mail"
    email = mail_to(agency)
    send(email)
    Email.objects.update(status="pending")
    send(email)
    (file,) = (tmp_path / "mail").iterdir()
    assert re.fullmatch(r"\d{8}-\d{6}-[0-9a-f]{12}\.eml", file.name)
    assert email.message_id.encode() in file.read_bytes()
