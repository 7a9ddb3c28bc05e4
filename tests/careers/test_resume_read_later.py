"""A résumé is read by a task while its sender waits a moment, or begins without it; nothing they typed gives way."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django_ox.models import OxTask

from portico.careers.reading.applying import GIVEN_UP, PATIENCE
from portico.kit import storing
from portico.kit.times import now
from portico.pipeline import apply_resume
from portico.pipeline.apply_drafts import sweep_drafts
from portico.pipeline.models import Application, ApplyDraft, DraftFile
from tests.careers.applicants import ANN, Applicant, advert_of
from tests.records import samples
from tests.stories.mail import RunTasks
from tests.world import Acme

WAITING, STILL, CAME = "We are reading your", "We are still reading", "We have read your"
SAID: dict[str, Any] = {"first_name": "Ann", "last_name": "Ash", "city": "London", "skills": ["Night audit"]}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often a résumé was read; it takes a process each time, so here none is started."""
    times: list[str] = []

    def say(data: bytes, content_type: str) -> dict[str, Any]:
        times.append(content_type)
        return SAID

    monkeypatch.setattr(apply_resume, "read_values", say)
    return times


@pytest.fixture
def ann(acme: Acme) -> Applicant:
    """Somebody nobody knows, who has handed in a résumé."""
    ann = Applicant(advert_of(acme))
    assert ann.drop("cv.pdf", samples.pdf()).status_code == 302
    return ann


def words(ann: Applicant, query: str = "") -> str:
    """What the form's page says."""
    answer = ann.get(f"details/{query}")
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def look(ann: Applicant, part: str, query: str) -> Any:
    """What the page asks for while it waits."""
    return ann.browser.get(f"{ann.base}details/?{query}", headers={"HX-Request": "true", "HX-Target": part})


def later(by: timedelta) -> None:
    """Time passes for every file that was handed in."""
    DraftFile.objects.update(added=now() - by)


def test_nobody_reads_while_the_file_is_handed_in(ann: Applicant, read: list[str], run_tasks: RunTasks) -> None:
    assert read == []
    page = words(ann)
    assert WAITING in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert 'name="first_name"' not in page
    run_tasks()
    assert len(read) == 1
    page = words(ann)
    assert 'value="Ash"' in page
    assert "We filled in what" in page
    assert "http-equiv" not in page


def test_the_wait_turns_into_the_form_when_the_reading_is_done(
    ann: Applicant, read: list[str], run_tasks: RunTasks
) -> None:
    assert look(ann, "about", "look=wait").status_code == 204
    run_tasks()
    answer = look(ann, "about", "look=wait")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert 'value="London"' in text
    assert "<body" not in text


def test_who_does_not_like_to_wait_begins_with_an_empty_form(ann: Applicant, read: list[str]) -> None:
    page = words(ann, "?on=1")
    assert STILL in page
    assert 'name="first_name"' in page
    assert read == []


def test_after_a_while_the_form_comes_anyway_and_waits_no_longer_for_what_never_comes(ann: Applicant) -> None:
    later(PATIENCE)
    assert look(ann, "about", "look=wait").status_code == 200
    assert STILL in words(ann)
    assert look(ann, "reading", "on=1&look=late").status_code == 204
    later(GIVEN_UP)
    page = words(ann)
    assert "could not read" in page
    assert "look=late" not in page, "nobody asks on for ever"


def test_what_was_typed_meanwhile_stays_and_the_rest_can_be_filled_in(
    ann: Applicant, read: list[str], run_tasks: RunTasks
) -> None:
    early = {"early": "1", "first_name": "Annabel", "last_name": "", "email": "ann@example.com", "city": ""}
    assert ann.post("keep/", early).status_code == 204
    run_tasks()
    ann.post("keep/", early)
    told = look(ann, "reading", "on=1&look=late").content.decode()
    assert CAME in told
    assert 'name="fill"' in told
    assert 'value="Ash"' not in words(ann, "?on=1"), "the form they type into stays as it is"
    assert ann.post("details/", {**early, "fill": "1"}).status_code == 302
    page = words(ann)
    assert 'value="Annabel"' in page
    assert 'value="Ash"' in page
    assert 'name="take-skills"' in page


def test_what_somebody_empties_after_it_was_filled_in_stays_empty(
    ann: Applicant, read: list[str], run_tasks: RunTasks
) -> None:
    run_tasks()
    ann.post("keep/", {**ANN, "last_name": ""})
    assert 'value="Ash"' not in words(ann)


def test_an_early_form_is_sent_as_it_was_seen_and_the_review_says_what_came(
    ann: Applicant, read: list[str], run_tasks: RunTasks
) -> None:
    assert ann.post("details/", {**ANN, "early": "1"}).status_code == 302
    assert CAME not in ann.get("review/").content.decode()
    run_tasks()
    review = ann.get("review/").content.decode()
    assert CAME in review
    assert "Night audit" not in review
    assert ann.post("send/").status_code == 302
    sent = Application.objects.get(candidate__email="ann@example.com")
    assert not sent.candidate.skills.exists()


