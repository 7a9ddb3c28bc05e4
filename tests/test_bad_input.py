"""Every form and every parameter with nonsense: a sentence or a 4xx, never a 500, and nothing too long is stored.

The kinds of nonsense take turns from parameter to parameter and from deed to deed, so that every kind meets every sort
of field somewhere; with THOROUGH=1 each meets each.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from django.db import models, transaction
from django.http import QueryDict
from django.test import Client
from django.urls import resolve
from django.utils.datastructures import MultiValueDict

from portico.agencies.models import Member
from tests.drawn import Drawn, forms_on
from tests.test_access import PARAMETER, ROUTES_BY_NAME, address, signed_in
from tests.world import PASSWORD, Acme

NONSENSE = {
    "empty": "",
    "a NUL": "a%00b",
    "a bare NUL": "%00",
    "300 characters": "x" * 300,
    "2,600 characters": "y" * 2_600,
    "100,000 characters": "z" * 100_000,
    "2**63": str(2**63),
    "2**70": str(2**70),
    "minus one": "-1",
    "not a number": "NaN",
    "infinite": "Infinity",
    "1e308": "1e308",
    "full-width digits": quote("１２"),
    "a raised digit": quote("²"),
    "invalid UTF-8": "%FF%FEx",
    "a lone surrogate": "%ED%A0%80",
    "an emoji family": quote("👩‍👩‍👧‍👦"),
    "marks without end": quote("e" + "\u0301" * 150),
    "right to left": quote("\u202e\u2066abc"),
    "a day that is none": "2026-13-99",
    "a day too early": "0001-01-01",
    "a day too late": "9999-12-31",
    "code": quote("'\"><script>{{ 7 }}--;%s{0}"),
    "two lines": "a%0D%0ABcc: b@example.com",
    "JSON": quote('{"a": [1, null]}'),
}
MOST = ["a NUL", "100,000 characters", "2**63", "not a number", "a raised digit", "invalid UTF-8", "code"]
FEW = ["a NUL", "300 characters", "100,000 characters", "2**63", "not a number", "a raised digit"]
PEOPLE = ["owner", "client_admin", "dario_member"]
"""One of each side who may do all that the others there may."""
SIDE = {"owner": "backoffice:", "client_admin": "client_portal:", "dario_member": "candidate_portal:"}
MORE = {
    "backoffice:application": [f"do={deed}" for deed in ("move", "reject", "withdraw", "place")],
    "backoffice:job": ["view=board", "view=table"],
}
FORM = "application/x-www-form-urlencoded"
LEAVES = {"access:sign_out", "access:account_sign_out_everywhere"}


STRICTER = pytest.mark.only_on(*(["postgresql", "sqlite"] if os.environ.get("THOROUGH") else ["postgresql"]))
"""PostgreSQL refuses more than SQLite (NUL, numbers too large): the thousands of pages are asked for on it alone."""


def turn(kinds: list[str], number: int, share: int) -> list[str]:
    """The kinds of nonsense whose turn it is in this place: one in `share`, or all when it shall be thorough."""
    return kinds if os.environ.get("THOROUGH") else kinds[number % share :: share]


class TooLong(Exception):
    """A text longer than its column says was about to be stored."""


@pytest.fixture(autouse=True)
def nothing_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite stores any length: so the fields themselves look, in every write of every test here."""

    def guard(kind: Any) -> None:
        write = kind.get_db_prep_save

        def checked(self: Any, value: Any, connection: Any) -> Any:
            if isinstance(value, str) and self.max_length and len(value) > self.max_length:
                raise TooLong(f"{self} takes {self.max_length}, not {len(value)}")
            return write(self, value, connection)

        monkeypatch.setattr(kind, "get_db_prep_save", checked)

    guard(models.CharField)
    guard(models.TextField)


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of all parameters and fields that views and forms look for."""
    names: set[str] = set()
    for method in ("__getitem__", "getlist", "__contains__"):
        original = getattr(MultiValueDict, method)

        def noting(self: Any, key: Any, *args: Any, original: Any = original) -> Any:
            if isinstance(self, QueryDict) and isinstance(key, str):
                names.add(key)
            return original(self, key, *args)

        monkeypatch.setattr(MultiValueDict, method, noting)
        monkeypatch.setattr(QueryDict, method, noting, raising=False)
    return names


@dataclass
class Hand:
    """One person's browser; whatever it does is undone at once."""

    browser: Client
    wrong: list[str]

    def __post_init__(self) -> None:
        self.cookies = {name: one.value for name, one in self.browser.cookies.items()}

    def get(self, path: str, query: str = "", what: str = "", **headers: str) -> Any:
        """Ask for a page."""
        return self.look("GET", path, what, lambda: self.browser.get(path, query_string=query, headers=headers))

    def post(self, path: str, body: str, what: str = "") -> Any:
        """Send a form."""
        return self.look("POST", path, what, lambda: self.browser.post(path, body, content_type=FORM))

    def look(self, method: str, path: str, what: str, send: Any) -> Any:
        """Note a server error; a stream is read to its end."""
        with transaction.atomic():
            answer = send()
            if answer.streaming:
                b"".join(answer.streaming_content)
            transaction.set_rollback(True)
        self.browser.cookies = SimpleCookie(self.cookies)
        if answer.status_code >= 500:
            why = answer.exc_info[1] if getattr(answer, "exc_info", None) else ""
            self.wrong.append(f"{method} {path} with {what}: {answer.status_code} {type(why).__name__} {why}"[:300])
        return answer


