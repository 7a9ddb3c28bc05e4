"""Nothing that somebody typed, and no way in, is found in the log after people worked and things broke."""

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from portico.access import links
from portico.access.models import Purpose
from portico.backoffice.views import candidates
from portico.kit.logs import OneLine, WithoutSecrets
from tests.careers.applicants import Applicant, advert_of
from tests.desk import browser_of
from tests.world import Acme

PASSWORD, TYPED, CODE = "correct-horse-battery", "CANARYTYPED", "ABCD-EFGH"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the site writes to its log, at the most talkative level, as settings have it written."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(WithoutSecrets())
    handler.setFormatter(OneLine())
    root, django = logging.getLogger(), logging.getLogger("django.request")
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    yield written
    logging.getLogger("django.db.backends").setLevel(logging.NOTSET)
    root.setLevel(before)
    root.removeHandler(handler)
    assert django.propagate


def test_flows_and_faults_leave_no_secret_and_nothing_personal(
    acme: Acme, log: io.StringIO, monkeypatch: pytest.MonkeyPatch, run_tasks: Any
) -> None:
    token = ways_in(acme, run_tasks)
    applicant = Applicant(advert_of(acme))
    applicant.apply(email="canary.person@example.org", first_name=TYPED)
    desk = browser_of(acme.recruiter)
    desk.raise_request_exception = False
    desk.get("/desk/candidates/", {"q": TYPED, "sort": "nonsense"})
    desk.post(f"/desk/candidates/{acme.dario.pk}/notes/", {"note-text": TYPED * 5000})
    number = something_breaks(acme, desk, monkeypatch)
    Client(headers={"host": acme.agency.host}).post("/hooks/bounces/", {"secret": PASSWORD})

    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert any(line.get("request") == number for line in lines), "the page's number is in the log"
    text = log.getvalue()
    for secret in (PASSWORD, TYPED, CODE, token, "canary.person", "CANARY", acme.dario.email, "sessionid", "csrftoken"):
        assert secret not in text, secret
    assert not re.search(r"[\w.]+@[\w-]+\.\w+", text)


def ways_in(acme: Acme, run_tasks: Any) -> str:
    """Passwords, links and codes are tried; returns the token of a link."""
    browser = Client(headers={"host": acme.agency.host}, raise_request_exception=False)
    browser.post("/sign-in/", {"email": acme.maya.email, "password": PASSWORD})
    browser.post("/sign-in/", {"email": acme.maya.email, "way": "link"})
    run_tasks()
    browser.post("/sign-in/sent/", {"code": CODE})
    link, token = links.issue(acme.maya, Purpose.LASTING)
    links.mail(link, token, "access/emails/way_back", side="client")
    browser.get(f"/l/{token}/", follow=True)
    browser.get(f"/l/{token[:-1]}x/")
    Client(headers={"host": acme.agency.host}, enforce_csrf_checks=True).post(f"/l/{token}/", {"code": CODE})
    run_tasks()
    return token


def something_breaks(acme: Acme, desk: Client, monkeypatch: pytest.MonkeyPatch) -> str:
    """A page breaks with what somebody typed in its variables and the database's words; returns its number."""

    def broken(found: Any) -> Any:
        typed = f"{TYPED} {found.email}"
        raise IntegrityError(f"duplicate key\nDETAIL:  Key (email)=({typed}) already exists.")

    monkeypatch.setattr(candidates, "facts_of", broken)
    answer = desk.get(f"/desk/candidates/{acme.dario.pk}/")
    assert answer.status_code == 500
    number = answer["X-Request-ID"]
    assert number in answer.content.decode()
    assert TYPED not in answer.content.decode()
    return number
