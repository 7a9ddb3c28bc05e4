"""What must always hold, and that a planted fault of each kind is found."""

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from portico.agencies.models import Member, User
from portico.messaging.models import Email
from portico.messaging.trial import send_test_mail
from portico.operations.invariants import RULES, check_all, fingerprint
from portico.pipeline.models import Application, Move
from portico.portals.models import JobShare
from portico.records.events import record
from portico.records.models import Document, EventSubject, Note
from tests.world import Acme


def broken() -> dict[str, list[str]]:
    """The rules that do not hold, with rows that break them."""
    return {one.rule: one.rows for one in check_all() if one.broken}


@pytest.fixture
def sound(acme: Acme) -> Acme:
    """The test world sets some rows down without their story; here it is told."""
    for document in Document.objects.all():
        Document.objects.filter(pk=document.pk).update(sha256=fingerprint(document.key))
    for share in JobShare.objects.all():
        record(share, "jobshare.live", by=acme.recruiter)
    return acme


def test_a_sound_site_breaks_no_rule(sound: Acme) -> None:
    acme = sound
    acme.application.move(to=acme.stage("interview"), by=acme.recruiter)
    acme.application.reject(by=acme.recruiter, reason="No")
    assert {rule: rows for rule, rows in broken().items() if "came in" not in rule} == {}


def between_agencies(acme: Acme) -> None:
    Note.objects.filter(pk=acme.note.pk).update(author=acme.theirs.recruiter)


def hung_on_another(acme: Acme) -> None:
    Document.objects.filter(pk=acme.resume.pk).update(object_id=acme.theirs.dario.pk)


def torn_history(acme: Acme) -> None:
    Application.objects.filter(pk=acme.application.pk).update(stage=acme.stage("offer"))


def no_first_step(acme: Acme) -> None:
    Move.objects.filter(application=acme.application).delete()


def placed_without(acme: Acme) -> None:
    Application.objects.filter(pk=acme.application.pk).update(status="placed")


def mail_with_links(acme: Acme) -> None:
    Email.objects.filter(pk=send_test_mail(acme.agency, "a@example.com").pk).update(status="sent", sealed="x")


def file_gone(acme: Acme) -> None:
    default_storage.delete(acme.resume.key)


def no_event(acme: Acme) -> None:
    Application.objects.filter(pk=acme.application.pk).update(status="rejected")
    EventSubject.objects.all().delete()


def no_invitation(acme: Acme) -> None:
    user = User.objects.create(agency=acme.agency, email="x@example.com", name="X")
    Member.objects.create(agency=acme.agency, user=user, side="staff", role="owner")


@pytest.mark.parametrize(
    ("rule", "plant"),
    list(
        zip(
            RULES,
            [
                between_agencies,
                hung_on_another,
                torn_history,
                no_first_step,
                placed_without,
                mail_with_links,
                file_gone,
                no_event,
                no_invitation,
            ],
            strict=True,
        )
    ),
)
def test_a_fault_that_was_planted_is_found(sound: Acme, rule: str, plant: Callable[[Acme], None]) -> None:
    before = {one.rule: one.broken for one in check_all()}
    plant(sound)
    after = {one.rule: one.broken for one in check_all()}

    assert after[rule] > before[rule]


def test_the_command_tells_programs_and_people_and_fails_when_something_is_broken(acme: Acme) -> None:
    between_agencies(acme)
    out: Any = StringIO()
    with pytest.raises(CommandError):
        call_command("check_invariants", json=True, stdout=out)
    told = json.loads(out.getvalue())
    assert [one["rule"] for one in told] == list(RULES)