def hand_of(world: Acme, who: str) -> Hand:
    """A person's browser."""
    member: Member = getattr(world, who)
    return Hand(signed_in(member, world.agency.host), [])


def own_side(who: str) -> list[str]:
    """The addresses on a person's side of the house; the ways in are tried as the owner."""
    sides = ("access:", "client_portal:preview", SIDE[who]) if who == "owner" else (SIDE[who],)
    return [name for name in ROUTES_BY_NAME if name.startswith(sides)]


def body(values: Mapping[str, Iterable[str]], **changed: str) -> str:
    """A form as it is sent; what is changed is already encoded."""
    pairs = [(name, value) for name, listed in values.items() if name not in changed for value in listed]
    return "&".join([urlencode(pairs), *(f"{quote(name)}={value}" for name, value in changed.items())])


@pytest.mark.long
@STRICTER
@pytest.mark.parametrize("who", PEOPLE)
def test_no_parameter_of_any_page_breaks_it(acme: Acme, who: str, asked_for: set[str]) -> None:
    person = hand_of(acme, who)
    for name in own_side(who):
        path = address(name, acme)
        asked_for.clear()
        if name in LEAVES or person.get(path, what="nothing").status_code != 200:
            continue
        for number, parameter in enumerate(sorted(asked_for), start=len(path)):
            key = quote(parameter)
            for what in turn(MOST, number, 3):
                person.get(path, f"{key}={NONSENSE[what]}", f"{parameter} = {what}")
            person.get(path, f"{key}=1&{key}=2&{key}[]=3", f"{parameter} twice")
    assert person.wrong == []


def test_a_search_survives_everything(acme: Acme) -> None:
    person = hand_of(acme, "owner")
    for path in ("/desk/search/", "/desk/candidates/", "/desk/candidates/names/", "/desk/settings/mail/"):
        for what, value in NONSENSE.items():
            person.get(path, f"q={value}", what)
    assert person.wrong == []


@pytest.mark.parametrize("who", PEOPLE)
def test_no_number_in_an_address_breaks_its_page(acme: Acme, who: str) -> None:
    person = hand_of(acme, who)
    for name in own_side(who):
        path = ROUTES_BY_NAME[name]
        if PARAMETER.search(path):
            for value in ("0", "9" * 18, "9" * 40, quote("²"), "%00", "x" * 300):
                person.get("/" + PARAMETER.sub(value, path), what=value[:40])
            person.post("/" + PARAMETER.sub("9" * 18, path), "", what="18 nines")
    assert person.wrong == []


@pytest.mark.long
@STRICTER
@pytest.mark.parametrize("who", PEOPLE)
def test_no_deed_breaks_when_all_of_its_fields_hold_nonsense(acme: Acme, who: str, asked_for: set[str]) -> None:
    person = hand_of(acme, who)
    for number, name in enumerate(own_side(who)):
        path = address(name, acme)
        asked_for.clear()
        if person.post(path, "", "an empty body").status_code in {403, 404, 405}:
            continue
        fields = asked_for - {"csrfmiddlewaretoken", "once"}
        for what in turn(MOST, number, 3) if fields else []:
            person.post(path, body({}, **dict.fromkeys(fields, NONSENSE[what])), what)
    assert person.wrong == []


