"""Two who want the same time in one moment: one gets it, the other is told and can pick again."""

import pytest

from portico.pipeline.arranging import Plan, arrange
from portico.pipeline.interview_slots import InterviewSlot
from portico.pipeline.interviews import Interview
from portico.pipeline.models import Application
from tests.desk import browser_of
from tests.interviews import days
from tests.test_races import at_once, statuses
from tests.world import Acme
from tests.world import acme as build


@pytest.fixture
def world(transactional_db: None) -> Acme:
    """The world, where threads see each other's work."""
    return build()


def test_of_two_candidates_one_gets_the_time(world: Acme) -> None:
    other = Application.add(world.job, world.elena, by=world.recruiter, stage=world.stage("client_review"))
    plan = Plan(starts=[days(2), days(3), days(4), days(5)])
    first, second = arrange(world.application, plan, by=world.recruiter, also=[(other, None)])
    slot = first.free_slots()[0]
    dario, elena = (browser_of(one, raise_request_exception=False) for one in (world.dario_member, world.elena_member))

    answers = at_once(
        lambda: dario.post(f"/me/interviews/{first.pk}/pick/", {"slot": slot.pk}),
        lambda: elena.post(f"/me/interviews/{second.pk}/pick/", {"slot": slot.pk}),
    )

    assert statuses(answers) == [302, 409]
    slot.refresh_from_db()
    assert Interview.objects.filter(status="booked").get() == slot.taker
    late = next(one for one in answers if one.status_code == 409)
    assert b"just took this time" in late.content
    assert InterviewSlot.objects.filter(state="taken").count() == 1


def test_one_candidate_who_presses_twice_books_once(world: Acme) -> None:
    plan = Plan(starts=[days(2), days(3)])
    interview = arrange(world.application, plan, by=world.recruiter)[0]
    slots = list(interview.free_slots())
    browsers = [browser_of(world.dario_member, raise_request_exception=False) for _slot in slots]

    answers = at_once(
        lambda: browsers[0].post(f"/me/interviews/{interview.pk}/pick/", {"slot": slots[0].pk}),
        lambda: browsers[1].post(f"/me/interviews/{interview.pk}/pick/", {"slot": slots[1].pk}),
    )

    assert statuses(answers) == [302, 409]
    assert InterviewSlot.objects.filter(state="taken").count() == 1
    interview.refresh_from_db()
    assert interview.slot.start == interview.start
