"""The talk between a candidate and the agency."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail

from portico.agencies.models import Member
from portico.backoffice.reading.candidates_waiting import candidates_waiting
from portico.kit.rules import RuleBroken
from portico.messaging.choices import NotificationChoice
from portico.pipeline import candidate_threads
from portico.pipeline.candidate_mails import MESSAGES
from portico.pipeline.candidate_threads import CandidateLook, CandidateMessage
from tests.desk import browser_of
from tests.world import Acme


def test_what_was_written_stands_in_the_portal_and_not_in_the_mail(acme: Acme, run_tasks: Callable[..., Any]) -> None:
    CandidateMessage.send(acme.dario, text="CANARY I am ill", by=acme.dario_member)
    CandidateMessage.send(acme.dario, text="CANARY get well", by=acme.recruiter)
    run_tasks()

    assert [one.to[0].split()[0] for one in mail.outbox] == ["Rosa", "Dario"]
    assert not [one for one in mail.outbox if "CANARY" in str(one.message())]
    assert CandidateMessage.objects.visible_to(acme.dario_member).count() == 2
    assert not CandidateMessage.objects.visible_to(acme.elena_member)
    assert not CandidateMessage.objects.visible_to(acme.maya)


def test_it_waits_on_today_until_somebody_answers_or_says_it_is_read(acme: Acme) -> None:
    CandidateMessage.send(acme.dario, text="Hello?", by=acme.dario_member)
    assert [one.what for one in candidates_waiting(acme.recruiter)] == ["A message from Dario Conti"]
    assert not candidates_waiting(acme.reader)
    assert not candidates_waiting(acme.consultant), "not on their desk"

    CandidateMessage.send(acme.dario, text="Hello!", by=acme.recruiter)
    assert not candidates_waiting(acme.recruiter)
    assert CandidateMessage.objects.visible_to(acme.dario_member).unread_by(acme.dario_member).count() == 1
    CandidateLook.note(acme.dario, acme.dario_member)
    assert not CandidateMessage.objects.visible_to(acme.dario_member).unread_by(acme.dario_member)


def test_there_is_a_most_in_a_day_and_nothing_is_said_by_saying_nothing(
    acme: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidate_threads, "MOST_A_DAY", 1)
    CandidateMessage.send(acme.dario, text="One", by=acme.dario_member)
    with pytest.raises(RuleBroken, match="lot of messages"):
        CandidateMessage.send(acme.dario, text="Two", by=acme.dario_member)
    with pytest.raises(RuleBroken, match="Write something"):
        CandidateMessage.send(acme.dario, text="  ", by=acme.recruiter)


def test_nobody_writes_to_somebody_who_cannot_read_it(acme: Acme) -> None:
    Member.objects.filter(pk=acme.dario_member.pk).update(status=Member.Status.REVOKED)
    acme.dario.refresh_from_db()

    with pytest.raises(RuleBroken, match="not on the candidate portal"):
        CandidateMessage.send(acme.dario, text="Hello", by=acme.recruiter)


def test_mails_about_messages_can_be_switched_off(acme: Acme, run_tasks: Callable[..., Any]) -> None:
    NotificationChoice.choose(acme.dario_member, MESSAGES, "off")
    CandidateMessage.send(acme.dario, text="Hello", by=acme.recruiter)
    run_tasks()

    assert not mail.outbox


def test_who_does_not_see_the_talk_neither_joins_it_nor_marks_it_as_read(acme: Acme) -> None:
    CandidateMessage.send(acme.dario, text="Hello?", by=acme.dario_member)
    with pytest.raises(RuleBroken, match="not on your desk"):
        CandidateMessage.send(acme.dario, text="Hi", by=acme.consultant)
    assert browser_of(acme.consultant).post(f"/desk/candidates/{acme.dario.pk}/read/").status_code in (404, 409)
    assert candidates_waiting(acme.recruiter)

    acme.job.team.add(acme.consultant)
    CandidateMessage.send(acme.dario, text="Hi", by=acme.consultant)
    assert not candidates_waiting(acme.recruiter)
