"""Every private field of the world holds the word CANARY: nothing a client or candidate gets may hold it."""

import re
from collections.abc import Callable
from email.utils import parseaddr
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portico.agencies.models import Member
from portico.jobs.stages import Stage
from portico.pipeline.models import Application
from portico.pipeline.submissions import SubmissionDocument
from portico.pipeline.submitting import notify_clients, propose, submit
from portico.portals.approving import approve
from portico.portals.models import JobShare
from portico.records.files import take_in
from portico.records.models import Document
from portico.records.noting import write_note
from tests.asking import handed_in, proposal
from tests.careers.adverts import advert
from tests.desk import browser_of
from tests.readable import in_mail, readable
from tests.records.samples import pdf
from tests.test_access import PARAMETER, ROUTES_BY_NAME, address
from tests.world import Acme

RunTasks = Callable[..., list[Any]]
OUTSIDE = ["maya", "jonas", "client_admin", "priya", "dario_member", "elena_member"]
ADDRESSES = re.compile(r"(?:href|src|action|formaction|hx-get|data-suggest)=\"([^\"]+)\"")
GUESSED = ["client_portal:job", "client_portal:submission", "client_portal:document", "candidate_portal:document"]
PARTS = re.compile(r"id=\"([a-z-]+)\"[^>]*hx-target=\"this\"")
"""The live parts of a page."""


@pytest.fixture
def busy(acme: Acme, run_tasks: RunTasks) -> Acme:
    """The world after some work, with private words in everything that is said inside the agency."""
    rosa, world = acme.recruiter, acme
    JobShare.objects.filter(agency=world.agency).update(downloads=True)
    resume = keep(world, "Dario-Conti-CV.pdf", "Ten years of nights")
    keep(world, "CANARY-old-cv.pdf", "Five years of nights")
    keep(world, "CANARY-salary.pdf", "CANARY pay slip", kind=Document.Kind.OTHER)
    run_tasks()
    submit(world.application, world.share, by=rosa, summary="Calm at night.", documents=[resume])
    SubmissionDocument.objects.filter(document=world.resume).delete()
    world.application.move(to=world.stage(Stage.Kind.INTERVIEW), by=rosa, remark="CANARY remark of the agency")
    world.submission.refresh_from_db()
    world.submission.remark(by=world.maya, remark="We like him.", rating=4)
    write_note(world.application, text="CANARY note on the application", by=rosa)
    write_note(world.job, text="CANARY note on the job", by=rosa)
    write_note(world.northwind, text="CANARY note on the organization", by=rosa)
    propose(world.hidden_application, world.share, by=rosa)
    lost = Application.add(world.job, world.elena, by=rosa, stage=world.stage(Stage.Kind.SCREENING))
    lost.reject(by=rosa, reason="CANARY reason", tell=True)
    world.other_application.withdraw(by=rosa, reason="CANARY withdrawn")
    notify_clients(world.share, [world.submission], by=rosa)
    asked_for(world)
    return world


def asked_for(world: Acme) -> None:
    """A requisition that became a shared job, and a proposal, with private words beside them."""
    row, rosa = handed_in(world, world.client_admin), world.recruiter
    write_note(row, text="CANARY note on the requisition", by=rosa)
    take_in(SimpleUploadedFile("CANARY-terms.pdf", pdf("CANARY")), on=row, by=rosa, kind=Document.Kind.OTHER)
    row.remark(text="We are on it.", by=rosa)
    job = approve(row, by=rosa, share=True)
    job.internal_notes = "CANARY margin"
    job.save()
    write_note(proposal(world, world.client_admin, openings=2).share.job, text="CANARY about the wish", by=rosa)


def keep(world: Acme, name: str, words: str, kind: str = Document.Kind.RESUME) -> Document:
    """A real file on the candidate."""
    return take_in(SimpleUploadedFile(name, pdf(words)), on=world.dario, by=world.recruiter, kind=kind)


def walk(member: Member | Client, start: list[str]) -> dict[str, tuple[int, str]]:
    """Every address somebody can reach by links, with its status, headers and content as text."""
    browser: Client = member if isinstance(member, Client) else browser_of(member)
    waiting, seen = list(start), {}
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith("/static/"):
            continue
        answer: Any = browser.get(path)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = readable(content, answer.headers.get("Content-Type", ""))
        seen[path] = (answer.status_code, f"{dict(answer.headers)}\n{text}")
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            waiting += [link for link in links_in(text, path) if link not in seen]
            for part in set(PARTS.findall(text)):
                swap = browser.get(path, headers={"HX-Request": "true", "HX-Target": part})
                seen[f"{path} #{part}"] = (swap.status_code, swap.content.decode())
        assert len(seen) < 3000
    return seen


