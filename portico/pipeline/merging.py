"""Merging two records of the same person or company: everything of both is kept, under one of them."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portico.access import inviting
from portico.agencies.models import Member
from portico.candidates.models import Candidate, UpdateRequest
from portico.clients.models import Contact, Organization
from portico.jobs.models import Job, Requisition
from portico.kit.money import money
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.pipeline.arranging import move_interviews
from portico.pipeline.arrivals import move_answers
from portico.pipeline.candidate_threads import CandidateLook, CandidateMessage
from portico.pipeline.carrying_over import carry_over
from portico.pipeline.guests import GuestLink
from portico.pipeline.interview_people import InterviewPerson
from portico.pipeline.interviews import Interview
from portico.pipeline.models import Application, Move, Placement
from portico.pipeline.offers import Offer
from portico.pipeline.permissions import Permission
from portico.pipeline.rejections import RejectionLetter
from portico.pipeline.revealing import RevealRequest
from portico.pipeline.submissions import Submission, SubmissionView, Verdict
from portico.pipeline.threads import Message, MessageLook
from portico.portals.models import ColleagueRequest, JobShare, Portal, Seat
from portico.records import search
from portico.records.events import record
from portico.records.merging import move_attachments
from portico.records.models import Note
from portico.records.subjects import kind_of

CANDIDATE_FIELDS = [
    "first_name",
    "last_name",
    "email",
    "phone",
    "headline",
    "title",
    "employer",
    "city",
    "region",
    "country",
    "linkedin",
    "languages",
    "availability",
    "summary",
    "source",
    "owner",
    "reference",
]
OPEN_OFFERS = [Offer.Status.DRAFT, Offer.Status.SENT, Offer.Status.VIEWED]
PAY_FIELDS = ["pay_expected", "pay_currency", "pay_per"]
"""Taken over together or not at all; what is left over is not for everybody's eyes, so it goes into no note."""
ORGANIZATION_FIELDS = [
    "industry",
    "website",
    "phone",
    "street",
    "city",
    "postal_code",
    "country",
    "about",
    "owner",
    "reference",
]
CONTACT_FIELDS = ["first_name", "last_name", "title", "email", "phone", "organization", "owner", "reference"]


@transaction.atomic
def merge_candidates(kept: Candidate, other: Candidate, *, by: Member) -> None:
    """Make one candidate of two. What differs and cannot stand beside each other is written into a note."""
    kept, other = _both(kept, other)
    left_over = _fill(kept, other, CANDIDATE_FIELDS)
    _fill_pay(kept, other, by)
    kept.skills.add(*other.skills.all())
    kept.tags.add(*other.tags.all())
    _take_member(kept, other, by)
    linked = Contact.objects.filter(candidate=other).first()
    if linked is not None:
        linked.candidate = None if Contact.objects.filter(candidate=kept).exists() else kept
        linked.save(update_fields=["candidate", "changed"])
    for application in Application.objects.filter(candidate=other).select_related("job"):
        twin = Application.objects.filter(candidate=kept, job=application.job).first()
        if twin is None:
            Application.objects.filter(pk=application.pk).update(candidate=kept)
        else:
            _merge_applications(twin, application)
    _take_thread(kept, other)
    for request in UpdateRequest.objects.filter(candidate=other).open():
        request.cancel(by=by)
    carry_over(kept, other)
    _close(kept, other, left_over, by)


def _take_thread(kept: Candidate, other: Candidate) -> None:
    """What was written with either stands in one thread."""
    CandidateMessage.objects.filter(candidate=other).update(candidate=kept)
    there = CandidateLook.objects.filter(candidate=kept).values("member")
    CandidateLook.objects.filter(candidate=other).exclude(member__in=there).update(candidate=kept)
    CandidateLook.objects.filter(candidate=other).delete()


def _merge_applications(kept: Application, other: Application) -> None:
    """Both stood on the same job: one run remains, with the steps, answers and outcome of both."""
    further = other.status == Application.Status.PLACED or (
        kept.status != Application.Status.OPEN and other.status == Application.Status.OPEN
    )
    if further and kept.status != Application.Status.PLACED:
        fields = {
            "status": other.status,
            "stage": other.stage,
            "stage_since": other.stage_since,
            "reason": other.reason,
        }
        Application.objects.filter(pk=kept.pk).update(**fields)
    Move.objects.filter(application=other).update(application=kept)
    if not Placement.objects.filter(application=kept).exists():
        Placement.objects.filter(application=other).update(application=kept)
    _take_permissions(kept, other)
    _take_offers(kept, other)
    move_answers(kept, other)
    move_interviews(kept, other)
    for submission in Submission.objects.filter(application=other):
        twin = Submission.objects.filter(application=kept, share=submission.share_id).first()
        if twin is None:
            Submission.objects.filter(pk=submission.pk).update(application=kept)
            continue
        _merge_submissions(twin, submission)
    move_attachments(other, kept)
    other.delete()


