"""One made-up agency with a rival beside it: the test data of everything. Every private field holds the word CANARY."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from portico.agencies.models import Agency, Member, User
from portico.agencies.roles import Role, Side
from portico.candidates.models import Candidate
from portico.clients.models import Contact, Organization
from portico.jobs.models import Job
from portico.jobs.stages import Stage, make_default_stages
from portico.kit.times import now
from portico.pipeline.models import Application
from portico.pipeline.submissions import Submission, SubmissionDocument
from portico.portals.fields import USUAL
from portico.portals.models import JobShare, Portal, Seat
from portico.records.models import Document, Note, PageImage
from portico.records.subjects import kind_of

PASSWORD = "correct horse battery"


@dataclass
class Acme:
    """An agency with its people, clients, jobs and candidates."""

    agency: Agency
    owner: Member
    recruiter: Member
    consultant: Member
    finance: Member
    reader: Member
    gone: Member
    """A recruiter whose access was ended."""
    northwind: Organization
    helix: Organization
    maya_contact: Contact
    maya: Member
    jonas_contact: Contact
    jonas: Member
    """A viewer at Northwind, who sees chosen jobs only (none)."""
    priya_contact: Contact
    priya: Member
    """A reviewer at the other client."""
    revoked: Member
    nobody_contact: Contact
    """A contact who was never invited."""
    job: Job
    other_job: Job
    draft_job: Job
    dario: Candidate
    dario_member: Member
    elena: Candidate
    elena_member: Member
    hidden: Candidate
    """A candidate no client ever sees."""
    application: Application
    hidden_application: Application
    other_application: Application
    share: JobShare
    other_share: JobShare
    submission: Submission
    other_submission: Submission
    resume: Document
    private_document: Document
    note: Note
    rival: "Acme | None" = field(default=None)

    def stage(self, kind: str) -> Stage:
        """The first stage of a kind."""
        return Stage.first(self.agency.pk, kind)

    @property
    def client_admin(self) -> Member:
        """Clara, who runs Northwind's side of the portal; there when a test first asks for her."""
        user = User.objects.of(self.agency, "clara@northwind.example")
        if user is not None:
            return user.members.select_related("user", "agency").get()
        return Cast(self.agency, "").contact("Clara", "Osei", self.northwind, Role.CLIENT_ADMIN)[1]

    @property
    def theirs(self) -> "Acme":
        """The rival agency, at rival.localhost, with the same things in it; made when a test first asks for it."""
        if self.rival is None:
            self.rival = build("Rival Talent", "rival.localhost", "rival.example")
        return self.rival

    @property
    def petra(self) -> Member:
        """A requester at Northwind, who may ask for people; made when a test first asks for her."""
        contact = Contact.objects.filter(agency=self.agency, email="petra@northwind.example").first()
        if contact is not None and contact.member is not None:
            return contact.member
        cast = Cast(self.agency, self.owner.email.split("@")[1])
        return cast.contact("Petra", "Lang", self.northwind, Role.REQUESTER)[1]


def acme() -> Acme:
    """Acme Staffing, on the loopback names too."""
    return build("Acme Staffing", "acme.localhost", "acme.example")


def build(name: str, host: str, domain: str) -> Acme:
    """One agency with everything in it."""
    agency = Agency.objects.create(
        name=name, host=host, site=f"http://{host}", zone="Europe/London", currency="GBP", sender_email=f"jobs@{domain}"
    )
    make_default_stages(agency.pk)
    cast = Cast(agency, domain)
    made: dict[str, Any] = {**staff_of(cast), **clients_of(cast), **candidates_of(cast)}
    made |= jobs_of(
        cast, **{key: made[key] for key in ("northwind", "helix", "maya_contact", "priya_contact", "recruiter")}
    )
    made |= pipeline_of(cast, made)
    Seat.objects.filter(member=made["jonas"]).update(all_jobs=False)
    return Acme(agency=agency, **made)


def staff_of(cast: "Cast") -> dict[str, Any]:
    """The agency's own people."""
    return {
        "recruiter": cast.staff("Rosa Delgado", Role.RECRUITER),
        "consultant": cast.staff("Dana Weiss", Role.CONSULTANT),
        "owner": cast.staff("Olivia Hart", Role.OWNER),
        "finance": cast.staff("Finn Mercer", Role.FINANCE),
        "reader": cast.staff("Vera Lund", Role.READER),
        "gone": cast.staff("Gus Gone", Role.RECRUITER, status=Member.Status.REVOKED),
    }


