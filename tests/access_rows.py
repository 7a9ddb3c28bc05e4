"""The row of the world with which tests try each address that holds a number."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from portico.access.links import issue
from portico.access.models import AccessLink, Passkey, Purpose, RememberedBrowser, Session
from portico.agencies.models import StaffRole
from portico.agencies.roles import Role
from portico.candidates.models import DescriptionTemplate, ProfileChange, SavedSearch, UpdateRequest
from portico.candidates.proposing import propose
from portico.candidates.update_asking import Question, ask
from portico.jobs.advert_search import AdvertSearch
from portico.jobs.alerts import JobAlert, save_for
from portico.jobs.models import Question as FormQuestion
from portico.jobs.models import Requisition
from portico.kit.times import now
from portico.messaging.models import Email, Unreachable
from portico.pipeline.interviews import Interview
from portico.pipeline.models import GuestLink, Offer, RejectionLetter, RejectionText
from portico.pipeline.offers import make_offer
from portico.pipeline.permissions import Permission, ask_permission
from portico.pipeline.submissions import SubmissionDocument
from portico.portals.models import ColleagueRequest, JobChange
from portico.portals.requesting import attach, hand_in, papers
from portico.records.longtasks import keep_refused, keep_result
from portico.records.models import Document, LongTask, Tag
from tests.asking import draft, handed_in, proposal
from tests.audit_rows import AUDIT_ROWS
from tests.careers_rows import CAREERS_ROWS
from tests.interviews import offered
from tests.privacy_rows import PRIVACY_ROWS
from tests.profiles import PROFILE_ROWS
from tests.world import Acme, Cast


def link(world: Acme) -> AccessLink:
    """A link sent to Maya."""
    return AccessLink.objects.filter(member=world.maya).first() or issue(world.maya, Purpose.LASTING)[0]


def browser(world: Acme) -> RememberedBrowser:
    """A browser remembered for Maya."""
    made = RememberedBrowser.objects.get_or_create(
        agency=world.agency, user=world.maya.user, defaults={"secret_hash": "x", "expires": now() + timedelta(days=1)}
    )
    return made[0]


def passkey(world: Acme) -> Passkey:
    """A key with which Maya may sign in."""
    facts = {"agency": world.agency, "name": "Laptop", "public": "CANARY"}
    return Passkey.objects.get_or_create(user=world.maya.user, key_hash=f"key {world.agency.pk}", defaults=facts)[0]


def session(world: Acme) -> Session:
    """A browser in which Maya is signed in."""
    made = Session.objects.get_or_create(agency=world.agency, user=world.maya.user, member=world.maya, proof="x")
    return made[0]


def colleague(world: Acme) -> ColleagueRequest:
    """Somebody whom Northwind wants to have on its portal."""
    facts = {"first_name": "Cleo", "email": "cleo@northwind.example", "role": Role.VIEWER}
    found = ColleagueRequest.objects.filter(portal=world.share.portal, first_name="Cleo").first()
    if found is None:
        found = ColleagueRequest(agency=world.agency, portal=world.share.portal, **facts)
        found.save()
    return found


def role(world: Acme) -> StaffRole:
    """A role the agency made."""
    return StaffRole.objects.get_or_create(agency=world.agency, name="Researcher")[0]


def question(world: Acme) -> FormQuestion:
    """A question on the night porter's application form."""
    facts: dict[str, Any] = {"text": "Do you have a license?", "kind": "yes_no"}
    return FormQuestion.objects.get_or_create(agency=world.agency, job=world.job, **facts)[0]


def email(world: Acme) -> Email:
    """A mail in the outbox."""
    made = Email.objects.get_or_create(
        agency=world.agency,
        message_id=f"<{world.agency.pk}@test>",
        defaults={"to": "a@example.com", "sender_email": "b@example.com", "subject": "Hello", "text": "Hello"},
    )
    return made[0]


def unreachable(world: Acme) -> Unreachable:
    """An address that mail came back from."""
    facts: dict[str, Any] = {"reason": "550 No such user", "dead_since": now()}
    return Unreachable.objects.get_or_create(agency=world.agency, email_key="old@example.com", defaults=facts)[0]


def task(world: Acme) -> LongTask:
    """An import that is over, with its files."""
    found, new = LongTask.objects.get_or_create(
        agency=world.agency, owner=world.recruiter, task_kind="import", title="Candidates", status=LongTask.Status.DONE
    )
    if new:
        keep_refused(found, ContentFile(b"Name,Why"))
        keep_result(found, ContentFile(b"What,How many"))
    return found


