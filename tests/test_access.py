"""Every address × every kind of person. A new address fails here until it stands in ACCESS."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from portico.agencies.models import Member
from portico.kit.times import now
from tests.access_rows import FIXED, ROWS
from tests.access_table import ACCESS
from tests.desk import text_of
from tests.world import Acme

DESK = {"owner", "recruiter", "consultant", "finance", "reader"}
GROUPS: dict[str, set[str]] = {
    "everybody": {"*"},
    "members": DESK | {"client", "viewer", "client_admin", "candidate", "rival"},
    "desk": DESK | {"rival"},
    "workers": {"owner", "recruiter", "consultant", "rival"},
    "payers": {"owner", "recruiter", "rival"},
    "exporters": {"owner", "recruiter", "finance", "rival"},
    "importers": {"owner", "recruiter", "rival"},
    "managers": {"owner", "rival"},
    "clients": {"client", "viewer", "client_admin"},
    "judges": {"client", "client_admin"},
    "requesters": {"client_admin"},
    "client_admins": {"client_admin"},
    "candidates": {"candidate"},
}
PEOPLE: dict[str, Callable[[Acme], Member | None]] = {
    "owner": lambda w: w.owner,
    "recruiter": lambda w: w.recruiter,
    "consultant": lambda w: w.consultant,
    "finance": lambda w: w.finance,
    "reader": lambda w: w.reader,
    "client": lambda w: w.maya,
    "viewer": lambda w: w.jonas,
    "client_admin": lambda w: w.client_admin,
    "candidate": lambda w: w.dario_member,
    "rival": lambda w: w.theirs.owner,
    "revoked": lambda w: w.revoked,
    "gone": lambda w: w.gone,
    "stranger": lambda w: None,
}
STAFF = DESK | {"rival", "gone"}


def routes(resolver: Any = None, namespace: str = "", before: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Every named address: its name, its path, its view."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, str(pattern.namespace or namespace), path)
        elif namespace not in {"demo", "styleguide"}:
            yield f"{namespace}:{pattern.name}", path, pattern


ROUTES = {name: pattern for name, _path, pattern in routes()}
ROUTES_BY_NAME = {name: path for name, path, _pattern in routes()}
PARAMETER = re.compile(r"<(\w+):(\w+)>")


def signed_in(member: Member | None, host: str) -> Client:
    """A browser in which this person is signed in."""
    browser = Client(headers={"host": host}, raise_request_exception=False)
    if member is not None:
        session = browser.session
        session.update(session_of(member))
        session.save()
        browser.cookies["sessionid"] = session.session_key or ""
    return browser


def session_of(member: Member) -> dict[str, Any]:
    """What the session of a signed-in person holds, as signing in leaves it."""
    at = now().isoformat()
    return {"member": member.pk, "proof": member.user.session_proof, "began": at, "seen": at}


def address(name: str, world: Acme) -> str:
    """The address with the numbers of this agency's own rows."""
    path, blanks = "/", PARAMETER.split(ROUTES_BY_NAME[name])
    for literal, parameter in zip(blanks[::3], [*blanks[2::3], ""], strict=True):
        path += literal
        if parameter:
            path += str(FIXED[parameter] if parameter in FIXED else row(path, world))
    return path


def row(path: str, world: Acme) -> int:
    """The world's row that stands behind an address up to here."""
    known = ROWS.get(path[1:]) or ROWS.get(re.sub(r"/\d+/", "/1/", path[1:]))
    if known is None and re.fullmatch(r"/desk/candidates/", path):
        known = ROWS["desk/candidates/"]
    assert known is not None, f"tests/access_rows.py: ROWS lacks {path}"
    return known(world)


def has_row(name: str) -> bool:
    """Whether the address names a row."""
    return bool(re.search(r"<(id|int):", ROUTES_BY_NAME[name]))


NOT_THERE = {
    "client_portal:document",  # the share does not allow downloads
    "client_portal:profile",  # nobody chose to show the agency's own profile
    "client_portal:profile_sheet",
    "client_portal:preview_profile_sheet",
}


