"""A strand: one client contact, one job, one candidate, and everything that happens between them.

An agency has three that never meet: c1 with k1, c2 of the same client with k2, c3 of another client with k3.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import models

from demo.mirror.cast import Cast
from demo.mirror.papers import paper
from portico.candidates.models import Candidate
from portico.clients.models import Contact, Organization
from portico.jobs.models import Advert, Job
from portico.jobs.stages import Stage
from portico.kit.times import at_time, now
from portico.pipeline import arranging
from portico.pipeline.interview_people import judge
from portico.pipeline.models import Application, Submission
from portico.pipeline.submissions import SubmissionDocument
from portico.pipeline.submitting import notify_clients, submit
from portico.portals.fields import USUAL
from portico.portals.models import JobShare, Seat
from portico.portals.sharing import share_job
from portico.records.files import take_in
from portico.records.models import Document
from portico.records.noting import write_note
from portico.records.previews import prepare

DESK = ("owner", "recruiter", "finance", "read-only", "limited recruiter", "support")
MEMBERS = (*DESK, "c1", "c2", "c3", "k1", "k2")


@dataclass(frozen=True, slots=True)
class Thing:
    """One row: its kind as in the list of addresses, and whose it is."""

    kind: str
    id: int
    agency: str
    strand: int
    of: frozenset[str]


@dataclass
class Strand:
    """Its people and rows."""

    cast: Cast
    number: int
    title: str
    organization: Organization
    contact: Contact
    candidate: Candidate
    things: list[Thing] = field(default_factory=list)
    row: dict[str, Any] = field(default_factory=dict)
    """The rows by their kind, without variants."""

    @property
    def client(self) -> str:
        """Who its client contact is among the actors."""
        return f"c{self.number}"

    @property
    def worker(self) -> str:
        """Who its candidate is among the actors."""
        return f"k{self.number}"

    @property
    def desk(self) -> frozenset[str]:
        """Those of the agency's people who work on its job."""
        return frozenset(DESK) if self.number == 1 else frozenset(DESK) - {"limited recruiter"}

    def keep(self, row: models.Model, variant: str = "", *, of: frozenset[str] | None = None) -> None:
        """Note a row of which the job's desk, its client and its candidate may know; or those in `of`."""
        whose = of if of is not None else self.desk | {self.client, self.worker}
        kind = f"{row._meta.label}:{variant}" if variant else row._meta.label
        self.things.append(Thing(kind, row.pk, self.cast.words.agency, self.number, whose))
        self.row.setdefault(row._meta.label, row)

    def word(self, where: str, *readers: str) -> str:
        """A canary for one of its private fields."""
        return self.cast.words.new(where, *readers)


def play(strand: Strand) -> None:
    """Everything that happens, in order."""
    recruiter = strand.cast["recruiter"]
    everybody = frozenset(DESK)
    strand.keep(strand.candidate, of=everybody | {strand.worker})
    strand.keep(strand.contact, of=everybody)
    strand.keep(strand.organization, of=everybody)
    job = open_job(strand)
    share = share_with_client(strand, job)
    stage = Stage.first(strand.cast.agency.pk, Stage.Kind.CLIENT_REVIEW)
    run = Application.add(job, strand.candidate, by=recruiter, stage=stage)
    strand.keep(run)
    resume = take_papers(strand)
    present(strand, run, share, resume)
    take_notes(strand, run, job)
    meet(strand, run)


def open_job(strand: Strand) -> Job:
    """A position of the client's, advertised without its name."""
    cast = strand.cast
    job = Job(
        agency=cast.agency, title=strand.title, organization=strand.organization, primary_contact=strand.contact,
        owner=cast["recruiter"], status=Job.Status.OPEN, city="London", location="London, on site",
        description="Keep the doors.", internal_notes=strand.word("job.internal_notes"),
        pay_from=30123, pay_to=34567, pay_currency="GBP", pay_per="year",
    )  # fmt: skip
    job.add(by=cast["recruiter"])
    if strand.number == 1:
        job.set_team([cast["limited recruiter"]], by=cast["owner"])
    strand.keep(job)
    advert = Advert.draft_of(Job.objects.select_related("organization", "agency").get(pk=job.pk))
    advert.text = "Keep the doors.\n\nWhat you do:\n- greet guests"
    advert.add(by=cast["recruiter"])
    advert.publish(by=cast["recruiter"])
    strand.keep(advert, of=strand.desk | set(MEMBERS) - set(DESK))
    draft = Job(agency=cast.agency, title=strand.word("job.title of a draft"), organization=strand.organization)
    draft.owner = cast["recruiter"]
    draft.add(by=cast["recruiter"])
    return job


