"""Every actor at every address with every kind of row, against one policy."""

import pytest

from demo.mirror.world import World
from tests.isolation import digest
from tests.isolation.trying import ACTORS, trial

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ACTORS)
def test_everybody_gets_what_is_theirs_and_nothing_else(
    mirror: World, who: str, capsys: pytest.CaptureFixture[str]
) -> None:
    person = trial(mirror, who)
    before = digest.digest(person.other)

    person.all()

    with capsys.disabled():
        print(f"\n{who}: {person.tried} cells, {len(person.wrong)} violations, {person.seconds:.0f} s")  # noqa: T201
    assert not person.wrong, "\n".join(["", *person.wrong])
    assert digest.digest(person.other) == before
