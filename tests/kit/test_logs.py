"""The log holds no secret part of an address."""

import logging
from typing import Any

from django.conf import settings

from portico.access.secrets import new_token
from portico.kit.logs import WithoutSecrets


def test_the_token_of_a_link_is_not_logged() -> None:
    token = new_token()
    words = ("Conflict", f"/me/permission/{token}/")
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, "%s: %s", words, None)

    assert WithoutSecrets().filter(record)
    assert record.getMessage() == "Conflict: /me/permission/…/"
    logging_rules: dict[str, Any] = settings.LOGGING
    assert logging_rules["handlers"]["console"]["filters"] == ["secrets"]


def test_other_lines_stay_as_they_are() -> None:
    record = logging.LogRecord("portico", logging.INFO, __file__, 1, "Not Found: %s", ("/jobs/12/night-porter/",), None)

    WithoutSecrets().filter(record)
    assert record.getMessage() == "Not Found: /jobs/12/night-porter/"
