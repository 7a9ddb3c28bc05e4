"""Submission: what a client is shown of an application, and what the client answers."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.jobs.models import Job
from portico.jobs.stages import Stage
from portico.kit.prepared import prepared
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.pipeline import allowed, answering, emails
from portico.pipeline.answering import Answer
from portico.pipeline.blindness import Blindable, blind_now, employers_now
from portico.portals.models import JobShare, Portal
from portico.records.events import record
from portico.records.lifecycle import Lifecycle
from portico.records.models import Document

A_WHILE = timedelta(minutes=1)
"""Looks within so short a time are one look."""
AWAITED = (Stage.Kind.SUBMITTED, Stage.Kind.CLIENT_REVIEW)
"""The kinds of stage in which a candidate waits for the client's answer."""
TO_NOTE = models.Q(status="decided", answer_seen__isnull=True)


class SubmissionQuerySet(OwnedQuerySet["Submission"]):
    """Candidates as clients see them."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; for roles limited to their own desk, those of the shares they see."""
        return self.filter(share__in=JobShare.objects.visible_to(member)) if member.own_desk_only else self

    def seen_by_client(self, member: Member) -> Self:
        """Those on the shared, active jobs they see, unless taken back."""
        return self.filter(share__in=JobShare.objects.visible_to(member).with_pipeline()).shown()

    def previewed_for(self, member: Member) -> Self:
        """What a client contact will see once everything prepared is published; for the agency's preview only."""
        shares = JobShare.objects.filter(agency=member.agency_id, job__status__in=Job.ACTIVE)
        there = shares.exclude(status=JobShare.Status.ENDED).covered_by(member)
        return self.filter(agency=member.agency_id, share__in=there).exclude(status=Submission.Status.WITHDRAWN)

    def previewed_on(self, portal: Portal) -> Self:
        """The same for somebody new on a portal, who would see all of its jobs."""
        there = JobShare.objects.filter(portal=portal, job__status__in=Job.ACTIVE)
        return self.filter(share__in=there.exclude(status=JobShare.Status.ENDED)).exclude(
            status=Submission.Status.WITHDRAWN
        )

    def shown(self) -> Self:
        """Neither only prepared nor taken back."""
        return self.exclude(status__in=[Submission.Status.PROPOSED, Submission.Status.WITHDRAWN])

    def waiting(self) -> Self:
        """Waiting for the client's first answer: in process, unanswered, and not yet brought to an interview."""
        return self.filter(
            decision=Submission.Decision.NEW, application__status="open", application__stage__kind__in=AWAITED
        )

    def asked(self) -> Self:
        """Without those on shares that are only for looking."""
        only_looking = JobShare.objects.filter(pk=models.OuterRef("share"), values__judging=False)
        return self.filter(~models.Exists(only_looking))

    def proposed(self) -> Self:
        """Prepared, not yet published."""
        return self.filter(status=Submission.Status.PROPOSED)

    def with_blind(self) -> Self:
        """With `blind_now` beside each, as `is_blind` says of one row: no further queries, however many rows."""
        return self.annotate(blind_now=blind_now(), employers_now=employers_now())

    def named(self) -> Self:
        """Those whose client knows who it is: only of these are the candidate's own documents shown."""
        return self.annotate(blind_now=blind_now()).filter(blind_now=False)


