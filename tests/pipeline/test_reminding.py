"""Clients who owe an answer are reminded: on working days, as often as the settings say, and never twice."""

from datetime import UTC, datetime, timedelta

import pytest

from portico.kit.times import at_time
from portico.messaging.models import Email
from portico.pipeline.models import Submission
from portico.pipeline.reminding import remind_all, remind_clients
from portico.portals.deciding import choose_decider
from portico.portals.models import JobShare, PortalDefaults, Seat
from tests.world import Acme

MONDAY = datetime(2026, 3, 2, 11, tzinfo=UTC)


@pytest.fixture
def waiting(acme: Acme) -> Acme:
    """Dario has waited for Northwind since Monday; nobody else waits."""
    Submission.objects.filter(pk=acme.submission.pk).update(submitted=MONDAY)
    JobShare.objects.filter(pk=acme.other_share.pk).update(status=JobShare.Status.ENDED)
    return acme


def reminded(world: Acme) -> list[str]:
    """To whom reminders went, in their order."""
    mails = Email.objects.filter(agency=world.agency, template="pipeline/emails/client_reminded").order_by("pk")
    return list(mails.values_list("to", flat=True))


def look(world: Acme, at: datetime) -> int:
    with at_time(at):
        return remind_clients(world.agency)


def test_a_client_is_reminded_after_three_working_days_and_once_more_after_three_more(waiting: Acme) -> None:
    sent = [look(waiting, MONDAY + timedelta(days=number, hours=1)) for number in range(14)]
    assert sent == [0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]
    assert reminded(waiting) == [waiting.maya.email] * 2
    mail = Email.objects.filter(template="pipeline/emails/client_reminded").first()
    assert mail is not None
    assert waiting.dario.last_name not in mail.text
    assert "2 Mar 2026" in mail.text


def test_asking_again_at_once_reminds_nobody_twice(waiting: Acme) -> None:
    assert look(waiting, MONDAY + timedelta(days=4)) == 1
    assert look(waiting, MONDAY + timedelta(days=4)) == 0
    assert len(reminded(waiting)) == 1


def test_who_answered_is_left_alone(waiting: Acme) -> None:
    waiting.submission.refresh_from_db()
    waiting.submission.approve(by=waiting.maya)
    assert look(waiting, MONDAY + timedelta(days=4)) == 0


@pytest.mark.parametrize("values", [{"remind_days": 0}, {"reminders": 0}])
def test_an_agency_may_want_no_reminders(waiting: Acme, values: dict[str, int]) -> None:
    PortalDefaults(agency=waiting.agency, values=values).save()
    assert look(waiting, MONDAY + timedelta(days=4)) == 0


def test_a_portal_may_have_its_own_rhythm(waiting: Acme) -> None:
    portal = waiting.share.portal
    portal.custom, portal.values = True, {"remind_days": 1, "reminders": 1}
    portal.save()
    assert [look(waiting, MONDAY + timedelta(days=number, hours=1)) for number in range(4)] == [0, 1, 0, 0]


def test_a_candidate_submitted_again_begins_a_new_wait(waiting: Acme) -> None:
    assert look(waiting, MONDAY + timedelta(days=4)) == 1
    Submission.objects.filter(pk=waiting.submission.pk).update(submitted=MONDAY + timedelta(days=7))
    assert look(waiting, MONDAY + timedelta(days=9)) == 0
    assert look(waiting, MONDAY + timedelta(days=11)) == 1


def test_where_one_person_decides_only_they_are_reminded(waiting: Acme) -> None:
    jonas = Seat.objects.get(member=waiting.jonas)
    Seat.objects.filter(pk=jonas.pk).update(all_jobs=True)
    waiting.jonas.role = "reviewer"
    waiting.jonas.save()
    choose_decider(waiting.share, Seat.objects.get(pk=jonas.pk), by=waiting.recruiter)
    assert look(waiting, MONDAY + timedelta(days=4)) == 1
    assert reminded(waiting) == [waiting.jonas.email]


@pytest.mark.parametrize(("day", "hour", "sent"), [(4, 9, 1), (4, 10, 0), (5, 9, 0)])
def test_reminders_go_out_on_working_mornings_of_the_agency(waiting: Acme, day: int, hour: int, sent: int) -> None:
    with at_time(datetime(2026, 3, 2, hour, 12, tzinfo=UTC) + timedelta(days=day)):
        assert remind_all() == sent


def test_who_is_only_let_look_owes_no_answer_and_is_not_reminded(waiting: Acme) -> None:
    PortalDefaults.objects.update_or_create(agency=waiting.agency, defaults={"values": {"judging": False}})
    assert look(waiting, MONDAY + timedelta(days=4)) == 0
