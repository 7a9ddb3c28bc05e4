"""Acme's pages say the same whether or not there is a rival: counts, lists, searches, feeds and exports among them."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction

from demo.mirror.world import World
from tests.isolation import digest
from tests.isolation.grid import cells, listed
from tests.isolation.policy import OWN, gets_in
from tests.isolation.trying import THOROUGH, Trial, body_of, normal, trial
from tests.prepared import ask_plainly

pytestmark = pytest.mark.django_db
SEARCHES = ["/desk/search/", "/desk/candidates/", "/desk/candidates/names/", "/desk/organizations/",
            "/desk/organizations/names/", "/desk/contacts/", "/desk/contacts/names/", "/desk/jobs/",
            "/desk/jobs/names/", "/desk/settings/mail/", "/jobs/"]  # fmt: skip
NOWHERE = "canaryz9999"


def pages(person: Trial) -> Iterator[tuple[str, tuple[int, str]]]:
    """Every page of somebody's that names no row, and some of those that do."""
    for number, route in enumerate(listed()):
        if "GET" not in route.methods or not gets_in(person.actor, route):
            continue
        if route.parameters and number % 6 and not THOROUGH:
            continue
        for cell in cells(person.world, person.actor, route):
            if cell.scope == OWN:
                answer, _tables = person.send("GET", cell.path)
                yield cell.path, normal(answer, body_of(answer), cell.path)


@contextmanager
def without(person: Trial) -> Iterator[None]:
    """While the other agency is away."""
    with transaction.atomic():
        digest.empty(person.other)
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("who", ["owner", "c1", "k1", "anonymous"])
def test_pages_are_the_same_without_the_rival(mirror: World, who: str) -> None:
    person = trial(mirror, who)
    before = dict(pages(person))
    with without(person):
        after = dict(pages(person))

    assert [path for path in before if before[path] != after[path]] == []
    assert len(before) > 10


def test_a_page_that_counts_the_rivals_rows_would_be_found(mirror: World, monkeypatch: pytest.MonkeyPatch) -> None:
    person = trial(mirror, "owner")
    ask_plainly(monkeypatch)
    monkeypatch.setattr("portico.agencies.doors.OwnedQuerySet.visible_to", lambda rows, _member: rows.all())
    before = person.send("GET", "/desk/candidates/")[0]
    with without(person):
        after = person.send("GET", "/desk/candidates/")[0]

    assert normal(before, body_of(before), "") != normal(after, body_of(after), "")


@pytest.mark.parametrize("who", ["owner", "limited recruiter", "B owner"])
def test_no_search_finds_the_other_agencys_words(mirror: World, who: str) -> None:
    person = trial(mirror, who)
    other = "B" if person.actor.agency == "A" else "A"
    words = [one.word for one in mirror.canaries if one.agency == other]
    wrong = []
    for path in SEARCHES:
        nothing = found(person, path, NOWHERE)
        wrong += [f"{path} {word}" for word in words[:: 1 if THOROUGH else 24] if found(person, path, word) != nothing]

    own = next(one.word for one in mirror.canaries if one.agency != other and one.field == "candidate.summary")
    assert wrong == []
    assert found(person, "/desk/candidates/", own) != found(person, "/desk/candidates/", NOWHERE)


def found(person: Trial, path: str, word: str) -> tuple[int, str]:
    """What a page answers to a word, without the word itself."""
    answer, _tables = person.send("GET", path, {"q": word})
    return normal(answer, body_of(answer).replace(word, "WORD"), path)
