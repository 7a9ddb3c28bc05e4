"""What belongs to an agency as a whole: its settings, lists, imports."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.http import HttpResponse

from demo.mirror.cast import Cast
from demo.mirror.strand import DESK, Thing
from portico.access.models import AccessLink, Passkey, RememberedBrowser, Session, SupportVisit
from portico.access.own_roles import add_role
from portico.access.signing_in import remember
from portico.agencies.models import Member
from portico.candidates import wordings
from portico.candidates.changing_layouts import add_layout
from portico.candidates.descriptions import DescriptionTemplate
from portico.candidates.registering import Registration, ask_to_register, mail_registration
from portico.candidates.saved_searches import SavedSearch
from portico.candidates.settings import change_settings
from portico.imports.uploading import begin, receive
from portico.jobs.advert_search import AdvertSearch
from portico.jobs.alerts import ask_for
from portico.jobs.models import SourceLink
from portico.jobs.stages import Stage
from portico.messaging.models import Email
from portico.messaging.unreachable import Unreachable, came_back
from portico.pipeline.rejections import RejectionText
from portico.records.longtasks import execute, keep_refused, keep_result, start
from portico.records.models import LongTask

EVERYBODY = frozenset(DESK)
LIST = "First name,Last name,Email\nImported,{word},imported{letter}@example.com\nBad,Row,no mail\n"


class House:
    """One agency's own rows."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.things: list[Thing] = []
        self.agency, self.owner, self.recruiter = cast.agency, cast["owner"], cast["recruiter"]

    def keep(self, row: models.Model, variant: str = "", *, of: frozenset[str] = EVERYBODY) -> None:
        """Note a row that everybody at the desk may know of; or those in `of`."""
        kind = f"{row._meta.label}:{variant}" if variant else row._meta.label
        self.things.append(Thing(kind, row.pk, self.cast.words.agency, 0, of))

    def settle_in(self) -> None:
        """Before anything happens: how the agency asks, and says no."""
        change_settings(self.agency, by=self.owner, rejection_hours=24, equal_opportunity=True)
        for text in ("You may show my profile to companies.", ""):
            words = text or self.cast.words.new("consent wording draft")
            draft = wordings.write_draft(self.agency, "sharing", text=words, months=24, by=self.owner)
            if text:
                wordings.publish(draft, by=self.owner)
            self.keep(draft, "" if text else "draft", of=EVERYBODY | ({"k1", "k2", "k3"} if text else set()))

    def make_lists(self) -> None:
        """Texts, roles, layouts, campaign links, saved searches, a stage."""
        new, by = self.cast.words.new, self.owner
        text = RejectionText(agency=self.agency, name="Short", words=new("rejection text"))
        text.keep(by=by)
        pattern = DescriptionTemplate(agency=self.agency, name="Short", text=f"{{first_name}} {new('description')}")
        pattern.keep(by=by, is_default=False)
        fields = {"phone": "mandatory", "skills": "suggested"}
        layout = add_layout(self.agency, name=new("layout.name"), welcome="Hello", fields=fields, by=by)
        link = SourceLink(agency=self.agency, name=new("campaign link.name"), code="fair").add(by=by)
        role = add_role(self.agency, name=new("role.name"), permissions=["see_desk"], own_desk_only=False, by=by)
        shared = SavedSearch.keep(name=new("saved search"), query="q=porter", shared=True, by=self.recruiter)
        own = SavedSearch.keep(name=new("own saved search"), query="q=chef", shared=False, by=self.recruiter)
        for row in (text, pattern, layout, link, role, shared, Stage.first(self.agency.pk, Stage.Kind.SCREENING)):
            self.keep(row)
        self.keep(own, "private", of=frozenset({"recruiter"}))
        self.keep(self.cast["finance"], "staff")

    def bring_list(self, candidates: list[int]) -> None:
        """An import with a bad row, and a deed for many candidates; both leave files to fetch."""
        word = self.cast.words.new("imported candidate")
        text = LIST.format(word=word, letter=self.cast.words.agency.lower())
        file = SimpleUploadedFile("list.csv", text.encode())
        task = receive(by=self.recruiter, kind="candidates", file=file)
        begin(task, by=self.recruiter)
        execute(task.pk)
        keep_result(LongTask.objects.get(pk=task.pk), SimpleUploadedFile("s.csv", f"What\n{word}".encode()))
        self.keep(task, "import")
        bulk = start("candidates_bulk", "Tag", self.recruiter, deed="tag", candidates=candidates, words={"tag": "Fair"})
        keep_refused(bulk, SimpleUploadedFile("r.csv", f"Name,Why\n{word}".encode()))
        self.keep(bulk, "bulk")

    def get_mail(self) -> None:
        """One of the mails, an address from which one came back, and the audit log as a file."""
        email = Email.objects.filter(agency=self.agency).latest("pk")
        self.keep(email)
        why = self.cast.words.new("unreachable.reason")
        came_back(self.agency.pk, f"full@{self.agency.host}", why, dead=True, mail_id=email.pk)
        self.keep(Unreachable.objects.get(agency=self.agency))
        log = start("export_audit", "Audit log", self.owner)
        execute(log.pk)
        self.keep(log, "audit", of=frozenset({"owner"}))

    def sign_in_everywhere(self, cookies: dict[str, Session]) -> None:
        """Where people are signed in, and the browsers and links that let them."""
        for who, session in cookies.items():
            self.keep(session, "own", of=frozenset({who}))
        for who in ("owner", "c1", "k1"):
            facts = {"name": self.cast.words.new("passkey.name", who), "key_hash": f"{self.agency.pk} {who}"}
            row = Passkey.objects.create(agency=self.agency, user=self.cast[who].user, public="none", **facts)
            self.keep(row, of=frozenset({who}))
        self.keep(SupportVisit.objects.get(agency=self.agency), of=frozenset({"owner"}))
        for who, variant in (("c1", "client"), ("c2", "client"), ("c3", "client"), ("finance", "staff")):
            member = self.cast[who]
            self.keep(browser_of(member), variant)
            self.keep(browser_of(member), "own", of=frozenset({who}))
            links = AccessLink.objects.filter(member=member).order_by("-pk")
            self.keep(links[0], variant)
            if variant == "client":
                self.keep(Session.objects.filter(member=member).latest("pk"), variant)

    def expect_strangers(self) -> None:
        """Somebody registers, somebody wants an alert; a calendar reads a feed."""
        email = f"stranger@{self.agency.host}"
        name = {"first_name": "Stan", "last_name": self.cast.words.new("registration.last_name")}
        ask_to_register(self.agency, email=email, texts=[], browser="", **name)
        mail_registration(Registration.objects.get(agency=self.agency, email=email))
        ask_for(self.agency, email, AdvertSearch(words="night"), how="daily", ip="")


def browser_of(member: Member) -> RememberedBrowser:
    """A browser that was remembered for somebody."""
    from demo.mirror.signing import request_on

    remember(request_on(member.agency), HttpResponse(), member.user)
    return RememberedBrowser.objects.filter(user=member.user).latest("pk")
