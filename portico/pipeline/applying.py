"""Applying: what somebody filled in becomes a candidate, an application, its answers, files and consents, at once.

Who is signed in applies as the candidate they are. Whoever is not becomes a record of their own, even where there is
one with the same address: typing an address proves nothing, so nothing of that record is shown, changed or confirmed.
The recruiter sees both as possible duplicates, and whether the address was confirmed by the link in the mail. A second
application to the same job makes no second row: signed in, it is said at once; otherwise only the owner of the mailbox
learns of it, by mail, and with the link in it what is new is added to the first.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from portico.access.secrets import hashed, new_token
from portico.agencies.mailbox import mail_key
from portico.agencies.models import Member
from portico.candidates import consents
from portico.candidates.consents import ConsentText
from portico.candidates.models import Candidate
from portico.candidates.profile import ProfileChange
from portico.candidates.profile_fields import write_field
from portico.candidates.proposing import confirm, propose
from portico.jobs.models import Advert, Job
from portico.jobs.questions import KnockOut, Question, Wanted, form_of
from portico.jobs.stages import Stage
from portico.kit.prepared import prepared
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.pipeline import apply_mails
from portico.pipeline.apply_drafts import COVER_LETTER, RESUME, ApplyDraft
from portico.pipeline.arrivals import ApplicationAnswer, Arrival
from portico.pipeline.models import Application
from portico.records.events import record
from portico.records.files import take_in
from portico.records.models import Document

Status = ApplyDraft.Status
Way = ProfileChange.Way


@dataclass(slots=True)
class Filled:
    """A form that was filled in rightly."""

    values: dict[str, Any]
    """Fields of the profile."""
    answers: list[tuple[Question, Any]] = field(default_factory=list)
    """Own questions with their answers; a file's answer is in the draft."""
    letter: str = ""
    consents: list[tuple[ConsentText, bool]] = field(default_factory=list)
    seen: dict[str, Any] | None = None
    """What the form showed of the profile."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Where an application comes from, kept with what was agreed to."""

    ip: str = ""
    agent: str = ""


def applied_before(job: Job, member: Member | None) -> Application | None:
    """The application that somebody who is signed in has on this job already."""
    if member is None:
        return None
    return Application.objects.filter(job=job, candidate__member=member).select_related("stage").first()


@prepared
def open_now(job: int) -> QuerySet[Any]:
    """The job's advert, as long as one can apply."""
    return Advert.objects.filter(job=job).live().values_list("pk")[:1]


def is_open_for(job: Job) -> bool:
    """Whether one can apply for the job now."""
    return bool(open_now(job.pk))


@transaction.atomic
def apply(draft: ApplyDraft, filled: Filled, *, sender: Sender | None = None) -> ApplyDraft:
    """Send a begun application. Sending it twice is sending it once; the draft says what became of it."""
    from portico.pipeline.tasks import tell_of_arrival

    sender = sender or Sender()
    job = Job.objects.select_for_update(of=("self",)).select_related("owner__user", "agency").get(pk=draft.job_id)
    there = ApplyDraft.objects.select_for_update(of=("self",)).select_related("agency", "member").get(pk=draft.pk)
    if there.status != Status.OPEN:
        return there
    if not is_open_for(job):
        raise RuleBroken(_("This job takes no applications any more."))
    there.job, wanted = job, form_of(job)
    if there.member is not None:
        candidate = Candidate.objects.get(member=there.member)
        if applied_before(job, there.member):
            raise RuleBroken(_("You have applied for this job already."))
        propose(candidate, filled.values, by=there.member, way=Way.APPLICATION, seen=filled.seen)
        candidate.refresh_from_db()
    elif (first := same_mailbox(job, filled.values["email"])) is not None:
        return sent_again(there, first)
    else:
        candidate = new_candidate(there, filled, wanted)
    there.application = land(there, candidate, filled, wanted, sender)
    there.status = Status.SENT
    forget_typed(there)
    tell_of_arrival.enqueue(there.pk)
    return there


