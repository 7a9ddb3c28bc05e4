"""Interviews: asked for, offered, picked, moved, cancelled, held."""

from datetime import timedelta

import pytest
from django.core import mail

from portico.candidates.models import Candidate
from portico.kit.rules import RuleBroken
from portico.kit.times import at_time, now
from portico.pipeline import arranging
from portico.pipeline.arranging import Person, Plan, arrange
from portico.pipeline.interview_people import InterviewFeedback, judge, tell
from portico.pipeline.interviews import Interview
from portico.pipeline.models import Application
from portico.portals.models import JobShare
from portico.records.events import SENTENCES
from tests.interviews import RunTasks, asked, booked, days, invitations, offered
from tests.world import Acme


def test_a_clients_times_wait_for_the_recruiter_and_then_go_to_the_candidate(acme: Acme, run_tasks: RunTasks) -> None:
    interview = asked(acme, days(2), days(3))
    assert (interview.status, interview.awaits_release) == ("requested", True)
    assert not Interview.objects.visible_to(acme.dario_member).exists()

    interview.release(by=acme.recruiter)

    assert interview.status == "slots_offered"
    assert Interview.objects.visible_to(acme.dario_member).get() == interview
    run_tasks()
    assert [one.to for one in mail.outbox if "Pick a time" in one.subject] == [["Dario <dario@example.com>"]]


def test_booking_tells_everybody_and_brings_the_candidate_to_the_interviews(acme: Acme, run_tasks: RunTasks) -> None:
    interview = booked(acme)

    assert (interview.status, interview.sequence) == ("booked", 0)
    acme.application.refresh_from_db()
    assert acme.application.stage.kind == "interview"
    sent = invitations(run_tasks)
    assert {to.partition("<")[0].strip() for to, *_rest in sent} == {
        "Dario", "Maya Lindqvist", "Jonas Berg", "Rosa Delgado"
    }  # fmt: skip
    assert {(calendar["METHOD"], event["SEQUENCE"], event["DTSTART"].dt) for _to, calendar, event in sent} == {
        ("REQUEST", 0, interview.start)
    }
    assert len({event["UID"] for *_rest, event in sent}) == 1


def test_a_further_stage_is_not_left_by_a_booking(acme: Acme) -> None:
    acme.application.move(to=acme.stage("offer"), by=acme.recruiter)
    booked(acme)
    acme.application.refresh_from_db()
    assert acme.application.stage.kind == "offer"


def test_taking_a_candidate_back_calls_their_interviews_off(acme: Acme, run_tasks: RunTasks) -> None:
    interview = booked(acme)
    acme.submission.refresh_from_db()
    acme.submission.withdraw(by=acme.recruiter)
    interview.refresh_from_db()
    assert interview.status == Interview.Status.CANCELLED
    assert [one["METHOD"] for _to, one, _event in invitations(run_tasks, "maya@")] == ["REQUEST", "CANCEL"]


def test_a_new_time_keeps_the_uid_and_counts_up_and_a_cancellation_too(acme: Acme, run_tasks: RunTasks) -> None:
    interview = booked(acme)
    interview.set_time(days(5), by=acme.recruiter)
    interview.cancel(by=acme.maya, reason="CANARY: position frozen")

    theirs = invitations(run_tasks, "maya@")
    assert [(one["METHOD"], event["SEQUENCE"], event["STATUS"]) for _to, one, event in theirs] == [
        ("REQUEST", 0, "CONFIRMED"), ("REQUEST", 1, "CONFIRMED"), ("CANCEL", 2, "CANCELLED"),
    ]  # fmt: skip
    assert len({event["UID"] for *_rest, event in theirs}) == 1
    assert not any("CANARY" in str(one.message()) for one in mail.outbox if "rosa" not in one.to[0])


