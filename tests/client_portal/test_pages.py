"""What client contacts see, and what they do not."""

from html import unescape

import pytest
from django.test import Client

from portico.pipeline.models import SubmissionView
from portico.pipeline.submitting import close_job
from portico.records.models import Event
from tests.client_portal.conftest import submit_more
from tests.desk import browser_of
from tests.world import Acme


def test_the_start_page_opens_with_who_waits_and_leads_to_them(acme: Acme, maya: Client) -> None:
    page = unescape(maya.get("/client/").text)

    assert "1 candidate waits for your answer" in page
    assert f"/client/submissions/{acme.submission.pk}/" in page
    assert "Night porter" in page


def test_a_contact_without_shared_jobs_is_told_whom_to_ask(acme: Acme) -> None:
    acme.northwind.owner = acme.recruiter
    acme.northwind.save()
    page = browser_of(acme.jonas).get("/client/").text

    assert "Nothing is shared with you yet" in page
    assert acme.recruiter.email in page


def test_a_job_shows_its_facts_and_its_pipeline_as_board_and_as_list(acme: Acme, maya: Client) -> None:
    board = maya.get(f"/client/jobs/{acme.share.pk}/").text
    as_list = maya.get(f"/client/jobs/{acme.share.pk}/?view=list").text

    assert "London, on site" in board
    assert "data-board" in board
    assert "<table" in as_list
    assert "Dario Conti" in board
    assert "Dario Conti" in as_list


def test_pay_is_shown_only_where_the_agency_chose_to(acme: Acme, maya: Client) -> None:
    assert "30,123" not in maya.get(f"/client/jobs/{acme.share.pk}/").text
    acme.share.show_pay = True
    acme.share.save()
    assert "30,123" in maya.get(f"/client/jobs/{acme.share.pk}/").text


def test_a_closed_job_keeps_its_facts_and_loses_its_pipeline(acme: Acme, maya: Client) -> None:
    close_job(acme.job, by=acme.recruiter, filled=True)
    page = maya.get(f"/client/jobs/{acme.share.pk}/").text

    assert "This job was filled" in page
    assert "Dario" not in page
    assert maya.get(f"/client/submissions/{acme.submission.pk}/").status_code == 404
    assert "Night porter" in maya.get("/client/jobs/?show=all").text


def test_a_job_on_hold_keeps_its_pipeline(acme: Acme, maya: Client) -> None:
    acme.job.hold(by=acme.recruiter)
    assert "Dario Conti" in maya.get(f"/client/jobs/{acme.share.pk}/").text


def test_who_stands_in_an_internal_stage_is_with_the_agency_and_the_stage_stays_unnamed(
    acme: Acme, maya: Client
) -> None:
    acme.application.move(to=acme.stage("internal_review"), by=acme.recruiter)
    for address in (f"/client/jobs/{acme.share.pk}/", f"/client/submissions/{acme.submission.pk}/", "/client/"):
        page = maya.get(address).text
        assert "Internal review" not in page
        assert "internal_review" not in page
    assert "With Acme Staffing" in maya.get(f"/client/jobs/{acme.share.pk}/").text


def test_an_ended_application_is_called_by_a_neutral_word(acme: Acme, maya: Client) -> None:
    acme.application.reject(by=acme.recruiter, reason="CANARY reason", tell=False)
    page = maya.get(f"/client/jobs/{acme.share.pk}/").text

    assert "No longer in process" in page
    assert "CANARY" not in page


def test_only_chosen_fields_are_shown(acme: Acme, maya: Client) -> None:
    acme.submission.fields = ["headline", "email"]
    acme.submission.save()
    page = maya.get(f"/client/submissions/{acme.submission.pk}/").text

    assert "Porter with night experience" in page
    assert "dario@example.com" in page
    assert "Grand Hotel" not in page
    assert "Guest service" not in page
    assert "31,999" not in page
    assert "07700" not in page


def test_the_first_look_is_written_down_once(acme: Acme, maya: Client) -> None:
    for _look in range(2):
        maya.get(f"/client/submissions/{acme.submission.pk}/")

    assert SubmissionView.objects.filter(submission=acme.submission, member=acme.maya).count() == 1
    assert Event.objects.filter(verb="submission.viewed").count() == 1


def test_another_clients_candidate_and_job_do_not_exist(acme: Acme, maya: Client) -> None:
    assert maya.get(f"/client/submissions/{acme.other_submission.pk}/").status_code == 404
    assert maya.get(f"/client/jobs/{acme.other_share.pk}/").status_code == 404
    assert maya.get(f"/client/submissions/{acme.theirs.submission.pk}/").status_code == 404


def test_unsharing_takes_effect_at_the_next_request(acme: Acme, maya: Client) -> None:
    assert maya.get(f"/client/jobs/{acme.share.pk}/").status_code == 200
    acme.share.end(by=acme.recruiter)
    assert maya.get(f"/client/jobs/{acme.share.pk}/").status_code == 404
    assert maya.get(f"/client/submissions/{acme.submission.pk}/").status_code == 404


def test_taking_a_candidate_back_takes_effect_at_the_next_request(acme: Acme, maya: Client) -> None:
    acme.submission.withdraw(by=acme.recruiter)
    assert maya.get(f"/client/submissions/{acme.submission.pk}/").status_code == 404
    assert "Dario" not in maya.get(f"/client/jobs/{acme.share.pk}/").text


def test_the_next_request_of_a_revoked_contact_is_refused(acme: Acme, maya: Client) -> None:
    from portico.access import inviting

    assert maya.get("/client/").status_code == 200
    inviting.revoke(acme.maya, acme.recruiter)
    answer = maya.get(f"/client/submissions/{acme.submission.pk}/")
    assert (answer.status_code, answer["Location"][:15]) == (302, "/sign-in/?next=")


def test_the_private_word_stands_on_no_page(acme: Acme, maya: Client) -> None:
    for address in (
        "/client/",
        "/client/jobs/?show=all",
        f"/client/jobs/{acme.share.pk}/",
        f"/client/jobs/{acme.share.pk}/?view=list",
        f"/client/submissions/{acme.submission.pk}/",
    ):
        assert "CANARY" not in maya.get(address).text, address


@pytest.mark.parametrize("query", ["q=%00", "q=" + "x" * 5000, "after=nonsense", "sort=nonsense", "show=9", "view=%ff"])
def test_nonsense_in_the_address_is_no_server_error(acme: Acme, maya: Client, query: str) -> None:
    assert maya.get(f"/client/?{query}").status_code in {200, 400}
    assert maya.get(f"/client/jobs/{acme.share.pk}/?{query}").status_code == 200


def test_numbers_too_large_for_a_row_are_not_found(acme: Acme, maya: Client) -> None:
    assert maya.get(f"/client/submissions/{10**17}/").status_code == 404
    assert maya.get(f"/client/submissions/{10**30}/").status_code == 404


def test_the_stack_is_walked_from_the_longest_waiting_to_the_newest(acme: Acme, maya: Client) -> None:
    second, third = submit_more(acme, 2)
    page = unescape(maya.get(f"/client/submissions/{second.pk}/").text)

    assert "2 of 3" in page
    assert f'rel="next" href="/client/submissions/{third.pk}/"' in page
