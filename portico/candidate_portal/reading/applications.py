"""The candidate's applications, listed and one by one, in the words the agency chose for candidates."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.candidate_portal.reading.interviews import RELATED, InterviewLine, line_of
from portico.candidate_portal.reading.offers import OfferView, read_offer
from portico.candidate_portal.reading.permissions import Question, question_of
from portico.candidate_portal.reading.recruiters import Recruiter, recruiter_of
from portico.jobs.models import Advert
from portico.pipeline.calendars import organization_of
from portico.pipeline.following import Standing, followed, standings, was_looked_at
from portico.pipeline.models import Application, ApplicationAnswer, Interview, Offer, Permission, RejectionLetter


@dataclass(frozen=True, slots=True)
class Run:
    """One application in a list."""

    title: str
    line: str
    label: str
    tone: str
    changed: datetime
    next: str
    expected: str
    is_open: bool
    url: str
    recruiter: Recruiter | None


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to it, as the candidate may know it."""

    title: str
    at: datetime
    icon: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What they answered on the application form."""

    asked: str
    words: str


@dataclass(slots=True)
class ApplicationPage:
    """One application."""

    run: Run
    company: str
    recruiter: Recruiter
    letter: list[str]
    offer: OfferView | None
    question: Question | None
    interviews: list[InterviewLine]
    withdraw_url: str
    steps: list[Step] = field(default_factory=list)
    answers: list[Said] = field(default_factory=list)


def run_of(row: Application, standing: Standing) -> Run:
    """One of them."""
    return Run(
        title=row.job.title,
        line=" · ".join(part for part in (row.job.location or row.job.city, row.job.get_type_display()) if part),
        label=standing.label,
        tone=standing.tone,
        changed=standing.changed,
        next=standing.next,
        expected=standing.expected,
        is_open=standing.is_open,
        url=reverse("candidate_portal:application", args=[row.pk]),
        recruiter=recruiter_of(row.job.owner),
    )


def read_runs(member: Member) -> list[Run]:
    """All of them, those in process first, then by their last change."""
    rows = list(followed(member).order_by("-stage_since", "-pk")[:200])
    there = standings(rows)
    runs = [run_of(row, there[row.pk]) for row in rows if row.pk in there]
    return sorted(runs, key=lambda one: (one.is_open, one.changed), reverse=True)


def read_application(row: Application, member: Member) -> ApplicationPage | None:
    """The page, if the candidate may know of the application; that they read it is noted."""
    standing = standings([row]).get(row.pk)
    if standing is None:
        return None
    was_looked_at(row, standing, by=member)
    run = run_of(row, standing)
    offer = Offer.objects.visible_to(member).filter(application=row).select_related("agency", "document").first()
    asked = list(
        Permission.objects.visible_to(member).filter(application=row).select_related("asked_by__user", "agency")
    )
    met = Interview.objects.visible_to(member).filter(application=row).select_related("agency", *RELATED)
    interviews = list(met.order_by("start", "pk"))
    found = ApplicationPage(
        run=run,
        company=company_of(row, member, asked, interviews),
        recruiter=run.recruiter or Recruiter(row.agency.name, row.agency.reply_to),
        letter=letter_of(row, member) if not run.is_open else [],
        offer=read_offer(offer) if offer else None,
        question=question_of(asked[0]) if asked else None,
        interviews=[line_of(one, member) for one in interviews],
        withdraw_url=reverse("candidate_portal:application_withdraw", args=[row.pk]) if run.is_open else "",
    )
    said = ApplicationAnswer.objects.visible_to(member).filter(application=row)
    found.answers = [Said(one.asked, one.words) for one in said]
    found.steps = sorted([*label_steps(standing), *other_steps(offer, asked)], key=lambda one: one.at, reverse=True)
    return found


def company_of(row: Application, member: Member, asked: list[Permission], interviews: list[Interview]) -> str:
    """The client, where the agency named it already: for an interview, in a question of permission, in an advert."""
    named = [one for one in interviews if one.name_company]
    if named:
        return organization_of(named[-1])
    if asked:
        return asked[0].client
    open_about_it = Advert.objects.visible_to(member).filter(job=row.job_id, show_organization=True).exists()
    return row.job.organization.name if open_about_it else ""


def letter_of(row: Application, member: Member) -> list[str]:
    """The words with which they were told no, by paragraph."""
    rows = RejectionLetter.objects.visible_to(member).filter(application=row, application__status="rejected")
    words = rows.order_by("-pk").values_list("words", flat=True).first() or ""
    return [part.strip() for part in words.replace("\r\n", "\n").split("\n\n") if part.strip()]


def label_steps(standing: Standing) -> list[Step]:
    """The labels one after the other, and the end."""
    found = [
        Step(one.label, one.at, "circle-dot" if number else "flag", "") for number, one in enumerate(standing.passed)
    ]
    if not standing.is_open:
        found.append(Step(standing.label, standing.changed, "flag", "ok" if standing.tone == "ok" else ""))
    return found


def other_steps(offer: Offer | None, asked: list[Permission]) -> list[Step]:
    """What they were asked and offered, and what they said."""
    found: list[Any] = []
    for one in asked:
        found.append(Step(_("We asked whether we may put you forward"), one.asked, "circle-question-mark"))
        if one.answered is not None:
            said = _("You said no") if one.status == Permission.Status.REFUSED else _("You said yes")
            found.append(Step(said, one.answered, "check"))
    if offer is not None and offer.sent is not None:
        found.append(Step(_("We sent you an offer"), offer.sent, "handshake", "ok"))
    if offer is not None and offer.answered is not None:
        yes = offer.status == Offer.Status.ACCEPTED
        said = _("You accepted the offer") if yes else _("You declined the offer")
        found.append(Step(said, offer.answered, "check", "ok" if yes else ""))
    return found
