"""Wherever an address travels in a request, nobody is sent to another site by it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from portico.jobs.models import Advert
from tests import access_rows
from tests.access.test_signing_in import ELSEWHERE
from tests.desk import browser_of
from tests.world import Acme

NAMES = ("next", "back", "return", "redirect", "to", "url", "u", "r", "continue", "goto", "dest", "lang", "language")
"""What such parameters are usually called; asked of every page at once."""

type Ask = Callable[[Acme, str], Any]


def stranger(world: Acme) -> Client:
    """Nobody we know."""
    return Client(headers={"host": world.agency.host}, raise_request_exception=False)


def registers(world: Acme, wanted: str) -> Any:
    """Somebody asks for an account."""
    typed = {"first_name": "N", "last_name": "B", "email": "n@b.example", "next": wanted}
    return stranger(world).post("/me/register/", typed)


def asks_permission(world: Acme, wanted: str) -> Any:
    """A recruiter asks again, from wherever the form stood."""
    pk = access_rows.permission(world).pk
    return browser_of(world.recruiter).post(f"/desk/permissions/{pk}/remind/", {"back": wanted})


PLACES: dict[str, Ask] = {
    "sign in": lambda w, wanted: stranger(w).post("/sign-in/", {"email": "a@b.example", "way": "link", "next": wanted}),
    "sign in by get": lambda w, wanted: browser_of(w.owner).get("/sign-in/", {"next": wanted}),
    "change places": lambda w, wanted: browser_of(w.owner).post("/switch/", {"member": w.owner.pk, "next": wanted}),
    "register": registers,
    "skills": lambda w, wanted: browser_of(w.dario_member).post("/me/profile/skills/", {"skills": "x", "back": wanted}),
    "permission": asks_permission,
    "button after the session ended": lambda w, wanted: stranger(w).post("/account/name/", headers={"referer": wanted}),
    "live part after the session ended": lambda w, wanted: stranger(w).get(
        "/desk/", headers={"HX-Request": "true", "HX-Current-URL": wanted}
    ),
    "campaign link": lambda w, wanted: stranger(w).get(f"/jobs/{advert(w).pk}/", {"source": wanted, "to": wanted}),
}


def advert(world: Acme) -> Advert:
    """A job that is shown to everybody."""
    return Advert.objects.filter(agency=world.agency).first() or Advert(pk=1)


def leads_out(world: Acme, answer: Any) -> bool:
    """Whether the answer sends the browser to anything but a page of this site, or has a header that is not ours."""
    for name in ("Location", "HX-Redirect", "HX-Location", "Refresh"):
        target = answer.get(name, "")
        parts = urlsplit(target)
        if target and (parts.scheme or parts.netloc or not target.startswith("/") or target[1:2] in {"/", "\\"}):
            return True
    return "a=b" in str(answer.cookies) or any(char in str(answer.headers.values()) for char in "\r\n\x00")


def sendable(wanted: str) -> bool:
    """Whether it can stand in a header at all; a real web server would not even pass it on."""
    return wanted.isascii() and wanted.isprintable()


@pytest.mark.parametrize("place", PLACES)
def test_no_address_typed_into_a_request_leads_away(acme: Acme, place: str) -> None:
    """CVE-2023-27292, CVE-2024-45399: a page that sends people on to where a parameter says."""
    for wanted in [one for one in ELSEWHERE if "session ended" not in place or sendable(one)]:
        answer = PLACES[place](acme, wanted)
        assert answer.status_code < 500, wanted
        assert not leads_out(acme, answer), (wanted, dict(answer.headers))


def test_no_page_follows_any_of_the_usual_parameters(acme: Acme) -> None:
    pages = [
        "/",
        "/sign-in/",
        "/jobs/",
        "/me/",
        "/me/register/",
        "/client/",
        "/desk/",
        "/account/",
        "/switch/",
        "/password/forgot/",
    ]
    for browser in (stranger(acme), browser_of(acme.owner), browser_of(acme.maya), browser_of(acme.dario_member)):
        for page in pages:
            answer = browser.get(page, dict.fromkeys(NAMES, "//evil.example"))
            assert answer.status_code < 500
            assert not leads_out(acme, answer), (page, dict(answer.headers))


@pytest.mark.parametrize(
    "path", ["//evil.example", "//evil.example/desk", "/\\evil.example/desk", "//evil.example/sign-in"]
)
def test_the_path_itself_leads_nowhere_else(acme: Acme, path: str) -> None:
    assert not leads_out(acme, stranger(acme).get(path))
