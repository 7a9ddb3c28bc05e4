"""From a blind profile to a name: the client asks, the agency agrees or not, and the introduction is dated."""

from typing import ClassVar, Self

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.doors import OwnedQuerySet
from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.pipeline import introductions
from portico.pipeline.submissions import Submission
from portico.records.events import record
from portico.records.lifecycle import Lifecycle


class RevealQuerySet(OwnedQuerySet["RevealRequest"]):
    """Questions who somebody is."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; for roles limited to their own desk, those of the submissions they see."""
        seen = Submission.objects.visible_to(member)
        return self.filter(submission__in=seen.values("pk")) if member.own_desk_only else self

    def seen_by_client(self, member: Member) -> Self:
        """Those on the submissions they see, their colleagues' too."""
        return self.filter(submission__in=Submission.objects.visible_to(member).values("pk"))

    def waiting(self) -> Self:
        """Waiting for the agency's answer."""
        return self.filter(status=RevealRequest.Status.ASKED)


class RevealRequest(Lifecycle):
    """A client's wish to know who a blind profile is, and the agency's answer; agreed, it dates the introduction."""

    class Status(models.TextChoices):
        ASKED = "asked", gettext_lazy("Asked")
        AGREED = "agreed", gettext_lazy("Introduced")
        REFUSED = "refused", gettext_lazy("Refused")

    MOVES: ClassVar[dict[str, set[str]]] = {Status.ASKED: {Status.AGREED, Status.REFUSED}}

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="reveals")
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    asked = models.DateTimeField(default=now)
    asked_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    """Nobody: the agency introduced them unasked."""
    words = models.CharField(max_length=1000, blank=True)
    answered = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=1000, blank=True)

    objects: ClassVar[RevealQuerySet] = RevealQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("introduction")
        ordering: ClassVar = ["-asked", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission"], condition=models.Q(status="asked"), name="one_open_question_per_blind_profile"
            )
        ]


@transaction.atomic
def ask_who(submission: Submission, *, by: Member, words: str = "") -> RevealRequest:
    """A client contact asks to see who this is; the recruiters are told."""
    if not by.may(May.JUDGE):
        raise RuleBroken(_("Your access lets you look, not judge. Ask your consultant."))
    if not submission.is_blind:
        raise RuleBroken(_("You can see already who this is."))
    if submission.application.status != "open":
        raise RuleBroken(_("This candidate is no longer in process."))
    asked = RevealRequest(agency_id=submission.agency_id, submission=submission, asked_by=by, words=words)
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError:
        raise RuleBroken(_("Your side has asked already. Your consultant answers soon.")) from None
    record(submission, "submission.asked_who", by=by, about=submission.about, words=words, **submission.words)
    introductions.asked_who(submission, by)
    return asked


@transaction.atomic
def reveal(submission: Submission, *, by: Member) -> None:
    """Tell the client who this is, asked or not: from now on the profile is named. It is dated as the introduction."""
    if submission.status in {Submission.Status.PROPOSED, Submission.Status.WITHDRAWN}:
        raise RuleBroken(_("The client does not see this candidate now."))
    if not submission.is_blind:
        raise RuleBroken(_("The client knows already who this is."))
    at = now()
    if not Submission.objects.filter(pk=submission.pk, revealed=None).shown().update(revealed=at, changed=at):
        raise Conflict(_("Somebody else just revealed this profile."))
    submission.revealed = submission.changed = at
    asked = RevealRequest.objects.select_for_update().filter(submission=submission).waiting().first()
    found = asked or RevealRequest(agency_id=submission.agency_id, submission=submission, asked=at)
    found.status, found.status_since, found.answered, found.answered_by = RevealRequest.Status.AGREED, at, at, by
    found.save()
    record(submission, "submission.introduced", by=by, about=submission.about, **submission.words)
    if found.asked_by is not None:
        introductions.revealed(submission, found.asked_by, by)


@transaction.atomic
def refuse_reveal(submission: Submission, *, by: Member, reason: str) -> None:
    """The agency does not say who this is, or not yet, and tells the client why."""
    if not reason.strip():
        raise RuleBroken(_("Please say why: the client reads it."))
    found = RevealRequest.objects.filter(submission=submission).waiting().select_related("asked_by__user").first()
    if found is None:
        raise Conflict(_("Nobody asks any more, or somebody else answered meanwhile."))
    found.become(
        RevealRequest.Status.REFUSED,
        by=by,
        verb="submission.not_introduced",
        about=[submission, *submission.about],
        reason=reason,
        **submission.words,
    )
    found.reason, found.answered, found.answered_by = reason, found.status_since, by
    found.save(update_fields=["reason", "answered", "answered_by"])
    if found.asked_by is not None:
        introductions.not_revealed(submission, found.asked_by, by)
