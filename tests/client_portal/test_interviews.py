"""Interviews in the client portal: who sees and does what, and nothing typed is lost."""

from typing import Any

import pytest
from django.test import Client

from portico.kit.rules import RuleBroken
from portico.messaging.models import Email
from portico.pipeline.interviews import Interview
from portico.portals.models import JobShare
from tests.desk import browser_of, text_of
from tests.interviews import asked, booked, days, offered
from tests.world import Acme

FORM: dict[str, Any] = {"kind": "video", "minutes": "45", "zone": "Europe/London"}


@pytest.fixture
def maya(acme: Acme) -> Client:
    """Maya's browser."""
    return browser_of(acme.maya)


def test_times_where_clocks_change_come_back_with_what_was_typed(acme: Acme, maya: Client) -> None:
    path = f"/client/submissions/{acme.submission.pk}/interview/"
    typed = {**FORM, "time_1": "2027-03-28T01:30", "remark": "Keep this"}
    answer = maya.post(path, typed)
    assert (answer.status_code, Interview.objects.count()) == (422, 0)
    assert "does not exist in Europe/London" in text_of(answer)
    assert "Keep this" in text_of(answer)

    good = {**FORM, "zone": "America/New_York", "time_1": f"{days(3):%Y-%m-%dT%H:%M}", "people": "nonsense"}
    assert "no mail address" in text_of(maya.post(path, good))
    answer = maya.post(path, {**good, "people": "Jonas <jonas@northwind.example>"}, follow=True)
    assert "New York time" in text_of(answer)
    acme.maya.user.refresh_from_db()
    assert acme.maya.user.zone == "America/New_York"
    assert maya.post(path, {**FORM}).status_code == 409


def test_other_clients_and_viewers_get_nowhere(acme: Acme) -> None:
    interview = booked(acme)
    page = f"/client/interviews/{interview.pk}/"
    priya, jonas, rival = browser_of(acme.priya), browser_of(acme.jonas), browser_of(acme.theirs.maya)
    assert [one.get(page).status_code for one in (priya, jonas, rival)] == [404, 404, 404]
    assert priya.post(f"{page}cancel/", {"reason": "x"}).status_code == 404
    assert jonas.post(f"{page}cancel/", {"reason": "x"}).status_code == 403
    assert "Dario" not in text_of(priya.get("/client/interviews/"))
    assert priya.get(f"/client/submissions/{acme.submission.pk}/interview/").status_code == 404


def test_where_interviews_are_off_no_control_is_left(acme: Acme, maya: Client) -> None:
    page = f"/client/submissions/{acme.submission.pk}/"
    assert "Ask for an interview" in text_of(maya.get(page))
    JobShare.objects.filter(pk=acme.share.pk).update(values={"interviews": False})
    assert "Ask for an interview" not in text_of(maya.get(page))
    answer = maya.post(f"{page}interview/", FORM)
    assert (answer.status_code, Interview.objects.count()) == (409, 0)


def test_a_booked_interview_is_read_only_where_interviews_are_off(acme: Acme, maya: Client) -> None:
    interview = booked(acme)
    JobShare.objects.filter(pk=acme.share.pk).update(values={"interviews": False})
    text = text_of(maya.get(f"/client/interviews/{interview.pk}/"))
    assert "Cancel the interview" not in text
    assert "Who takes part" in text


def test_the_client_picks_where_the_recruiter_offers_the_candidates_times(acme: Acme, maya: Client) -> None:
    interview = asked(acme)
    interview.offer([days(2), days(3)], by=acme.recruiter, zone="Europe/London", picker="client")
    assert not Interview.objects.visible_to(acme.dario_member).exists()
    page = f"/client/interviews/{interview.pk}/"
    assert "Book this time" in text_of(maya.get(page))
    assert maya.post(f"{page}pick/", {"slot": interview.free_slots()[0].pk}).status_code == 302
    interview.refresh_from_db()
    assert interview.status == "booked"
    assert Interview.objects.visible_to(acme.dario_member).exists()


def test_the_preview_shows_interviews_and_no_controls(acme: Acme) -> None:
    booked(acme)
    rosa = browser_of(acme.recruiter)
    for page in ("", "interviews/", f"submissions/{acme.submission.pk}/"):
        text = text_of(rosa.get(f"/client/preview/{acme.maya.pk}/{page}"))
        assert "Booked" in text
        assert "/client/interviews/" not in text
        assert "Ask for" not in text


def test_a_client_does_not_pick_for_the_candidate_nor_the_candidate_for_the_client(acme: Acme, maya: Client) -> None:
    interview = offered(acme)
    slot = interview.free_slots()[0]
    answer = maya.post(f"/client/interviews/{interview.pk}/pick/", {"slot": slot.pk})
    assert (answer.status_code, Interview.objects.get().status) == (409, "slots_offered")

    interview.offer([days(5)], by=acme.recruiter, zone="Europe/London", picker="client")
    with pytest.raises(RuleBroken, match="somebody else"):
        interview.pick(interview.free_slots()[0], by=None)
    with pytest.raises(RuleBroken, match="nothing to answer"):
        interview.propose("Any Friday", by=None)


def test_a_clients_other_times_wait_for_the_recruiter_while_the_candidate_is_choosing(acme: Acme, maya: Client) -> None:
    interview = offered(acme)
    other = {"zone": "Europe/London", "time_1": f"{days(6):%Y-%m-%dT%H:%M}"}
    assert maya.post(f"/client/interviews/{interview.pk}/offer/", other).status_code == 302
    interview = Interview.objects.get()
    assert (interview.status, interview.awaits_release) == ("rescheduling", True)
    with pytest.raises(RuleBroken, match="no longer on offer"):
        interview.pick(interview.free_slots()[0], by=None)


def test_the_form_for_the_next_round_tells_no_more_of_a_blind_profile_than_its_page(acme: Acme, maya: Client) -> None:
    interview = asked(acme, place="Call Dario Conti", for_candidate="Dear Dario, bring your papers")
    interview.cancel(by=acme.maya, reason="Ill")
    JobShare.objects.filter(pk=acme.share.pk).update(values={"named": False})
    text = text_of(maya.get(f"/client/submissions/{acme.submission.pk}/interview/"))
    assert "bring your papers" in text
    assert "Dario" not in text


def test_mails_go_to_the_address_that_somebody_has_now(acme: Acme) -> None:
    interview = offered(acme)
    acme.maya.user.email = "maya.new@northwind.example"
    acme.maya.user.save()
    interview.pick_number(interview.free_slots()[0].pk, by=acme.dario_member)
    told = set(Email.objects.filter(subject__startswith="Interview booked").values_list("to", flat=True))
    assert "maya.new@northwind.example" in told
    assert not any(to.startswith("maya@") for to in told)
