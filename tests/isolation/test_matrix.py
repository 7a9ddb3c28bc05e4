"""Every actor at every address with every kind of row, against one policy."""

from collections.abc import Callable

import pytest

from demo.mirror.world import World
from tests.isolation import digest
from tests.isolation.trying import ACTORS, trial

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ACTORS)
def test_everybody_gets_what_is_theirs_and_nothing_else(
    mirror: World, who: str, record_property: Callable[[str, object], None]
) -> None:
    person = trial(mirror, who)
    before = digest.digest(person.other)

    person.all()

    record_property("isolation", (who, person.tried, len(person.wrong), round(person.seconds)))
    assert not person.wrong, "\n".join(["", *person.wrong])
    assert digest.digest(person.other) == before
