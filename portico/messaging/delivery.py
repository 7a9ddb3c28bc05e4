"""One mail's way to the relay, and what each of its answers means."""

import logging
import re
from contextlib import suppress
from datetime import timedelta
from email.headerregistry import Address
from email.utils import format_datetime
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from typing import Any

from django.core.mail import EmailMultiAlternatives, mailers

from portico.kit.failpoints import fail_point
from portico.kit.times import now
from portico.messaging.bounces import Verdict, envelope_sender, verdict_on
from portico.messaging.holding import follow_the_person, why_held
from portico.messaging.models import Email
from portico.messaging.sealing import CannotUnseal, fill, unseal

log = logging.getLogger(__name__)

HOLD = timedelta(minutes=1)
"""How long an agency's other mails wait after the relay did not answer one of them."""
UNSUBSCRIBE = "unsubscribe"
"""The link of bulk mail that leads out of it; a mail that has it carries the header pair too."""


def send(email: Email) -> None:
    """Claim the mail, hand it to the relay, and note how it went. Never raises for what a mail or a relay may do."""
    if not email.claim(now()):
        return
    follow_the_person(email)
    reason = why_held(email)
    if reason:
        email.hold(reason)
        return
    try:
        message = compose(email)
    except CannotUnseal:
        email.park("Its links cannot be read any more: SECRET_KEY was changed without SECRET_KEY_FALLBACKS.")
        return
    except Exception as error:
        log.exception("Mail %s cannot be composed", email.pk)
        email.park(f"It cannot be composed: {type(error).__name__}: {error}")
        return
    try:
        hand_over(email, message)
    except SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        answered(email, code, words, at_recipient=True)
    except (SMTPDataError, SMTPSenderRefused) as answer:
        answered(email, answer.smtp_code, answer.smtp_error)
    except SMTPResponseException as answer:
        relay_is_down(email, f"{answer.smtp_code} {words_of(answer.smtp_error)}")
    except (SMTPException, OSError) as error:
        relay_is_down(email, f"{type(error).__name__}: {error}")


def compose(email: Email) -> EmailMultiAlternatives:
    """The message with its links filled in. The header registry builds the addresses, so no name can add a header."""
    secrets = unseal(email.sealed)
    message = EmailMultiAlternatives(
        subject=email.subject,
        body=fill(email.text, secrets),
        from_email=envelope_sender(email),
        to=[str(Address(email.to_name, addr_spec=email.to))],
        reply_to=[email.reply_to] if email.reply_to else None,
        headers={
            "From": str(Address(email.sender_name, addr_spec=email.sender_email)),
            "Message-ID": email.message_id,
            "Date": format_datetime(email.created),
            "Auto-Submitted": "auto-generated",
            **way_out_of(secrets),
        },
    )
    if email.html:
        message.attach_alternative(fill(email.html, secrets, html=True), "text/html")
    if email.calendar:
        add_calendar(message, email.calendar)
    message.message().as_bytes()
    return message


def way_out_of(secrets: dict[str, str]) -> dict[str, str]:
    """The pair of headers by which mail programs offer one button to end such mails (RFC 8058)."""
    link = secrets.get(UNSUBSCRIBE, "")
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if link else {}


def add_calendar(message: EmailMultiAlternatives, calendar: str) -> None:
    """The invitation twice: as the part that mail programs act on, and as a file for those that do not."""
    method = re.search(r"^METHOD:(\w+)", calendar, re.MULTILINE)
    message.attach_alternative(calendar, f"text/calendar; method={method[1] if method else 'PUBLISH'}")
    message.attach("invite.ics", calendar.encode(), "application/ics")


def hand_over(email: Email, message: EmailMultiAlternatives) -> None:
    """Talk to the relay. The mail counts as sent with the relay's answer, whatever the goodbye is like."""
    connection: Any = mailers.default
    try:
        connection.open()
        connection.send_messages([message])
        fail_point("outbox.sent")
        email.delivered()
    finally:
        with suppress(SMTPException, OSError):
            connection.close()


def answered(email: Email, code: int, words: bytes | str, *, at_recipient: bool = False) -> None:
    """The relay refused this mail: for good (5xx), or for now. 421 means that it wants to hear nothing more at all.

    What it says of the recipient is a bounce; what it does not like about us or the mail is for a person to look at.
    """
    reason = f"{code} {words_of(words)}"
    if code == 421:
        relay_is_down(email, reason)
    elif not 500 <= code < 600:
        email.put_off(reason)
    elif at_recipient and (verdict := verdict_on(code, words_of(words))) is not Verdict.REFUSED:
        email.bounce(reason, dead=verdict is Verdict.DEAD)
    else:
        email.park(reason)


def relay_is_down(email: Email, reason: str) -> None:
    """No answer, or none that is about this mail: put it off, and the agency's other mails with it.

    Otherwise each of them would keep a worker waiting for the same relay while other agencies' mails stand behind.
    """
    email.put_off(reason)
    later = now() + HOLD
    Email.objects.filter(agency=email.agency_id, status=Email.Status.PENDING, next_try__lt=later).update(
        next_try=later, asked=None
    )


def words_of(answer: bytes | str) -> str:
    """What the relay said, as text."""
    return answer.decode(errors="replace") if isinstance(answer, bytes) else answer
