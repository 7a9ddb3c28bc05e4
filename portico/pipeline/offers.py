"""Offer: what a candidate is offered for a job, and what they answer."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.core.validators import MinValueValidator
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.doors import OwnedQuerySet
from portico.agencies.models import Member
from portico.candidates.models import Candidate
from portico.jobs.models import Job
from portico.kit.money import money
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.pipeline import offer_emails
from portico.records.editing import save_changes
from portico.records.events import record
from portico.records.lifecycle import Lifecycle
from portico.records.models import Document

if TYPE_CHECKING:
    from portico.pipeline.models import Application


class OfferQuerySet(OwnedQuerySet["Offer"]):
    """What candidates were offered."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; for roles limited to their own desk, those on the jobs they see."""
        from portico.pipeline.models import Application

        return self.filter(application__in=Application.objects.visible_to(member)) if member.own_desk_only else self

    def seen_by_candidate(self, member: Member) -> Self:
        """Their own, once they were sent; a draft that was thrown away never was."""
        return self.filter(application__candidate__member=member).sent()

    def sent(self) -> Self:
        """Those that were put before their candidates."""
        return self.filter(sent__isnull=False)

    def waiting(self) -> Self:
        """Sent, and still to be answered in time."""
        return self.filter(status__in=Offer.ASKED, until__gte=now().date())


