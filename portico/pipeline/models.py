"""Application and its moves, and the placement it may end in. (Submission and verdicts stand in submissions.py.)"""

import re
from datetime import date
from typing import Any, ClassVar, Self

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member
from portico.agencies.roles import Side
from portico.candidates.models import Candidate
from portico.jobs.models import Job
from portico.jobs.stages import Stage
from portico.kit.failpoints import fail_point
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import day, now
from portico.pipeline import emails, label_news, offers, rejections
from portico.pipeline.apply_drafts import ApplyDraft, DraftFile
from portico.pipeline.arrivals import ApplicationAnswer, Arrival
from portico.pipeline.candidate_threads import CandidateLook, CandidateMessage
from portico.pipeline.digest import DigestLine
from portico.pipeline.guests import GuestLink, GuestUse
from portico.pipeline.interview_people import InterviewFeedback, InterviewLink, InterviewPerson
from portico.pipeline.interview_slots import InterviewSlot
from portico.pipeline.interviews import Interview
from portico.pipeline.label_news import LabelNews
from portico.pipeline.offers import Offer
from portico.pipeline.permissions import Permission
from portico.pipeline.placements import Placement
from portico.pipeline.profiles import Profile
from portico.pipeline.rejections import RejectionLetter, RejectionText
from portico.pipeline.reminders import Reminder
from portico.pipeline.revealing import RevealRequest
from portico.pipeline.submissions import Submission, SubmissionDocument, SubmissionView, Verdict
from portico.pipeline.suggestions import Suggestion, SuggestionList
from portico.pipeline.threads import Message, MessageLook
from portico.portals.models import Portal, Seat
from portico.records.events import record
from portico.records.lifecycle import Lifecycle
from portico.records.locking import hold


class ApplicationQuerySet(OwnedQuerySet["Application"]):
    """Runs of candidates on jobs."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; for roles limited to their own desk, those on the jobs they see."""
        return self.filter(job__in=Job.objects.visible_to(member)) if member.own_desk_only else self

    def seen_by_candidate(self, member: Member) -> Self:
        """Their own, as far as the agency shows them."""
        return self.filter(candidate__member=member, shown_to_candidate=True, job__shown_to_candidates=True)

    # Clients never see an application: they see the Submission made from it.

    def open(self) -> Self:
        """In process."""
        return self.filter(status=Application.Status.OPEN)


