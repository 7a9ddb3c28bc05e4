"""What `manage.py world` makes holds everything that the matrix needs."""

import pytest

from demo.mirror.world import World
from tests.isolation.digest import TABLES, links_two
from tests.isolation.grid import cells, listed
from tests.isolation.policy import OTHER, OWN, gets_in
from tests.isolation.trying import ACTORS, trial

pytestmark = pytest.mark.django_db


def test_both_agencies_have_a_row_of_every_kind_that_an_address_names(mirror: World) -> None:
    named = {kind for route in listed() for kind in route.parameters.values() if "." in kind}
    for letter in "AB":
        assert sorted(named - {thing.kind for thing in mirror.things if thing.agency == letter}) == []
    kinds = {thing.kind.partition(":")[0] for thing in mirror.things}
    assert len(kinds) >= 24
    assert [kind for kind in (links_two(table) for table in TABLES) if kind] == []


def test_each_actor_is_there_with_a_way_in_and_each_side_has_rows_that_are_not_theirs(mirror: World) -> None:
    assert {actor.name for actor in mirror.actors} >= set(ACTORS)
    for who in ("owner", "limited recruiter", "c1", "k1", "B owner"):
        person = trial(mirror, who)
        own = [r for r in listed() if gets_in(person.actor, r) and any("." in k for k in r.parameters.values())]
        scopes = {route.name: {cell.scope for cell in cells(mirror, person.actor, route)} for route in own}
        side = {"": "backoffice:", "c": "client_portal:", "k": "candidate_portal:"}[who[0] if who[0] in "ck" else ""]
        mine = {name: found for name, found in scopes.items() if name.startswith(side)}
        assert [name for name, found in mine.items() if not {OWN, OTHER} <= found and "guest_" not in name] == []


def test_words_in_private_fields_are_unique_and_stand_in_the_database(mirror: World) -> None:
    words = [one.word for one in mirror.canaries]
    assert len(words) == len(set(words)) > 100