def clients_of(cast: "Cast") -> dict[str, Any]:
    """Two clients with their people."""
    northwind, helix = cast.organization("Northwind Logistics"), cast.organization("Helix Health")
    maya_contact, maya = cast.contact("Maya", "Lindqvist", northwind, Role.REVIEWER)
    jonas_contact, jonas = cast.contact("Jonas", "Berg", northwind, Role.VIEWER)
    priya_contact, priya = cast.contact("Priya", "Raman", helix, Role.REVIEWER)
    _contact, revoked = cast.contact("Rolf", "Gone", northwind, Role.REVIEWER, status=Member.Status.REVOKED)
    nora = {"first_name": "Nora", "last_name": "New", "email": "nora@northwind.example"}
    return {
        "northwind": northwind,
        "helix": helix,
        "maya_contact": maya_contact,
        "maya": maya,
        "jonas_contact": jonas_contact,
        "jonas": jonas,
        "priya_contact": priya_contact,
        "priya": priya,
        "revoked": revoked,
        "nobody_contact": Contact(agency=cast.agency, organization=northwind, **nora).add(by=None),
    }


def candidates_of(cast: "Cast") -> dict[str, Any]:
    """Two candidates with portal access, and one no client ever sees."""
    dario, dario_member = cast.candidate("Dario", "Conti", portal=True)
    elena, elena_member = cast.candidate("Elena", "Rossi", portal=True)
    hidden, _member = cast.candidate("Hidden CANARY", "Person", portal=False)
    return {
        "dario": dario,
        "dario_member": dario_member,
        "elena": elena,
        "elena_member": elena_member,
        "hidden": hidden,
        "resume": cast.document(dario, "Dario-Conti-CV.pdf"),
        "private_document": cast.document(dario, "CANARY-reference.pdf", Document.Kind.OTHER),
    }


def jobs_of(
    cast: "Cast",
    *,
    northwind: Organization,
    helix: Organization,
    maya_contact: Contact,
    priya_contact: Contact,
    recruiter: Member,
) -> dict[str, Any]:
    """A shared job at each client, and a draft."""
    draft = Job(agency=cast.agency, title="CANARY draft job", organization=northwind, owner=recruiter)
    job = cast.job("Night porter", northwind, maya_contact, recruiter)
    other_job = cast.job("Charge nurse", helix, priya_contact, recruiter)
    return {
        "job": job,
        "other_job": other_job,
        "draft_job": draft.add(by=recruiter),
        "share": cast.share(job, recruiter),
        "other_share": cast.share(other_job, recruiter),
    }


def pipeline_of(cast: "Cast", made: dict[str, Any]) -> dict[str, Any]:
    """Who is on which job, and what the clients see of them."""
    recruiter, dario = made["recruiter"], made["dario"]
    review = Stage.first(cast.agency.pk, Stage.Kind.CLIENT_REVIEW)
    application = Application.add(made["job"], dario, by=recruiter, stage=review)
    other_application = Application.add(made["other_job"], made["elena"], by=recruiter, stage=review)
    note = Note(agency=cast.agency, kind=kind_of(dario), object_id=dario.pk, author=recruiter)
    note.text = "CANARY private note"
    note.save()
    return {
        "application": application,
        "other_application": other_application,
        "hidden_application": Application.add(made["job"], made["hidden"], by=recruiter),
        "submission": cast.submission(application, made["share"], made["resume"], recruiter),
        "other_submission": cast.submission(other_application, made["other_share"], None, recruiter),
        "note": note,
    }