def bulk(world: Acme) -> LongTask:
    """A deed for many candidates that still waits, with a file of who was left out."""
    found, new = LongTask.objects.get_or_create(
        agency=world.agency, owner=world.recruiter, task_kind="candidates_bulk", title="Tag", status="waiting"
    )
    if new:
        keep_refused(found, ContentFile(b"Name,Why"))
    return found


def saved_search(world: Acme) -> SavedSearch:
    """A search that Rosa shares."""
    words = {"name": "Porters", "query": "q=porter", "shared": True}
    return SavedSearch.objects.get_or_create(agency=world.agency, owner=world.recruiter, defaults=words)[0]


def tagged(world: Acme) -> Tag:
    """A tag that Dario has."""
    found = Tag.named(world.agency.pk, "Met at the fair")
    world.dario.tags.add(found)
    return found


def shown(world: Acme) -> int:
    """A document that a client may read."""
    return SubmissionDocument.objects.get(submission=world.submission).pk


def guest_link(world: Acme) -> GuestLink:
    """A candidate that Maya forwarded."""
    found = GuestLink.objects.filter(agency=world.agency).first()
    return found or GuestLink.send(world.submission, email="guest@example.com", by=world.maya)


def permission(world: Acme) -> Permission:
    """A question to Dario, not yet answered."""
    found = Permission.objects.filter(application=world.application, status="requested").first()
    return found or ask_permission(world.application, by=world.recruiter, client="A client")


def update_request(world: Acme) -> UpdateRequest:
    """A question to Dario to look over some of his profile."""
    found = UpdateRequest.objects.filter(candidate=world.dario).first()
    return found or ask(world.dario, Question(fields=("city", "title"), days=0), by=world.recruiter)


def profile_change(world: Acme) -> ProfileChange:
    """Dario moved; and would have his title different, which waits."""
    found = ProfileChange.objects.filter(candidate=world.dario, field="region").first()
    if found is None:
        propose(world.dario, {"region": "Yorkshire", "headline": "Porter", "employer": "Ritz"}, by=None, way="portal")
    return found or ProfileChange.objects.get(candidate=world.dario, field="region")


def description(world: Acme) -> DescriptionTemplate:
    """A pattern for descriptions."""
    return DescriptionTemplate.objects.get_or_create(agency=world.agency, name="Short", text="{first_name}")[0]


def interview(world: Acme) -> Interview:
    """Maya's interview with Dario: two times are on offer."""
    found = Interview.objects.filter(application=world.application).first()
    return found or offered(world)


def offer(world: Acme) -> Offer:
    """What Dario is offered; he has not answered."""
    found = Offer.objects.filter(application=world.application, status__in=Offer.ASKED).first()
    if found is None:
        paper = Cast(world.agency, "").document(world.dario, "Offer.pdf", Document.Kind.OTHER)
        terms: dict[str, Any] = {"until": now().date() + timedelta(days=9), "document": paper}
        terms |= {"pay": 31_000, "pay_currency": "GBP", "pay_per": "year"}
        found = make_offer(world.application, by=world.recruiter, conditions="Ten nights a month.", **terms)
        found.send(by=world.recruiter)
    return found


def alert(world: Acme) -> JobAlert:
    """Dario's alert for night jobs."""
    return save_for(world.dario_member, AdvertSearch(words="night"), how="daily")


def letter(world: Acme) -> RejectionLetter:
    """A no that has not gone out."""
    made = RejectionLetter.objects.get_or_create(
        agency=world.agency,
        application=world.application,
        status="waiting",
        defaults={"words": "We are sorry.", "due": now() + timedelta(days=1)},
    )
    return made[0]


def rejection_text(world: Acme) -> RejectionText:
    """Words to say no with."""
    return RejectionText.objects.get_or_create(agency=world.agency, name="Short", defaults={"words": "Sorry."})[0]


def requisition(world: Acme, status: str) -> Requisition:
    """A requisition of the client admin's: a draft, or one that was handed in twice."""
    who = world.client_admin
    found = Requisition.objects.filter(agency=world.agency, requester__member=who, status=status).first()
    if found is None and status == Requisition.Status.DRAFT:
        return draft(world, who)
    if found is None:
        found = handed_in(world, who)
        found.ask_changes(reason="On which days?", by=world.recruiter)
        hand_in(found, by=who)
    return found


def paper(world: Acme) -> int:
    """A file beside that draft."""
    row = requisition(world, "draft")
    data = SimpleUploadedFile("profile.txt", b"We need a porter.")
    return (papers(row).first() or attach(row, data, by=world.client_admin)).pk


def change(world: Acme) -> int:
    """What the client admin would have different about the shared job."""
    found = JobChange.objects.filter(agency=world.agency, status="open").first()
    return (found or proposal(world, world.client_admin, openings=2)).pk


