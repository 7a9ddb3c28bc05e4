"""The candidate's interview: by the link in the mail, whoever else opens it first, and in the portal."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from portico.access.inviting import revoke
from portico.kit.times import at_time, now
from portico.pipeline.interview_people import InterviewFeedback, InterviewLink
from portico.pipeline.interviews import Interview
from tests.desk import browser_of, text_of
from tests.interviews import RunTasks, booked, days, offered
from tests.stories.mail import link_in, mails_to
from tests.world import Acme


@pytest.fixture
def stranger(acme: Acme) -> Client:
    """A browser in which nobody is signed in."""
    return Client(headers={"host": acme.agency.host}, raise_request_exception=False)


def way(run_tasks: RunTasks, acme: Acme) -> str:
    """The path of the link in the newest mail to Dario."""
    return link_in(mails_to("dario@", run_tasks)[-1]).removeprefix(acme.agency.site)


def test_scanners_change_nothing_and_the_person_books(acme: Acme, run_tasks: RunTasks, stranger: Client) -> None:
    interview = offered(acme)
    link = way(run_tasks, acme)
    for _visit in range(5):
        scanner = Client(headers={"host": acme.agency.host})
        assert scanner.head(link).status_code == 302
        assert scanner.get(link, follow=True).status_code == 200
        assert scanner.post(link).status_code == 405
    interview.refresh_from_db()
    assert interview.status == "slots_offered"

    first = stranger.get(link)
    assert (first.status_code, first["Referrer-Policy"], first["Cache-Control"]) == (302, "no-referrer", "no-store")
    assert link.split("/")[-2] not in first["Location"]
    page = text_of(stranger.get(first["Location"]))
    assert "Northwind Logistics" in page
    slot = re.search(r'name="slot" value="(\d+)"', page)
    assert slot is not None
    answer = stranger.post("/me/answer/pick/", {"slot": slot[1], "zone": "America/New_York"}, follow=True)

    interview.refresh_from_db()
    assert (interview.status, interview.candidate_zone) == ("booked", "America/New_York")
    assert "New York time" in text_of(answer)
    used = InterviewLink.objects.get(token_hash=InterviewLink.find(acme.agency, link.split("/")[-2]).token_hash)  # type: ignore[union-attr]
    assert used.used_at is not None
    assert used.opened_count >= 11


def test_the_token_is_kept_nowhere(acme: Acme, run_tasks: RunTasks) -> None:
    interview = offered(acme)
    token = way(run_tasks, acme).split("/")[-2]
    row = InterviewLink.objects.get()
    assert token not in str(row.__dict__)
    assert token not in str(interview.__dict__)


def test_without_the_link_there_is_nothing(acme: Acme, stranger: Client) -> None:
    offered(acme)
    assert stranger.get("/me/answer/").status_code == 404
    assert stranger.post("/me/answer/pick/", {"slot": 1}).status_code == 404
    assert stranger.get(f"/me/i/{'x' * 43}/").status_code == 404


def test_a_link_ends_with_time_and_with_the_candidates_access(
    acme: Acme, run_tasks: RunTasks, stranger: Client
) -> None:
    offered(acme)
    link = way(run_tasks, acme)
    with at_time(now() + timedelta(days=31)):
        assert stranger.get(link, follow=True).status_code == 410
    assert stranger.get(link, follow=True).status_code == 200
    revoke(acme.dario_member, by=acme.owner)
    assert stranger.get(link, follow=True).status_code == 410
    assert stranger.post("/me/answer/propose/", {"proposal": "Friday"}).status_code == 410


def test_a_link_of_one_agency_is_nothing_at_another(acme: Acme, run_tasks: RunTasks) -> None:
    offered(acme)
    link = way(run_tasks, acme)
    elsewhere = Client(headers={"host": acme.theirs.agency.host})
    assert elsewhere.get(link).status_code == 404


def test_what_the_agency_has_not_released_is_not_there(acme: Acme) -> None:
    from tests.interviews import asked

    interview = asked(acme, days(2))
    dario = browser_of(acme.dario_member)
    assert dario.get(f"/me/interviews/{interview.pk}/").status_code == 404
    assert "My interviews" not in text_of(dario.get("/me/"))
    interview.release(by=acme.recruiter)
    assert "Pick a time" in text_of(dario.get("/me/"))
    assert browser_of(acme.elena_member).get(f"/me/interviews/{interview.pk}/").status_code == 404


def test_the_company_is_not_named_where_the_recruiter_says_so(acme: Acme, run_tasks: RunTasks) -> None:
    interview = booked(acme, days(3), name_company=False)
    dario = browser_of(acme.dario_member)
    assert "Northwind" not in text_of(dario.get(f"/me/interviews/{interview.pk}/"))
    assert not any("Northwind" in one for one in mails_to("dario@", run_tasks))


def test_proposing_and_telling_in_the_portal(acme: Acme) -> None:
    interview = offered(acme)
    dario = browser_of(acme.dario_member)
    assert dario.post(f"/me/interviews/{interview.pk}/propose/", {"proposal": ""}).status_code == 422
    assert dario.post(f"/me/interviews/{interview.pk}/propose/", {"proposal": "On Friday"}).status_code == 302
    interview.refresh_from_db()
    assert interview.proposal == "On Friday"
    assert dario.post(f"/me/interviews/{interview.pk}/tell/", {"rating": "5"}).status_code == 409
    Interview.objects.filter(pk=interview.pk).update(status="done", start=days(-1), end=days(-1, 11))
    assert dario.post(f"/me/interviews/{interview.pk}/tell/", {"rating": "5", "questions": "Pay?"}).status_code == 302
    assert InterviewFeedback.objects.get().questions == "Pay?"
    assert "Pay?" not in text_of(browser_of(acme.maya).get(f"/client/interviews/{interview.pk}/"))