class Submission(Blindable, Lifecycle):
    """What a client is shown of an application: executive summary, chosen fields and documents."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", gettext_lazy("Prepared")
        SUBMITTED = "submitted", gettext_lazy("Submitted")
        VIEWED = "viewed", gettext_lazy("Viewed")
        DECIDED = "decided", gettext_lazy("Decided")
        WITHDRAWN = "withdrawn", gettext_lazy("Taken back")

    class Decision(models.TextChoices):
        NEW = "new", gettext_lazy("Waiting for an answer")
        APPROVED = "shortlisted", gettext_lazy("Approved")
        KEPT_IN_VIEW = "keep_in_view", gettext_lazy("Keep in view")
        DECLINED = "rejected", gettext_lazy("Declined")

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.PROPOSED: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.SUBMITTED: {Status.VIEWED, Status.DECIDED, Status.WITHDRAWN},
        Status.VIEWED: {Status.DECIDED, Status.WITHDRAWN},
        Status.DECIDED: {Status.VIEWED, Status.WITHDRAWN},
        Status.WITHDRAWN: {Status.PROPOSED},
    }

    application = models.ForeignKey("pipeline.Application", on_delete=models.CASCADE, related_name="submissions")
    share = models.ForeignKey(JobShare, on_delete=models.CASCADE, related_name="submissions")
    status = models.CharField(max_length=10, choices=Status, default=Status.SUBMITTED)
    summary = models.TextField(gettext_lazy("executive summary"), max_length=5000, blank=True)
    fields = models.JSONField(gettext_lazy("fields shown"), default=list)
    documents = models.ManyToManyField(Document, through="SubmissionDocument", related_name="submissions")
    decision = models.CharField(max_length=12, choices=Decision, default=Decision.NEW)
    decided = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=1000, blank=True)
    answer_seen = models.DateTimeField(null=True, blank=True)
    """When somebody at the agency noted the client's answer; until then it waits for them."""
    submitted = models.DateTimeField(default=now)
    first_submitted = models.DateTimeField(null=True, blank=True)
    """When the client could look for the first time; submitting again later does not change it."""
    submitted_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    changed = models.DateTimeField(default=now)
    summary_changed = models.DateTimeField(null=True, blank=True)
    fields_changed = models.DateTimeField(null=True, blank=True)
    papers_changed = models.DateTimeField(null=True, blank=True)
    """What was changed after publishing, each with when: readers who looked before are told."""
    with_profile = models.BooleanField(gettext_lazy("profile in your brand"), default=False)
    """A profile as PDF is shown beside the documents; of a blind profile, always."""
    without_permission = models.CharField(max_length=1000, blank=True)
    """Why it is shown although the candidate has not said yes."""
    overridden = models.DateTimeField(null=True, blank=True)
    overridden_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[SubmissionQuerySet] = SubmissionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("submission")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["share", "application"], name="one_submission_per_share")
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "decision", "decided"]),
            models.Index(fields=["agency", "submitted", "status", "decision"], name="submissions_by_day"),
            models.Index(fields=["agency", "decided", "id"], condition=TO_NOTE, name="answers_to_note"),
        ]

    def __str__(self) -> str:
        return f"{self.application.candidate} → {self.share.portal}"

    @property
    def about(self) -> list[models.Model]:
        """The records on whose timelines its events stand too."""
        return [self.application, *self.application.about]

    @property
    def shown_fields(self) -> list[str]:
        """What of the chosen fields the client may see: never more than the portal ever shows."""
        return [name for name in self.fields if name in self.share.settings.fields]

    @property
    def words(self) -> dict[str, Any]:
        """The names its events speak of."""
        return {**self.application.words, "organization": self.share.portal.organization.name}

    @transaction.atomic
    def withdraw(self, *, by: Member | None) -> None:
        """Take the candidate back from the client; access and interviews through it end with that."""
        for interview in self.interviews.to_come():
            interview.cancel(by=by, reason=_("The candidate was taken back."))
        self.become(self.Status.WITHDRAWN, by=by, about=self.about, **self.words)

    @transaction.atomic
    def discard(self, *, by: Member | None) -> None:
        """Drop what was only prepared. What the client has seen before goes back to being taken back."""
        if self.status != self.Status.PROPOSED:
            raise RuleBroken(_("%s has been submitted already.") % self.application.candidate.name)
        if self.first_submitted or self.views.exists() or self.verdicts.exists():
            self.become(self.Status.WITHDRAWN, by=by, verb="submission.discarded", about=self.about, **self.words)
        else:
            self.delete()

    def was_viewed(self, *, by: Member) -> None:
        """A client contact looked at it; the first look is on the timeline."""
        at = now()
        before: SubmissionView | None = looks_of.first(self.pk, by.pk)
        if before is not None:
            if at - before.last > A_WHILE or self.changed > before.last:
                SubmissionView.objects.filter(pk=before.pk).update(last=at)
            return
        with transaction.atomic():
            self._first_viewed(by, at)

    def _first_viewed(self, by: Member, at: datetime) -> None:
        fresh = {"agency_id": self.agency_id, "first": at, "last": at}
        if not SubmissionView.objects.get_or_create(submission=self, member=by, defaults=fresh)[1]:
            return
        record(self, "submission.viewed", by=by, about=self.about, **self.words)
        emails.client_viewed(self, by)
        type(self).objects.filter(pk=self.pk, status=self.Status.SUBMITTED).update(
            status=self.Status.VIEWED, status_since=at
        )

    def was_downloaded(self, *, by: Member, document: str) -> None:
        """A client contact took a file with them."""
        record(self, "submission.downloaded", by=by, about=self.about, document=document, **self.words)

    @transaction.atomic
    def rate(self, *, by: Member, rating: int) -> None:
        """One reviewer's stars, 1 to 5."""
        self.check_judge(by)
        allowed.check_said(self.share.settings, remark="", rating=rating)
        self._verdict(by, rating=rating).save()
        emails.client_answered(self, by)

    @transaction.atomic
    def remark(self, *, by: Member, remark: str = "", rating: int | None = None, private: bool = False) -> None:
        """Say something about the candidate, with or without stars, without deciding; private: to the agency only."""
        self.check_judge(by)
        if not remark.strip() and rating is None:
            raise RuleBroken(_("Write a remark or choose stars first."))
        allowed.check_said(self.share.settings, remark=remark, rating=rating)
        self._verdict(by, remark=remark, rating=rating, private=private).save()
        if remark.strip():
            about = self.about
            record(self, "submission.remarked", by=by, about=about, remark=remark, private=private, **self.words)
        emails.client_answered(self, by)

    def approve(self, *, by: Member, seen: str = "", **said: Any) -> None:
        """The client wants to go on with this candidate. `said`: remark, rating, private, as in Answer."""
        self._answer(Answer(self.Decision.APPROVED, "submission.approved", **said), by=by, seen=seen)

    def keep_in_view(self, *, by: Member, seen: str = "", **said: Any) -> None:
        """The client does not decide yet, but wants to keep the candidate."""
        self._answer(Answer(self.Decision.KEPT_IN_VIEW, "submission.kept_in_view", **said), by=by, seen=seen)

    def decline(self, *, by: Member, reason: str = "", seen: str = "", **said: Any) -> None:
        """The client does not want this candidate, and says why."""
        allowed.check_reason(self.share.settings, reason)
        self._answer(Answer(self.Decision.DECLINED, "submission.declined", reason=reason, **said), by=by, seen=seen)

    @transaction.atomic
    def _answer(self, said: Answer, *, by: Member, seen: str) -> None:
        """Take a reviewer's answer: it decides, unless somebody else was chosen to decide."""
        self.check_judge(by)
        allowed.check_answer(self.share.settings)
        allowed.check_said(self.share.settings, remark=said.remark, rating=said.rating)
        since = self.decided
        before = answering.take(self, said, by=by, seen=seen)
        verdict = self._verdict(by, remark=said.remark, rating=said.rating, private=said.private)
        verdict.answer, verdict.reason, verdict.answered = said.decision, said.reason, verdict.answered or now()
        verdict.save()
        if self.decided != since:  # Their answer counts; somebody's voice beside it moves nobody.
            with self.unnamed(), allowed.in_clients_words(self):
                allowed.move_along(self, by=by)
        emails.client_answered(self, by, before=before)

    def _verdict(self, by: Member, *, remark: str = "", rating: int | None = None, private: bool = False) -> "Verdict":
        """The reviewer's row with what they say now; not saved yet."""
        verdict = Verdict.of(self, by)
        if rating is not None and not 1 <= rating <= 5:
            raise RuleBroken(_("Give one to five stars."))
        if rating is not None and rating != verdict.rating:
            verdict.rating = rating
            record(self, "submission.rated", by=by, about=self.about, rating=rating, **self.words)
        verdict.private = private if remark else verdict.private
        verdict.remark, verdict.at = remark or verdict.remark, now()
        return verdict

    @transaction.atomic
    def move(self, *, to: Stage, by: Member, remark: str = "", seen: str = "") -> None:
        """The client moves the candidate, into the stages the agency opened to clients."""
        self.check_judge(by)
        if not self.share.settings.moving:
            raise RuleBroken(_("Candidates are not moved here. Ask your consultant."))
        if not (to.clients_see and to.clients_may_move):
            raise RuleBroken(_("You cannot move candidates into this stage."))
        if not self.application.stage.clients_see:
            raise RuleBroken(_("This candidate is with the agency now. Ask your consultant."))
        with self.unnamed(), allowed.in_clients_words(self):
            self.application.move(to=to, by=by, remark=remark, seen=seen)

    @transaction.atomic
    def note_answer(self, *, by: Member) -> None:
        """Somebody at the agency has taken note of the client's answer: it no longer waits for them."""
        self.answer_seen = now()
        self.save(update_fields=["answer_seen"])
        record(self, "submission.seen_by_agency", by=by, about=self.about, **self.words)

    def check_judge(self, by: Member) -> None:
        """Only reviewers of the client judge, and only while the application runs."""
        if not by.may(May.JUDGE):
            raise RuleBroken(_("Your access lets you look, not judge. Ask your consultant."))
        if self.application.status != "open":
            raise RuleBroken(_("This candidate is no longer in process."))


