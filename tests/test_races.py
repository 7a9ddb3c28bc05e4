"""Two people, or one who clicks twice, in one moment, through the pages themselves: one does it, the other is told.

Each check has a control beside it where that can be: without the protection it would fail.
"""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from portico.access.inviting import mail_invitation
from portico.access.links import issue
from portico.access.models import AccessLink, Purpose
from portico.agencies.models import Member
from portico.messaging.models import Email
from portico.pipeline.models import Application, Move, Placement
from portico.pipeline.submitting import propose
from portico.records import files
from portico.records.models import Document, Event
from tests.desk import browser_of
from tests.drawn import forms_on
from tests.records.samples import pdf
from tests.world import Acme
from tests.world import acme as build

ROUNDS = 5


@pytest.fixture
def world(transactional_db: None) -> Acme:
    """The world, where threads see each other's work."""
    return build()


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Start all deeds in the same moment, each with a database connection of its own; what each answered."""
    ready = threading.Barrier(len(deeds))
    answers: list[Any] = [None] * len(deeds)

    def run(place: int, deed: Callable[[], Any]) -> None:
        try:
            ready.wait(timeout=30)
            answers[place] = deed()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def statuses(answers: list[Any]) -> list[int]:
    """What was answered, the smallest number first."""
    return sorted(answer.status_code for answer in answers)


def both(world: Acme) -> tuple[Client, Client]:
    """The recruiter's browser, and the owner's."""
    return tuple(browser_of(one, raise_request_exception=False) for one in (world.recruiter, world.owner))  # type: ignore[return-value]


def move_both(world: Acme) -> list[int]:
    """Both move the one candidate from the stage that both see, to different ones."""
    world.application.refresh_from_db()
    rosa, olivia = both(world)
    path, seen = f"/desk/applications/{world.application.pk}/move/", world.application.stage_id
    goals = [stage for kind in ("interview", "offer", "screening") if (stage := world.stage(kind)).pk != seen]
    return statuses(
        at_once(
            lambda: rosa.post(path, {"to": goals[0].pk, "seen": seen, "remark": "hers"}),
            lambda: olivia.post(path, {"to": goals[1].pk, "seen": seen, "remark": "his"}),
        )
    )


def test_of_two_who_move_one_candidate_one_is_told(world: Acme) -> None:
    for _round in range(ROUNDS):
        assert move_both(world) == [302, 409]

    steps = list(Move.objects.filter(application=world.application).order_by("at", "pk"))
    assert len(steps) == ROUNDS + 1
    assert [step.from_stage_id for step in steps[1:]] == [step.to_stage_id for step in steps[:-1]]
    world.application.refresh_from_db()
    assert world.application.stage_id == steps[-1].to_stage_id


def test_without_the_claim_both_would_have_moved_them(world: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    def take(self: Application, to: Any, *, seen: str) -> None:
        Application.objects.filter(pk=self.pk).update(stage=to)

    monkeypatch.setattr(Application, "_claim_stage", take)
    assert move_both(world) == [302, 302]


def edit(browser: Client, path: str, **changed: str) -> Callable[[], Any]:
    """A form that was opened now and will be sent with one field changed."""
    form = next(one for one in forms_on(browser.get(path).content.decode(), path) if "seen" in one.values)
    words = {name: values for name, values in form.values.items() if values} | changed
    return lambda: browser.post(path, words)


def test_two_who_edit_different_fields_of_a_candidate_both_keep_their_change(world: Acme) -> None:
    path = f"/desk/candidates/{world.dario.pk}/edit/"
    rosa, olivia = both(world)
    for number in range(ROUNDS):
        hers = edit(rosa, path, phone=f"+44 20 7946 001{number}", skill_names="Guest service, Night shifts, First aid")
        his = edit(olivia, path, headline=f"Headline {number}", skill_names="Guest service")
        assert statuses(at_once(hers, his)) == [302, 302]
        world.dario.refresh_from_db()
        assert (world.dario.phone, world.dario.headline) == (f"+44 20 7946 001{number}", f"Headline {number}")
    assert set(world.dario.skills.values_list("name", flat=True)) == {"Guest service", "First aid"}


def test_two_who_edit_the_same_field_one_is_told_what_stands_there(world: Acme) -> None:
    path = f"/desk/candidates/{world.dario.pk}/edit/"
    rosa, olivia = both(world)
    answers = at_once(edit(rosa, path, headline="Hers"), edit(olivia, path, headline="His"))
    assert statuses(answers) == [302, 409]
    world.dario.refresh_from_db()
    told = next(answer for answer in answers if answer.status_code == 409).content.decode()
    assert f"is now “{world.dario.headline}”" in told
    assert ("His" if world.dario.headline == "Hers" else "Hers") in told


def test_saving_all_fields_would_have_lost_one_change(world: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    def overwrite(row: Any, changes: dict[str, Any], **_rest: Any) -> list[str]:
        type(row).objects.filter(pk=row.pk).update(**changes)
        return list(changes)

    monkeypatch.setattr("portico.backoffice.views.candidates.save_changes", overwrite)
    path = f"/desk/candidates/{world.dario.pk}/edit/"
    rosa, olivia = both(world)
    at_once(edit(rosa, path, phone="+44 20 7946 0999"), edit(olivia, path, headline="His"))
    world.dario.refresh_from_db()
    assert (world.dario.phone, world.dario.headline) != ("+44 20 7946 0999", "His")


def accept_twice(world: Acme) -> list[int]:
    """Two browsers on the same invitation press the button together."""
    Member.objects.filter(pk=world.jonas.pk).update(status=Member.Status.INVITED, joined=None)
    world.jonas.refresh_from_db()
    _link, token = issue(world.jonas, Purpose.INVITATION)
    browsers = [Client(headers={"host": world.agency.host}, raise_request_exception=False) for _one in range(2)]
    for browser in browsers:
        browser.get(f"/l/{token}/")
    return statuses(at_once(*(lambda browser=browser: browser.post("/join/", {"name": "Jo"}) for browser in browsers)))


def test_an_invitation_is_accepted_once(world: Acme) -> None:
    assert accept_twice(world) == [302, 410]

    world.jonas.refresh_from_db()
    assert world.jonas.status == Member.Status.ACTIVE
    assert AccessLink.objects.filter(member=world.jonas, purpose=Purpose.LASTING).count() == 1
    assert Email.objects.filter(to=world.jonas.email).count() == 1
    assert Event.objects.filter(verb="member.active").count() == 1


def test_a_newer_invitation_ends_the_older_even_when_both_are_sent_at_once(world: Acme) -> None:
    Member.objects.filter(pk=world.jonas.pk).update(status=Member.Status.INVITED, joined=None)
    at_once(*(lambda: mail_invitation(Member.objects.get(pk=world.jonas.pk), by=None, about=[]) for _one in range(2)))
    assert AccessLink.objects.filter(member=world.jonas, purpose=Purpose.INVITATION, status="open").count() == 1


def test_a_double_click_on_publish_submits_and_mails_once(world: Acme) -> None:
    propose(world.hidden_application, world.share, by=world.recruiter)
    rosa, again = (browser_of(world.recruiter, raise_request_exception=False) for _click in range(2))
    path = f"/desk/shares/{world.share.pk}/publish/"
    answers = at_once(*(lambda one=one: one.post(path, {"notify": "yes"}) for one in (rosa, again)))

    assert max(statuses(answers)) < 500
    assert Email.objects.filter(to=world.maya.email).count() == 1
    assert Event.objects.filter(verb="submission.submitted").count() == 1


def upload_twice(world: Acme) -> list[int]:
    """The same file from two browsers."""
    path, data = f"/desk/candidates/{world.dario.pk}/documents/", pdf("Ten years")
    sends = [
        lambda browser=browser: browser.post(
            path, {"document-file": SimpleUploadedFile("cv.pdf", data), "document-kind": "resume"}
        )
        for browser in both(world)
    ]
    return statuses(at_once(*sends))


def test_the_same_file_sent_twice_is_kept_once(world: Acme) -> None:
    assert upload_twice(world) == [302, 302]
    assert Document.objects.filter(name="cv.pdf").count() == 1
    assert Event.objects.filter(verb="document.added").count() == 1


def test_without_the_look_for_the_same_file_it_would_be_kept_twice(
    world: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "same_on", lambda *_args: None)
    upload_twice(world)
    assert Document.objects.filter(name="cv.pdf").count() == 2


def test_somebody_is_either_placed_or_rejected(world: Acme) -> None:
    for _round in range(ROUNDS):
        rosa, olivia = both(world)
        path, seen = f"/desk/applications/{world.application.pk}/", world.application.stage_id
        answers = at_once(
            lambda: rosa.post(f"{path}place/", {"start": "2027-01-04", "seen": seen}),  # noqa: B023
            lambda: olivia.post(f"{path}reject/", {"reason": "No", "tell": "on", "seen": seen}),  # noqa: B023
        )
        assert statuses(answers) == [302, 409]
        world.application.refresh_from_db()
        placed = world.application.status == Application.Status.PLACED
        assert Placement.objects.filter(application=world.application).exists() is placed
        assert Email.objects.filter(to=world.dario.email).exists() is not placed
        Email.objects.all().delete()
        Application.objects.get(pk=world.application.pk).reopen(by=world.recruiter)
        world.application.refresh_from_db()