def test_a_newer_file_is_not_answered_by_the_reading_of_the_one_before(
    ann: Applicant, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = DraftFile.objects.get()

    def slow(data: bytes, content_type: str) -> dict[str, Any]:
        ann.drop("newer.pdf", samples.pdf("newer"))
        return SAID

    monkeypatch.setattr(apply_resume, "read_values", slow)
    apply_resume.read_now(first.pk)
    draft = ApplyDraft.objects.get()
    assert (draft.resume_values, draft.unread) == ({}, False)
    assert draft.lacks_reading


def test_read_twice_is_read_once(ann: Applicant, read: list[str], run_tasks: RunTasks) -> None:
    file = DraftFile.objects.get()
    run_tasks()
    ApplyDraft.objects.update(data={"first_name": ["Annabel"]})
    apply_resume.read_now(file.pk)
    assert len(read) == 1
    assert ApplyDraft.objects.get().data == {"first_name": ["Annabel"]}


def test_a_worker_that_dies_midway_leaves_it_to_the_next(
    ann: Applicant, monkeypatch: pytest.MonkeyPatch, run_tasks: RunTasks
) -> None:
    def die(data: bytes, content_type: str) -> dict[str, Any]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(apply_resume, "read_values", die)
        with pytest.raises(KeyboardInterrupt):
            apply_resume.read_now(DraftFile.objects.get().pk)
    assert ApplyDraft.objects.get().lacks_reading
    monkeypatch.setattr(apply_resume, "read_values", lambda data, content_type: SAID)
    run_tasks()
    assert ApplyDraft.objects.get().resume_values == SAID


@pytest.mark.parametrize("gone", ["dropped", "discarded", "expired", "sent", "lost", "closed"])
def test_what_is_gone_meanwhile_is_no_trouble(
    acme: Acme, ann: Applicant, read: list[str], run_tasks: RunTasks, gone: str
) -> None:
    match gone:
        case "dropped":
            ann.post("drop/", {"slot": "resume"})
        case "discarded":
            ann.post("discard/")
        case "expired":
            ApplyDraft.objects.update(expires=now())
            sweep_drafts(now())
        case "sent":
            ann.post("details/", {**ANN, "early": "1"})
            ann.post("send/")
        case "lost":
            default_storage.delete(DraftFile.objects.get().key)
        case "closed":
            advert_of(acme).end(by=acme.recruiter)
    run_tasks()
    drafts = ApplyDraft.objects.all()
    assert all(draft.resume_values == (SAID if gone == "closed" else {}) for draft in drafts)
    assert [draft.unread for draft in drafts] == ([gone == "lost"] if gone not in ("discarded", "expired") else [])


def test_a_store_that_is_silent_has_it_read_a_minute_later(
    ann: Applicant, read: list[str], monkeypatch: pytest.MonkeyPatch, run_tasks: RunTasks
) -> None:
    def away(key: str) -> bytes:
        raise storing.StoreAway

    monkeypatch.setattr(apply_resume, "stored", away)
    run_tasks()
    assert read == []
    assert ApplyDraft.objects.get().lacks_reading


def test_a_kind_that_nobody_can_read_is_said_at_once(acme: Acme, read: list[str], run_tasks: RunTasks) -> None:
    ann = Applicant(advert_of(acme))
    ann.drop("cv.txt", b"Ann Ash, night porter")
    assert "could not read" in words(ann)
    run_tasks()
    assert read == []


def test_a_resume_fills_the_form_and_one_that_says_nothing_does_not(acme: Acme, run_tasks: RunTasks) -> None:
    ann, bob = Applicant(advert_of(acme)), Applicant(advert_of(acme))
    ann.drop(
        "cv.docx", samples.docx("ann.ash@example.com", "Experience", "Night Porter, Grand Hotel", "2019 - Present")
    )
    bob.drop("half.pdf", samples.pdf()[:200])
    run_tasks()
    page = words(ann)
    assert 'value="Ash"' in page
    assert "From your r" in page
    assert "could not read" in words(bob)
    assert DraftFile.objects.count() == 2, "the file is kept either way"


def test_those_who_wait_go_first_and_a_flood_takes_its_turn(acme: Acme) -> None:
    for number in range(apply_resume.MANY + 2):
        Applicant(advert_of(acme)).drop(f"{number}.pdf", samples.pdf())
    turns = OxTask.objects.filter(task_path__endswith="read_handed_in").values_list("priority", flat=True)
    assert sorted(turns) == [0, 0] + [apply_resume.FIRST] * apply_resume.MANY


def test_nobody_else_s_browser_learns_that_somebody_waits(acme: Acme, ann: Applicant) -> None:
    other = Applicant(advert_of(acme))
    assert WAITING not in words(other)
    assert reverse("careers:apply_details", args=[advert_of(acme).pk]) in ann.base + "details/"
