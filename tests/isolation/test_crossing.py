"""Between two agencies: cookies, addresses that both know, people whom only the other one knows."""

import re

import pytest
from django.test import Client

from demo.mirror.world import World
from portico.access.links import find
from portico.access.models import AccessLink
from portico.agencies.models import Member
from tests.isolation.grid import filled, is_row, listed, nowhere
from tests.isolation.policy import is_public
from tests.isolation.trying import trial

pytestmark = pytest.mark.django_db
NUMBERS = re.compile(r"\d+")


@pytest.mark.parametrize("who", ["owner", "c1", "B k1"])
def test_a_cookie_of_one_agency_is_nothing_on_the_others_site(mirror: World, who: str) -> None:
    person = trial(mirror, who)
    person.client = Client(headers={"host": person.other.host}, raise_request_exception=False)
    wrong = []
    for route in listed():
        if not is_public(route):
            path = filled(route, [nowhere(kind) for kind in route.parameters.values() if is_row(kind)])
            method = "POST" if route.methods == ["POST"] else "GET"
            answer, tables = person.send(method, path)
            turned_away = answer.status_code == 302 and answer["Location"].startswith("/sign-in/")
            if not turned_away or tables:
                wrong.append(f"{method} {path}: {answer.status_code} {tables}")
    assert wrong == []


def test_who_has_the_same_address_at_both_is_mailed_the_place_of_the_host_they_asked_on(mirror: World) -> None:
    for who, member in (("c1", "A"), ("k1", "A"), ("c1", "B"), ("k1", "B")):
        place = mirror.casts[member][who]
        link = AccessLink.objects.filter(agency=place.agency, user=place.user, purpose="sign_in").latest("pk")
        assert (link.user.agency_id, link.member_id) == (place.agency.pk, place.pk)
    mine, theirs = (mirror.casts[letter]["c1"] for letter in "AB")
    assert mine.email == theirs.email
    assert mine.user_id != theirs.user_id
    token = next(actor.link for actor in mirror.actors if actor.name == "c1").rstrip("/").rpartition("/")[2]
    assert find(mine.agency, token) is not None
    assert find(theirs.agency, token) is None


@pytest.mark.parametrize("known", ["importedb@example.com", "olivia@rival.localhost"])
def test_that_the_other_agency_knows_somebody_shows_nowhere(mirror: World, known: str) -> None:
    person, words = trial(mirror, "owner"), {"first_name": "Ann", "last_name": "Ash"}
    assert Member.objects.filter(user__email=known, agency=person.other).exists() or "imported" in known
    asked = {
        "/desk/candidates/add/": words,
        "/desk/contacts/add/": {**words, "organization": "Northwind Logistics"},
        "/desk/settings/members/invite/": {"name": "Ann Ash", "role": "recruiter"},
        "/sign-in/": {},
    }
    for path, data in asked.items():
        answers = []
        for email in (known, "nobody-knows@example.org"):
            answer, _tables = person.send("POST", path, {**data, "email": email})
            answers.append((answer.status_code, NUMBERS.sub("N", answer.headers.get("Location", ""))))
        assert answers[0] == answers[1], path
        assert answers[0][0] == 302, (path, answers)
