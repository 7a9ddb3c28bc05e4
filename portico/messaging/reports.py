"""Reading what mail servers send back: delivery status notifications (RFC 3464)."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message

from portico.messaging.bounces import Report

LARGEST = 1_000_000
FINAL = "failed"


def read_report(data: bytes, recipient: str = "") -> Report | None:
    """The report in this message; None where it is none, or says that the mail may still arrive.

    `recipient` is whom the mail server handed it to: it knows, while the headers only say so.
    """
    if len(data) > LARGEST:
        return None
    try:
        message = message_from_bytes(data, policy=policy.compat32)
        return _report_in(message, recipient)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None  # Whatever it is, no mail server wrote it.


def _report_in(message: Message, recipient: str) -> Report | None:
    if message.get_content_type() != "multipart/report" or message.get_param("report-type") != "delivery-status":
        return None
    parts = list(_parts(message))
    told = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    blocks = told.get_payload() if told is not None else None
    fields = next((block for block in blocks or [] if isinstance(block, Message) and block["Action"]), None)
    if fields is None or one_line(fields["Action"]).lower() != FINAL:
        return None
    senders = [recipient, *(one_line(value) for name in ("Delivered-To", "To") for value in message.get_all(name, []))]
    return Report(
        senders=tuple(one for one in senders[:10] if one),
        message_id=_returned_id(parts),
        status=one_line(fields["Status"])[:12].split(" ")[0] or "5.0.0",
        reason=re.sub(r"^smtp;\s*", "", one_line(fields["Diagnostic-Code"]), flags=re.IGNORECASE)[:300],
    )


def _parts(message: Message) -> Iterator[Message]:
    """The three parts of a report: words, fields, and what was returned."""
    payload = message.get_payload()
    yield from (part for part in (payload if isinstance(payload, list) else [])[:10] if isinstance(part, Message))


def _returned_id(parts: list[Message]) -> str:
    """The Message-ID of the mail that came back, or of what of it was returned."""
    for part in parts:
        payload = part.get_payload()
        if part.get_content_type() == "message/rfc822" and isinstance(payload, list) and payload:
            return one_line(payload[0]["Message-ID"])  # type: ignore[index]
        if part.get_content_type() == "text/rfc822-headers":
            raw = part.get_payload(decode=True)
            return one_line(message_from_bytes(raw if isinstance(raw, bytes) else b"")["Message-ID"])
    return ""


def one_line(value: object) -> str:
    """A header's value as one line of text; nothing for none."""
    return " ".join(str(value).split())[:1000] if value is not None else ""
