"""How candidates hear a no: in words the agency chose, and, if it likes, some hours later."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Agency, Member
from portico.candidates.settings import settings_of
from portico.kit import placeholders
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.pipeline import emails
from portico.records.events import record
from portico.records.lifecycle import Lifecycle

if TYPE_CHECKING:
    from portico.pipeline.models import Application

LONGEST = 4000


class RejectionText(Owned):
    """Words with which the agency says no, to choose from; what was sent keeps its own."""

    name = models.CharField(gettext_lazy("name"), max_length=80, help_text=gettext_lazy("Only your team sees it."))
    words = models.TextField(gettext_lazy("words to the candidate"), max_length=LONGEST)
    is_usual = models.BooleanField(gettext_lazy("use it unless another is chosen"), default=False)

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("rejection text")
        verbose_name_plural = gettext_lazy("rejection texts")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "name"],
                name="one_rejection_text_per_name",
                violation_error_message=gettext_lazy("There is already a text with this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def keep(self, *, by: Member) -> "RejectionText":
        """Add it, or change it; one at most is the usual one."""
        others = RejectionText.objects.filter(agency=self.agency_id).exclude(pk=self.pk)
        if others.filter(name__iexact=self.name).exists():
            raise RuleBroken(_("There is already a text with this name."))
        if self.is_usual:
            others.update(is_usual=False)
        self.save()
        record(self.agency, "agency.rejection_text_kept", by=by, name=self.name)
        return self

    @transaction.atomic
    def drop(self, *, by: Member) -> None:
        """Take it out of the choice."""
        record(self.agency, "agency.rejection_text_dropped", by=by, name=self.name)
        self.delete()


class LetterQuerySet(OwnedQuerySet["RejectionLetter"]):
    """What rejected candidates are told."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; for roles limited to their own desk, those on the jobs they see."""
        from portico.pipeline.models import Application

        return self.filter(application__in=Application.objects.visible_to(member)) if member.own_desk_only else self

    def seen_by_candidate(self, member: Member) -> Self:
        """Their own, once they went out."""
        return self.filter(application__candidate__member=member, status=RejectionLetter.Status.SENT)

    def waiting(self) -> Self:
        """Not gone out yet: the candidate knows of nothing."""
        return self.filter(status=RejectionLetter.Status.WAITING)


class RejectionLetter(Lifecycle):
    """What one candidate is told about a no, and when; until then they read the label they had."""

    class Status(models.TextChoices):
        WAITING = "waiting", gettext_lazy("Waiting")
        SENT = "sent", gettext_lazy("Sent")
        STOPPED = "stopped", gettext_lazy("Stopped")

    MOVES: ClassVar[dict[str, set[str]]] = {Status.WAITING: {Status.SENT, Status.STOPPED}}

    application = models.ForeignKey("pipeline.Application", on_delete=models.CASCADE, related_name="rejection_letters")
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    words = models.TextField(max_length=LONGEST)
    by_mail = models.BooleanField(default=True)
    due = models.DateTimeField()
    written = models.DateTimeField(default=now)
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[LetterQuerySet] = LetterQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("rejection letter")
        verbose_name_plural = gettext_lazy("rejection letters")
        ordering: ClassVar = ["-written", "-pk"]
        indexes: ClassVar = [models.Index(fields=["status", "due"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(status="waiting"), name="one_waiting_letter_per_application"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.get_status_display()}"

    @transaction.atomic
    def go_out(self) -> None:
        """The candidate hears of it now: the label changes, and the mail leaves."""
        about = [self.application, *self.application.about]
        self.become(self.Status.SENT, by=None, verb="application.told_no", about=about, **self.application.words)
        if self.by_mail:
            emails.application_rejected(self.application, self.words)


def usual_words(agency: Agency) -> str:
    """The words for those for whom none were chosen, with their placeholders."""
    chosen = RejectionText.objects.filter(agency=agency, is_usual=True).values_list("words", flat=True).first()
    return chosen or "\n\n".join(
        [
            _("Thank you for your interest in the position [job], and for the time you took."),
            _(
                "We are sorry that it did not work out this time. We keep your details and will be in touch when "
                "something fits."
            ),
        ]
    )


def filled(words: str, application: "Application") -> str:
    """The words with the person, the position and the agency in their places; nothing else in them means anything."""
    candidate = application.candidate
    values = {
        "[first name]": (candidate.first_name or candidate.name) if emails.known_by_name(application) else "",
        "[job]": application.job.title,
        "[agency]": application.agency.name,
    }
    # A page shows the filled words, and they come back through here: nobody's name is a mark then.
    return placeholders.fill(
        words, {mark: placeholders.without_marks(value, values) for mark, value in values.items()}
    )[:LONGEST].strip()


def words_for(application: "Application") -> str:
    """What this candidate is told unless the recruiter writes something else."""
    return filled(usual_words(application.agency), application)


def announce(
    application: "Application", *, by: Member | None, words: str = "", by_mail: bool = True
) -> RejectionLetter:
    """Write down what the candidate is told: at once, or when the agency's delay is over."""
    stop(application, by=by)  # only one letter waits at a time
    delay = timedelta(hours=settings_of(application.agency_id).rejection_hours)
    letter = RejectionLetter(
        agency_id=application.agency_id,
        application=application,
        words=filled(words, application) or words_for(application),
        by_mail=by_mail,
        due=now() + delay,
        by=by,
    )
    letter.save()
    if not delay:
        letter.go_out()
    return letter


def stop(application: "Application", *, by: Member | None) -> bool:
    """A letter that has not gone out never does. Whether there was one."""
    waiting = list(RejectionLetter.objects.filter(application=application).waiting())
    for letter in waiting:
        letter.become(
            letter.Status.STOPPED,
            by=by,
            verb="application.not_told_no",
            about=application.about,
            **application.words,
        )
    return bool(waiting)


@transaction.atomic
def send_now(letter: RejectionLetter, *, by: Member) -> None:
    """The recruiter does not want to wait."""
    if letter.status != letter.Status.WAITING:
        raise RuleBroken(_("This has gone out already, or was stopped."))
    letter.go_out()


@transaction.atomic
def take_back(application: "Application", *, by: Member) -> None:
    """Undo a no that the candidate has not heard of: they go on as if nothing had been."""
    if not RejectionLetter.objects.filter(application=application).waiting().exists():
        raise RuleBroken(_("They have heard of it already. Reopen the application instead."))
    application.reopen(by=by)


def send_due(at: datetime) -> int:
    """By the clock: what has waited long enough goes out."""
    waiting: Any = RejectionLetter.objects.at_work().waiting().filter(due__lte=at)
    count = 0
    for letter in waiting.select_related("application__candidate", "application__job", "application__agency", "agency"):
        try:
            letter.go_out()
        except (Conflict, RuleBroken):
            continue
        count += 1
    return count