class Application(Lifecycle):
    """One candidate's run on one job, from first contact to placement, whoever began it."""

    class Status(models.TextChoices):
        OPEN = "open", gettext_lazy("Open")
        REJECTED = "rejected", gettext_lazy("Rejected")
        WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")
        PLACED = "placed", gettext_lazy("Placed")
        JOB_CLOSED = "job_closed", gettext_lazy("Job closed")

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.OPEN: {Status.REJECTED, Status.WITHDRAWN, Status.PLACED, Status.JOB_CLOSED},
        Status.REJECTED: {Status.OPEN, Status.WITHDRAWN},
        Status.WITHDRAWN: {Status.OPEN},
        Status.JOB_CLOSED: {Status.OPEN},
        Status.PLACED: {Status.OPEN},
    }

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="applications")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="applications")
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="applications")
    stage_since = models.DateTimeField(default=now)
    source = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    """Why it ended, in the agency's words."""
    shown_to_candidate = models.BooleanField(default=True)
    """Whether the candidate finds it in their portal."""
    looked = models.DateTimeField(null=True, blank=True)
    """When the candidate last read where it stands."""
    added = models.DateTimeField(default=now)
    added_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[ApplicationQuerySet] = ApplicationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("application")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["job", "candidate"],
                name="one_application_per_job",
                violation_error_message=gettext_lazy("This candidate is on the job already."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["job", "status", "stage"]),
            models.Index(fields=["agency", "status", "stage_since", "id"], name="runs_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} → {self.job}"

    @classmethod
    @transaction.atomic
    def add(
        cls,
        job: Job,
        candidate: Candidate,
        *,
        by: Member | None,
        stage: Stage | None = None,
        source: str = "",
        verb: str = "application.added",
    ) -> "Application":
        """Put a candidate on a job, in its first stage unless another is chosen."""
        if not job.is_active:
            raise RuleBroken(_("The job is not active. Open it first."))
        hold(candidate)
        if candidate.archived or candidate.merged_into_id:
            raise RuleBroken(_("%s is archived. Restore the candidate first.") % candidate.name)
        if stage is not None and (stage.archived or stage.kind == Stage.Kind.PLACED):
            raise RuleBroken(_("Choose another stage to start in."))
        stage = stage or Stage.first(job.agency_id, Stage.Kind.SOURCED)
        application = cls(
            agency_id=job.agency_id, job=job, candidate=candidate, stage=stage, source=source, added_by=by
        )
        try:
            with transaction.atomic():
                application.save()
        except IntegrityError:
            raise RuleBroken(_("%s is on this job already.") % candidate.name) from None
        Move.objects.create(
            agency_id=job.agency_id, application=application, to_stage=stage, by=by, by_name=by.name if by else ""
        )
        words = {"stage": stage.name, "source": source, **application.words}
        record(application, verb, by=by, about=application.about, **words)
        return application

    @property
    def about(self) -> list[models.Model]:
        """The records on whose timelines its events stand too."""
        return [self.candidate, self.job]

    @property
    def words(self) -> dict[str, Any]:
        """The names its events speak of."""
        return {"candidate": self.candidate.name, "job": self.job.title}

    @transaction.atomic
    def move(
        self,
        *,
        to: Stage,
        by: Member,
        remark: str = "",
        seen: str = "",
        shown_to_client: bool = False,
        tell: bool = True,
    ) -> None:
        """Bring them to another stage, forwards or backwards, with an optional remark.

        `seen` is the stage the page showed: where somebody moved them meanwhile, the present state is said instead.
        `tell`: the agency is mailed when a client moves somebody.
        """
        if to.archived or to.agency_id != self.agency_id:
            raise RuleBroken(_("This stage is no longer in use."))
        if to.kind == Stage.Kind.PLACED:
            raise RuleBroken(_("To place somebody, use “Place” and give the start date."))
        self._claim_stage(to, seen=seen)
        before, self.stage = self.stage, to
        Move.objects.create(
            agency_id=self.agency_id,
            application=self,
            from_stage=before,
            to_stage=to,
            remark=remark,
            by=by,
            by_name=by.name,
            shown_to_client=shown_to_client or not by.is_staff,
        )
        words = {"before": before.name, "stage": to.name, "remark": remark, **self.words}
        record(self, "application.moved", by=by, about=self.about, **words)
        label_news.was_moved(self, before, to)
        if tell and not by.is_staff:
            emails.client_moved(self, before, to, by, remark)

    def _claim_stage(self, to: Stage, *, seen: str) -> None:
        """Take the step in one UPDATE that must change one row: two people cannot both move somebody."""
        expected = self._seen_stage(seen)
        if to.pk == expected == self.stage_id:
            raise RuleBroken(_("%(who)s is in %(stage)s already.") % {"who": self.candidate.name, "stage": to.name})
        still = Application.objects.filter(pk=self.pk)
        if not fail_point("application.claim_stage"):
            still = still.filter(status=self.Status.OPEN, stage=expected)
        at = now()
        if not still.update(stage=to, stage_since=at):
            self._say_present_state()
        if self.stage_id != expected:
            self.stage = Stage.objects.get(pk=expected)
        self.stage_since = at

    def _seen_stage(self, seen: str) -> int:
        """The stage the page showed; without one, the present one."""
        if not seen:
            return self.stage_id
        if not re.fullmatch(r"[0-9]{1,18}", seen):
            raise RuleBroken(_("This page is too old. Open it again."))
        return int(seen)

    def _check_seen(self, seen: str) -> None:
        """Refuse where somebody moved them since the page was drawn; until the end of the deed nobody else can."""
        there = Application.objects.select_for_update().values_list("stage_id", flat=True).get(pk=self.pk)
        if seen and self._seen_stage(seen) != there:
            self._say_present_state()

    def _say_present_state(self) -> None:
        """Refuse, with how things stand now."""
        there = Application.objects.select_related("stage").get(pk=self.pk)
        if there.status != self.Status.OPEN:
            raise Conflict(
                _("%(who)s’s application is %(status)s and cannot be moved.")
                % {"who": self.candidate.name, "status": there.get_status_display().lower()}
            )
        last = Move.objects.filter(application=self).order_by("-at", "-pk").first()
        raise Conflict(
            _("%(person)s moved %(who)s to %(stage)s meanwhile. Your change was not made.")
            % {
                "person": last.by_name if last and last.by_name else _("Somebody"),
                "who": self.candidate.name,
                "stage": there.stage.name,
            }
        )

    def _end(self, status: str, *, by: Member | None, reason: str, seen: str = "") -> None:
        self._check_seen(seen)
        self.become(status, by=by, about=self.about, reason=reason or "–", **self.words)
        self.reason = reason
        self.save(update_fields=["reason"])
        self.wind_up(by=by)

    def wind_up(self, *, by: Member | None) -> None:
        """What was on its way with this application is over with it."""
        self.discard_prepared(by=by)
        self.call_off_interviews(by=by)
        offers.end_with(self, by=by)

    def call_off_interviews(self, *, by: Member | None) -> None:
        """With the end of the application, what was still to come does not take place."""
        for interview in Interview.objects.filter(application=self).to_come():
            interview.application = self
            interview.cancel(by=by, reason=self.get_status_display())

    def discard_prepared(self, *, by: Member | None) -> None:
        """What was prepared for the client, but never published, has become pointless."""
        for submission in Submission.objects.filter(application=self).proposed():
            submission.discard(by=by)

    @transaction.atomic
    def reject(self, *, by: Member | None, reason: str, tell: bool = True, seen: str = "", words: str = "") -> None:
        """Close the application with a no. The candidate reads `words` (empty: the usual ones), in a mail too unless
        the recruiter tells them in person; with a delay, both come later."""
        self._end(self.Status.REJECTED, by=by, reason=reason, seen=seen)
        rejections.announce(self, by=by, words=words, by_mail=tell)

    @transaction.atomic
    def withdraw(self, *, by: Member, reason: str = "", seen: str = "") -> None:
        """The candidate no longer wants the job; what the client saw of them is taken back."""
        if self.status == self.Status.REJECTED and not rejections.stop(self, by=by):
            raise RuleBroken(_("This application is over already."))
        self._end(self.Status.WITHDRAWN, by=by, reason=reason, seen=seen)
        for submission in Submission.objects.filter(application=self).shown():
            submission.withdraw(by=by)

    @transaction.atomic
    def reopen(self, *, by: Member, remark: str = "") -> None:
        """Take an ended application up again, in the stage where it ended."""
        if not self.job.is_active:
            raise RuleBroken(_("The job is not active. Open it first."))
        if self.status == self.Status.PLACED:
            Placement.objects.filter(application=self).delete()
            self.stage = Stage.first(self.agency_id, Stage.Kind.OFFER)
            self.stage_since = now()
            self.save(update_fields=["stage", "stage_since"])
        rejections.stop(self, by=by)
        self.become(self.Status.OPEN, by=by, about=self.about, remark=remark, **self.words)
        self.reason = ""
        self.save(update_fields=["reason"])

    @transaction.atomic
    def place(self, *, by: Member, start: date, remark: str = "", seen: str = "") -> "Placement":
        """The organization takes the candidate on, from a first day."""
        self._check_seen(seen)
        self.become(self.Status.PLACED, by=by, about=self.about, start=day(start), remark=remark, **self.words)
        placed, before = Stage.first(self.agency_id, Stage.Kind.PLACED), self.stage
        self.stage, self.stage_since = placed, now()
        self.save(update_fields=["stage", "stage_since"])
        Move.objects.create(
            agency_id=self.agency_id,
            application=self,
            from_stage=before,
            to_stage=placed,
            remark=remark,
            by=by,
            by_name=by.name,
        )
        return Placement.objects.create(agency_id=self.agency_id, application=self, start=start, made_by=by)


class MoveQuerySet(OwnedQuerySet["Move"]):
    """Steps through the pipeline."""

    def seen_by_client(self, member: Member) -> Self:
        """What they and their colleagues did, and what the agency chose to show, on the candidates they see."""
        seen = Submission.objects.visible_to(member).filter(application=models.OuterRef("application"))
        return self.filter(models.Exists(seen)).told_to(member)

    def told_to(self, member: Member) -> Self:
        """What this contact is told: not what another client did, where a job was shared with two of them."""
        return self.told_on(Portal.objects.filter(seats__member=member))

    def told_on(self, portals: "models.QuerySet[Portal]") -> Self:
        """What people on these portals are told."""
        colleagues = Seat.objects.filter(portal__in=portals)
        ours = models.Q(by__side=Side.STAFF) | models.Q(by__in=colleagues.values("member"))
        return self.filter(ours, shown_to_client=True)


class Move(Owned):
    """One step of an application from stage to stage, with what was remarked."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="steps")
    from_stage = models.ForeignKey(Stage, on_delete=models.PROTECT, null=True, related_name="+")
    to_stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    remark = models.CharField(max_length=2000, blank=True)
    shown_to_client = models.BooleanField(default=False)
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=now)
    imported = models.BooleanField(default=False)

    objects: ClassVar[MoveQuerySet] = MoveQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["application", "at"]),
            models.Index(fields=["agency", "by", "at"], name="moves_by_person"),
        ]


def somebody_stands_in(stage: Stage) -> bool:
    """Whether an open application is in this stage."""
    return Application.objects.filter(stage=stage, status=Application.Status.OPEN).exists()


__all__: list[Any] = [
    "Application", "ApplicationAnswer", "ApplyDraft", "Arrival", "CandidateLook", "CandidateMessage", "DigestLine",
    "DraftFile", "GuestLink", "GuestUse", "Interview", "InterviewFeedback", "InterviewLink", "InterviewPerson",
    "InterviewSlot", "LabelNews", "Message", "MessageLook", "Move", "Offer", "Permission", "Placement", "Profile",
    "RejectionLetter", "RejectionText", "Reminder", "RevealRequest", "Submission", "SubmissionDocument",
    "SubmissionView", "Suggestion", "SuggestionList", "Verdict", "somebody_stands_in",
]  # fmt: skip