@dataclass
class Cast:
    """Makes the people and things of one agency."""

    agency: Agency
    domain: str

    def user(self, email: str, name: str) -> User:
        """A login with the usual password. Contacts and candidates have the same address at both agencies."""
        user = User(agency=self.agency, email=email, name=name)
        user.set_password(PASSWORD)
        user.save()
        return user

    def staff(self, name: str, role: str, status: str = Member.Status.ACTIVE) -> Member:
        """One of the agency's own people."""
        user = self.user(f"{name.split()[0].lower()}@{self.domain}", name)
        return Member.objects.create(agency=self.agency, user=user, side=Side.STAFF, role=role, status=status)

    def organization(self, name: str) -> Organization:
        """A client company."""
        return Organization(agency=self.agency, name=name, city="Leeds", about="CANARY terms").add(by=None)

    def contact(
        self, first: str, last: str, organization: Organization, role: str, status: str = Member.Status.ACTIVE
    ) -> tuple[Contact, Member]:
        """A person at a client, with a seat in its portal."""
        email = f"{first.lower()}@{organization.name.split()[0].lower()}.example"
        user = self.user(email, f"{first} {last}")
        member = Member.objects.create(agency=self.agency, user=user, side=Side.CLIENT, role=role, status=status)
        contact = Contact(
            agency=self.agency,
            first_name=first,
            last_name=last,
            email=email,
            phone="+44 20 7946 0000",
            organization=organization,
            member=member,
        ).add(by=None)
        portal = Portal.of(organization, by=None)
        Seat(agency=self.agency, portal=portal, member=member, contact=contact).save()
        return contact, member

    def job(self, title: str, organization: Organization, contact: Contact, owner: Member) -> Job:
        """An open position."""
        return Job(
            agency=self.agency,
            title=title,
            organization=organization,
            primary_contact=contact,
            owner=owner,
            status=Job.Status.OPEN,
            city="London",
            location="London, on site",
            description="Keep the doors at night.",
            internal_notes="CANARY internal notes",
            pay_from=30123,
            pay_to=34567,
            pay_currency="GBP",
            pay_per="year",
        ).add(by=owner)

    def candidate(self, first: str, last: str, *, portal: bool) -> tuple[Candidate, Member]:
        """A person looking for work."""
        email = f"{first.split()[0].lower()}@example.com"
        user = self.user(email, f"{first} {last}")
        member = Member.objects.create(agency=self.agency, user=user, side=Side.CANDIDATE, role=Role.CANDIDATE)
        if portal:
            member.status = Member.Status.ACTIVE
            member.save()
        candidate = Candidate(
            agency=self.agency,
            first_name=first,
            last_name=last,
            email=email,
            phone="+44 7700 900123",
            title="Porter",
            employer="Grand Hotel",
            city="London",
            country="United Kingdom",
            headline="Porter with night experience",
            summary="CANARY summary",
            availability="Two weeks",
            pay_expected=31999,
            pay_currency="GBP",
            pay_per="year",
            source="CANARY source",
            member=member,
        ).add(by=None, skills=["Guest service", "Night shifts"])
        return candidate, member

    def document(self, candidate: Candidate, name: str, kind: str = Document.Kind.RESUME) -> Document:
        """A file on a candidate, with one page as a picture."""
        document = Document.objects.create(
            agency=self.agency,
            kind=kind_of(candidate),
            object_id=candidate.pk,
            document_kind=kind,
            name=name,
            key=default_storage.save("documents/test.pdf", ContentFile(b"%PDF-1.4 made for tests")),
            content_type="application/pdf",
            size=23,
            sha256="0" * 64,
            text="CANARY text of the file",
            preview=Document.Preview.READY,
            page_count=1,
        )
        key = default_storage.save("pages/test.webp", ContentFile(b"RIFF made for tests"))
        PageImage.objects.create(agency=self.agency, document=document, number=1, key=key, width=600, height=800)
        return document

    def share(self, job: Job, by: Member) -> JobShare:
        """A job on its client's portal."""
        portal = Portal.of(job.organization, by=by)
        return JobShare.objects.create(
            agency=self.agency, portal=portal, job=job, status=JobShare.Status.LIVE, fields=USUAL, shared_by=by
        )

    def submission(
        self, application: Application, share: JobShare, document: Document | None, by: Member
    ) -> Submission:
        """A candidate shown to the client."""
        submission = Submission.objects.create(
            agency=self.agency,
            application=application,
            share=share,
            summary="Calm, friendly, used to nights.",
            fields=USUAL,
            submitted_by=by,
            first_submitted=now(),
        )
        if document is not None:
            SubmissionDocument.objects.create(agency=self.agency, submission=submission, document=document)
        return submission


START = date(2026, 12, 1)
