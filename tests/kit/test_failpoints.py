"""Fail points: they do what they say where they are armed, stand where they are listed, and no real site has them."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from portico.kit.checks import refuse_fail_points
from portico.kit.failpoints import ARMED, PHRASE, POINTS, BadFailPoints, armed, fail_point, read

SOURCE = Path(settings.BASE_DIR) / "portico"


def test_an_unarmed_point_does_nothing_and_costs_next_to_nothing() -> None:
    began = time.thread_time()
    assert not any(fail_point("lifecycle.compare") for _one in range(100_000))
    assert time.thread_time() - began < 0.2, "two millionths of a second each would be too much"


def test_skip_tells_the_caller_and_ends_with_the_test() -> None:
    with armed("lifecycle.compare=skip"):
        assert fail_point("lifecycle.compare")
        assert not fail_point("link.consume")
    assert not ARMED


def test_sleep_waits_and_protects_nothing_less() -> None:
    began = time.perf_counter()
    with armed("lifecycle.compare=sleep:0.05"):
        assert not fail_point("lifecycle.compare")
    assert time.perf_counter() - began >= 0.05


@pytest.mark.django_db
def test_statements_and_commits_are_points_too() -> None:
    began = time.perf_counter()
    with armed("statement=sleep:0.05"), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert time.perf_counter() - began >= 0.05


@pytest.mark.parametrize(
    "text", ["nothing.such=skip", "link.consume=explode", "link.consume=sleep:soon", "link.consume=sleep", "junk"]
)
def test_what_is_no_fail_point_is_named(text: str) -> None:
    with pytest.raises(BadFailPoints, match=re.escape(text.split(":")[-1].split("=")[-1])):
        read(text)


@pytest.mark.parametrize(
    ("debug", "points", "phrase", "marks"),
    [
        (True, "link.consume=skip", "", []),
        (False, "link.consume=skip", "", ["portico.E006"]),
        (False, "link.consume=skip", "yes", ["portico.E006"]),
        (False, "link.consume=skip", PHRASE, []),
        (False, "", "", []),
        (True, "link.consum=skip", "", ["portico.E006"]),
    ],
)
def test_a_real_site_starts_with_fail_points_only_after_the_exact_words(
    settings: Any, debug: bool, points: str, phrase: str, marks: list[str]
) -> None:
    settings.DEBUG, settings.FAIL_POINTS, settings.FAIL_POINTS_ARMED = debug, points, phrase
    assert [one.id for one in refuse_fail_points(None)] == marks


def started(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """`manage.py` as a process of its own, under such an environment."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, "SECRET_KEY": "k" * 40, "ALLOWED_HOSTS": "a.example", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_process_dies_at_the_statement_that_was_asked_for(tmp_path: Path) -> None:
    place = {"DATA_DIR": str(tmp_path), "DATABASE_URL": "", "DEBUG": "1"}
    assert started("migrate", "kit", FAIL_POINTS="statement=die:3", **place).returncode == -signal.SIGKILL


def test_a_real_site_arms_nothing_and_is_not_checked_as_fit(tmp_path: Path) -> None:
    said = started("check", DEBUG="0", DATA_DIR=str(tmp_path), FAIL_POINTS="link.consume=skip")
    assert said.returncode == 1
    assert "FAIL_POINTS is set" in said.stderr


def test_every_listed_point_stands_somewhere_and_every_point_is_listed() -> None:
    text = "\n".join(path.read_text() for path in SOURCE.rglob("*.py"))
    assert set(re.findall(r'fail_point\("([^"]+)"\)', text)) == set(POINTS)