def _take_offers(kept: Application, other: Application) -> None:
    """What was offered, and how a no was told: an open one of each at most remains, the kept record's."""
    if Offer.objects.filter(application=kept, status__in=OPEN_OFFERS).exists():
        Offer.objects.filter(application=other, status__in=OPEN_OFFERS).update(status=Offer.Status.WITHDRAWN)
    Offer.objects.filter(application=other).update(application=kept)
    if RejectionLetter.objects.filter(application=kept).waiting().exists() or kept.status != "rejected":
        RejectionLetter.objects.filter(application=other).waiting().update(status=RejectionLetter.Status.STOPPED)
    RejectionLetter.objects.filter(application=other).update(application=kept)


def _merge_submissions(kept: Submission, other: Submission) -> None:
    """One client was shown both: what was said, asked and forwarded stands at one; an answer counts for the kept one
    where it has none."""
    once_each: tuple[Any, ...] = (Verdict, SubmissionView, MessageLook)
    for kind in once_each:
        mine = kind.objects.filter(submission=kept).values_list("member", flat=True)
        kind.objects.filter(submission=other).exclude(member__in=list(mine)).update(submission=kept)
    asked = RevealRequest.objects.filter(submission=other)
    if RevealRequest.objects.filter(submission=kept).waiting().exists():
        asked.waiting().delete()  # the same question
    asked.update(submission=kept)
    everything: tuple[Any, ...] = (Message, GuestLink, Interview)
    for kind in everything:
        kind.objects.filter(submission=other).update(submission=kept)
    waits = Submission.objects.filter(pk=kept.pk, decision=Submission.Decision.NEW).shown()
    if other.status == Submission.Status.DECIDED:
        names = ("status", "status_since", "decision", "decided", "decided_by", "reason", "answer_seen")
        waits.update(**{name: getattr(other, name) for name in names})
    move_attachments(other, kept)


def _take_permissions(kept: Application, other: Application) -> None:
    """What was asked of both is kept; of two open questions, the kept one's stays open."""
    asked = Permission.objects.filter(application=other)
    if Permission.objects.filter(application=kept, status=Permission.Status.REQUESTED).exists():
        asked.filter(status=Permission.Status.REQUESTED).update(status=Permission.Status.LAPSED)
    asked.update(application=kept)


@transaction.atomic
def merge_contacts(kept: Contact, other: Contact, *, by: Member) -> None:
    """Make one contact of two; jobs, the portal access and the link to a candidate come along."""
    kept, other = _both(kept, other)
    left_over = _fill(kept, other, CONTACT_FIELDS)
    Job.objects.filter(primary_contact=other).update(primary_contact=kept)
    Requisition.objects.filter(requester=other).update(requester=kept)
    Requisition.objects.filter(time_approver=other).update(time_approver=kept)
    if kept.candidate_id is None and other.candidate_id is not None:
        candidate, other.candidate = other.candidate, None
        other.save(update_fields=["candidate"])
        kept.candidate = candidate
    seat, mine = Seat.objects.filter(contact=other).first(), Seat.objects.filter(contact=kept).first()
    took = _take_member(kept, other, by)
    if seat is not None and mine is not None and seat.portal_id == mine.portal_id:
        stays, goes = (seat, mine) if took else (mine, seat)
        JobShare.objects.filter(decider=goes).update(decider=stays)
    if seat is not None and took:
        Seat.objects.filter(contact=kept).delete()
        Seat.objects.filter(pk=seat.pk).update(contact=kept)
    ColleagueRequest.objects.filter(contact=other).update(contact=kept)
    InterviewPerson.objects.filter(contact=other).update(contact=kept)
    _close(kept, other, left_over, by)
    _stay_out_of_the_other_portal(kept, by)


def _stay_out_of_the_other_portal(contact: Contact, by: Member) -> None:
    """Whose seat is on another organization's portal waits for the recruiter, as after any change of organization."""
    seat = Seat.objects.filter(contact=contact).select_related("portal", "member__user").first()
    if seat is None or seat.portal.organization_id == contact.organization_id:
        return
    if seat.member.status in {Member.Status.ACTIVE, Member.Status.INVITED}:
        inviting.suspend(seat.member, by, _("The organization or the email address of the contact changed."))


@transaction.atomic
def merge_organizations(kept: Organization, other: Organization, *, by: Member) -> None:
    """Make one organization of two; contacts, jobs and the client portal come along."""
    kept, other = _both(kept, other)
    left_over = _fill(kept, other, ORGANIZATION_FIELDS)
    Contact.objects.filter(organization=other).update(organization=kept)
    Job.objects.filter(organization=other).update(organization=kept)
    Requisition.objects.filter(organization=other).update(organization=kept)
    theirs = Portal.objects.filter(organization=other).first()
    mine = Portal.objects.filter(organization=kept).first()
    if theirs is not None and mine is None:
        Portal.objects.filter(pk=theirs.pk).update(organization=kept)
    elif theirs is not None and mine is not None:
        if mine.active and not theirs.active:
            _close_the_closed(theirs, by)
        _take_requests(mine, theirs)
        # A job is on one organization, so the two portals never share the same one.
        JobShare.objects.filter(portal=theirs).update(portal=mine)
        Seat.objects.filter(portal=theirs).update(portal=mine)
        move_attachments(theirs, mine)
        theirs.delete()
    _close(kept, other, left_over, by)