@transaction.atomic
def tell_once(draft_id: int) -> None:
    """Mail who applied and the job's recruiters that it arrived. Without an account they prove their address by it."""
    rows = ApplyDraft.objects.select_for_update(of=("self",)).filter(pk=draft_id, status=Status.SENT, link_key="")
    related = ["agency", "job__agency", "job__owner__user", "candidate__member__user", "stage"]
    draft = rows.prefetch_related(Prefetch("application", Application.objects.select_related(*related))).first()
    if draft is None or draft.application is None:
        return
    token = new_token()
    draft.link_key = hashed(token)
    draft.save(update_fields=["link_key"])
    apply_mails.tell(draft.application, token="" if draft.member_id else token)


@prepared
def sent_from(job: int, mailbox: str) -> QuerySet[Application]:
    """What came for this job from one mailbox."""
    rows = Application.objects.filter(job=job, candidate__email_key=mailbox)
    return rows.select_related("candidate", "job").order_by("pk")[:1]


def same_mailbox(job: Job, email: str) -> Application | None:
    """The application that came for this job from the same mailbox."""
    found: Application | None = sent_from.first(job.pk, mail_key(email))
    return found


def sent_again(draft: ApplyDraft, first: Application) -> ApplyDraft:
    """Somebody typed an address from which there is an application: only its owner hears of it, and decides."""
    token = new_token()
    draft.application, draft.status, draft.link_key = first, Status.AGAIN, hashed(token)
    draft.save(update_fields=["application", "status", "link_key"])
    apply_mails.application_again(first, token)
    return draft


def new_candidate(draft: ApplyDraft, filled: Filled, wanted: Wanted) -> Candidate:
    """A record for somebody the agency does not know, or who has not proved yet that it does."""
    candidate = Candidate(agency=draft.agency, source=draft.source, owner=wanted.owner or draft.job.owner)
    later = {}
    for key, value in filled.values.items():
        if key in ("skills", "experience", "education", "languages"):
            later[key] = value
        else:
            write_field(candidate, key, value)
    candidate.add(by=None)
    for key, value in later.items():
        write_field(candidate, key, value)
    if later:
        candidate.save()
        candidate.make_findable()
    confirm(candidate, filled.values, by=None)
    return candidate


def land(draft: ApplyDraft, candidate: Candidate, filled: Filled, wanted: Wanted, sender: Sender) -> Application:
    """Put the candidate on the job with everything that was sent, in the stage the form names."""
    application = Application.add(
        draft.job,
        candidate,
        by=draft.member,
        stage=wanted.stage or Stage.first(draft.agency_id, Stage.Kind.APPLIED),
        source=draft.source,
        verb="application.applied",
    )
    Arrival(agency_id=draft.agency_id, application=application, signed_in=draft.member is not None).save()
    keep_answers(draft, application, filled)
    keep_consents(draft, candidate, filled, sender)
    reasons = [answer for answer in application.answers.all() if answer.rules_out]
    if reasons and wanted.knock_out == KnockOut.REJECT:
        said = "; ".join(f"{one.asked}: {one.words}" for one in reasons)
        application.reject(by=None, reason=said[:1000])
    return application


def keep_answers(draft: ApplyDraft, application: Application, filled: Filled) -> None:
    """Files become documents of the candidate, answers stay with the application in the words they were asked in."""
    rows: list[ApplicationAnswer] = []

    def keep(asked: str, kind: str, **more: Any) -> None:
        row = ApplicationAnswer(agency_id=draft.agency_id, application=application, asked=asked, kind=kind, **more)
        row.position = len(rows)
        row.save()
        rows.append(row)

    for slot, kind in ((RESUME, Document.Kind.RESUME), (COVER_LETTER, Document.Kind.COVER_LETTER)):
        document = taken_in(draft, application.candidate, slot, kind)
        if slot == RESUME and document is None and draft.use_kept:
            document = newest_resume(application.candidate)
        if document is not None:
            keep(str(kind.label), Question.Kind.FILE, document=document, words=document.name)
    if filled.letter:
        keep(_("Cover letter"), Question.Kind.TEXT, value=filled.letter, words=filled.letter)
    for question, value in filled.answers:
        more: dict[str, Any] = {"question": question, "value": value, "words": words_of(question, value)}
        if question.kind == Question.Kind.FILE:
            more["document"] = document = taken_in(draft, application.candidate, question.name, Document.Kind.OTHER)
            more["words"] = document.name if document is not None else ""
        keep(question.text, question.kind, rules_out=question.rules_out(value), **more)


