"""What the log looks like, and what never stands in it: secrets of links, and more than one line for one thing."""

import json
import logging
import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

SECRET = re.compile(r"/[A-Za-z0-9_-]{40,}(?![A-Za-z0-9_-])")
"""A part of a path as long as the token of a link."""
QUERY = re.compile(r"\?[^\s\"']*=[^\s\"']*")
"""What was asked for: searches hold names, links of other programs hold tokens."""
ADDRESS = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
DETAIL = re.compile(r"(DETAIL:|Key \(|Failing row contains).*", re.DOTALL)
"""Where PostgreSQL repeats what was in a row."""
LONGEST = 2000
FRAMES = 20

REQUEST: ContextVar[str] = ContextVar("REQUEST", default="")
"""The number of the request that is being answered; error pages show it."""


class NumberRequests:
    """Gives each request a number, by which a person's error page is found again in the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        number = secrets.token_hex(5)
        request.number = number  # type: ignore[attr-defined]
        token = REQUEST.set(number)
        try:
            response = self.get_response(request)
        finally:
            REQUEST.reset(token)
        response["X-Request-ID"] = number
        return response


def redacted(text: str) -> str:
    """Without tokens, search words, mail addresses and rows; of something endless, the beginning."""
    if len(text) > 2 * LONGEST:
        text = text[: 2 * LONGEST].rpartition(" ")[0] or text[:LONGEST]
    for pattern, instead in ((SECRET, "/…"), (QUERY, "?…"), (ADDRESS, "…@…"), (DETAIL, "…")):
        text = pattern.sub(instead, text)
    return text


def one_line(text: str) -> str:
    """Short, and without anything that moves a cursor or begins a line."""
    plain = "".join(char if char.isprintable() else " " for char in text[: 2 * LONGEST])
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"


class WithoutSecrets(logging.Filter):
    """Takes tokens of emailed links and the like out of what is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every line passes, without its secrets; an unreadable one says only where it came from."""
        try:
            said = record.getMessage()
        except Exception:
            said = f"(unreadable: {record.pathname}:{record.lineno})"
        plain = one_line(redacted(said))
        record.msg, record.args = plain, ()
        return True


class OneLine(logging.Formatter):
    """One JSON object a line. Of an error: its kind, its words without what people typed, and where it happened."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "said": one_line(redacted(record.getMessage())),
        }
        # Django itself speaks of a refused request when all of ours is over; it brings the request along.
        if number := REQUEST.get() or getattr(getattr(record, "request", None), "number", ""):
            told["request"] = number
        if record.exc_info and record.exc_info[0] is not None:
            told["error"] = error_of(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False)


def error_of(error: BaseException | None) -> dict[str, Any]:
    """What happened and where. Not what was in the variables; and the words only of our own kinds of errors."""
    if error is None:
        return {}
    frames, walk = [], error.__traceback__
    while walk is not None:
        code = walk.tb_frame.f_code
        frames.append(f"{code.co_filename.rpartition('site-packages/')[2]}:{walk.tb_lineno} {code.co_name}")
        walk = walk.tb_next
    cause = error.__cause__
    told: dict[str, Any] = {"kind": type(error).__name__, "where": frames[-FRAMES:]}
    told["words"] = one_line(redacted(str(error)))[:300]
    if cause is not None and cause is not error:
        told["because"] = {"kind": type(cause).__name__, "words": one_line(redacted(str(cause)))[:300]}
    return told
