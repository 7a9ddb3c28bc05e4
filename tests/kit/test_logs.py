"""The log: one JSON line for each thing, found by the number on an error page, with nothing secret or personal."""

import json
import logging
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError

from portico.access.secrets import new_token
from portico.kit.logs import LONGEST, OneLine, WithoutSecrets
from tests.desk import browser_of
from tests.world import Acme

NASTY = [
    "a\r\nERROR forged line", "a\nb", "\x1b[31mred\x1b[0m", "a\u2028b", "\x07\x08", "\u202eevil", "\x85",
    "x" * 1_000_000,
]  # fmt: skip


def line_of(said: str, *args: Any, error: Any = None) -> dict[str, Any]:
    """What is written for one record, after the filter and the formatter."""
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, said, args, error)
    assert WithoutSecrets().filter(record)
    written = OneLine().format(record)
    assert written.splitlines() == [written]
    assert written.isprintable()
    return dict(json.loads(written))


def test_the_token_of_a_link_is_not_logged() -> None:
    told = line_of("%s: %s", "Conflict", f"/me/permission/{new_token()}/")

    assert told["said"] == "Conflict: /me/permission/…/"
    logging_rules: dict[str, Any] = settings.LOGGING
    assert logging_rules["handlers"]["console"]["filters"] == ["secrets"]
    assert logging_rules["handlers"]["console"]["formatter"] == "line"


def test_other_lines_stay_as_they_are() -> None:
    assert line_of("Not Found: %s", "/jobs/12/night-porter/")["said"] == "Not Found: /jobs/12/night-porter/"


@pytest.mark.parametrize("text", NASTY)
def test_whatever_somebody_sends_is_one_line(text: str) -> None:
    """Log pollution: a browser's name with line breaks forged entries."""
    assert len(line_of("Bad agent: %s", text)["said"]) <= LONGEST + 1


def test_words_of_a_search_and_addresses_are_not_logged() -> None:
    told = line_of("Bad Request: %s by %s", "/desk/candidates/?q=CANARY&sort=x", "mara.lind@client.example")
    assert told["said"] == "Bad Request: /desk/candidates/?… by …@…"


def test_a_line_that_does_not_fit_its_words_says_where_it_came_from() -> None:
    assert "unreadable" in line_of("%s %s", "one")["said"]


def test_an_error_says_what_and_where_and_not_what_was_typed() -> None:
    told = line_of("Internal Server Error: %s", "/desk/", error=caught(failing_insert))
    assert told["error"]["kind"] == "IntegrityError"
    assert any("failing_insert" in frame for frame in told["error"]["where"])
    assert "CANARY" not in json.dumps(told)


def failing_insert() -> None:
    password = "CANARY password"
    assert password
    row = "duplicate key\nDETAIL:  Key (email_key)=(CANARY@example.com) already exists."
    raise IntegrityError(row) from ValueError("to CANARY@example.com")


def caught(deed: Callable[[], None]) -> Any:
    """The error as loggers get it."""
    try:
        deed()
    except IntegrityError:
        return sys.exc_info()
    raise AssertionError


class Lines(logging.Handler):
    """What is written, line by line, as it is written."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(OneLine())
        self.told: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """One more."""
        self.told.append(json.loads(self.format(record)))


def test_a_refused_page_and_its_line_carry_the_same_number_and_nobody_else_chooses_it(acme: Acme) -> None:
    """Denied tries are found again; a visitor's own number, even sent twice, is not taken for ours."""
    reader, lines = browser_of(acme.reader, raise_request_exception=False), Lines()
    logger = logging.getLogger("django.request")
    logger.addHandler(lines)
    try:
        answers = [
            reader.get("/desk/settings/agency/", headers={"X-Request-ID": "forged, forged"}),
            reader.post("/desk/candidates/add/", {"first_name": "Ann"}),
            reader.get("/desk/candidates/999999999/"),
        ]
    finally:
        logger.removeHandler(lines)
    assert [answer.status_code for answer in answers] == [403, 403, 404]
    numbers = [answer["X-Request-ID"] for answer in answers]
    assert [line.get("request") for line in lines.told] == numbers
    assert len(set(numbers)) == 3
    assert "forged" not in numbers[0]