def taken_in(draft: ApplyDraft, candidate: Candidate, slot: str, kind: str) -> Document | None:
    """A file of the draft as a document of the candidate."""
    file = draft.file(slot)
    if file is None:
        return None
    return take_in(file.upload(), on=candidate, by=draft.member, kind=kind, cleaned_before=True)


def newest_resume(candidate: Candidate) -> Document | None:
    """The résumé that the agency has of them, the newest one."""
    rows = Document.objects.on(candidate).filter(archived__isnull=True, document_kind=Document.Kind.RESUME)
    return rows.filter(agency=candidate.agency_id).order_by("-added", "-pk").first()


def words_of(question: Question, value: Any) -> str:
    """An answer for people to read."""
    match question.kind:
        case Question.Kind.YES_NO:
            return {"yes": _("Yes"), "no": _("No")}.get(value, "")
        case Question.Kind.CHOICES:
            return ", ".join(value or [])
    return "" if value is None else str(value)


def keep_consents(draft: ApplyDraft, candidate: Candidate, filled: Filled, sender: Sender) -> None:
    """What they agreed to and what not, with the wording they read."""
    for text, agreed in filled.consents:
        say = consents.give if agreed else consents.refuse
        say(candidate, text, way="application", by=draft.member, ip=sender.ip, agent=sender.agent)


def forget_typed(draft: ApplyDraft) -> None:
    """What was sent lies with the application; the draft keeps nothing of it."""
    for file in draft.files.all():
        file.delete()
    draft.data, draft.resume_values = {}, {}
    draft.save(update_fields=["application", "status", "link_key", "data", "resume_values"])


def by_link(agency_id: int, token: str) -> ApplyDraft | None:
    """The application whose sender was mailed this link, as long as it is good."""
    if not 40 <= len(token) <= 50:
        return None
    return sent_drafts(agency_id).filter(link_key=hashed(token)).first()


def by_number(agency_id: int, pk: int) -> ApplyDraft | None:
    """The application that a browser carries, which opened the link before."""
    return sent_drafts(agency_id).filter(pk=pk).exclude(link_key="").first()


def sent_drafts(agency_id: int) -> QuerySet[ApplyDraft]:
    """What was sent not too long ago."""
    rows = ApplyDraft.objects.filter(agency=agency_id, expires__gt=now()).exclude(status=Status.OPEN)
    return rows.select_related("job__agency", "agency", "application__candidate", "application__job")


@transaction.atomic
def confirm_address(draft: ApplyDraft, filled: Filled | None = None, *, sender: Sender | None = None) -> None:
    """The owner of the mailbox says that it was them; what they sent a second time is added to the first."""
    there = ApplyDraft.objects.select_for_update(of=("self",)).select_related("agency", "job").get(pk=draft.pk)
    application = there.application
    if application is None:
        raise RuleBroken(_("This application is no longer there."))
    arrival = Arrival.objects.filter(application=application).first()
    if arrival is not None:
        arrival.application = application
        arrival.confirm()
    if there.status == Status.AGAIN and filled is not None:
        add_to_first(there, application, filled, sender or Sender())


def add_to_first(draft: ApplyDraft, application: Application, filled: Filled, sender: Sender) -> None:
    """New files and answers stand beside the earlier ones; changed facts are proposed to the recruiter."""
    candidate = application.candidate
    values = {key: value for key, value in filled.values.items() if key != "email"}
    propose(candidate, values, by=candidate.member, way=Way.APPLICATION)
    keep_answers(draft, application, filled)
    keep_consents(draft, candidate, filled, sender)
    for arrival in Arrival.objects.filter(application=application):
        arrival.times, arrival.looked = arrival.times + 1, None
        arrival.save(update_fields=["times", "looked"])
    record(application, "application.sent_again", by=candidate.member, about=application.about, **application.words)
    draft.status = Status.SENT
    forget_typed(draft)