def forms_of(world: Acme, person: Hand, names: list[str]) -> dict[str, Drawn]:
    """One form of each kind that this person meets, by the name of the address it is sent to."""
    found: dict[str, Drawn] = {}
    for name in names:
        for query in MORE.get(name, [""]):
            path = address(name, world)
            page = person.get(path, query, "nothing")
            if page.status_code != 200 or page.streaming:
                continue
            for form in forms_on(page.content.decode(), path):
                target = resolve(urlsplit(form.action).path).view_name
                if form.method == "post" and len(form.values) > len(found.get(target, Drawn()).values):
                    found[target] = form
    return found


@pytest.mark.long
@STRICTER
@pytest.mark.parametrize("who", PEOPLE)
def test_no_form_breaks_when_one_of_its_fields_holds_nonsense(acme: Acme, who: str) -> None:
    person = hand_of(acme, who)
    for target, form in forms_of(acme, person, own_side(who)).items():
        if target in LEAVES or (who != "owner" and target.startswith("access:")):
            continue
        person.post(form.action, body(form.values), f"{target} as it stands")
        for number, field in enumerate(form.values):
            for what in turn(FEW, number, 9):
                person.post(form.action, body(form.values, **{field: NONSENSE[what]}), f"{field} = {what}")
    assert person.wrong == []


def test_headers_with_nonsense_break_nothing(acme: Acme) -> None:
    person = hand_of(acme, "owner")
    for path in ("/desk/", f"/desk/jobs/{acme.job.pk}/", "/account/"):
        for value in ("pipeline", "../../etc/passwd", "x" * 10_000, "a\0b", "²", ""):
            for name in ("HX-Target", "HX-Request", "Accept-Language", "User-Agent", "X-Forwarded-For"):
                person.get(path, "", f"{name}: {value[:30]!r}", **{"HX-Request": "true", name: value})
    noisy = Client(
        headers={"host": acme.agency.host, "User-Agent": "é" * 1000, "X-Forwarded-For": "z" * 1000},
        raise_request_exception=False,
    )
    stranger = Hand(noisy, person.wrong)
    for password in ("wrong", PASSWORD, ""):
        words = urlencode({"email": acme.maya.email, "password": password, "remember": "on"})
        stranger.post("/sign-in/", words, "a long browser name")
    assert person.wrong == []


def test_what_was_typed_stays_on_the_page_beside_what_is_wrong(acme: Acme) -> None:
    owner, maya = hand_of(acme, "owner"), hand_of(acme, "maya")
    long = "z" * 2_600
    for person, path, typed, kept, said in [
        (owner, "/desk/candidates/add/", {"first_name": "Ada", "email": "no@", "summary": "Kept"}, "Ada", "email"),
        (owner, f"/desk/jobs/{acme.job.pk}/edit/", {"title": "Day porter", "openings": "many"}, "Day porter", "number"),
        (owner, f"/desk/applications/{acme.application.pk}/move/", {"remark": "Hear, hear", "to": "x", "stay": "1"},
         "Hear, hear", "valid choice"),
        (owner, f"/desk/applications/{acme.application.pk}/place/", {"remark": "Hear, hear", "start": "2026-13-99",
         "stay": "1"}, "Hear, hear", "valid date"),
        (owner, "/desk/contacts/add/", {"first_name": "Bea", "organization": "Nowhere"}, "Bea", "no organization"),
        (maya, f"/client/submissions/{acme.submission.pk}/remark/", {"remark": long}, long, "2000"),
        (maya, f"/client/submissions/{acme.submission.pk}/decline/", {"remark": "Too far away"}, "Too far away", "why"),
        (maya, f"/client/submissions/{acme.submission.pk}/move/", {"remark": "On Monday", "to": "0"}, "On Monday",
         "choice"),
    ]:  # fmt: skip
        answer = person.post(path, urlencode(typed))
        page = answer.content.decode()
        assert (path, answer.status_code, kept in page, said in page) == (path, 422, True, True)


def test_these_tests_would_find_a_break_and_a_text_too_long(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    person = hand_of(acme, "owner")
    monkeypatch.setattr("portico.kit.pages.render_part", lambda *_args, **_context: 1 / 0)
    person.get("/desk/", what="a broken page")
    assert len(person.wrong) == 1
    acme.dario.first_name = "x" * 101
    with pytest.raises(TooLong):
        acme.dario.save()
