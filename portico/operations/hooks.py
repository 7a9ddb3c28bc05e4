"""/hooks/bounces/: the mail server says, signed, that a mail could not be delivered."""

import hashlib
import hmac
import json
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portico.agencies.gate import public
from portico.agencies.middleware import sent
from portico.kit.times import now
from portico.messaging.bounces import Report, take
from portico.messaging.models import HookEvent

WINDOW = 300
"""Seconds by which the sender's clock may differ from ours."""
LARGEST = 100_000


def take_bounce(request: HttpRequest) -> HttpResponseBase:
    """Signed, fresh and new it counts; whether it was about a mail of ours shows nowhere."""
    if not settings.BOUNCE_SECRET:
        raise Http404
    if sent(request) > LARGEST:
        return answer(413, "too large")
    stamp = request.headers.get("Portico-Timestamp", "")
    if not is_signed(stamp, request.body, request.headers.get("Portico-Signature", "")):
        return answer(401, "not signed")
    if abs(int(stamp) - now().timestamp()) > WINDOW:
        return answer(400, "too old")
    told = read(request.body)
    if told is None:
        return answer(400, "not understood")
    event, report = told
    with transaction.atomic():
        if not HookEvent.is_new(event):
            return answer(200, "taken before")
        take(report)
    return answer(200, "taken")


def is_signed(stamp: str, body: bytes, claimed: str) -> bool:
    """Whether the sender knows the secret: HMAC-SHA256 of the timestamp, a dot and the body, in hexadecimal."""
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        return False
    right = hmac.new(settings.BOUNCE_SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(right.encode(), claimed.encode())


def read(body: bytes) -> tuple[str, Report] | None:
    """The event's number and what it tells; None where something is missing or of the wrong kind."""
    try:
        data: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    found = {name: data.get(name, "") for name in ("id", "sender", "message_id", "status", "reason")}
    if not all(isinstance(value, str) and "\x00" not in value for value in found.values()):
        return None
    if not 0 < len(found["id"]) <= 200 or not (found["sender"] or found["message_id"]):
        return None
    senders = (found["sender"][:300],) if found["sender"] else ()
    return found["id"], Report(senders, found["message_id"], found["status"][:12] or "5.0.0", found["reason"][:300])


def answer(status: int, words: str) -> HttpResponse:
    """A word for the sender's log."""
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")


bounces = public(csrf_exempt(require_POST(take_bounce)))
"""The signature stands in for a session's proof."""
