"""A limit of pages a minute holds for all processes together, and costs a person nothing."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, connection

from portico.kit.pace import Pace, too_fast
from tests.messaging.workers import database_url

MOST, A_DAY = 300, timedelta(days=1)
READ = """
import sys
from datetime import timedelta
import django
django.setup()
from portico.kit.pace import too_fast
print("ready", flush=True)
sys.stdin.readline()
looks = (too_fast("trial", "203.0.113.7", most=300, within=timedelta(days=1)) for _page in range(400))
print(sum(not fast for fast in looks))
"""


@pytest.fixture(autouse=True)
def nobody_yet() -> None:
    """Nothing has been counted in this process."""
    cache.clear()


@pytest.mark.django_db(transaction=True)
def test_two_processes_together_let_no_more_pass_than_one_and_what_they_had_not_told_yet(tmp_path: Path) -> None:
    line = [sys.executable, "-c", READ]
    place = {**os.environ, "DATABASE_URL": database_url(), "DATA_DIR": str(tmp_path), "DEBUG": "1"}
    place["DJANGO_SETTINGS_MODULE"] = "config.settings"
    readers = [
        subprocess.Popen(line, stdin=-1, stdout=-1, text=True, env=place, cwd=settings.BASE_DIR) for _ in range(2)
    ]
    assert [reader.stdout.readline() for reader in readers if reader.stdout] == ["ready\n"] * 2
    for reader in readers:
        assert reader.stdin is not None
        reader.stdin.write("go\n")
        reader.stdin.flush()
    passed = [int(reader.communicate(timeout=60)[0]) for reader in readers]

    assert MOST - 1 <= sum(passed) <= MOST + 2 * (MOST // 20), passed
    assert too_fast("trial", "203.0.113.8", most=MOST) is False


def test_a_person_costs_no_query_and_a_program_few(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert not any(too_fast("trial", "203.0.113.7", most=MOST, within=A_DAY) for _page in range(15))
    asked: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        answers = [too_fast("trial", "203.0.113.7", most=MOST, within=A_DAY) for _page in range(1000)]
    assert answers.index(True) == MOST - 15
    assert all(answers[MOST - 15 :])
    assert len(asked) < 250
    assert Pace.objects.get().count <= MOST + 1


def test_while_the_database_takes_nothing_each_process_counts_by_itself(db: None) -> None:
    def refuse(*args: Any) -> Any:
        raise OperationalError("disk full")

    with connection.execute_wrapper(refuse):
        answers = [too_fast("trial", "203.0.113.7", most=30, within=A_DAY) for _page in range(40)]
    assert answers == [False] * 30 + [True] * 10