class SubmissionDocumentQuerySet(OwnedQuerySet["SubmissionDocument"]):
    """Documents shown to clients."""

    def seen_by_client(self, member: Member) -> Self:
        """Those of the submissions they see, unless the profile is blind: then only the agency's own profile."""
        seen = Submission.objects.visible_to(member).named().filter(pk=models.OuterRef("submission"))
        return self.filter(models.Exists(seen)).handed_out()  # Of each: a list of all they see would be long.

    def handed_out(self) -> Self:
        """What is neither put away nor still to be looked at for viruses."""
        return self.filter(document__archived__isnull=True, document__scan__in=Document.SAFE)


class SubmissionDocument(Owned):
    """A document the client may read, and perhaps download."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="shown_documents")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(default=0)

    objects: ClassVar[SubmissionDocumentQuerySet] = SubmissionDocumentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "document"], name="a_document_once_per_submission")
        ]

    def was_downloaded(self, *, by: Member) -> None:
        """A client contact took the file itself with them."""
        self.submission.was_downloaded(by=by, document=self.document.name)


class VerdictQuerySet(OwnedQuerySet["Verdict"]):
    """Answers of reviewers."""

    def seen_by_client(self, member: Member) -> Self:
        """Those on the submissions they see, their colleagues' too."""
        return self.filter(submission__in=Submission.objects.visible_to(member))