def share_with_client(strand: Strand, job: Job) -> JobShare:
    """The job stands on its client's portal, and its contact sees this one only."""
    share = share_job(job, by=strand.cast["recruiter"], fields=list(USUAL), downloads=True)
    seat = Seat.objects.select_related("contact", "portal").get(contact=strand.contact)
    seat.set_scope(all_jobs=False, shares=[share], by=strand.cast["recruiter"])
    everybody = frozenset(DESK)
    strand.keep(share)
    strand.keep(seat, of=everybody | ({"c3"} if strand.number == 3 else {"c1", "c2"}))
    strand.keep(share.portal, of=everybody)
    strand.keep(strand.cast[strand.client], "client", of=everybody)
    return share


def take_papers(strand: Strand) -> Document:
    """A résumé with pictures of its pages and the words in it; and a paper that is nobody's business outside."""
    first, by = strand.candidate.first_name, strand.cast["recruiter"]
    words = strand.word("document.text of a resume", strand.client, strand.worker)
    resume = take_in(paper(f"{first}-CV.pdf", words), on=strand.candidate, by=by)
    secret = strand.word("document.text of a private paper")
    private = take_in(paper(f"{secret}.pdf", secret), on=strand.candidate, by=by, kind=Document.Kind.OTHER)
    for document in (resume, private):
        prepare(document.pk)
    everybody = frozenset(DESK)
    strand.keep(resume, of=everybody | {strand.worker})
    strand.keep(private, "private", of=everybody)
    for image in resume.pages.all()[:1]:
        strand.keep(image, of=everybody)
    return resume


def present(strand: Strand, run: Application, share: JobShare, resume: Document) -> None:
    """The candidate is shown to the client, who is told of it, looks and says something."""
    by, client = strand.cast["recruiter"], strand.cast[strand.client]
    words = strand.word("submission.summary", strand.client, strand.worker)
    submission = submit(run, share, by=by, summary=f"Calm at night. {words}", documents=[resume])
    notify_clients(share, [submission], by=by)
    submission = Submission.objects.select_related(
        "application__candidate", "application__job__owner__user", "application__stage", "share__portal__organization",
        "agency",
    ).get(pk=submission.pk)  # fmt: skip
    submission.was_viewed(by=client)
    submission.remark(by=client, remark=strand.word("verdict.remark", strand.client), rating=4)
    strand.keep(submission)
    strand.keep(SubmissionDocument.objects.get(submission=submission))
    strand.keep(submission.verdicts.get(), of=strand.desk | {strand.client})
    strand.row["submission"] = submission


def take_notes(strand: Strand, run: Application, job: Job) -> None:
    """What the agency writes down for itself."""
    by, everybody = strand.cast["recruiter"], frozenset(DESK)
    for row in (strand.candidate, run, job, strand.contact, strand.organization):
        note = write_note(row, text=strand.word(f"note on {row._meta.model_name}"), by=by)
        strand.keep(note, of=everybody)


def meet(strand: Strand, run: Application) -> None:
    """An interview of last week, judged by the client alone; and one with two times on offer."""
    by, client, submission = strand.cast["recruiter"], strand.cast[strand.client], strand.row["submission"]
    today = now().replace(minute=0, second=0, microsecond=0)
    with at_time(today - timedelta(days=9)):
        plan = arranging.Plan(zone="Europe/London", starts=(today - timedelta(days=7),))
        past = arranging.ask(submission, plan, by=client)
        past.set_time(today - timedelta(days=7), by=by)
    past.held(by=by)
    words: dict[str, Any] = {"strengths": strand.word("feedback.strengths", strand.client), "concerns": ""}
    strand.keep(judge(past, by=client, rating=4, advice="yes", for_colleagues=False, **words), of=strand.desk)
    plan = arranging.Plan(
        zone="Europe/London",
        starts=(today + timedelta(days=3), today + timedelta(days=4)),
        for_client=strand.word("interview.for_client", strand.client),
        for_candidate=strand.word("interview.for_candidate", strand.client, strand.worker),
    )
    interview = arranging.ask(submission, plan, by=client)
    interview.release(by=by)
    strand.keep(interview)
    strand.keep(interview.free_slots().order_by("pk")[0])
