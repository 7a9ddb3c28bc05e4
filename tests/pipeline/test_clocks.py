"""Every open application waits on somebody since some time: the client, the agency, or, when asked, the candidate."""

from datetime import UTC, datetime, timedelta

import pytest

from portico.kit.times import at_time, now
from portico.pipeline.clocks import Clock, clocks_of
from portico.pipeline.interviews import Interview
from portico.pipeline.models import Application, Permission, Submission
from portico.portals.models import PortalDefaults
from tests.world import Acme

MONDAY = datetime(2026, 3, 2, 11, tzinfo=UTC)


def clock(world: Acme, application: Application) -> Clock | None:
    row = Application.objects.select_related("stage", "job__owner__user", "candidate").get(pk=application.pk)
    return clocks_of([row], world.recruiter).get(row.pk)


def test_who_is_shown_to_a_client_waits_on_the_client_since_then(acme: Acme) -> None:
    Submission.objects.filter(pk=acme.submission.pk).update(submitted=MONDAY)
    found = clock(acme, acme.application)
    assert found is not None
    assert (found.on, found.who, found.since) == ("client", acme.northwind.name, MONDAY)
    with at_time(MONDAY + timedelta(days=1)):
        assert not found.overdue
    with at_time(MONDAY + timedelta(days=2, minutes=1)):
        assert found.overdue


def test_the_settings_say_how_long_a_client_has(acme: Acme) -> None:
    PortalDefaults(agency=acme.agency, values={"answer_days": 5}).save()
    Submission.objects.filter(pk=acme.submission.pk).update(submitted=MONDAY)
    found = clock(acme, acme.application)
    assert found is not None
    assert found.due == MONDAY + timedelta(days=7)


def test_an_answer_waits_on_the_agency_until_it_is_noted(acme: Acme) -> None:
    acme.submission.approve(by=acme.maya)
    found = clock(acme, acme.application)
    assert found is not None
    assert (found.on, found.since) == ("agency", acme.submission.decided)
    acme.submission.note_answer(by=acme.recruiter)
    found = clock(acme, acme.application)
    assert found is not None
    assert (found.on, found.since, found.due) == ("agency", acme.application.stage_since, None)


def test_who_is_not_shown_waits_on_the_owner_for_as_long_as_the_stage_gives(acme: Acme) -> None:
    stage = acme.hidden_application.stage
    stage.target_days = 1
    stage.save()
    Application.objects.filter(pk=acme.hidden_application.pk).update(stage_since=now() - timedelta(days=5))
    found = clock(acme, acme.hidden_application)
    assert found is not None
    assert (found.on, found.overdue) == ("agency", True)
    assert found.who == (acme.hidden_application.job.owner or acme.recruiter).name


def test_what_is_over_waits_on_nobody(acme: Acme) -> None:
    acme.application.reject(by=acme.recruiter, reason="No", tell=False)
    assert clock(acme, acme.application) is None


def test_a_whole_board_takes_as_many_queries_as_one_card(acme: Acme, django_assert_max_num_queries: object) -> None:
    rows = list(Application.objects.select_related("stage", "job__owner__user", "candidate"))
    assert len(rows) > 1
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        clocks_of(rows, acme.recruiter)


def test_who_was_asked_for_permission_waits_on_their_own_answer(acme: Acme) -> None:
    asked = {"asked": MONDAY, "due": now() + timedelta(days=3), "token_hash": "x", "words": "May we?"}
    Permission.objects.create(agency=acme.agency, application=acme.hidden_application, **asked)
    found = clock(acme, acme.hidden_application)
    assert found is not None
    assert (found.on, found.who, found.since) == ("candidate", acme.hidden.name, MONDAY)


@pytest.mark.parametrize(
    ("status", "picker", "on"),
    [
        ("requested", "candidate", "agency"),
        ("slots_offered", "candidate", "candidate"),
        ("slots_offered", "client", "client"),
        ("confirmed", "candidate", "agency"),
        ("done", "candidate", "client"),
    ],
)
def test_an_interview_waits_on_whoever_has_the_next_step(acme: Acme, status: str, picker: str, on: str) -> None:
    acme.submission.approve(by=acme.maya)
    later = {"status_since": now(), "start": now(), "end": now() + timedelta(hours=1)}
    round_one = Interview(agency=acme.agency, application=acme.application, submission=acme.submission, **later)
    round_one.status, round_one.picker = status, picker
    round_one.save()
    found = clock(acme, acme.application)
    assert found is not None
    assert found.on == on