class Verdict(Owned):
    """One reviewer's answer on a submission."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="verdicts")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = models.CharField(max_length=12, choices=Submission.Decision, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    remark = models.CharField(max_length=2000, blank=True)
    private = models.BooleanField(default=False)
    """The remark is for the agency only; colleagues do not read it."""
    at = models.DateTimeField(default=now)
    answered = models.DateTimeField(null=True, blank=True)
    """When this reviewer first answered; correcting the answer later does not change it."""

    objects: ClassVar[VerdictQuerySet] = VerdictQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "member"], name="one_verdict_per_reviewer")
        ]

    def remark_for(self, reader: Member) -> str:
        """The remark, unless it was meant for the agency only and the reader is a colleague."""
        return "" if self.private and not (reader.is_staff or reader.pk == self.member_id) else self.remark

    @classmethod
    def of(cls, submission: Submission, member: Member) -> "Verdict":
        """The reviewer's row, made with their first answer."""
        return cls.objects.get_or_create(
            submission=submission, member=member, defaults={"agency_id": submission.agency_id}
        )[0]


class SubmissionViewQuerySet(OwnedQuerySet["SubmissionView"]):
    """Looks of client contacts."""

    def seen_by_client(self, member: Member) -> Self:
        """Their own."""
        return self.filter(member=member)


@prepared
def looks_of(submission: int, member: int) -> models.QuerySet["SubmissionView"]:
    """When a client contact looked at a submission."""
    return SubmissionView.objects.filter(submission=submission, member=member)


class SubmissionView(Owned):
    """That a client contact looked at a submission: first and last time."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="views")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    first = models.DateTimeField()
    last = models.DateTimeField()

    objects: ClassVar[SubmissionViewQuerySet] = SubmissionViewQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["submission", "member"], name="one_view_per_person")]
