"""Lists ask the database as often for thirty rows as for three."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portico.agencies.models import Member
from portico.agencies.roles import Role, Side
from portico.candidates.models import Candidate
from portico.clients.models import Contact, Organization
from portico.jobs.models import Job
from portico.kit.times import now
from portico.messaging.models import Email
from portico.pipeline.models import Application
from portico.pipeline.submissions import Submission, SubmissionDocument, Verdict
from portico.portals.models import JobChange, JobShare, Portal, Seat
from portico.records.models import Document, LongTask
from portico.records.noting import write_note
from tests.asking import draft
from tests.desk import browser_of
from tests.world import Acme, Cast

FEW, MANY = 3, 30
COUNTING = 2
"""A list that does not fit on one page is counted: whether it has very many rows, and if not, how many."""

Address = Callable[[Acme], str]

DESK: dict[str, Address] = {
    "today": lambda w: "/desk/",
    "organizations": lambda w: "/desk/organizations/",
    "organizations that match": lambda w: "/desk/organizations/?q=many",
    "organizations as a file": lambda w: "/desk/organizations/?export=csv",
    "organization": lambda w: f"/desk/organizations/{w.northwind.pk}/",
    "contacts": lambda w: "/desk/contacts/",
    "contacts as a file": lambda w: "/desk/contacts/?export=csv",
    "candidates": lambda w: "/desk/candidates/",
    "candidates by city": lambda w: "/desk/candidates/?sort=-city",
    "candidates that match": lambda w: "/desk/candidates/?q=many&place=London&km=200&process=no",
    "candidates as a file": lambda w: "/desk/candidates/?export=csv",
    "candidate": lambda w: f"/desk/candidates/{w.dario.pk}/",
    "names": lambda w: "/desk/candidates/names/?q=many",
    "jobs": lambda w: "/desk/jobs/",
    "jobs as a file": lambda w: "/desk/jobs/?export=csv",
    "board": lambda w: f"/desk/jobs/{w.job.pk}/?view=board",
    "table": lambda w: f"/desk/jobs/{w.job.pk}/?view=table",
    "ended": lambda w: f"/desk/jobs/{w.job.pk}/?show=ended",
    "candidates proposed for a job": lambda w: f"/desk/jobs/{w.job.pk}/find/",
    "candidates to add": lambda w: f"/desk/jobs/{w.job.pk}/candidates/",
    "candidates to show": lambda w: f"/desk/shares/{w.share.pk}/candidates/",
    "share": lambda w: f"/desk/shares/{w.share.pk}/",
    "publish": lambda w: f"/desk/shares/{w.share.pk}/publish/",
    "audit log": lambda w: "/desk/settings/audit/",
    "portals": lambda w: "/desk/portals/",
    "portal": lambda w: f"/desk/portals/{w.share.portal_id}/",
    "everybody on a portal": lambda w: f"/desk/portals/{w.share.portal_id}/candidates/",
    "jobs to put on a portal": lambda w: f"/desk/portals/{w.share.portal_id}/jobs/add/",
    "a portal's settings": lambda w: f"/desk/portals/{w.share.portal_id}/customize/",
    "settings of all portals": lambda w: "/desk/settings/portals/",
    "search": lambda w: "/desk/search/?q=many",
    "requisitions": lambda w: "/desk/requisitions/",
    "requisitions as a file": lambda w: "/desk/requisitions/?export=csv",
    "changes to jobs": lambda w: "/desk/job-changes/",
    "stages": lambda w: "/desk/settings/stages/",
    "members": lambda w: "/desk/settings/members/",
    "outbox": lambda w: "/desk/settings/mail/",
    "imports": lambda w: "/desk/imports/",
}
CLIENT: dict[str, Address] = {
    "start": lambda w: "/client/",
    "board": lambda w: f"/client/jobs/{w.share.pk}/",
    "list": lambda w: f"/client/jobs/{w.share.pk}/?view=list",
    "candidate": lambda w: f"/client/submissions/{w.submission.pk}/",
    "jobs": lambda w: "/client/jobs/?show=all",
    "profile": lambda w: "/client/profile/",
}
CANDIDATE: dict[str, Address] = {"start": lambda w: "/me/", "applications": lambda w: "/me/applications/"}


def more(world: Acme, first: int, last: int) -> None:
    """More of everything that stands in a list."""
    cast, rosa = Cast(world.agency, "acme.example"), world.recruiter
    for number in range(first, last):
        organization = Organization(agency=world.agency, name=f"Many {number}", owner=rosa).add(by=rosa)
        contact, _member = cast.contact(f"Many{number}", "Person", organization, Role.REVIEWER)
        cast.contact(f"Colleague{number}", "Person", world.northwind, Role.VIEWER)
        cast.staff(f"Many{number} Staff", Role.RECRUITER)
        job = cast.job(f"Many {number}", organization, contact, rosa)
        theirs = cast.job(f"More {number}", world.northwind, world.maya_contact, rosa)
        cast.share(job, rosa)
        share = cast.share(theirs, rosa)
        people(world, cast, number, share)
        draft(world, title=f"Many {number}").submit(by=world.petra)
        JobChange(agency=world.agency, share=share, after={"openings": "2"}, asked_by=world.petra).save()
        Email.objects.create(
            agency=world.agency, message_id=f"<{number}@many>", to="a@example.com", sender_email="b@example.com",
            subject="Many", text="Many",
        )  # fmt: skip
        LongTask.objects.create(agency=world.agency, owner=rosa, task_kind="import", title=f"Many {number}")


def people(world: Acme, cast: Cast, number: int, share: JobShare) -> None:
    """A candidate who runs on the job, is shown, judged and written about; and one whose run has ended."""
    rosa = world.recruiter
    one, _member = cast.candidate(f"Many{number}", "Walker", portal=True)
    run = Application.add(world.job, one, by=rosa, stage=world.stage("client_review"))
    run.move(to=world.stage("interview"), by=rosa, remark="Come")
    shown = cast.submission(run, world.share, cast.document(one, f"cv-{number}.pdf"), rosa)
    Verdict.objects.create(agency=world.agency, submission=shown, member=world.maya, rating=4, remark="Good")
    Submission.objects.filter(pk=shown.pk).update(status="decided", decision="shortlisted", decided=now())
    ended, _member = cast.candidate(f"Gone{number}", "Walker", portal=True)
    Application.add(world.job, ended, by=rosa).reject(by=rosa, reason="No", tell=False)
    prepared = Application.add(world.job, cast.candidate(f"Next{number}", "Walker", portal=True)[0], by=rosa)
    waiting = cast.submission(prepared, world.share, cast.document(prepared.candidate, "cv.pdf"), rosa)
    Submission.objects.filter(pk=waiting.pk).update(status="proposed")
    mine = Application.add(share.job, world.dario, by=rosa, stage=world.stage("client_review"))
    cast.submission(mine, share, cast.document(world.dario, f"mine-{number}.pdf"), rosa)
    write_note(world.dario, text="Called", by=rosa)


def counted(world: Acme, member: Member, pages: dict[str, Address]) -> dict[str, int]:
    """How many queries each page makes, when all is warm."""
    browser: Client = browser_of(member)
    found = {}
    for name, address in pages.items():
        for _time in range(2):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                answer: Any = browser.get(address(world))
                if answer.streaming:
                    b"".join(answer.streaming_content)
            assert answer.status_code == 200, (name, answer.status_code)
        further = not answer.streaming and b'rel="next"' in answer.content
        found[name] = len(queries) - (COUNTING if further else 0)
    return found


@pytest.fixture
def grown(acme: Acme) -> Callable[[], dict[str, dict[str, int]]]:
    """Counts the queries of all pages for all sides."""

    def count() -> dict[str, dict[str, int]]:
        sides = {"desk": (acme.owner, DESK), "client": (acme.maya, CLIENT), "candidate": (acme.dario_member, CANDIDATE)}
        return {side: counted(acme, *asked) for side, asked in sides.items()}

    return count


@pytest.mark.long
def test_lists_ask_as_often_for_many_rows_as_for_few(
    acme: Acme, grown: Callable[[], dict[str, dict[str, int]]]
) -> None:
    more(acme, 0, FEW)
    few = grown()
    more(acme, FEW, MANY)
    many = grown()

    assert {side: {name: (few[side][name], n) for name, n in pages.items() if n > few[side][name]}
            for side, pages in many.items()} == {"desk": {}, "client": {}, "candidate": {}}  # fmt: skip
    assert max(n for pages in many.values() for n in pages.values()) < 60


def test_the_rows_are_really_there(acme: Acme) -> None:
    more(acme, 0, FEW)
    rosa, maya, dario = (browser_of(one) for one in (acme.owner, acme.maya, acme.dario_member))
    for name in ("organizations", "contacts", "candidates", "jobs", "portals", "search", "board", "table"):
        assert b"Many2" in (page := rosa.get(DESK[name](acme)).content) or b"Many 2" in page, name
    assert b"Next2 Walker" in rosa.get(DESK["publish"](acme)).content
    assert b"Many2 Walker" in maya.get(CLIENT["board"](acme)).content
    assert b"More 2" in maya.get("/client/").content
    assert b"More 2" in dario.get("/me/").content
    assert Document.objects.count() > SubmissionDocument.objects.count() > FEW
    assert Contact.objects.count() > Seat.objects.filter(portal__in=Portal.objects.all()).count() > FEW
    assert Candidate.objects.count() > Job.objects.filter(status=Job.Status.OPEN).count() > FEW
    assert Member.objects.filter(side=Side.STAFF).count() > FEW
