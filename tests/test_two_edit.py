"""Two people have the same form open: whoever saves last takes nothing back from whoever saved first.

The forms of pages on which something is edited are tried; with THOROUGH=1 those of all pages. One that shows what was
saved when it is opened again is a form by which something is edited: then one person changes one field, and another,
who had opened it before, changes another one, and the same one.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from portico.operations.routes import routes
from tests.drawn import Drawn, forms_on
from tests.test_access import PEOPLE, ROUTES_BY_NAME, address, signed_in
from tests.world import Acme

SIDES = {"backoffice": "owner", "client_portal": "client_admin", "candidate_portal": "candidate"}
THOROUGH = bool(os.environ.get("THOROUGH"))
ALONE = {
    "/client/profile/choices/",  # one's own wishes
    "/me/welcome/contact/",  # what one proposes oneself, and takes back, until a recruiter said yes
    "/me/profile/edit/contact/",
}
LAST_WORD = {"/desk/shares/1/decider/"}  # one choice of one thing, each on record
EDITS = re.compile(r":settings_|_edit$|_settings$|_step$")
MORE = {
    *("contact_scope", "candidate_describe", "portal_user", "application_form", "advert", "interview", "share"),
    *("member", "settings_wording", "profile_page", "application"),
}
"""Other pages that hold such a form; with THOROUGH=1 it turns out whether one is missing here."""
HIDDEN = ("once", "seen", "back", "after", "next")


@dataclass
class Found:
    """What the walk came by."""

    forms: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)


@dataclass
class Form:
    """One form on one page, as somebody sees it."""

    browser: Client
    page: str
    action: str

    def open(self) -> Drawn | None:
        """As it is drawn now."""
        answer: Any = self.browser.get(self.page)
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            return None
        forms = forms_on(answer.content.decode(), self.page)
        return next((one for one in forms if one.action == self.action), None)

    def send(self, drawn: Drawn, **changed: str) -> Any:
        """Send it as it was drawn, with something changed."""
        words = {name: [value.removeprefix("\n") for value in values] for name, values in drawn.values.items()}
        words |= {name: [value] for name, value in changed.items()}
        words.pop("once", None)
        return self.browser.post(self.action, words)

    def shows(self, name: str) -> str:
        """What stands in a field now."""
        drawn = self.open()
        there = (drawn.values.get(name) or [""])[0].strip() if drawn is not None else ""
        return there.removesuffix(".000")


def editable(drawn: Drawn) -> list[str]:
    """Fields that hold one value that somebody can type or choose."""
    names = [name for name, values in drawn.values.items() if len(values) == 1]
    return [name for name in names if name.rsplit("-", 1)[-1].rsplit("_", 1)[-1] not in HIDDEN]


def others(drawn: Drawn, name: str) -> list[str]:
    """Other values that the field may take."""
    value = drawn.values[name][0].strip()
    choices = [one for one in drawn.options.get(name, []) if one != value]
    if len(drawn.options.get(name, [])) > 1:
        return choices[:2]
    if value.replace(".", "", 1).isdigit():
        return [str(int(float(value)) + 1), str(int(float(value)) + 2)]
    return ["Changed by one", "Changed by another"]


@contextmanager
def tried() -> Iterator[None]:
    """What is done here leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()


def saved(form: Form, drawn: Drawn, name: str, value: str) -> bool:
    """Whether this change is taken, and stands there afterwards."""
    return form.send(drawn, **{name: value}).status_code == 302 and form.shows(name) == value


def first_change(form: Form, drawn: Drawn) -> str:
    """A field that can be changed by this form. One that takes two changes and shows neither edits nothing."""
    taken = 0
    for name in editable(drawn)[:8]:
        for value in others(drawn, name)[:1]:
            with tried():
                answer = form.send(drawn, **{name: value})
                if answer.status_code == 302 and form.shows(name) == value:
                    return name
                taken += answer.status_code == 302
        if taken == 3:
            break
    return ""


def two_edit(form: Form, drawn: Drawn, found: Found) -> None:
    """One saves the first field; the other, with the form as it was before, saves another one, then the same one."""
    mine = first_change(form, drawn)
    if not mine:
        return
    found.forms.append(f"{form.page} {form.action}")
    ours, theirs = (others(drawn, mine) * 2)[:2]
    for name in editable(drawn):
        if name == mine:
            continue
        with tried():
            if not saved(form, drawn, name, others(drawn, name)[0] if others(drawn, name) else ""):
                continue
        with tried():
            form.send(drawn, **{mine: ours})
            answer = form.send(drawn, **{name: others(drawn, name)[0]})
            if form.shows(mine) != ours:
                found.lost.append(f"{form.action}: {mine} when {name} is saved: {answer.status_code}")
        break
    if ours != theirs:
        with tried():
            form.send(drawn, **{mine: ours})
            answer = form.send(drawn, **{mine: theirs})
            if form.action in LAST_WORD:
                return
            if answer.status_code != 409 or form.shows(mine) != ours or theirs not in answer.content.decode():
                found.silent.append(f"{form.action}: {mine}: {answer.status_code}")


def walk(world: Acme) -> Found:
    """Every form of every page."""
    found, known = Found(), set[str]()
    for route in routes():
        package, _colon, name = route.name.partition(":")
        side = SIDES.get(package, "") if THOROUGH or EDITS.search(route.name) or name in MORE else ""
        if not side or route.name not in ROUTES_BY_NAME:
            continue
        browser, page = signed_in(PEOPLE[side](world), world.agency.host), address(route.name, world)
        answer: Any = browser.get(page)
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        for drawn in forms_on(answer.content.decode(), page):
            if drawn.method == "post" and drawn.action not in known | ALONE and editable(drawn):
                known.add(drawn.action)
                two_edit(Form(browser, page, drawn.action), drawn, found)
    return found


@pytest.mark.only_on("sqlite")
def test_nobody_takes_back_what_another_saved_meanwhile(acme: Acme) -> None:
    found = walk(acme)
    assert found.lost == []
    assert found.silent == []
    assert len(found.forms) > 30, found.forms


@pytest.mark.parametrize(
    ("route", "without"),
    [
        ("backoffice:settings_careers", "portico.kit.edit_forms.opened"),
        ("backoffice:organization_edit", "portico.records.editing.unsealed"),
    ],
)
def test_without_what_the_form_showed_the_first_change_is_lost(
    acme: Acme, monkeypatch: pytest.MonkeyPatch, route: str, without: str
) -> None:
    browser, page, found = signed_in(acme.owner, acme.agency.host), address(route, acme), Found()
    form = Form(browser, page, page)
    drawn = form.open()
    assert drawn is not None
    two_edit(form, drawn, found)
    assert (found.lost, found.silent) == ([], [])
    monkeypatch.setattr(without, lambda _seen: {})
    two_edit(form, drawn, found)
    assert len(found.lost) == len(found.silent) == 1