def expected(name: str, who: str) -> set[int]:
    """Which answers are right when this person asks for this address of Acme's (on their own agency's site)."""
    allowed = GROUPS[ACCESS[name]]
    if "*" in allowed:
        return {200, 301, 302, 400, 404, 405, 410}
    if who in {"stranger", "revoked", "gone"}:
        return {302}
    if who == "rival" and has_row(name):
        return {404, 405}
    if who in allowed and name in NOT_THERE:
        return {404}
    if who in allowed:
        return {200, 302, 404, 405, 409, 422} if who in {"consultant", "viewer"} else {200, 302, 405, 409, 422}
    side_fits = (who in STAFF) == (GROUPS[ACCESS[name]] <= STAFF | {"rival"})
    return {403} if side_fits and same_side(name, who) else {404}


def same_side(name: str, who: str) -> bool:
    """Whether the address is on the person's side of the house."""
    group = GROUPS[ACCESS[name]]
    sides = [DESK | {"rival"}, {"client", "viewer", "client_admin"}, {"candidate"}]
    return any(who in side and group <= side for side in sides)


def test_every_address_stands_in_the_table_and_has_a_gate() -> None:
    named = set(ROUTES)
    assert sorted(named - set(ACCESS)) == []
    assert sorted(set(ACCESS) - named) == []
    assert [name for name, pattern in ROUTES.items() if not hasattr(pattern.callback, "gate")] == []


@pytest.mark.parametrize("who", PEOPLE)
def test_each_person_gets_the_pages_of_the_table_and_no_others(acme: Acme, who: str) -> None:
    member = PEOPLE[who](acme)
    host = acme.theirs.agency.host if who == "rival" else acme.agency.host
    wrong = []
    browser = signed_in(member, host)
    for name in ACCESS:
        answer = browser.get(address(name, acme))
        if answer.status_code not in expected(name, who):
            wrong.append(f"{who} GET {name}: {answer.status_code}, not one of {expected(name, who)}")
        wrong += leaks(name, who, answer)
    assert wrong == []


def leaks(name: str, who: str, answer: HttpResponse | Any) -> list[str]:
    """The word that stands in every private field must not reach portals and strangers."""
    if who in STAFF or answer.streaming:
        return []
    return [f"{who} GET {name}: CANARY"] if b"CANARY" in answer.content else []


@pytest.mark.parametrize("who", ["stranger", "revoked", "gone", "reader", "finance", "viewer", "candidate", "rival"])
def test_who_may_not_do_a_deed_cannot_do_it_by_post(acme: Acme, who: str) -> None:
    member = PEOPLE[who](acme)
    host = acme.theirs.agency.host if who == "rival" else acme.agency.host
    wrong = []
    browser = signed_in(member, host)
    for name in ACCESS:
        if "*" in GROUPS[ACCESS[name]] or (who in GROUPS[ACCESS[name]] and who != "rival"):
            continue
        if who == "rival" and not has_row(name):
            continue
        answer = browser.post(address(name, acme))
        right = {405} if who == "rival" else set()
        if answer.status_code not in expected(name, who) | right:
            wrong.append(f"{who} POST {name}: {answer.status_code}, not one of {expected(name, who)}")
    assert wrong == []


def test_another_agencys_row_and_no_row_at_all_answer_the_same(acme: Acme) -> None:
    browser = signed_in(acme.owner, acme.agency.host)
    theirs = acme.theirs
    for name in ("backoffice:candidate", "backoffice:job", "backoffice:contact", "backoffice:organization"):
        foreign = browser.get(address(name, theirs))
        missing = browser.get(reverse(name, args=[999_999_999]))
        assert (
            (foreign.status_code, foreign.content) == (missing.status_code, missing.content) == (404, missing.content)
        )


def test_a_session_of_one_agency_is_nothing_on_the_site_of_another(acme: Acme) -> None:
    browser = signed_in(acme.owner, acme.theirs.agency.host)
    assert browser.get("/desk/").status_code == 302


def test_an_unknown_host_is_a_bad_request(acme: Acme) -> None:
    answer = Client(headers={"host": "evil.localhost"}).get("/sign-in/")
    assert answer.status_code == 400
    assert "Nobody’s site is here" in text_of(answer)
    assert 'href="/"' not in text_of(answer).partition("<main")[2], "the start page of nobody's site is no way out"
