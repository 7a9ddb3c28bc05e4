"""Many at the same moment: one invitation, one person's two records, one list of candidates."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portico.access.links import issue
from portico.access.models import AccessLink, Purpose
from portico.agencies.models import Member
from portico.candidates.models import Candidate
from portico.kit.rules import Conflict
from portico.messaging.models import Email
from portico.pipeline.models import Application, Move
from portico.pipeline.moving import reject_many
from portico.records.models import Document, Note
from portico.records.subjects import kind_of
from tests.desk import browser_of
from tests.races import rows
from tests.records.samples import pdf
from tests.test_races import at_once, statuses, world
from tests.world import Acme

__all__ = ["world"]


def test_twenty_who_press_the_button_of_one_invitation_are_one_member(world: Acme) -> None:
    Member.objects.filter(pk=world.jonas.pk).update(status=Member.Status.INVITED, joined=None)
    world.jonas.refresh_from_db()
    _link, token = issue(world.jonas, Purpose.INVITATION)
    browsers = [Client(headers={"host": world.agency.host}, raise_request_exception=False) for _one in range(20)]
    for browser in browsers:
        browser.get(f"/l/{token}/")

    answers = at_once(*(lambda one=one: one.post("/join/", {"name": "Jo"}) for one in browsers))

    assert statuses(answers) == [302, *[410] * 19]
    assert Member.objects.filter(user=world.jonas.user).count() == 1
    assert AccessLink.objects.filter(member=world.jonas, purpose=Purpose.LASTING).count() == 1
    assert Email.objects.filter(to=world.jonas.email).count() == 1


def twin_of_dario(world: Acme) -> Candidate:
    """Dario, entered once more."""
    row = Candidate(agency=world.agency, first_name="Dario", last_name="Conti", email="dario@example.com")
    return row.add(by=world.recruiter)


def test_what_arrives_for_somebody_while_they_are_merged_is_not_lost(world: Acme) -> None:
    for number in range(3):
        other = twin_of_dario(world)
        rosa, olivia, again, more = (
            browser_of(one, raise_request_exception=False) for one in [world.recruiter, world.owner] * 2
        )
        path, file = f"/desk/candidates/{other.pk}/", SimpleUploadedFile(f"{number}.pdf", pdf(f"Ten years {number}"))
        job = rows.job(world)
        answers = at_once(
            lambda: rosa.post(f"/desk/candidates/{world.dario.pk}/merge/", {"other": f"#{other.pk}", "sure": "1"}),  # noqa: B023
            lambda: olivia.post(f"{path}notes/", {"note-text": f"Note {number}"}),  # noqa: B023
            lambda: again.post(f"{path}documents/", {"document-file": file, "document-kind": "resume"}),  # noqa: B023
            lambda: more.post(f"{path}jobs/", {"job": f"Job #{job.pk}"}),  # noqa: B023
        )
        assert max(statuses(answers)) < 500
        assert answers[0].status_code == 302
        assert left_behind(other) == []
        there = {"kind": kind_of(Candidate), "object_id": world.dario.pk}
        assert Note.objects.filter(text=f"Note {number}", **there).exists() or is_told(world, olivia, answers[1])
        assert Document.objects.filter(name=f"{number}.pdf", **there).exists() or is_told(world, again, answers[2])
        assert Application.objects.filter(job=job, candidate=world.dario).exists() or is_told(world, more, answers[3])


def is_told(world: Acme, browser: Client, answer: Any) -> bool:
    """Whether somebody reads that it did not happen: at once, or on the page to which the merged record leads."""
    next_page = browser.get(f"/desk/candidates/{world.dario.pk}/")
    return any(b"merged with another record" in one.content for one in (answer, next_page))


def left_behind(other: Candidate) -> list[Any]:
    """What still hangs on the record that leads elsewhere."""
    there = {"kind": kind_of(Candidate), "object_id": other.pk}
    found: list[Any] = [*Note.objects.filter(**there), *Document.objects.filter(**there)]
    return [*found, *Application.objects.filter(candidate=other)]


def test_many_are_rejected_while_others_move_some_of_them(world: Acme) -> None:
    job = rows.job(world)
    runs = [rows.application(world, job) for _one in range(30)]
    seen = {one.pk: str(one.stage_id) for one in runs}
    offer = world.stage("offer")

    def move() -> list[int]:
        moved = []
        for one in Application.objects.filter(job=job).order_by("-pk"):
            try:
                one.move(to=offer, by=world.owner, seen=seen[one.pk])
            except Conflict:
                continue
            moved.append(one.pk)
        return moved

    rejected, moved = at_once(
        lambda: reject_many(list(runs), by=world.recruiter, reason="No", tell=False, seen=seen), move
    )

    closed = Application.objects.filter(job=job, status="rejected")
    assert rejected.done == closed.count()
    assert rejected.done + len(rejected.refused) == 30
    assert rejected.done + len(moved) == 30
    for one in Application.objects.filter(job=job):
        steps = list(Move.objects.filter(application=one).order_by("at", "pk"))
        assert [step.from_stage_id for step in steps[1:]] == [step.to_stage_id for step in steps[:-1]]
        assert one.stage_id == steps[-1].to_stage_id
        assert (one.status == "rejected") != (one.pk in moved)