def links_in(html: str, here: str) -> list[str]:
    """The addresses of this site on a page; the way out is not taken."""
    found = [urlsplit(urljoin(here, unescape(link))) for link in ADDRESSES.findall(html)]
    paths = [f"{one.path}?{one.query}" if one.query else one.path for one in found if not one.netloc and not one.scheme]
    return [path for path in paths if "/sign-out" not in path]


def all_there_is(world: Acme) -> list[str]:
    """All addresses there are, with this world's own rows: whoever guesses numbers finds no more than by links."""
    numbers: list[Any] = [
        world.application,
        world.hidden_application,
        world.submission,
        world.other_submission,
        world.share,
    ]
    numbers += [world.resume, world.private_document, world.dario, world.hidden, world.job, world.draft_job]
    guesses = {row.pk for row in numbers}
    paths = [address(name, world) for name in ROUTES_BY_NAME]
    for name in (
        "client_portal:job",
        "client_portal:submission",
        "client_portal:document",
        "candidate_portal:document",
    ):
        paths += ["/" + PARAMETER.sub(str(pk), ROUTES_BY_NAME[name]) for pk in guesses]
    return [path for path in paths if "/sign-out" not in path]


def with_canary(pages: dict[str, tuple[int, str]]) -> list[str]:
    """Where the word stands, other than in the name of a time zone."""
    texts = {path: unescape(text).replace("Atlantic/Canary", "").lower() for path, (_status, text) in pages.items()}
    return [path for path, text in texts.items() if "canary" in text]


@pytest.mark.only_on("sqlite")  # the same pages, whatever the database
def test_nothing_private_on_any_page_or_file_of_the_portals(busy: Acme) -> None:
    for who in OUTSIDE:
        pages = walk(getattr(busy, who), ["/", *all_there_is(busy)])

        assert with_canary(pages) == []
        assert [path for path, (status, _text) in pages.items() if status >= 500] == []
        assert sum(status == 200 for status, _text in pages.values()) > 3


def test_nothing_private_on_any_page_for_strangers_not_even_an_unnamed_client(busy: Acme) -> None:
    row = advert(busy, show_pay=False)
    advert(busy, busy.other_job, title="Day porter", live=False)
    stranger = Client(headers={"host": busy.agency.host})

    pages = walk(stranger, ["/", "/robots.txt", "/sitemap.xml", "/jobs/rss.xml", *all_there_is(busy)])

    assert with_canary(pages) == []
    assert [path for path, (status, _text) in pages.items() if status >= 500] == []
    assert pages[f"/jobs/{row.pk}/{row.slug}/"][0] == 200
    careers = {path: text.lower() for path, (_status, text) in pages.items() if path.startswith(("/jobs/", "/sitemap"))}
    told = ("northwind", "30123", "30,123", "maya", "day porter")
    assert [(path, word) for path, text in careers.items() for word in told if word in text] == []


def test_nothing_private_in_any_mail_to_clients_and_candidates(busy: Acme, run_tasks: RunTasks) -> None:
    run_tasks()
    staff = {member.email for member in (busy.owner, busy.recruiter, busy.consultant, busy.finance, busy.reader)}
    told = [(parseaddr(one.to[0])[1], one) for one in mail.outbox]
    outside = [one for to, one in told if to not in staff]

    assert {to for to, _one in told} >= {busy.maya.email, busy.elena_member.email, busy.recruiter.email}
    assert [one.subject for one in outside if "canary" in in_mail(one.message()).lower()] == []


def test_the_walk_reaches_what_matters_and_finds_a_planted_word(busy: Acme) -> None:
    paper = SubmissionDocument.objects.get(submission=busy.submission)
    candidate, file = f"/client/submissions/{busy.submission.pk}/", f"/client/documents/{paper.pk}/"
    busy.submission.refresh_from_db()
    busy.submission.summary = "CANARY, chosen for the client"
    busy.submission.save()
    Document.objects.filter(pk=paper.document_id).update(name="CANARY.pdf")

    pages = walk(busy.maya, ["/client/"])

    reached = {path for path, (status, _text) in pages.items() if status == 200}
    job = f"/client/jobs/{busy.share.pk}/"
    assert {job, f"{job}?view=list", candidate, file, f"{file}pages/1/"} <= reached
    assert "We like him." in pages[candidate][1]
    assert {candidate, file} <= set(with_canary(pages))
