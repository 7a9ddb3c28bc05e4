"""Who decides, what colleagues read, messages with the agency."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from portico.agencies.roles import Role
from portico.client_portal.views import drawing
from portico.kit.rules import RuleBroken
from portico.kit.times import at_time, now
from portico.messaging.choices import NotificationChoice
from portico.messaging.models import Email
from portico.pipeline.models import Message, Submission, Verdict
from portico.portals.deciding import choose_decider
from portico.portals.models import Portal, PortalDefaults
from tests.desk import browser_of
from tests.world import Acme


@pytest.fixture
def jonas(acme: Acme) -> Client:
    """Jonas, a colleague of Maya's, now a reviewer who sees all jobs."""
    acme.jonas.role = Role.REVIEWER
    acme.jonas.save()
    acme.jonas.seat.all_jobs = True
    acme.jonas.seat.save()
    return browser_of(acme.jonas)


def page_of(acme: Acme) -> str:
    """Dario's page at the client."""
    return f"/client/submissions/{acme.submission.pk}/"


def fresh(acme: Acme) -> Submission:
    """The submission as it stands."""
    return Submission.objects.get(pk=acme.submission.pk)


def test_only_the_chosen_persons_answer_decides(acme: Acme, maya: Client, jonas: Client) -> None:
    choose_decider(acme.share, acme.jonas.seat, by=acme.recruiter)
    answer = maya.post(page_of(acme) + "approve/", {"seen": "new", "remark": "Fine by me"}, follow=True)

    assert "Somebody else on your side decides" in answer.text
    assert fresh(acme).decision == "new"
    assert Verdict.objects.get(member=acme.maya).answer == "shortlisted"
    assert "Fine by me" in jonas.get(page_of(acme)).text

    jonas.post(page_of(acme) + "keep-in-view/", {"seen": "new"})
    assert (fresh(acme).decision, fresh(acme).decided_by) == ("keep_in_view", acme.jonas)
    assert Email.objects.filter(to=acme.recruiter.email).count() >= 2


def test_a_voice_beside_the_decision_moves_nobody(acme: Acme, maya: Client) -> None:
    maya.post(page_of(acme) + "decline/", {"seen": "new", "reason": "Other reason", "remark": "No"})
    acme.jonas.role = Role.REVIEWER
    acme.jonas.save()
    acme.jonas.seat.all_jobs = True
    acme.jonas.seat.save()
    choose_decider(acme.share, acme.jonas.seat, by=acme.recruiter)
    goal = acme.stage("interview")
    Portal.objects.filter(pk=acme.share.portal_id).update(custom=True, values={"decline_stage": goal.pk})
    maya.post(page_of(acme) + "approve/", {"seen": "rejected", "remark": "On second thoughts"})
    assert Verdict.objects.get(member=acme.maya).answer == "shortlisted"
    assert fresh(acme).application.stage != goal


def test_without_a_chosen_person_or_while_they_are_out_anybodys_answer_decides(acme: Acme, jonas: Client) -> None:
    choose_decider(acme.share, acme.maya.seat, by=acme.recruiter)
    acme.maya.status = "suspended"
    acme.maya.save()
    jonas.post(page_of(acme) + "approve/", {"seen": "new"})
    assert fresh(acme).decision == "shortlisted"


def test_only_somebody_who_sees_the_job_and_judges_can_be_chosen(acme: Acme) -> None:
    rosa = browser_of(acme.recruiter)
    desk = f"/desk/shares/{acme.share.pk}/"
    for seat in (acme.priya.seat.pk, acme.jonas.seat.pk, "9" * 15, "\0"):
        assert rosa.post(desk + "decider/", {"seat": seat}).status_code in {409, 422}
    assert rosa.post(desk + "decider/", {"seat": acme.maya.seat.pk}, follow=True).status_code == 200
    acme.share.refresh_from_db()
    assert acme.share.decider == acme.maya.seat
    rosa.post(desk + "decider/", {"seat": ""})
    acme.share.refresh_from_db()
    assert acme.share.decider is None


def test_a_later_change_is_a_correction_that_needs_a_word(acme: Acme, maya: Client, jonas: Client) -> None:
    maya.post(page_of(acme) + "approve/", {"seen": "new"})
    with at_time(now() + timedelta(minutes=2)):
        maya.post(page_of(acme) + "keep-in-view/", {"seen": "shortlisted"})
    assert fresh(acme).decision == "keep_in_view", "within minutes one changes one's own answer freely"

    with at_time(now() + timedelta(hours=3)):
        refused = browser_of(acme.maya).post(page_of(acme) + "approve/", {"seen": "keep_in_view"})
        assert (refused.status_code, fresh(acme).decision) == (409, "keep_in_view")
        assert "Say why in the remark" in refused.text
        answer = {"seen": "keep_in_view", "remark": "The budget is back"}
        browser_of(acme.maya).post(page_of(acme) + "approve/", answer)
        theirs = browser_of(acme.jonas).get(page_of(acme)).text
        ours = browser_of(acme.recruiter).get(f"/desk/applications/{acme.application.pk}/").text

    assert fresh(acme).decision == "shortlisted"
    for page in (theirs, ours):
        assert "corrected the answer" in page.lower() or "changed the answer" in page.lower()
        assert "The budget is back" in page
    mail = Email.objects.filter(to=acme.recruiter.email).latest("pk")
    assert "Before: Keep in view" in mail.text