def test_rescheduling_takes_the_time_out_of_the_calendars_until_there_is_a_new_one(
    acme: Acme, run_tasks: RunTasks
) -> None:
    interview = booked(acme)
    arranging.reschedule(interview, [days(6)], by=acme.maya, zone="Europe/London", reason="Busy")
    assert (interview.status, interview.start, interview.awaits_release) == ("rescheduling", None, True)
    interview.release(by=acme.recruiter)
    interview.pick_number(interview.free_slots()[0].pk, by=None)

    theirs = invitations(run_tasks, "dario@")
    assert [(one["METHOD"], event["SEQUENCE"]) for _to, one, event in theirs] == [
        ("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 2)
    ]  # fmt: skip


def test_shared_times_go_to_one_candidate_each(acme: Acme) -> None:
    other = Application.add(acme.job, acme.elena, by=acme.recruiter, stage=acme.stage("client_review"))
    first, second = arrange(acme.application, Plan(starts=[days(2), days(3)]), by=acme.recruiter, also=[(other, None)])
    slot = first.free_slots()[0]
    first.pick_number(slot.pk, by=acme.dario_member)

    assert [one.start for one in second.free_slots()] == [days(3)]
    with pytest.raises(RuleBroken, match="just took this time"):
        second.pick_number(slot.pk, by=acme.elena_member)
    second.refresh_from_db()
    assert (second.status, second.start) == ("slots_offered", None)


def test_offers_run_out_and_times_that_have_passed_cannot_be_picked(acme: Acme) -> None:
    interview = offered(acme, days(2), days(20))
    early, late = interview.free_slots()
    with at_time(days(3)):
        assert list(interview.free_slots()) == [late]
        with pytest.raises(RuleBroken, match="just took"):
            interview.pick_number(early.pk, by=None)
    interview.refresh_from_db()
    with at_time(now() + timedelta(days=8)), pytest.raises(RuleBroken, match="no longer on offer"):
        interview.pick_number(late.pk, by=None)


def test_the_candidate_proposes_others_and_the_recruiter_decides(acme: Acme, run_tasks: RunTasks) -> None:
    interview = offered(acme)
    interview.propose("Any Friday after 4", by=None)

    assert (interview.status, interview.proposal) == ("rescheduling", "Any Friday after 4")
    run_tasks()
    assert [one.to[0] for one in mail.outbox if "Another time wanted" in one.subject] == [
        f"Rosa Delgado <{acme.recruiter.email}>"
    ]
    interview.offer([days(5)], by=acme.recruiter, zone="Europe/London")
    assert (interview.status, interview.proposal) == ("slots_offered", "")


def test_where_interviews_are_off_clients_arrange_none(acme: Acme) -> None:
    interview = booked(acme)
    JobShare.objects.filter(pk=acme.share.pk).update(values={"interviews": False})
    acme.submission.refresh_from_db()
    fresh = Interview.objects.select_related("submission__share").get(pk=interview.pk)
    for deed in (
        lambda: asked(acme, days(2)),
        lambda: fresh.cancel(by=acme.maya, reason="No"),
        lambda: fresh.reschedule(by=acme.maya),
        lambda: fresh.no_show("client", by=acme.maya),
        lambda: arranging.set_people(fresh, [], by=acme.maya),
    ):
        with pytest.raises(RuleBroken, match="arranged by your consultant"):
            deed()
    fresh.cancel(by=acme.recruiter, reason="Off")


def test_viewers_and_another_clients_people_arrange_nothing(acme: Acme) -> None:
    interview = booked(acme)
    with pytest.raises(RuleBroken):
        interview.cancel(by=acme.jonas, reason="No")
    for person in (acme.priya, acme.elena_member, acme.revoked, acme.theirs.maya):
        assert not Interview.objects.visible_to(person).exists()
    assert Interview.objects.visible_to(acme.maya).get() == interview


def test_feedback_follows_an_interview_and_colleagues_read_what_they_may(acme: Acme, run_tasks: RunTasks) -> None:
    interview = booked(acme, days(1))
    with pytest.raises(RuleBroken, match="has taken place"):
        tell(interview, by=None, rating=5, questions="")
    with at_time(days(2)):
        interview.held(by=acme.recruiter)
        words = {"advice": "yes", "strengths": "Calm", "concerns": "CANARY pay"}
        judge(interview, by=acme.maya, rating=4, for_colleagues=False, **words)
        tell(interview, by=None, rating=5, questions="When is the decision?")

    assert interview.status == "feedback_given"
    assert {one.by_name for one in InterviewFeedback.objects.visible_to(acme.recruiter)} == {
        "Maya Lindqvist", "Dario Conti"
    }  # fmt: skip
    assert [one.by_name for one in InterviewFeedback.objects.visible_to(acme.maya)] == ["Maya Lindqvist"]
    acme.jonas.seat.set_scope(all_jobs=True, shares=[], by=acme.owner)
    assert not InterviewFeedback.objects.visible_to(acme.jonas).exists()
    assert [one.side for one in InterviewFeedback.objects.visible_to(acme.dario_member)] == ["candidate"]


def test_the_end_of_an_application_calls_its_interviews_off(acme: Acme, run_tasks: RunTasks) -> None:
    interview = booked(acme)
    acme.application.reject(by=acme.recruiter, reason="CANARY")
    interview.refresh_from_db()
    assert interview.status == "cancelled"
    assert [one["METHOD"] for _to, one, _event in invitations(run_tasks, "maya@")] == ["REQUEST", "CANCEL"]


def test_the_second_round_begins_like_the_first(acme: Acme) -> None:
    first = booked(acme, days(1), kind="on_site", place="Pier 4", minutes=60)
    with at_time(days(2)):
        first.held(by=None)
        plan = arranging.plan_after(first)
        people = arranging.people_in(plan.pop("people"))
        second = arranging.ask(acme.submission, Plan(**plan, people=people, starts=[days(5)]), by=acme.maya)

    assert (second.number, second.place, second.minutes, second.people.count()) == (2, "Pier 4", 60, 2)
    assert second.uid != first.uid


def test_people_who_join_are_invited_and_who_leaves_is_let_off(acme: Acme, run_tasks: RunTasks) -> None:
    interview = booked(acme)
    stay = [Person("Maya", acme.maya.email), Person("Ola Nord", "ola@northwind.example")]
    arranging.set_people(interview, stay, by=acme.maya)

    jonas = [(one["METHOD"], event["SEQUENCE"]) for _to, one, event in invitations(run_tasks, "jonas@")]
    assert jonas == [("REQUEST", 0), ("CANCEL", 1)]
    ola = invitations(run_tasks, "ola@")
    assert [one["METHOD"] for _to, one, _e in ola] == ["REQUEST"]
    assert "Dario" not in str(ola[0][2]["SUMMARY"])


def test_only_who_is_asked_to_pick_picks(acme: Acme) -> None:
    interview = offered(acme)
    slot = interview.free_slots()[0].pk
    with pytest.raises(RuleBroken, match="somebody else to pick"):
        interview.pick_number(slot, by=acme.maya)
    interview.picker = Interview.Picker.CLIENT
    with pytest.raises(RuleBroken, match="somebody else to pick"):
        interview.pick_number(slot, by=None)


def test_a_longer_interview_is_booked_as_long_as_it_is_now(acme: Acme) -> None:
    interview = offered(acme)
    arranging.change(interview, by=acme.recruiter, minutes=90)
    interview.pick_number(interview.free_slots()[0].pk, by=None)
    assert interview.start is not None
    assert interview.end == interview.start + timedelta(minutes=90)


def test_who_changes_the_notes_does_not_undo_a_booking_made_meanwhile(acme: Acme) -> None:
    interview = offered(acme)
    old_page = Interview.objects.get(pk=interview.pk)
    interview.pick_number(interview.free_slots()[0].pk, by=None)
    arranging.change(old_page, by=acme.recruiter, place="Second floor")
    interview.refresh_from_db()
    assert (interview.status, interview.place, interview.sequence) == ("booked", "Second floor", 1)


def test_every_step_of_an_interview_has_words() -> None:
    assert {f"interview.{one}" for one in Interview.Status} <= SENTENCES.keys()


def test_no_shows_are_noted_only_once_it_has_begun(acme: Acme) -> None:
    interview = booked(acme)
    with pytest.raises(RuleBroken, match="not begun"):
        interview.no_show("candidate", by=acme.maya)
    with at_time(days(4)):
        interview.no_show("candidate", by=acme.maya)
    assert interview.status == "no_show_candidate"


def test_times_go_only_to_somebody_who_hears_of_them(acme: Acme) -> None:
    for plan, why in (
        (Plan(starts=[days(2)], picker="client"), "access to the portal"),
        (Plan(starts=[days(2)]), "no mail"),
    ):
        Candidate.objects.filter(pk=acme.dario.pk).update(email="")
        acme.application.candidate.refresh_from_db()
        with pytest.raises(RuleBroken, match=why):
            arrange(acme.application, plan, by=acme.recruiter)
    assert not Interview.objects.exists()
