"""Portico on several hosts, as plain processes of this machine; `script/hosts` tries more, and longer."""

import os
import subprocess
import sys
from urllib.parse import quote

import pytest

from tests.house.tree import ROOT


@pytest.mark.long
@pytest.mark.only_on("postgresql")
def test_people_notice_neither_at_which_host_they_are_nor_an_update_and_nothing_is_lost_with_the_database(
    db: None,
) -> None:
    from django.db import connection

    place = connection.settings_dict
    tables = f"postgresql://{place['USER']}@/{place['NAME']}?host={quote(str(place['HOST']), safe='')}"
    command = [sys.executable, "-m", "script.hosting.main", "--short", "--tables", tables]
    ours = {"DATABASE_URL", "DATA_DIR", "DJANGO_SETTINGS_MODULE"}
    environment = {key: value for key, value in os.environ.items() if key not in ours}

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=500)

    assert done.returncode == 0, f"{done.stdout[-3000:]}{done.stderr[-2000:]}"
