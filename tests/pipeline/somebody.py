"""A person with a trace everywhere: whatever they or others wrote of them holds a word that nobody else has."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portico.agencies.models import Member
from portico.candidates import consents, wordings
from portico.candidates.models import Candidate, Credential, Education, Experience, Registration, SpokenLanguage
from portico.candidates.proposing import propose
from portico.kit.times import now
from portico.pipeline.arranging import Person, Plan
from portico.pipeline.arranging import ask as ask_to_meet
from portico.pipeline.candidate_threads import CandidateMessage
from portico.pipeline.guests import GuestLink
from portico.pipeline.models import Application
from portico.pipeline.offers import make_offer
from portico.pipeline.permissions import ask_permission
from portico.pipeline.submissions import Submission
from portico.pipeline.submitting import submit
from portico.pipeline.threads import Message
from portico.records.files import take_in
from portico.records.longtasks import keep_file
from portico.records.models import Document, LongTask
from portico.records.noting import write_note
from tests.interviews import days
from tests.records.samples import pdf
from tests.world import PASSWORD, Acme, Cast

WORD = "zqcanary"
EMAIL = "zebulon.quixley@zqcanary.example"
PERSONAL = [WORD, "zebulon", "quixley", "7700 955123"]
"""None of these may be found anywhere afterwards."""

type RunTasks = Callable[..., list[Any]]


@dataclass
class Somebody:
    """The person and what hangs on them."""

    candidate: Candidate
    member: Member
    application: Application
    submission: Submission
    twin: Candidate


def somebody(world: Acme, run_tasks: RunTasks) -> Somebody:
    """Zebulon Quixley, of whom the agency, a client, a guest and the mails speak."""
    rosa = world.recruiter
    person = Cast(world.agency, "acme.example")
    candidate, member = known(world, person)
    profile(candidate, member)
    for name, kind in ((f"Quixley-{WORD}.pdf", Document.Kind.RESUME), ("reference.pdf", Document.Kind.OTHER)):
        upload = SimpleUploadedFile(name, pdf(f"Zebulon Quixley {WORD} {kind}"))
        take_in(upload, on=candidate, by=member, kind=kind)
    agree(world, candidate, member)
    application = Application.add(world.job, candidate, by=rosa, source=f"His brother {WORD}")
    permission = ask_permission(application, by=rosa, client="Northwind", pay="30")
    run_tasks()
    permission.answer(yes=True, by=member, note=f"Yes {WORD}", ip="203.0.113.9", agent=f"Browser {WORD}")
    resume = Document.objects.on(candidate).filter(document_kind="resume").get()
    words = f"Zebulon Quixley is {WORD}."
    submission = submit(application, world.share, by=rosa, summary=words, documents=[resume])
    talk(world, application, submission, rosa, member)
    twin = other_record(world, candidate)
    traces(world, candidate)
    Client(headers={"user-agent": f"Browser {WORD}"}).post(
        "/sign-in/", {"email": EMAIL, "password": PASSWORD}, headers={"host": world.agency.host}
    )
    run_tasks()
    return Somebody(Candidate.objects.get(pk=candidate.pk), member, application, submission, twin)


def known(world: Acme, person: Cast) -> tuple[Candidate, Member]:
    """The record and the login."""
    user = person.user(EMAIL, "Zebulon Quixley")
    member = Member.objects.create(
        agency=world.agency, user=user, side="candidate", role="candidate", status="active", joined=now()
    )
    facts = {name: f"{name} {WORD}" for name in ("title", "employer", "city", "region", "headline", "summary", "wants")}
    candidate = Candidate(
        agency=world.agency,
        first_name="Zebulon",
        last_name="Quixley",
        email=EMAIL,
        phone="+44 7700 955123",
        linkedin=f"https://linkedin.example/in/{WORD}",
        member=member,
        owner=world.recruiter,
        reference=f"REF-{WORD}",
        pay_expected=31000,
        pay_currency="GBP",
        **facts,
    ).add(by=world.recruiter, skills=[f"Juggling {WORD}", "Guest service"])
    return candidate, member


def profile(candidate: Candidate, member: Member) -> None:
    """Posts, schools, languages, papers, and a change that waits."""
    here: dict[str, Any] = {"agency_id": candidate.agency_id, "candidate": candidate}
    Experience(**here, title=f"Clown {WORD}", employer="Circus", text=WORD).save()
    Education(**here, school=f"School {WORD}").save()
    SpokenLanguage(**here, name=f"Latin {WORD}").save()
    Credential(**here, name=f"Licence {WORD}", number=WORD).save()
    propose(candidate, {"summary": f"New {WORD}", "notice": f"Soon {WORD}"}, by=member, way="portal")


def agree(world: Acme, candidate: Candidate, member: Member) -> None:
    """A published wording and a yes to it."""
    draft = wordings.write_draft(world.agency, "talent_pool", text="May we keep you?", months=24, by=world.owner)
    wordings.publish(draft, by=world.owner)
    consents.give(candidate, draft, way="portal", by=member, ip="203.0.113.9", agent=f"Browser {WORD}")


def talk(world: Acme, application: Application, submission: Submission, rosa: Member, member: Member) -> None:
    """What was said of them and with them."""
    submission.was_viewed(by=world.maya)
    submission.remark(by=world.maya, remark=f"Quixley {WORD}!", rating=4)
    Message.send(submission, text=f"Is Zebulon Quixley {WORD}?", by=world.maya)
    CandidateMessage.send(application.candidate, text=f"Dear Zebulon {WORD}", by=rosa)
    GuestLink.send(submission, email="guest@northwind.example", note=f"Look at Quixley {WORD}", by=world.maya)
    plan = Plan(starts=(days(3), days(4)), zone="Europe/London", people=[Person("Jonas Berg", world.jonas.email)])
    interview = ask_to_meet(submission, plan, by=world.maya)
    interview.release(by=rosa)
    interview.pick_number(interview.free_slots()[0].pk, by=member)
    write_note(application.candidate, text=f"Note {WORD}", by=rosa)
    write_note(application, text=f"Note {WORD}", by=rosa)
    write_note(world.job, text="Zebulon Quixley would fit, so would QUIXLEY's brother.", by=rosa)
    application.move(to=world.stage("offer"), by=rosa, remark=f"Because {WORD}")
    offer = make_offer(application, by=rosa, conditions=f"A hat {WORD}", until=now().date() + timedelta(days=9))
    offer.send(by=rosa)


def other_record(world: Acme, candidate: Candidate) -> Candidate:
    """A second record that was merged into the first."""
    from portico.pipeline.merging import merge_candidates

    other = Candidate(agency=world.agency, first_name="Zeb", last_name="Quixley", city=f"Town {WORD}").add(by=None)
    take_in(SimpleUploadedFile("old.pdf", pdf(f"old {WORD}")), on=other, by=world.recruiter)
    merge_candidates(candidate, other, by=world.owner)
    return other


def traces(world: Acme, candidate: Candidate) -> None:
    """A list that was imported, with them in it and somebody else; an account they asked for a second time."""
    name = {"first_name": "Zebulon", "last_name": "Quixley", "agent": f"Browser {WORD}"}
    Registration.objects.create(agency=world.agency, email=EMAIL, email_key=EMAIL, expires=now() + timedelta(1), **name)
    rows = f'name,email\r\n"Quixley, Zebulon",{EMAIL}\r\nBea Bright,bea@example.com\r\n'
    key = keep_file(world.agency.pk, SimpleUploadedFile("list.csv", rows.encode()))
    LongTask.objects.create(
        agency=world.agency,
        owner=world.recruiter,
        task_kind="import_records",
        title="list.csv",
        status="done",
        source_key=key,
        refused_key=keep_file(world.agency.pk, SimpleUploadedFile("list.csv", rows.encode())),
        figures={"warnings": [f"Zebulon Quixley: {EMAIL} is known"]},
    )
