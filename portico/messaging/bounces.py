"""Mail that comes back: what the answer means, and which mail it is about.

A mail is found by the address it was sent from, which is signed, or by its Message-ID, which only who got it knows.
What is written in a message's text proves nothing.
"""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

from django.conf import settings

from portico.kit.times import now
from portico.messaging.models import Email

BACK_WITHIN = timedelta(days=30)
"""After that long nothing comes back any more; whoever says so is not a mail server."""
SIGNED = re.compile(r"\+([0-9]{1,18})-([0-9a-f]{20})@")


class Verdict(StrEnum):
    """What an answer says of the address."""

    DEAD = "dead"
    """Nobody is there."""
    FOR_NOW = "for now"
    """Somebody is there, but nothing fits in or gets through now."""
    REFUSED = "refused"
    """It says nothing of the address: our server, our words or our name were not liked."""


DEAD_CODES = re.compile(r"5\.1\.(?:0|1|2|3|6|10)|5\.2\.1|5\.4\.4|5\.0\.0")
FULL_CODES = re.compile(r"[45]\.2\.2|4\.\d{1,3}\.\d{1,3}")
ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")


def verdict_on(code: int, words: str) -> Verdict:
    """What a final answer like “550 5.1.1 No such user” means; enhanced codes (RFC 3463) say more than digits."""
    enhanced = ENHANCED.search(words)
    if enhanced and enhanced[1] != "5.0.0":
        return of_status(enhanced[1])
    if code in {550, 551, 553}:
        return Verdict.DEAD
    return Verdict.FOR_NOW if code in {552, 452} else Verdict.REFUSED


def of_status(status: str) -> Verdict:
    """What an enhanced code alone means."""
    if DEAD_CODES.fullmatch(status):
        return Verdict.DEAD
    return Verdict.FOR_NOW if FULL_CODES.fullmatch(status) else Verdict.REFUSED


def envelope_sender(email: Email) -> str:
    """Where an answer to this mail comes back to: its own address at BOUNCE_ADDRESS; without one, the sender's."""
    local, _at, domain = settings.BOUNCE_ADDRESS.rpartition("@")
    return f"{local}+{email.pk}-{signature(email.pk)}@{domain}" if local else email.sender_email


def signature(pk: int, key: str = "") -> str:
    """By which we know an address as one of ours."""
    secret = f"portico.messaging.bounces:{key or settings.SECRET_KEY}".encode()
    return hmac.new(secret, str(pk).encode(), sha256).hexdigest()[:20]


def mail_sent_from(address: str) -> Email | None:
    """The mail that was sent from this address, if we made the address."""
    found = SIGNED.search(address.lower())
    if found is None:
        return None
    pk, claimed = int(found[1]), found[2]
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(hmac.compare_digest(signature(pk, key), claimed) for key in keys):
        return None
    return Email.objects.filter(pk=pk).first()


def mail_numbered(message_id: str) -> Email | None:
    """The mail with this Message-ID."""
    text = message_id.strip()
    return Email.objects.filter(message_id=text).first() if text.startswith("<") and len(text) <= 200 else None


@dataclass(frozen=True, slots=True)
class Report:
    """What a mail server tells of one mail that it had taken."""

    senders: tuple[str, ...]
    """Addresses the report was sent to: those the mail came from."""
    message_id: str
    status: str
    """The enhanced code, like 5.1.1."""
    reason: str

    def mail(self) -> Email | None:
        """The mail it is about: by its own sender's address, else by its Message-ID."""
        return first_of(mail_sent_from(one) for one in self.senders) or mail_numbered(self.message_id)


def first_of(found: Iterable[Email | None]) -> Email | None:
    """The first there is."""
    return next((one for one in found if one is not None), None)


def take(report: Report) -> Email | None:
    """Mark the mail as come back. None: no mail of ours, or nothing new."""
    email = report.mail()
    if email is None or email.sent_at is None or email.sent_at < now() - BACK_WITHIN:
        return None
    verdict = verdict_on(0, report.status) if ENHANCED.fullmatch(report.status) else Verdict.REFUSED
    if report.status == "5.0.0":
        digits = re.search(r"\b(5\d\d)\b", report.reason)
        verdict = verdict_on(int(digits[1]) if digits else 550, report.reason)
    reason = " ".join(f"{report.status} {report.reason}".split())[:300]
    return email if email.bounce(reason, dead=verdict is Verdict.DEAD) else None