def _close_the_closed(portal: Portal, by: Member) -> None:
    """A portal that is off is merged into one that is on: its people and jobs stay out until the recruiter decides."""
    for share in JobShare.objects.filter(portal=portal, status=JobShare.Status.LIVE).select_related("job", "portal"):
        share.pause(by=by)
    status = [Member.Status.ACTIVE, Member.Status.INVITED]
    for seat in Seat.objects.filter(portal=portal, member__status__in=status).select_related("member__user"):
        inviting.suspend(seat.member, by, _("Their client portal was switched off when it was merged."))


def _take_requests(kept: Portal, other: Portal) -> None:
    """Colleagues whom the clients asked for come along; whom both asked for, once."""
    waiting = ColleagueRequest.objects.filter(portal=kept).waiting()
    theirs = ColleagueRequest.objects.filter(portal=other)
    theirs.waiting().filter(email_key__in=waiting.values_list("email_key", flat=True)).delete()
    theirs.update(portal=kept)


def _both[M: Any](kept: M, other: M) -> tuple[M, M]:
    """Both rows, locked in the same order by everybody, after a look that they can be merged."""
    if kept.pk == other.pk:
        raise RuleBroken(_("Choose another record to merge with."))
    rows = {
        row.pk: row for row in type(kept).objects.select_for_update().filter(pk__in=[kept.pk, other.pk]).order_by("pk")
    }
    kept, other = rows[kept.pk], rows[other.pk]
    if kept.agency_id != other.agency_id or kept.merged_into_id or other.merged_into_id:
        raise RuleBroken(_("One of them was merged already. Have another look."))
    return kept, other


def _fill(kept: Any, other: Any, fields: list[str]) -> list[str]:
    """Fill what is empty; returns lines for what the kept record has otherwise."""
    left_over = []
    for name in fields:
        mine, theirs = getattr(kept, name), getattr(other, name)
        if mine in (None, ""):
            setattr(kept, name, theirs)
        elif theirs not in (None, "", mine):
            left_over.append(f"{kept._meta.get_field(name).verbose_name}: {theirs}")
    return left_over


def _fill_pay(kept: Candidate, other: Candidate, by: Member) -> None:
    """The pay expectation is one thing; where both have one, the other's is told to those who see money."""
    if other.pay_expected is None:
        return
    theirs = {name: getattr(other, name) for name in PAY_FIELDS}
    if kept.pay_expected is None:
        for name, value in theirs.items():
            setattr(kept, name, value)
    elif theirs != {name: getattr(kept, name) for name in PAY_FIELDS}:
        pay = f"{money(other.pay_expected, other.pay_currency)} {other.get_pay_per_display()}".strip()
        record(kept, "candidate.pay_left_over", by=by, pay=pay)


def _take_member(kept: Any, other: Any, by: Member) -> bool:
    """The portal access comes along; where both have one, the one that is in force and older stays."""
    if other.member is None:
        return False
    if kept.member is not None and (kept.member.is_in or not other.member.is_in):
        if other.member.status != Member.Status.REVOKED:
            inviting.revoke(other.member, by=by)
        return False
    if kept.member is not None and kept.member.status != Member.Status.REVOKED:
        inviting.revoke(kept.member, by=by)
    member, other.member = other.member, None
    other.save(update_fields=["member"])
    kept.member = member
    return True


def _close(kept: Any, other: Any, left_over: list[str], by: Member) -> None:
    """The merged record leads to the kept one from now on."""
    reference = other.reference
    if reference == kept.reference:
        other.reference = ""  # otherwise it stays, so that an import of the same file is led to the kept record
    other.archived = other.archived or now()
    other.merged_into = kept
    other.save()
    kept.save()
    type(kept)._base_manager.filter(merged_into=other).update(merged_into=kept)
    move_attachments(other, kept)
    lines = left_over + ([f"{_('reference')}: {reference}"] if reference and reference != kept.reference else [])
    if lines:
        text = _("From the merged record %s:") % other + "\n" + "\n".join(dict.fromkeys(lines))
        Note(
            agency_id=kept.agency_id, kind=kind_of(kept), object_id=kept.pk, author=by, author_name=by.name, text=text
        ).save()
    search.forget(other)
    kept.make_findable()
    record(kept, f"{kept._meta.model_name}.merged", by=by, other=str(other))