class Offer(Lifecycle):
    """A position offered to a candidate: first day, pay, conditions, and until when the offer holds."""

    class Status(models.TextChoices):
        DRAFT = "draft", gettext_lazy("Draft")
        SENT = "sent", gettext_lazy("Sent")
        VIEWED = "viewed", gettext_lazy("Read")
        ACCEPTED = "accepted", gettext_lazy("Accepted")
        DECLINED = "declined", gettext_lazy("Declined")
        EXPIRED = "expired", gettext_lazy("Run out")
        WITHDRAWN = "withdrawn", gettext_lazy("Taken back")

    ASKED: ClassVar = (Status.SENT, Status.VIEWED)
    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.DRAFT: {Status.SENT, Status.WITHDRAWN},
        Status.SENT: {Status.VIEWED, Status.ACCEPTED, Status.DECLINED, Status.EXPIRED, Status.WITHDRAWN},
        Status.VIEWED: {Status.ACCEPTED, Status.DECLINED, Status.EXPIRED, Status.WITHDRAWN},
    }

    application = models.ForeignKey("pipeline.Application", on_delete=models.CASCADE, related_name="offers")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    start = models.DateField(gettext_lazy("first day"), null=True, blank=True)
    type = models.CharField(gettext_lazy("type"), max_length=10, choices=Job.Type, default=Job.Type.PERMANENT)
    pay = models.DecimalField(
        gettext_lazy("pay"), max_digits=14, decimal_places=3, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    pay_currency = models.CharField(gettext_lazy("currency"), max_length=3, blank=True)
    pay_per = models.CharField(gettext_lazy("per"), max_length=6, choices=Candidate.Per, blank=True)
    conditions = models.TextField(gettext_lazy("conditions"), max_length=5000, blank=True)
    until = models.DateField(gettext_lazy("valid until"))
    document = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made = models.DateTimeField(default=now)
    made_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    sent = models.DateTimeField(null=True, blank=True)
    viewed = models.DateTimeField(null=True, blank=True)
    answered = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    """What the candidate wrote with the answer."""

    objects: ClassVar[OfferQuerySet] = OfferQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("offer")
        verbose_name_plural = gettext_lazy("offers")
        ordering: ClassVar = ["-made", "-pk"]
        indexes: ClassVar = [models.Index(fields=["status", "until"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(status__in=["draft", "sent", "viewed"]),
                name="one_open_offer_per_application",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.get_status_display()}"

    @property
    def pay_words(self) -> str:
        """The pay as people write it, only for those who may see money and for the candidate."""
        return f"{money(self.pay, self.pay_currency)} {self.get_pay_per_display()}".strip() if self.pay else ""

    @property
    def is_asked(self) -> bool:
        """Whether the candidate can still answer."""
        return self.status in self.ASKED and not self.is_over

    @property
    def is_over(self) -> bool:
        """Whether its last day is over, in the agency's zone, even where the clock's task has not come round yet."""
        return day_here(self) > self.until

    def _told(self) -> dict[str, Any]:
        return {"about": [self.application, *self.application.about], **self.application.words}

    @transaction.atomic
    def change(self, changes: dict[str, Any], *, seen: str, by: Member) -> list[str]:
        """Change a draft; what was sent stays as it was sent."""
        # Who sends it in this moment waits, or was first: what goes out is what stands there.
        if Offer.objects.select_for_update().values_list("status", flat=True).get(pk=self.pk) != self.Status.DRAFT:
            raise Conflict(_("It was sent already. Take it back and make a new one."))
        return save_changes(self, changes, seen=seen, by=by, verb="offer.changed")

    @transaction.atomic
    def send(self, *, by: Member) -> None:
        """Put it before the candidate, who hears by mail that there is an offer, not what is in it."""
        application = self.application
        place = application.candidate.member
        if application.status != "open":
            raise RuleBroken(_("%s is no longer in process for this job.") % application.candidate.name)
        if place is None or not place.is_in:
            raise RuleBroken(
                _("%s is not on the candidate portal, where offers are read. Invite them first.")
                % application.candidate.name
            )
        if self.is_over:
            raise RuleBroken(_("Its last day is over. Choose a later one first."))
        self.become(self.Status.SENT, by=by, **self._told())
        self.sent = now()
        self.save(update_fields=["sent"])
        offer_emails.offer_made(self)

    @transaction.atomic
    def was_read(self, *, by: Member) -> None:
        """The candidate has opened it for the first time."""
        if self.status != self.Status.SENT or self.is_over:
            return
        try:
            self.become(self.Status.VIEWED, by=by, **self._told())
        except Conflict:
            return  # It was opened twice at once, or answered or taken back in this moment: nothing to say to a reader.
        self.viewed = now()
        self.save(update_fields=["viewed"])

    @transaction.atomic
    def answer(self, *, yes: bool, note: str = "", by: Member) -> None:
        """The candidate says yes or no. Of two answers at once, the first counts."""
        if self.status in self.ASKED and self.is_over:
            raise RuleBroken(_("The time to answer is over. Ask your recruiter for a new offer."))
        if self.status not in self.ASKED:
            raise Conflict(_("This offer can no longer be answered."))
        self.become(self.Status.ACCEPTED if yes else self.Status.DECLINED, by=by, **self._told())
        self.answered, self.note = now(), note.strip()
        self.save(update_fields=["answered", "note"])
        offer_emails.offer_answered(self)

    @transaction.atomic
    def withdraw(self, *, by: Member | None, tell: bool = True) -> None:
        """Take it back before it is answered."""
        was_sent = self.status in self.ASKED
        self.become(self.Status.WITHDRAWN, by=by, **self._told())
        if was_sent and tell:
            offer_emails.offer_withdrawn(self)


def day_here(offer: Offer) -> date:
    """Today, where the agency is."""
    return now().astimezone(ZoneInfo(offer.agency.zone)).date()


@transaction.atomic
def make_offer(application: "Application", *, by: Member, **terms: Any) -> Offer:
    """Write an offer down, as a draft."""
    if application.status != "open":
        raise RuleBroken(_("%s is no longer in process for this job.") % application.candidate.name)
    offer = Offer(agency_id=application.agency_id, application=application, made_by=by, **terms)
    if offer.pay is not None and not (offer.pay_currency and offer.pay_per):
        raise RuleBroken(_("Say the currency of the pay, and for how long it is paid."))
    try:
        with transaction.atomic():
            offer.save()
    except IntegrityError:
        raise RuleBroken(_("There is an open offer already. Change it, or take it back first.")) from None
    record(offer, "offer.draft", by=by, **offer._told())
    return offer


def end_with(application: "Application", *, by: Member | None) -> None:
    """With the end of the application, its open offers are over; that mail says it already."""
    for offer in Offer.objects.filter(application=application, status__in=["draft", "sent", "viewed"]):
        offer.application = application
        offer.withdraw(by=by, tell=False)


def files_of_offers() -> "models.QuerySet[Offer, Any]":
    """The documents that were put beside offers, like a contract."""
    return Offer.objects.filter(document__kind="pipeline.application").values("document")


def accepted_start(application: "Application") -> date | None:
    """The first day the candidate said yes to."""
    found = Offer.objects.filter(application=application, status=Offer.Status.ACCEPTED)
    return found.order_by("-answered").values_list("start", flat=True).first()


def run_out(at: datetime) -> int:
    """By the clock: offers nobody answered in time."""
    count = 0
    late = Offer.objects.at_work().filter(status__in=Offer.ASKED, until__lte=at.date())
    for offer in late.select_related("agency", "application__candidate", "application__job"):
        if not offer.is_over:
            continue
        try:
            offer.become(Offer.Status.EXPIRED, by=None, **offer._told())
        except (Conflict, RuleBroken):
            continue
        offer_emails.offer_answered(offer)
        count += 1
    return count
