"""The search for candidates on the desk: filters, kept searches, deeds for many, tags."""

import gc
import weakref
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, RequestFactory

from portico.agencies.models import Member
from portico.backoffice.reading import finding as reading
from portico.backoffice.views.finding import Search
from portico.candidates.models import Candidate, SavedSearch
from portico.pipeline import bulk
from portico.pipeline.models import Application
from portico.records.models import LongTask, Tag
from tests.backoffice.steps import rows_of
from tests.desk import browser_of, text_of
from tests.world import Acme

LIST = "/desk/candidates/"
BULK = f"{LIST}bulk/"
SAVE = f"{LIST}searches/save/"


@pytest.fixture
def rosa(acme: Acme) -> Client:
    return browser_of(acme.recruiter)


@pytest.fixture
def ines(acme: Acme) -> Candidate:
    """Somebody near London who is on no job."""
    row = Candidate(agency=acme.agency, first_name="Inês", last_name="Alvarado", city="Watford", country="UK")
    return row.add(by=acme.recruiter, skills=["Welding"])


def test_a_name_with_a_typo_near_a_place_is_found_with_its_distance(rosa: Client, ines: Candidate) -> None:
    found = text_of(rosa.get(LIST, {"q": "alvorado", "place": "London", "km": "50"}))
    assert "<mark>Alvarado</mark>" in found
    assert "Similar names are shown too" in found
    assert "25 km" in found
    assert "Nothing fits" in text_of(rosa.get(LIST, {"q": "alvorado", "place": "London", "km": "10"}))


@pytest.mark.parametrize("asked", [{"q": "welding"}, {"q": "welding", "place": "London"}, {"q": "weldnig"}])
@pytest.mark.usefixtures("ines")
def test_what_a_search_has_read_goes_with_its_answer(acme: Acme, asked: dict[str, str], rf: RequestFactory) -> None:
    """It is half a megabyte: kept until the garbage collector comes by, searches took 20."""
    request: Any = rf.get(LIST, asked)
    request.member, request.agency = acme.recruiter, acme.agency
    gc.collect()
    gc.disable()
    try:
        search = Search(request)
        search.page()
        gone = weakref.ref(search)
        del search
        assert gone() is None
    finally:
        gc.enable()


def test_of_many_who_were_found_the_first_are_shown_and_all_are_counted_in_a_part_of_its_own(
    acme: Acme, rosa: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        row = Candidate(agency=acme.agency, first_name=f"Anton{number}", last_name="Welder")
        row.add(by=acme.recruiter, skills=["Underwater welding"])
    few = rosa.get(LIST, {"q": "underwater"}).content.decode()
    assert "5 candidates" in few
    assert "hx-trigger" not in few.split('id="total"')[1].split(">")[0]
    monkeypatch.setattr(reading, "FIRST", 4)
    monkeypatch.setattr(reading, "PAGE_SIZE", 3)
    many = rosa.get(LIST, {"q": "underwater"}).content.decode()
    assert "3+ candidates" in many
    assert "All that were found" in many, "how many that are is counted after the page is there"
    assert 'hx-trigger="load"' in many.split('id="total"')[1].split(">")[0]
    assert "5 candidates" in text_of(
        rosa.get(LIST, {"q": "underwater"}, headers={"HX-Request": "true", "HX-Target": "total"})
    )
    assert "5 candidates" in text_of(rosa.get(LIST, {"q": "underwater", "count": "all"}))
    pages = [rosa.get(LIST, {"q": "underwater", "after": str(start)}).content.decode() for start in (0, 3)]
    assert [sum(f"Anton{number} " in shown for number in range(5)) for shown in pages] == [3, 2]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"place": "Nowhereville"}, "We do not know this place"),
        ({"available": "soon"}, "Enter a valid date"),
        ({"pay": "NaN"}, "Enter a number"),
        ({"tag": "no such tag"}, "Select a valid choice"),
        ({"fresh": "9999"}, "Select a valid choice"),
        ({"skills": ",".join(f"skill {n}" for n in range(21))}, "Name at most 20 skills"),
    ],
)
def test_what_cannot_be_looked_for_is_said_and_nobody_is_shown(
    acme: Acme, rosa: Client, asked: dict[str, str], sentence: str
) -> None:
    answer = rosa.get(LIST, asked)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert acme.dario.last_name not in text_of(answer)


def test_pay_is_no_filter_for_who_may_not_see_money(acme: Acme) -> None:
    dana = browser_of(acme.consultant)
    assert 'name="pay"' not in text_of(dana.get(LIST))
    assert "Dario" in text_of(dana.get(LIST, {"pay": "1", "q": "dario"}))
    assert "Dario" not in text_of(browser_of(acme.recruiter).get(LIST, {"pay": "1", "q": "dario"}))


