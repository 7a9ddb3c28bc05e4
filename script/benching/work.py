"""What a volume's agency works on: clients with their people and portals, jobs, applications, submissions, adverts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from portico.agencies.models import Agency, Member, User
from portico.agencies.roles import Role, Side
from portico.candidates.models import name_key
from portico.clients.models import Contact, Organization
from portico.jobs.models import Advert, Job
from portico.jobs.stages import Stage
from portico.kit.inserting import insert_many
from portico.kit.times import now
from portico.pipeline.models import Application, Move, Submission, SubmissionDocument, SubmissionView, Verdict
from portico.portals.models import JobShare, Portal, Seat
from portico.records import search
from portico.records.models import Event, EventSubject
from script.benching.loading import Row, derive, load, moment
from script.benching.pool import CITIES, TITLE_ENDS, TITLE_STARTS

JOBS_EACH = 10
"""Jobs of each client; the client has one hundredth as many people as there are candidates."""
APPLICATIONS = (200, 40, 10, 10, 10, 10, 10, 5, 5, 0)
"""On the jobs of a client: three for each candidate, in all."""
SUBMISSIONS = (32, 5, 2, 1, 0, 0)
"""On the jobs that are shared: two for each five candidates, in all."""
STATUSES = ("open", "open", "open", "open", "open", "on_hold", "filled", "closed", "closed", "draft")
ADVERTISED = 2
STEP = 37
"""By which the candidates of one job lie apart."""
CLIENT_KINDS = (Stage.Kind.SUBMITTED, Stage.Kind.CLIENT_REVIEW, Stage.Kind.INTERVIEW, Stage.Kind.OFFER)
OUR_KINDS = (Stage.Kind.SOURCED, Stage.Kind.APPLIED, Stage.Kind.SCREENING, Stage.Kind.INTERNAL_REVIEW)
PLACE = {"run": "pipeline.application", "who": "candidates.candidate", "job": "jobs.job"}


@dataclass
class Work:
    """All of it for so many candidates."""

    agency: Agency
    candidates: int
    staff: list[int]
    stages: dict[str, int] = field(init=False)
    clients: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        rows = Stage.objects.filter(agency=self.agency.pk).values_list("kind", "pk")
        self.stages = dict(rows)
        self.moments = [moment(now() - timedelta(minutes=17 * at)) for at in range(20000)]

    @property
    def organizations(self) -> range:
        """Their numbers, from 0."""
        return range(self.candidates // 100)

    def owner(self, organization: int) -> int:
        """Who of the staff looks after a client: five clients each."""
        return self.staff[organization // 5 % len(self.staff)]

    def at(self, number: int) -> Any:
        """Some time in the last eight months."""
        return self.moments[number * 7919 % len(self.moments)]

    def fill(self) -> None:
        """All of it."""
        self.fill_clients()
        self.fill_jobs()
        self.fill_runs()
        self.fill_shown()
        self.advertise()
        self.make_findable()

    def fill_clients(self) -> None:
        """Companies, each with a portal and somebody who has a seat in it."""
        ours, count = {"agency_id": self.agency.pk}, len(self.organizations)
        first_user = User.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
        first = Member.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
        self.clients = [first + at for at in range(count)]
        named = [(at + 1, f"{place_name(at)} {at}", name_key(f"{place_name(at)} {at}")) for at in self.organizations]
        rows = ((*one, CITIES[one[0] % len(CITIES)], self.owner(one[0] - 1)) for one in named)
        load(Organization, ("id", "name", "name_key", "city", "owner_id"), rows, **ours, industry="Logistics")
        mails = [f"reviewer{at}@client.example" for at in self.organizations]
        users = ((first_user + at, mails[at], mails[at], f"Maya Client{at}") for at in self.organizations)
        load(User, ("id", "email", "email_key", "name"), users, **ours, password="!")
        members = ((first + at, first_user + at) for at in self.organizations)
        place = {"side": Side.CLIENT, "role": Role.REVIEWER, "status": Member.Status.ACTIVE}
        load(Member, ("id", "user_id"), members, **ours, **place)
        contacts = (
            (at + 1, "Maya", f"Client{at}", f"maya client{at}", mails[at], mails[at], at + 1, first + at)
            for at in self.organizations
        )
        names = ("id", "first_name", "last_name", "name_key", "email", "email_key", "organization_id", "member_id")
        load(Contact, names, contacts, **ours)
        numbers = [(at + 1, at + 1) for at in self.organizations]
        load(Portal, ("id", "organization_id"), numbers, **ours)
        seats = ((at + 1, at + 1, at + 1, first + at) for at in self.organizations)
        load(Seat, ("id", "portal_id", "contact_id", "member_id"), seats, **ours)

    def job(self, organization: int, place: int) -> int:
        """The number of a client's job."""
        return organization * JOBS_EACH + place + 1

    def fill_jobs(self) -> None:
        """Ten for each client."""
        load(
            Job, JOB, self.job_rows(), agency_id=self.agency.pk, description=ABOUT, pay_currency="GBP", type="contract"
        )

    def job_rows(self) -> Iterator[Row]:
        """One after the other."""
        for organization in self.organizations:
            for place in range(JOBS_EACH):
                pk, city = self.job(organization, place), CITIES[(organization + place) % len(CITIES)]
                who = (organization + 1, organization + 1, self.owner(organization))
                yield (pk, title_of(pk), *who, STATUSES[place], city, f"{city}, hybrid", self.at(pk), self.at(pk))

    def runs(self) -> Iterator[tuple[int, int, int, int]]:
        """Application, its client and job by their place, and which on the job it is."""
        number = 0
        for organization in self.organizations:
            for place, count in enumerate(APPLICATIONS):
                for which in range(count):
                    number += 1
                    yield number, organization, place, which

    def fill_runs(self) -> None:
        """Three applications for each candidate, with their steps and events."""
        load(Application, RUN, map(self.run, self.runs()), agency_id=self.agency.pk, source="Careers page")
        by, ours = Member.objects.select_related("user").get(pk=self.staff[0]), {"agency_id": self.agency.pk}
        who = {**ours, "by_id": by.pk, "by_name": by.name}
        first = {**who, "from_stage_id": None}
        derive(Move, Application, same=first, application_id="s.id", to_stage_id="s.stage_id", at="s.stage_since")
        event = {**who, "verb": "application.added", "kind": PLACE["run"], "seal": 1}
        event["details"] = {"stage": "Sourced", "source": "", "candidate": "Somebody", "job": "Something"}
        derive(Event, Application, same=event, object_id="s.id", at="s.added")
        table = Application._meta.db_table
        joined = f'JOIN "{table}" a ON a.id = s.object_id WHERE s.kind = %s'
        for kind, column in (("run", "a.id"), ("who", "a.candidate_id"), ("job", "a.job_id")):
            same = {**ours, "kind": PLACE[kind]}
            derive(EventSubject, Event, joined, PLACE["run"], same=same, event_id="s.id", object_id=column, at="s.at")

    def run(self, one: tuple[int, int, int, int]) -> Row:
        """One application."""
        number, organization, place, which = one
        candidate = (number * STEP + organization) % self.candidates + 1
        shown = which < (SUBMISSIONS[place] if place < len(SUBMISSIONS) else 0)
        kinds = CLIENT_KINDS if shown else OUR_KINDS
        status = "open" if shown or place == 0 or which % 10 < 6 else "rejected"
        if STATUSES[place] in ("filled", "closed"):
            status = "job_closed" if which else "rejected"
        stage = self.stages[kinds[which % len(kinds)]]
        job, at = self.job(organization, place), self.at(number)
        return number, job, candidate, status, stage, at, at, self.owner(organization)

    def fill_shown(self) -> None:
        """Shares, submissions on them, what the client answered, and the résumés they see."""
        ours, shared = {"agency_id": self.agency.pk}, len(SUBMISSIONS)
        shares = ((o * shared + p + 1, o + 1, self.job(o, p)) for o in self.organizations for p in range(shared))
        live = {**ours, "status": JobShare.Status.LIVE, "shared_by_id": self.staff[0]}
        load(JobShare, ("id", "portal_id", "job_id"), shares, **live)
        load(Submission, SHOWN, self.shown(), **ours, summary=SUMMARY, fields=USUAL, submitted_by_id=self.staff[0])
        seat = f'JOIN "{JobShare._meta.db_table}" h ON h.id = s.share_id'
        seat += f' JOIN "{Seat._meta.db_table}" t ON t.portal_id = h.portal_id'
        asked = f"{seat} WHERE s.id %% 2 = 0"
        said = {**ours, "rating": 4, "answer": "shortlisted", "remark": "Good"}
        derive(Verdict, Submission, asked, same=said, submission_id="s.id", member_id="t.member_id")
        times = {"first": "s.submitted", "last": "s.submitted"}
        derive(SubmissionView, Submission, seat, same=ours, submission_id="s.id", member_id="t.member_id", **times)
        run = f'JOIN "{Application._meta.db_table}" a ON a.id = s.application_id'
        derive(SubmissionDocument, Submission, run, same=ours, submission_id="s.id", document_id="a.candidate_id")

    def shown(self) -> Iterator[Row]:
        """The first of the applications on a shared job."""
        number = 0
        for application, organization, place, which in self.runs():
            if place < len(SUBMISSIONS) and which < SUBMISSIONS[place]:
                number += 1
                share, at = organization * len(SUBMISSIONS) + place + 1, self.at(number)
                decided = number % 2 == 0
                answer = ("decided", "shortlisted", at) if decided else ("viewed", "new", None)
                yield (number, application, share, *answer, at, at)

    def advertise(self) -> None:
        """Two jobs of each client stand on the careers pages."""
        rows = []
        for organization in self.organizations:
            for place in range(ADVERTISED):
                pk = self.job(organization, place)
                job = Job(pk=pk, title=title_of(pk), type="contract", city=CITIES[(organization + place) % len(CITIES)])
                job.organization = Organization(name="")
                advert = Advert(agency=self.agency, job=job, title=job.title, text=ABOUT, city=job.city)
                advert.status, advert.published = Advert.Status.LIVE, now() - timedelta(minutes=pk)
                advert.keep_in_step()
                rows.append(advert)
        insert_many(rows)

    def make_findable(self) -> None:
        """Clients, their people and the jobs in the search."""
        for rows in (
            Organization.objects.filter(agency=self.agency),
            Contact.objects.filter(agency=self.agency).select_related("organization"),
            Job.objects.filter(agency=self.agency).select_related("organization"),
        ):
            search.index_many(row.findable() for row in rows.iterator(500))


def place_name(at: int) -> str:
    """A client's name."""
    return ("Northwind", "Helix", "Atlas", "Quarry", "Lumen", "Harbor", "Falcon", "Meridian")[at % 8]


def title_of(job: int) -> str:
    """What is sought."""
    return f"{TITLE_STARTS[job % len(TITLE_STARTS)]} {TITLE_ENDS[job // 10 % len(TITLE_ENDS)]} {job}".title()


ABOUT = "You look after our guests by day and by night, and keep the doors. " * 12
SUMMARY = "Calm, friendly and used to nights; could start within two weeks. " * 3
USUAL = ["headline", "position", "place", "skills", "languages", "availability"]
JOB: tuple[str, ...] = (
    "id",
    "title",
    "organization_id",
    "primary_contact_id",
    "owner_id",
    "status",
    "city",
    "location",
)
JOB += ("added", "changed")
RUN = ("id", "job_id", "candidate_id", "status", "stage_id", "stage_since", "added", "added_by_id")
SHOWN = ("id", "application_id", "share_id", "status", "decision", "decided", "submitted", "first_submitted")
