"""What does not start, and what a real site is warned of."""

from typing import Any

import pytest

from portico.kit.checks import refuse_unsafe_start, say_that_mail_goes_nowhere

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