def test_changing_a_colleagues_answer_is_a_correction_at_once(acme: Acme, maya: Client, jonas: Client) -> None:
    maya.post(page_of(acme) + "approve/", {"seen": "new"})
    assert jonas.post(page_of(acme) + "keep-in-view/", {"seen": "shortlisted"}).status_code == 409
    jonas.post(page_of(acme) + "keep-in-view/", {"seen": "shortlisted", "remark": "We talked"})
    assert fresh(acme).decision == "keep_in_view"


def test_a_remark_for_the_agency_only_never_reaches_a_colleague(acme: Acme, maya: Client, jonas: Client) -> None:
    secret = "SECRET between us"
    maya.post(page_of(acme) + "remark/", {"remark": secret, "private": "on"})
    maya.post(page_of(acme) + "approve/", {"seen": "new", "remark": f"{secret} again", "private": "on"})

    job = f"/client/jobs/{acme.share.pk}/"
    pages = [page_of(acme), page_of(acme) + "?history=all", job, f"{job}?view=list", "/client/", "/client/jobs/"]
    for path in pages:
        assert "SECRET" not in jonas.get(path).text, path
        for part in ("answer", "history", "messages", "pipeline"):
            headers = {"HX-Request": "true", "HX-Target": part}
            assert "SECRET" not in jonas.get(path, headers=headers).text, (path, part)
    assert "Approved" in jonas.get(page_of(acme)).text
    assert "SECRET" in maya.get(page_of(acme)).text
    assert "SECRET" in browser_of(acme.recruiter).get(f"/desk/applications/{acme.application.pk}/").text
    assert not Email.objects.exclude(to=acme.recruiter.email).filter(text__contains="SECRET").exists()


def test_messages_go_both_ways_and_mails_say_nothing_of_them(acme: Acme, maya: Client, jonas: Client) -> None:
    maya.post(page_of(acme) + "message/", {"text": "Is WORDS free on Friday?"})
    desk = browser_of(acme.recruiter)
    page = desk.get(f"/desk/applications/{acme.application.pk}/").text
    assert "WORDS free on Friday?" in page
    assert "New" in page
    assert not Message.objects.unread_by(acme.owner).exists(), "the agency has read it"
    desk.post(f"/desk/submissions/{acme.submission.pk}/message/", {"text": "Yes, WORDS at ten."})

    assert "New messages" in browser_of(acme.maya).get("/client/").text
    assert "Yes, WORDS at ten." in jonas.get(page_of(acme)).text
    assert "Yes, WORDS at ten." in maya.get(page_of(acme)).text
    assert "New messages" not in maya.get("/client/").text
    told = Email.objects.filter(template="pipeline/emails/message_sent")
    assert {one.to for one in told} == {acme.recruiter.email, acme.maya.email}
    assert not [one for one in told if "WORDS" in one.text + one.html + one.subject or "Dario" in one.text]


def test_another_client_and_a_viewer_cannot_write(acme: Acme) -> None:
    acme.jonas.seat.shares.add(acme.share)
    assert browser_of(acme.jonas).post(page_of(acme) + "message/", {"text": "Hello"}).status_code == 403
    assert browser_of(acme.priya).post(page_of(acme) + "message/", {"text": "Hello"}).status_code == 404
    assert browser_of(acme.priya).get(page_of(acme)).status_code == 404


def test_settings_and_choices_say_who_is_told(acme: Acme, maya: Client) -> None:
    PortalDefaults.objects.create(agency=acme.agency, values={"hears_messages": "nobody"})
    maya.post(page_of(acme) + "message/", {"text": "Hello?"})
    assert not Email.objects.exists()
    NotificationChoice.choose(acme.maya, "messages", "off")
    Message.send(fresh(acme), text="Hello back", by=acme.recruiter)
    assert not Email.objects.exists()

    Portal.objects.update(custom=True, values={"feedback": False})
    assert maya.post(page_of(acme) + "message/", {"text": "Again"}).status_code == 409
    assert "message_text" not in maya.get(page_of(acme)).text


def test_nothing_is_written_about_who_was_taken_back(acme: Acme) -> None:
    acme.submission.withdraw(by=acme.recruiter)
    with pytest.raises(RuleBroken):
        Message.send(acme.submission, text="Hello", by=acme.recruiter)


def test_what_comes_while_the_page_is_drawn_stays_unread(
    acme: Acme, maya: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look is noted with the moment when was read, not with the end of drawing."""
    desk, draw = browser_of(acme.recruiter), drawing.draw_submission
    desk.post(f"/desk/submissions/{acme.submission.pk}/message/", {"text": "First words"})

    def slowly(*args: Any, **kwargs: Any) -> HttpResponse:
        desk.post(f"/desk/submissions/{acme.submission.pk}/message/", {"text": "Second words"})
        return draw(*args, **kwargs)

    monkeypatch.setattr(drawing, "draw_submission", slowly)
    page = maya.get(page_of(acme)).text
    monkeypatch.undo()

    assert "First words" in page
    assert "Second words" not in page
    assert "New messages" in maya.get("/client/").text
