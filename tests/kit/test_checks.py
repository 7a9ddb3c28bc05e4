"""What does not start, and what a real site is warned of."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from portico.kit.checks import is_open, refuse_open_data, refuse_unsafe_start, say_that_mail_goes_nowhere

GOOD = {
    "DEBUG": False,
    "DEMO": False,
    "SECRET_KEY": "s" * 40,
    "ALLOWED_HOSTS": ["a.example"],
    "SMTP_URL": "smtp://mail",
}


def found(settings: Any, **changes: Any) -> list[str | None]:
    """The marks of all that is wrong with such settings."""
    for name, value in {**GOOD, **changes}.items():
        setattr(settings, name, value)
    return [one.id for one in [*refuse_unsafe_start(None), *say_that_mail_goes_nowhere(None)]]


@pytest.mark.parametrize(
    ("changes", "mark"),
    [
        ({"SECRET_KEY": "short"}, "portico.E002"),
        ({"ALLOWED_HOSTS": []}, "portico.E003"),
        ({"ALLOWED_HOSTS": ["*"]}, "portico.E004"),
        ({"SMTP_URL": ""}, "portico.W001"),
    ],
)
def test_each_unsafe_setting_is_named(settings: Any, changes: dict[str, Any], mark: str) -> None:
    assert found(settings, **changes) == [mark]


def test_the_key_for_development_is_refused(settings: Any) -> None:
    assert found(settings, SECRET_KEY=settings.UNSAFE_SECRET_KEY) == ["portico.E001"]


def test_good_settings_and_development_pass(settings: Any) -> None:
    assert found(settings) == []
    assert found(settings, DEBUG=True, SMTP_URL="", ALLOWED_HOSTS=[], SECRET_KEY="x") == []


def test_what_everybody_on_the_machine_can_read_is_refused(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", "/etc/passwd")  # which everybody can read everywhere
    settings.DEBUG, settings.DATA_DIR = False, Path("/etc")
    told = refuse_open_data(None)
    assert [str(one.hint) for one in told] == ["Run  chmod 700 /etc", "Run  chmod 600 /etc/passwd"]
    assert {one.id for one in told} == {"portico.E007"}
    settings.DEBUG = True
    assert refuse_open_data(None) == []


def test_a_closed_folder_above_closes_what_is_in_it(tmp_path: Path) -> None:
    inner = tmp_path / "closed" / "open"
    inner.mkdir(parents=True)
    inner.chmod(0o755)
    (tmp_path / "closed").chmod(0o700)
    assert not is_open(inner)


def test_a_new_data_folder_is_the_owners_alone(tmp_path: Path) -> None:
    told = {**os.environ, "DATA_DIR": str(tmp_path / "data")}
    subprocess.run([sys.executable, "-c", "import config.settings"], env=told, check=True)
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
