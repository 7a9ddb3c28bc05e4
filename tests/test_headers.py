"""What every answer carries, whatever its kind; and a swap after the session has ended."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from portico.access.links import issue
from portico.access.models import AccessLink, Purpose
from portico.kit.times import now
from tests.desk import browser_of
from tests.world import Acme

type Ask = Callable[[Acme, Client, pytest.MonkeyPatch], Any]
HTMX = {"HX-Request": "true", "HX-Target": "pipeline"}


def moved_meanwhile(acme: Acme, browser: Client, _patch: pytest.MonkeyPatch) -> Any:
    """A move from a page that shows another stage."""
    words = {"to": acme.stage("interview").pk, "seen": acme.stage("offer").pk}
    return browser.post(f"/desk/applications/{acme.application.pk}/move/", words)


def dead_link(acme: Acme, browser: Client, _patch: pytest.MonkeyPatch) -> Any:
    """A link that is over."""
    link, token = issue(acme.maya, Purpose.INVITATION)
    AccessLink.objects.filter(pk=link.pk).update(expires=now() - timedelta(days=1))
    return browser.get(f"/l/{token}/", follow=True)


def too_often(acme: Acme, browser: Client, _patch: pytest.MonkeyPatch) -> Any:
    """Asking for mail until it is enough."""
    answers = (browser.post("/password/forgot/", {"email": f"a{n}@example.com"}) for n in range(60))
    return next(answer for answer in answers if answer.status_code == 429)


def broken(acme: Acme, browser: Client, patch: pytest.MonkeyPatch) -> Any:
    """A programming error."""
    patch.setattr("portico.kit.pages.render_part", lambda *_args, **_context: 1 / 0)
    return browser.get("/desk/")


def without_proof(acme: Acme, browser: Client, _patch: pytest.MonkeyPatch) -> Any:
    """A form from elsewhere."""
    strict = Client(enforce_csrf_checks=True, headers={"host": acme.agency.host})
    strict.cookies = browser.cookies
    return strict.post("/desk/candidates/add/", {"first_name": "Eve"})


KINDS: dict[str, tuple[int, Ask]] = {
    "page": (200, lambda acme, browser, _patch: browser.get("/desk/")),
    "part": (200, lambda acme, browser, _patch: browser.get(f"/desk/jobs/{acme.job.pk}/", headers=HTMX)),
    "file": (200, lambda acme, browser, _patch: browser.get("/desk/candidates/?export=csv")),
    "static file": (200, lambda acme, browser, _patch: browser.get("/static/kit/icon.svg")),
    "stylesheet": (200, lambda acme, browser, _patch: browser.get(f"/brand/{acme.agency.brand_print}.css")),
    "sign-in page": (200, lambda acme, browser, _patch: browser.get("/sign-in/?again=1")),
    "redirect": (302, lambda acme, browser, _patch: browser.get("/")),
    "nonsense": (400, lambda acme, browser, _patch: browser.get("/desk/jobs/?sort=nonsense")),
    "unknown host": (400, lambda acme, browser, _patch: browser.get("/", headers={"host": "evil.localhost"})),
    "no proof": (403, without_proof),
    "not allowed": (403, lambda acme, _browser, _patch: browser_of(acme.reader).get("/desk/jobs/add/")),
    "nothing there": (404, lambda acme, browser, _patch: browser.get("/nothing/")),
    "no such row": (404, lambda acme, browser, _patch: browser.get("/desk/jobs/999999/")),
    "only by form": (405, lambda acme, browser, _patch: browser.get(f"/desk/jobs/{acme.job.pk}/close/")),
    "conflict": (409, moved_meanwhile),
    "dead link": (410, dead_link),
    "refused form": (422, lambda acme, browser, _patch: browser.post("/desk/candidates/add/", {})),
    "too often": (429, too_often),
    "error": (500, broken),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_is_guarded(acme: Acme, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    status, ask = KINDS[kind]
    answer = ask(acme, browser_of(acme.owner, raise_request_exception=False), monkeypatch)
    assert answer.status_code == status

    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    kept = kind in {"static file", "stylesheet"}
    assert ("no-store" in answer.get("Cache-Control", "")) is not kept
    if not kept:
        assert {"HX-Request", "HX-Target", "Cookie"} <= {one.strip() for one in answer["Vary"].split(",")}


def test_no_answer_tells_what_went_wrong_inside(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = broken(acme, browser_of(acme.owner, raise_request_exception=False), monkeypatch)
    assert b"ZeroDivisionError" not in answer.content
    assert b"Traceback" not in answer.content


def test_pages_behind_mailed_links_tell_nobody_where_one_came_from(acme: Acme) -> None:
    _link, token = issue(acme.maya, Purpose.LASTING)
    browser = Client(headers={"host": acme.agency.host})
    for answer in (browser.get(f"/l/{token}/"), browser.get("/link/"), browser.get("/join/")):
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_swap_after_the_session_has_ended_leads_to_the_sign_in_page(acme: Acme, method: str) -> None:
    stranger = Client(headers={"host": acme.agency.host, **HTMX})
    for path in (f"/desk/jobs/{acme.job.pk}/", "/desk/", f"/client/jobs/{acme.share.pk}/", "/me/"):
        answer = getattr(stranger, method)(path)
        assert answer["HX-Redirect"].startswith("/sign-in/")
        assert b"<form" not in answer.content
