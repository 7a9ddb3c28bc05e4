"""How much somebody may send is known before anything of it is read."""

import io
from typing import Any

import pytest
from django.conf import settings

from portico.agencies.bringing import may_bring
from tests.desk import browser_of
from tests.world import Acme

MB = 1024 * 1024


def asked(acme: Acme, path: str = "/desk/imports/", session: str = "", host: str = "") -> int:
    """What the server hears when such a request begins."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "HTTP_HOST": host or acme.agency.host,
        "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={session}",
        "wsgi.input": io.BytesIO(),
    }
    return may_bring(environ)


@pytest.mark.parametrize(("who", "megabytes"), [("recruiter", 600), ("maya", 40), ("gone", 3)])
def test_each_person_may_bring_what_they_have_use_for(acme: Acme, who: str, megabytes: int) -> None:
    cookies = browser_of(getattr(acme, who)).cookies
    assert asked(acme, session=cookies[settings.SESSION_COOKIE_NAME].value) == megabytes * MB


def test_a_stranger_brings_a_form_or_the_files_of_an_application(acme: Acme) -> None:
    assert asked(acme) == asked(acme, session="nonsense") == 3 * MB
    assert asked(acme, f"/jobs/{acme.job.pk}/apply/") == 40 * MB


def test_an_unknown_site_takes_nothing(acme: Acme) -> None:
    assert asked(acme, host="evil.localhost") == asked(acme, host="evil host") == 0
