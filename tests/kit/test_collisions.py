"""Two who did the same in one moment: the second is told so (409); any other fault of the database stays a fault."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from portico.agencies.models import Agency, StaffRole
from portico.kit.collisions import is_collision
from portico.kit.middleware import RuleBrokenPage

pytestmark = pytest.mark.django_db


def raised(deed: Callable[[], object]) -> DatabaseError:
    """What the database said."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        deed()
    return caught.value


@pytest.fixture
def agency() -> Agency:
    """One with a role."""
    made = Agency.objects.create(name="Northern", host="northern.example", site="https://northern.example")
    StaffRole.objects.create(agency=made, name="Researcher")
    return made


def answer_to(error: Exception) -> HttpResponse | None:
    """What the visitor sees."""
    request = RequestFactory().post("/desk/settings/roles/add/")
    request.htmx = False  # type: ignore[attr-defined]
    return RuleBrokenPage(lambda _request: HttpResponse()).process_exception(request, error)


def test_the_same_thing_made_twice_is_a_collision(agency: Agency) -> None:
    error = raised(lambda: StaffRole.objects.create(agency=agency, name="Researcher"))
    assert is_collision(error)


def test_what_is_missing_or_nonsense_is_a_fault(agency: Agency) -> None:
    def nameless() -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE agencies_staffrole SET name = NULL")

    assert not is_collision(raised(nameless))
    assert not is_collision(raised(lambda: connection.cursor().execute("SELECT nothing FROM nowhere")))
    assert not is_collision(ValueError("UNIQUE constraint failed"))
    assert not is_collision(OperationalError("database is locked"))


def test_a_fault_is_not_hidden_behind_friendly_words() -> None:
    assert answer_to(OperationalError("disk I/O error")) is None
    assert answer_to(ValueError("a mistake of ours")) is None
