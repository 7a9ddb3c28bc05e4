"""Whose rows a list shows: chosen among a few, typed where an agency has many people."""

from collections.abc import Iterator

import pytest

from portico.agencies.models import Member, User
from portico.agencies.roles import Role, Side
from portico.backoffice import owner_filter
from portico.candidates.models import Candidate
from tests.desk import browser_of, text_of
from tests.world import Acme


def teammates(acme: Acme, count: int) -> list[Member]:
    """So many more recruiters; the last two have the same name."""
    made = []
    for number in range(count):
        name = f"Rosa Recruiter{min(number, count - 2)}"
        user = User.objects.create(agency=acme.agency, email=f"rosa{number}@acme.example", name=name)
        place = {"side": Side.STAFF, "role": Role.RECRUITER, "status": Member.Status.ACTIVE}
        made.append(Member.objects.create(agency=acme.agency, user=user, **place))
    return made


@pytest.fixture
def many(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Member]]:
    """An agency with more people than can be chosen from; each of the first two owns a candidate."""
    monkeypatch.setattr(owner_filter, "MOST", 5)
    owner_filter.too_many.plans.clear()
    found = teammates(acme, 6)
    for number, member in enumerate((*found[:2], acme.recruiter)):
        Candidate(agency=acme.agency, first_name="Owned", last_name=f"By{number}", owner=member).add(by=acme.owner)
    yield found
    owner_filter.too_many.plans.clear()


def shown(acme: Acme, owner: str) -> str:
    """The list of candidates of this owner."""
    answer = browser_of(acme.recruiter).get("/desk/candidates/", {"owner": owner})
    assert answer.status_code == 200
    return text_of(answer)


def test_a_few_owners_are_chosen_and_unknown_ones_are_a_bad_request(acme: Acme) -> None:
    browser = browser_of(acme.recruiter)
    page = browser.get("/desk/candidates/").content.decode()
    assert f'<option value="{acme.recruiter.pk}">' in page
    assert browser.get("/desk/candidates/?owner=nobody").status_code == 400


def test_of_many_owners_the_name_is_typed(acme: Acme, many: list[Member]) -> None:
    page = browser_of(acme.recruiter).get("/desk/candidates/").content.decode()
    assert 'data-suggest="/desk/members/names/"' in page
    assert f'<option value="{acme.recruiter.pk}">' not in page
    for owner in (str(many[0].pk), f"Rosa Recruiter0 #{many[0].pk}", "rosa recruiter0"):
        found = shown(acme, owner)
        assert "Owned By0" in found, owner
        assert "Owned By1" not in found, owner


@pytest.mark.parametrize("typed", ["me", "Mine"])
def test_mine_are_ones_own(acme: Acme, many: list[Member], typed: str) -> None:
    found = shown(acme, typed)
    assert "Owned By2" in found
    assert "Owned By0" not in found


@pytest.mark.parametrize("typed", ["Nobody Known", "Rosa Recruiter4", "#99999999", "9" * 25])
def test_a_name_that_nobody_or_several_have_leaves_no_rows_and_stays_in_the_field(
    acme: Acme, many: list[Member], typed: str
) -> None:
    answer = browser_of(acme.recruiter).get("/desk/candidates/", {"owner": typed})
    assert answer.status_code == 200
    assert f'value="{typed}"' in answer.content.decode()
    assert "Owned By" not in text_of(answer)


def test_suggestions_name_only_our_own_people_who_are_in(acme: Acme, many: list[Member]) -> None:
    many[1].status = Member.Status.REVOKED
    many[1].save()
    page = browser_of(acme.recruiter).get("/desk/members/names/", {"q": "rosa rec"}).content.decode()
    assert f"Rosa Recruiter0 #{many[0].pk}" in page
    assert "Recruiter1" not in page
    assert "Mine" in browser_of(acme.recruiter).get("/desk/members/names/").content.decode()
    everybody = browser_of(acme.recruiter).get("/desk/members/names/", {"q": acme.maya.name}).content.decode()
    assert acme.maya.name not in everybody


def test_a_search_kept_with_a_picked_name_goes_on_when_there_are_few_again(acme: Acme) -> None:
    Candidate(agency=acme.agency, first_name="Owned", last_name="By0", owner=acme.recruiter).add(by=acme.owner)
    assert "Owned By0" in shown(acme, f"{acme.recruiter.name} #{acme.recruiter.pk}")
    assert "Owned By0" in shown(acme, "Mine")
