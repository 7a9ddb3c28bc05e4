"""The pipeline's deeds at the desk: moving, conflicts with the typed text kept, many at once, adding, and its cost."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html  # type: ignore[import-untyped]

from portico.backoffice.reading import waiting
from portico.backoffice.reading.pipeline import Wanted, read_pipeline
from portico.backoffice.reading.waiting import waiting_for
from portico.candidates.models import Candidate
from portico.jobs.stages import Stage
from portico.kit.times import now
from portico.kit.workdays import working_days_after
from portico.messaging.models import Email
from portico.pipeline.models import Application, Move, Submission
from tests.desk import browser_of, text_of
from tests.world import Acme

PART = {"HX-Request": "true", "HX-Target": "pipeline"}


@pytest.fixture
def rosa(acme: Acme) -> Client:
    return browser_of(acme.recruiter)


def fill(acme: Acme, count: int) -> None:
    """More candidates on the job."""
    sourced = acme.stage(Stage.Kind.SOURCED)
    people = [Candidate(agency=acme.agency, first_name=f"Number {n}", last_name="Filler") for n in range(count)]
    Candidate.objects.bulk_create(people)
    Application.objects.bulk_create(
        Application(agency=acme.agency, job=acme.job, candidate=one, stage=sourced) for one in people
    )


def test_a_move_goes_back_to_the_job_and_offers_to_undo(acme: Acme, rosa: Client) -> None:
    offer = acme.stage(Stage.Kind.OFFER)
    address = f"/desk/applications/{acme.application.pk}/"
    words = {"to": offer.pk, "seen": acme.application.stage_id, "remark": "Great"}

    page = text_of(rosa.post(f"{address}move/", words, follow=True))
    assert "Dario Conti is in Offer now." in page
    assert f"{address}undo/" in page

    page = text_of(rosa.post(f"{address}undo/", follow=True))
    assert "Dario Conti is back in Client review." in page


def test_a_swapped_part_is_what_a_reload_shows(acme: Acme, rosa: Client) -> None:
    address = f"/desk/jobs/{acme.job.pk}/?view=table"
    part = text_of(rosa.get(address, headers=PART)).strip()
    whole = text_of(rosa.get(address))

    assert part.startswith('<section id="pipeline"')
    inside = [line.strip() for line in part.splitlines() if "csrfmiddlewaretoken" not in line]
    assert all(line in whole for line in inside)


@pytest.mark.parametrize("headers", [{}, PART])
def test_a_move_from_an_old_page_says_how_things_stand_and_keeps_the_words(
    acme: Acme, rosa: Client, headers: dict[str, str]
) -> None:
    seen = acme.application.stage_id
    Application.objects.get(pk=acme.application.pk).move(to=acme.stage(Stage.Kind.OFFER), by=acme.owner)
    words = {"to": acme.stage(Stage.Kind.SCREENING).pk, "seen": seen, "remark": "Typed with care"}

    response = rosa.post(f"/desk/applications/{acme.application.pk}/move/", words, headers=headers)

    assert response.status_code == 409
    page = text_of(response)
    assert "Olivia Hart moved Dario Conti to Offer meanwhile." in page
    assert page.count("Typed with care") == 2
    assert ("<html" in page) is not bool(headers)


def test_a_move_of_somebody_who_was_rejected_meanwhile_keeps_the_words(acme: Acme, rosa: Client) -> None:
    seen = acme.application.stage_id
    acme.application.reject(by=acme.owner, reason="No", tell=False)
    words = {"to": acme.stage(Stage.Kind.OFFER).pk, "seen": seen, "remark": "Typed with care"}

    for extra in ({}, {"stay": "1"}):
        response = rosa.post(f"/desk/applications/{acme.application.pk}/move/", {**words, **extra})
        assert response.status_code == 409
        assert "is rejected and cannot be moved" in text_of(response)
        assert "Typed with care" in text_of(response)


def test_rejecting_without_a_reason_opens_the_form_again(acme: Acme, rosa: Client) -> None:
    words = {"reason": "", "tell": "on", "seen": acme.application.stage_id, "stay": "1"}
    response = rosa.post(f"/desk/applications/{acme.application.pk}/reject/", words)

    assert response.status_code == 422
    assert 'id="do-reject" class="dialog" aria-labelledby="do-reject-title" data-modal open' in text_of(response)
    assert not Email.objects.exists()


def test_placing_and_reopening(acme: Acme, rosa: Client) -> None:
    address = f"/desk/applications/{acme.application.pk}/"
    words = {"start": "2026-12-01", "seen": acme.application.stage_id, "stay": "1"}
    assert "Placed, starting on 1 Dec 2026." in text_of(rosa.post(f"{address}place/", words, follow=True))

    page = text_of(rosa.post(f"{address}reopen/", {"stay": "1"}, follow=True))
    assert "Dario Conti is in process again, in Offer." in page


def test_many_are_moved_and_the_conflict_is_named(acme: Acme, rosa: Client) -> None:
    picks = [f"{one.pk}-{one.stage_id}" for one in (acme.application, acme.hidden_application)]
    Application.objects.get(pk=acme.application.pk).move(to=acme.stage(Stage.Kind.OFFER), by=acme.owner)
    words = {"pick": picks, "deed": "move", "to": acme.stage(Stage.Kind.INTERVIEW).pk, "remark": "Together"}

    page = text_of(rosa.post(f"/desk/jobs/{acme.job.pk}/applications/", words, follow=True))

    assert "1 candidate moved. Olivia Hart moved Dario Conti to Offer meanwhile." in page
    assert Move.objects.filter(remark="Together").count() == 1


def test_many_are_rejected_with_a_mail_only_if_asked(acme: Acme, rosa: Client) -> None:
    picks = [f"{one.pk}-{one.stage_id}" for one in (acme.application, acme.hidden_application)]
    words = {"pick": picks, "deed": "reject", "reason": "Filled"}
    rosa.post(f"/desk/jobs/{acme.job.pk}/applications/", words)

    assert not Application.objects.filter(job=acme.job).open().exists()
    assert not Email.objects.exists()


@pytest.mark.parametrize("pick", ["", "x", "1", "1-2-3", "-", "9" * 40 + "-1", "\0-1", "²-²"])
def test_nonsense_among_the_picked_rows_is_a_message(acme: Acme, rosa: Client, pick: str) -> None:
    words = {"pick": [pick], "deed": "move", "to": acme.stage(Stage.Kind.OFFER).pk}
    response = rosa.post(f"/desk/jobs/{acme.job.pk}/applications/?view=table", words)

    assert response.status_code in {302, 422}
    assert Application.objects.get(pk=acme.application.pk).stage_id == acme.application.stage_id


def test_another_jobs_applications_are_not_touched(acme: Acme, rosa: Client) -> None:
    words = {
        "pick": [f"{acme.other_application.pk}-{acme.other_application.stage_id}"],
        "deed": "reject",
        "reason": "x",
    }
    rosa.post(f"/desk/jobs/{acme.job.pk}/applications/", words)

    assert Application.objects.get(pk=acme.other_application.pk).status == "open"


def test_adding_candidates_shows_who_is_on_the_job_already(acme: Acme, rosa: Client) -> None:
    address = f"/desk/jobs/{acme.job.pk}/candidates/"
    page = text_of(rosa.get(address, {"q": "porter"}))
    assert "On this job: Client review" in page
    assert f'value="{acme.elena.pk}"' in page
    assert f'name="pick" value="{acme.dario.pk}"' not in page

    rosa.post(address, {"pick": [acme.elena.pk], "to": acme.stage(Stage.Kind.SCREENING).pk, "source": "Referral"})
    added = Application.objects.get(job=acme.job, candidate=acme.elena)
    assert (added.stage.kind, added.source) == (Stage.Kind.SCREENING, "Referral")

    again = rosa.post(address, {"pick": [acme.elena.pk], "to": acme.stage(Stage.Kind.SCREENING).pk})
    assert again.status_code == 409
    assert "on this job already" in text_of(again)


@pytest.mark.parametrize("value", ["\0", "x" * 30_000, "9" * 40, "-1", "٣"])
@pytest.mark.parametrize("deed", ["move", "reject", "withdraw", "place", "reopen", "undo"])
def test_nonsense_in_a_deed_is_never_an_error_of_ours(acme: Acme, rosa: Client, deed: str, value: str) -> None:
    fields = ("to", "remark", "seen", "reason", "start", "tell", "stay")
    for words in ({name: value} for name in fields):
        full = {"to": acme.stage(Stage.Kind.OFFER).pk, "start": "2026-12-01", "reason": "x", **words}
        response = rosa.post(f"/desk/applications/{acme.application.pk}/{deed}/", full)
        assert response.status_code in {302, 409, 422}, words


@pytest.mark.parametrize("view", ["board", "table"])
def test_the_page_costs_the_same_with_three_hundred_candidates(acme: Acme, rosa: Client, view: str) -> None:
    address = f"/desk/jobs/{acme.job.pk}/?view={view}"
    rosa.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        rosa.get(address)
    fill(acme, 300)
    with CaptureQueriesContext(connection) as many:
        page = text_of(rosa.get(address))

    assert len(many) == len(few)
    assert "Show all" in page


def test_a_board_has_one_form_and_draws_it_in_the_card_somebody_without_scripts_asks_for(
    acme: Acme, rosa: Client
) -> None:
    fill(acme, 15)
    address = f"/desk/jobs/{acme.job.pk}/?view=board"
    board = html.fromstring(rosa.get(address).content).get_element_by_id("board")
    assert len(board.xpath(".//*[@data-move-ask]")) == len(board.xpath(".//*[@data-card]")) == 9
    assert not board.xpath(".//*[@data-card]//form")

    last = Application.objects.filter(job=acme.job).order_by("stage_since", "pk").first()
    assert last
    asked = html.fromstring(rosa.get(f"{address}&move={last.pk}").content).get_element_by_id("board")
    (form,) = asked.xpath(".//*[@data-card]//form")
    assert form.get("action") == f"/desk/applications/{last.pk}/move/"
    assert form.fields["seen"] == str(last.stage_id)
    for nonsense in ("x", "-1", "9" * 40, "٣", "0"):
        assert rosa.get(address, {"view": "board", "move": nonsense}).status_code == 200


def test_a_column_that_shows_all_shows_all_after_a_move(acme: Acme, rosa: Client) -> None:
    fill(acme, 15)
    stage = Application.objects.filter(job=acme.job).latest("pk").stage_id

    def cards(page: Any) -> int:
        return len(html.fromstring(page.content).xpath(f".//*[@data-column='{stage}']//*[@data-card]"))

    whole = rosa.get(f"/desk/jobs/{acme.job.pk}/?view=board&all={stage}")
    assert (cards(rosa.get(f"/desk/jobs/{acme.job.pk}/?view=board")), cards(whole)) == (8, 16)
    tree = html.fromstring(whole.content)
    one = tree.xpath(f".//*[@data-column='{stage}']//*[@data-card]")[0].get("data-card")
    assert tree.get_element_by_id("board-asks").fields["all"] == str(stage)
    action = tree.xpath(".//@data-board-form")[0].replace("/0/", f"/{one}/")
    words = {"seen": stage, "to": acme.stage(Stage.Kind.OFFER).pk, "remark": "Both agreed"}
    moved = rosa.post(action, words, follow=True)
    assert cards(moved) == 15
    refused = rosa.post(action, words)
    assert refused.status_code == 409
    assert cards(refused) == 15
    for nonsense in ("x", "-1", "9" * 40, "٣", "%00", "&x=//rival.localhost"):
        assert rosa.get(f"/desk/jobs/{acme.job.pk}/?all={nonsense}").status_code == 200


def test_the_figures_count_who_is_not_shown(acme: Acme) -> None:
    fill(acme, 15)
    found = read_pipeline(acme.job, acme.recruiter, Wanted())
    whole = read_pipeline(acme.job, acme.recruiter)
    assert (found.in_process, len(found.rows), len(whole.rows)) == (17, 9, 17)
    assert (found.on_client, found.oldest, found.late) == (whole.on_client, whole.oldest, whole.late)
    assert [(one.name, one.count) for one in found.columns] == [(one.name, one.count) for one in whole.columns]
    assert [row for column in whole.columns for row in column.rows][: len(found.columns[0].rows)] == (
        found.columns[0].rows
    )


def test_the_pipeline_is_read_in_few_queries(acme: Acme) -> None:
    fill(acme, 30)
    with CaptureQueriesContext(connection) as queries:
        found = read_pipeline(acme.job, acme.recruiter)

    assert len(queries) <= 15
    assert found.in_process == 32


def test_the_list_of_jobs_costs_the_same_however_many_there_are(acme: Acme, rosa: Client) -> None:
    rosa.get("/desk/jobs/")
    with CaptureQueriesContext(connection) as few:
        rosa.get("/desk/jobs/")
    for number in range(20):
        acme.draft_job.pk = None
        acme.draft_job.title = f"Job {number}"
        acme.draft_job.save(force_insert=True)
    with CaptureQueriesContext(connection) as many:
        rosa.get("/desk/jobs/")

    assert len(many) == len(few)


def test_what_waits_for_me(acme: Acme) -> None:
    acme.submission.approve(by=acme.maya)
    Application.objects.filter(pk=acme.hidden_application.pk).update(
        stage=acme.stage(Stage.Kind.APPLIED), stage_since=now()
    )
    long_ago = working_days_after(now(), -4, acme.agency.zone)
    Submission.objects.filter(pk=acme.other_submission.pk).update(submitted=long_ago)

    assert [(one.kind, one.who) for one in waiting_for(acme.recruiter)] == [
        ("answer", "Dario Conti"),
        ("applied", "Hidden CANARY Person"),
        ("silent", "Helix Health"),
    ]
    assert waiting_for(acme.consultant) == waiting_for(acme.reader) == waiting_for(acme.owner) == []


def test_what_waits_is_the_same_for_who_looks_after_very_many_jobs(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    acme.submission.approve(by=acme.maya)
    Application.objects.filter(pk=acme.hidden_application.pk).update(
        stage=acme.stage(Stage.Kind.APPLIED), stage_since=now()
    )
    old = working_days_after(now(), -30, acme.agency.zone)
    Application.objects.filter(pk=acme.other_application.pk).update(stage_since=old)
    Submission.objects.filter(pk=acme.other_submission.pk).update(submitted=old)
    few = waiting_for(acme.recruiter)
    assert {one.kind for one in few} == {"answer", "applied", "silent"}

    monkeypatch.setattr(waiting, "MANY", 0)
    assert waiting_for(acme.recruiter) == few


def test_a_noted_answer_waits_no_longer(acme: Acme, rosa: Client) -> None:
    acme.submission.approve(by=acme.maya)
    page = text_of(rosa.post(f"/desk/submissions/{acme.submission.pk}/note/", {"stay": "1"}, follow=True))

    assert "you have seen the client’s answer on Dario Conti" in page
    assert waiting_for(acme.recruiter) == []


def test_a_clients_move_waits_until_somebody_moves_or_notes(acme: Acme) -> None:
    acme.submission.move(to=acme.stage(Stage.Kind.INTERVIEW), by=acme.maya)
    assert [one.kind for one in waiting_for(acme.recruiter)] == ["move"]

    Submission.objects.get(pk=acme.submission.pk).note_answer(by=acme.recruiter)
    assert waiting_for(acme.recruiter) == []