type Number = Callable[[Acme], int]

ROWS: dict[str, Number] = {
    # the address up to the row's number → the row of the world it is tried with
    "desk/organizations/": lambda w: w.northwind.pk,
    "desk/contacts/": lambda w: w.maya_contact.pk,
    "desk/candidates/": lambda w: w.dario.pk,
    "desk/candidates/bulk/": lambda w: bulk(w).pk,
    "desk/candidates/searches/": lambda w: saved_search(w).pk,
    "desk/candidates/1/tags/": lambda w: tagged(w).pk,
    "desk/portals/": lambda w: w.share.portal_id,
    "desk/jobs/": lambda w: w.job.pk,
    "desk/requisitions/": lambda w: requisition(w, "submitted").pk,
    "desk/job-changes/": change,
    "desk/questions/": lambda w: question(w).pk,
    "desk/applications/": lambda w: w.application.pk,
    "desk/interviews/": lambda w: interview(w).pk,
    "client/interviews/": lambda w: interview(w).pk,
    "me/interviews/": lambda w: interview(w).pk,
    "desk/shares/": lambda w: w.share.pk,
    "desk/submissions/": lambda w: w.submission.pk,
    "desk/documents/": lambda w: w.resume.pk,
    "desk/notes/": lambda w: w.note.pk,
    "desk/links/": lambda w: link(w).pk,
    "desk/browsers/": lambda w: browser(w).pk,
    "desk/imports/": lambda w: task(w).pk,
    "desk/portal-users/": lambda w: w.maya.seat.pk,
    "desk/portal-users/1/links/": lambda w: link(w).pk,
    "desk/portal-users/1/guests/": lambda w: guest_link(w).pk,
    "desk/portal-users/1/sessions/": lambda w: session(w).pk,
    "desk/portal-users/1/browsers/": lambda w: browser(w).pk,
    "desk/colleagues/": lambda w: colleague(w).pk,
    "client/people/": lambda w: w.jonas.seat.pk,
    "desk/settings/stages/": lambda w: w.stage("screening").pk,
    "desk/settings/members/": lambda w: w.finance.pk,
    "desk/settings/roles/": lambda w: role(w).pk,
    "desk/unreachable/": lambda world: unreachable(world).pk,
    "desk/settings/mail/": lambda w: email(w).pk,
    "client/requisitions/": lambda w: requisition(w, "draft").pk,
    "client/requisitions/1/files/": paper,
    "client/changes/": change,
    "client/jobs/": lambda w: w.share.pk,
    "client/submissions/": lambda w: w.submission.pk,
    "client/documents/": shown,
    "client/guest-links/": lambda w: guest_link(w).pk,
    "client/guest/documents/": shown,
    "client/guest/profiles/": lambda w: w.submission.pk,
    "desk/guest-links/": lambda w: guest_link(w).pk,
    "client/preview/": lambda w: w.maya.pk,
    "client/preview/1/jobs/": lambda w: w.share.pk,
    "client/preview/1/submissions/": lambda w: w.submission.pk,
    "client/preview/1/documents/": shown,
    "desk/permissions/": lambda w: permission(w).pk,
    "me/applications/": lambda w: w.application.pk,
    "me/alerts/": lambda w: alert(w).pk,
    "me/offers/": lambda w: offer(w).pk,
    "desk/offers/": lambda w: offer(w).pk,
    "desk/rejection-letters/": lambda w: letter(w).pk,
    "desk/settings/rejections/": lambda w: rejection_text(w).pk,
    "desk/updates/": lambda w: update_request(w).pk,
    "me/updates/": lambda w: update_request(w).pk,
    "desk/profile-changes/": lambda w: profile_change(w).pk,
    "desk/settings/descriptions/": lambda w: description(w).pk,
    "me/permissions/": lambda w: permission(w).pk,
    "me/documents/": lambda w: w.resume.pk,
    **AUDIT_ROWS,
    **PRIVACY_ROWS,
    **CAREERS_ROWS,
    **PROFILE_ROWS,
    "account/passkeys/": lambda w: passkey(w).pk,
    "account/browsers/": lambda w: browser(w).pk,
    "account/sessions/": lambda w: session(w).pk,
    "desk/settings/members/1/links/": lambda w: link(w).pk,
    "desk/settings/members/1/browsers/": lambda w: browser(w).pk,
}
FIXED: dict[str, Any] = {
    "slug": "candidates", "purpose": "sharing", "token": "x" * 43, "print": "000000000000", "hex": "112233",
    "number": 1, "n": 1, "group": "contact", "key": "experience",
}  # fmt: skip