def test_searches_are_kept_for_oneself_or_shared_with_the_team(acme: Acme, rosa: Client) -> None:
    rosa.post(SAVE, {"name": "Welders", "query": "skills=Welding", "shared": "on"})
    rosa.post(SAVE, {"name": "Mine only", "query": "q=night"})
    assert "Mine only" in text_of(rosa.get(LIST))
    dana = browser_of(acme.consultant)
    assert "Welders" in text_of(dana.get(LIST))
    assert "Mine only" not in text_of(dana.get(LIST))
    assert rosa.post(SAVE, {"name": "", "query": "q=night"}).status_code == 422
    assert rosa.post(SAVE, {"name": "All", "query": ""}).status_code == 409
    shared = SavedSearch.objects.get(name="Welders")
    dana.post(f"{LIST}searches/{shared.pk}/drop/")
    assert SavedSearch.objects.filter(pk=shared.pk).exists()
    rosa.post(f"{LIST}searches/{shared.pk}/drop/")
    assert not SavedSearch.objects.filter(pk=shared.pk).exists()
    assert browser_of(acme.theirs.recruiter).get(LIST).status_code == 200


def test_the_picked_go_on_a_job_and_who_is_on_it_already_is_named(acme: Acme, rosa: Client, ines: Candidate) -> None:
    typed = {"deed": "job", "pick": [ines.pk, acme.dario.pk], "query": "q=x"}
    assert "Inês Alvarado" in text_of(rosa.post(BULK, typed))
    assert rosa.post(BULK, {**typed, "go": "1", "job": "nothing like it"}).status_code == 422
    told = rosa.post(BULK, {**typed, "go": "1", "job": f"x #{acme.job.pk}"}, follow=True)
    assert Application.objects.filter(job=acme.job, candidate=ines).exists()
    assert "Done for 1 candidate. 1 was left out:" in text_of(told)
    assert "on this job already" in text_of(told)


def test_all_who_were_found_are_tagged_in_the_background_and_who_was_left_out_can_be_read(
    acme: Acme, rosa: Client, ines: Candidate, run_tasks: Callable[..., list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 0)
    acme.dario.tags.add(Tag.named(acme.agency.pk, "Fair"))
    everybody = Candidate.objects.visible_to(acme.recruiter).current().count()
    typed = {"deed": "tag", "everything": "1", "query": "process=", "tag": "fair", "go": "1"}
    follow = rosa.post(BULK, typed)
    run_tasks()
    task = LongTask.objects.get(task_kind=bulk.KIND)
    assert follow.headers["Location"] == f"{BULK}{task.pk}/"
    assert (task.status, task.figures["did"]) == ("done", everybody - 1)
    assert ines.tags.get().name == "Fair"
    assert "has this tag already" in text_of(rosa.get(f"{BULK}{task.pk}/"))
    assert [line[1] for line in rows_of(rosa.get(f"{BULK}{task.pk}/left-out/"))][1:] == [acme.dario.name]


def test_a_task_ends_when_who_began_it_may_no_longer_do_it(acme: Acme, ines: Candidate, run_tasks: Any) -> None:
    numbers = [ines.pk] * (bulk.AT_ONCE + 1)
    bulk.do_to_many("tag", numbers, by=acme.recruiter, tag="Fair")
    Member.objects.filter(pk=acme.recruiter.pk).update(role="reader")
    run_tasks()
    assert LongTask.objects.get(task_kind=bulk.KIND).status == "failed"
    assert not ines.tags.exists()


def test_nobody_of_another_agency_can_be_picked(acme: Acme, rosa: Client) -> None:
    other = acme.theirs.dario
    rosa.post(BULK, {"deed": "tag", "pick": [other.pk], "tag": "Fair", "go": "1"})
    assert not other.tags.exists()
    assert rosa.post(BULK, {"deed": "tag", "pick": ["1" * 30]}).status_code == 400
    assert rosa.post(BULK, {"deed": "fire", "pick": [acme.dario.pk]}).status_code == 400


def test_the_picked_are_downloaded_only_by_who_may_take_lists_away(acme: Acme, rosa: Client) -> None:
    typed = {"deed": "export", "pick": [acme.dario.pk]}
    assert [line[0] for line in rows_of(rosa.post(BULK, typed))] == ["First name", acme.dario.first_name]
    assert browser_of(acme.consultant).post(BULK, typed).status_code == 403


def test_tags_are_stuck_on_and_taken_off_on_the_candidates_page(acme: Acme, rosa: Client) -> None:
    page = f"{LIST}{acme.dario.pk}/"
    rosa.post(f"{page}tags/", {"tag": " Met at  the fair "})
    tag = acme.dario.tags.get()
    assert "Met at the fair" in text_of(rosa.get(LIST, {"tag": tag.key}))
    assert rosa.post(f"{page}tags/", {"tag": "met at the FAIR"}).status_code == 409
    rosa.post(f"{page}tags/{tag.pk}/remove/")
    assert not acme.dario.tags.exists()
