"""A double click, a second press, the back button: the same form sent twice is done once, whatever it makes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client

from portico.agencies.models import Member
from portico.candidates.models import Absence, Candidate
from portico.clients.models import Contact, Organization
from portico.jobs.models import Job, Requisition
from portico.kit.failpoints import armed
from portico.pipeline.models import Interview, Offer
from portico.records.models import Note
from tests.asking import SAID
from tests.desk import browser_of
from tests.drawn import forms_on
from tests.test_races import at_once, statuses, world
from tests.world import Acme

__all__ = ["world"]

type Words = Callable[[Acme], dict[str, Any]]


def nothing(world: Acme) -> dict[str, Any]:
    """The form as it was drawn."""
    return {}


MAKING: list[tuple[str, str, str, type[Model], Words]] = [
    ("recruiter", "/desk/candidates/add/", "", Candidate, lambda w: {"first_name": "Ann", "last_name": "New"}),
    ("recruiter", "/desk/organizations/add/", "", Organization, lambda w: {"name": "Newcomers"}),
    ("recruiter", "/desk/contacts/add/", "", Contact, lambda w: {"first_name": "Ann", "last_name": "New"}),
    (
        "recruiter",
        "/desk/jobs/add/",
        "",
        Job,
        lambda w: {"title": "Cook", "organization": f"Northwind #{w.northwind.pk}"},
    ),
    ("recruiter", "/desk/candidates/{dario}/", "/notes/", Note, lambda w: {"note-text": "Called him"}),
    ("recruiter", "/desk/applications/{run}/offer/", "", Offer, lambda w: {"start": "2027-01-04"}),
    ("recruiter", "/desk/applications/{run}/interview/", "", Interview, nothing),
    ("petra", "/client/requisitions/add/", "", Requisition, lambda w: SAID | {"start": "2027-01-04"}),
    ("dario_member", "/me/profile/", "/absences/", Absence, lambda w: {"first": "2027-01-01", "last": "2027-01-03"}),
]


def form_of(browser: Client, page: str, action: str, words: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The form on a page that leads to this action, filled in."""
    drawn = next(one for one in forms_on(browser.get(page).content.decode(), page) if one.action.endswith(action))
    kept = {name: values for name, values in drawn.values.items() if values}
    assert "once" in kept, f"the form on {page} has no key"
    return drawn.action, kept | words


def twice(world: Acme, who: str, page: str, action: str, words: Words) -> list[Any]:
    """Two presses of one button in the same moment."""
    member: Member = getattr(world, who)
    here = page.format(dario=world.dario.pk, run=world.application.pk)
    path, said = form_of(browser_of(member), here, action or here, words(world))
    first = browser_of(member, raise_request_exception=False)
    second = Client(headers={"host": world.agency.host}, raise_request_exception=False)
    second.cookies = first.cookies
    return at_once(lambda: first.post(path, said), lambda: second.post(path, said))


@pytest.mark.parametrize(
    ("who", "page", "action", "model", "words"), MAKING, ids=[f"{one[0]} {one[1]}{one[2]}" for one in MAKING]
)
def test_what_is_sent_twice_is_made_once(
    world: Acme, who: str, page: str, action: str, model: type[Model], words: Words
) -> None:
    before = model._base_manager.count()
    answers = twice(world, who, page, action, words)
    assert statuses(answers) == [302, 302], [answer.content[:300] for answer in answers]
    assert len({answer["Location"] for answer in answers}) == 1
    assert model._base_manager.count() == before + 1


def test_without_the_keys_of_forms_it_would_be_made_twice(world: Acme) -> None:
    before = Note.objects.count()
    with armed("form.once=skip"):
        twice(world, *MAKING[4][:3], MAKING[4][4])
    assert Note.objects.count() == before + 2
