"""Requisition: a client's request for people, what was handed in each time, and what was said about it."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.clients.models import Contact, Organization
from portico.jobs import request_mails
from portico.jobs.models import Job
from portico.kit.money import money_range
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import day, now
from portico.kit.workdays import working_days_after
from portico.records.events import record
from portico.records.lifecycle import Lifecycle

FIELDS: dict[str, Any] = {
    "title": gettext_lazy("Title"),
    "headcount": gettext_lazy("Headcount"),
    "start": gettext_lazy("Start"),
    "place": gettext_lazy("Location"),
    "remote": gettext_lazy("Remote"),
    "employment": gettext_lazy("Type"),
    "pay": gettext_lazy("Pay range"),
    "description": gettext_lazy("Description"),
    "qualifications": gettext_lazy("Qualifications"),
    "requirements": gettext_lazy("Other requirements"),
    "time_approver": gettext_lazy("Who approves hours"),
    "cost_center": gettext_lazy("Cost center"),
    "purchase_order": gettext_lazy("Purchase order"),
    "note": gettext_lazy("Note"),
}
"""What a requisition says, as people read it. Only “pay” is for those who see money."""
ANSWER_DAYS = 2
"""Business days the agency gives itself for an answer."""


class RequisitionQuerySet(OwnedQuerySet["Requisition"]):
    """Requests for people."""

    def seen_by_staff(self, member: Member) -> Self:
        """All that were ever handed in; for own-desk roles those they took up or whose job they see, and those of organizations they own or on whose jobs they work."""  # noqa: E501
        rows = self.filter(submitted__isnull=False)
        if not member.own_desk_only:
            return rows
        jobs = Job.objects.visible_to(member)
        mine = Q(handler=member) | Q(organization__owner=member) | Q(job__in=jobs.values("pk"))
        return rows.filter(mine | Q(organization__in=jobs.values("organization")))

    def seen_by_client(self, member: Member) -> Self:
        """Their own, and what colleagues at their organization handed in; only for those who may ask for people."""
        if not member.may(May.REQUEST):
            return self.none()
        own = Contact.objects.filter(member=member, agency=member.agency_id)
        rows = self.filter(organization__in=own.values("organization"))
        return rows.filter(Q(requester__in=own.values("pk")) | Q(submitted__isnull=False))

    def waiting(self) -> Self:
        """Waiting for the agency: neither decided nor back with the client."""
        return self.filter(status__in=Requisition.WAITING)

    def undecided(self) -> Self:
        """Handed in, and still to become something."""
        return self.filter(submitted__isnull=False).exclude(status__in=Requisition.OVER)


class Requisition(Lifecycle):
    """A client's request for people; approved, it becomes a job."""

    class Status(models.TextChoices):
        DRAFT = "draft", gettext_lazy("Draft")
        SUBMITTED = "submitted", gettext_lazy("Submitted")
        IN_REVIEW = "in_review", gettext_lazy("In review")
        CHANGES_REQUESTED = "changes_requested", gettext_lazy("Changes requested")
        ON_HOLD = "on_hold", gettext_lazy("On hold")
        APPROVED = "approved", gettext_lazy("Approved")
        DECLINED = "declined", gettext_lazy("Declined")
        WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.DRAFT: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.SUBMITTED: {Status.IN_REVIEW, Status.WITHDRAWN},
        Status.IN_REVIEW: {Status.APPROVED, Status.CHANGES_REQUESTED, Status.DECLINED, Status.ON_HOLD},
        Status.CHANGES_REQUESTED: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.ON_HOLD: {Status.IN_REVIEW},
    }
    WAITING: ClassVar = (Status.SUBMITTED, Status.IN_REVIEW)
    CHANGEABLE: ClassVar = (Status.DRAFT, Status.CHANGES_REQUESTED)
    OVER: ClassVar = (Status.APPROVED, Status.DECLINED, Status.WITHDRAWN)
    KEPT_IN_STEP: ClassVar = ("changed",)

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="requisitions")
    requester = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="requisitions")
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    title = models.CharField(gettext_lazy("title"), max_length=200)
    description = models.TextField(gettext_lazy("description"), max_length=10000, blank=True)
    qualifications = models.TextField(gettext_lazy("qualifications"), max_length=5000, blank=True)
    requirements = models.TextField(gettext_lazy("other requirements"), max_length=4000, blank=True)
    headcount = models.PositiveIntegerField(gettext_lazy("headcount"), default=1)
    start = models.DateField(gettext_lazy("start"), null=True, blank=True)
    place = models.CharField(gettext_lazy("location"), max_length=180, blank=True)
    remote = models.BooleanField(gettext_lazy("remote"), default=False)
    employment = models.CharField(gettext_lazy("type"), max_length=10, choices=Job.Type, blank=True)
    pay_from = models.DecimalField(gettext_lazy("pay from"), max_digits=14, decimal_places=3, null=True, blank=True)
    pay_to = models.DecimalField(gettext_lazy("pay to"), max_digits=14, decimal_places=3, null=True, blank=True)
    pay_currency = models.CharField(gettext_lazy("currency"), max_length=3, blank=True)
    pay_per = models.CharField(gettext_lazy("per"), max_length=6, choices=Job.Per, blank=True)
    time_approver = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    cost_center = models.CharField(gettext_lazy("cost center"), max_length=100, blank=True)
    purchase_order = models.CharField(gettext_lazy("purchase order"), max_length=100, blank=True)
    note = models.TextField(gettext_lazy("note"), max_length=4000, blank=True)
    handler = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Who of the agency took it up."""
    job = models.OneToOneField(Job, on_delete=models.PROTECT, null=True, blank=True, related_name="requisition")
    submitted = models.DateTimeField(null=True, blank=True)
    """When it was handed in first; nothing: the agency does not see it."""
    handed_in = models.DateTimeField(null=True, blank=True)
    """When it was handed in last."""
    decided = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    times_changes_asked = models.PositiveIntegerField(default=0)
    added = models.DateTimeField(default=now)
    changed = models.DateTimeField(default=now)

    objects: ClassVar[RequisitionQuerySet] = RequisitionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("requisition")
        verbose_name_plural = gettext_lazy("requisitions")
        indexes: ClassVar = [
            models.Index(fields=["agency", "status", "handed_in", "id"]),
            models.Index(fields=["organization", "status"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(pay_from__isnull=True) | Q(pay_to__isnull=True) | Q(pay_to__gte=F("pay_from")),
                name="requisition_pay_range_in_order",
                violation_error_message=gettext_lazy("“Pay to” is less than “pay from”."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: Any) -> None:
        """Save, with the time of change."""
        self.changed = now()
        super().save(**kwargs)

    @property
    def about(self) -> list[Any]:
        """On whose timelines its events also stand, once the agency knows of it."""
        return [self.organization, self.requester] if self.submitted else []

    @property
    def pay(self) -> str:
        """The span of pay in words, only for those who may see money."""
        span = money_range(self.pay_from, self.pay_to, self.pay_currency)
        return f"{span} {self.get_pay_per_display()}".strip() if span else ""

    @property
    def due(self) -> datetime | None:
        """By when the agency should have answered; nothing while it is not its turn."""
        if self.status not in self.WAITING or self.handed_in is None:
            return None
        return working_days_after(self.handed_in, ANSWER_DAYS, self.agency.zone)

    @property
    def is_late(self) -> bool:
        """Whether the client waits for longer than they should."""
        return self.due is not None and self.due < now()

    def in_words(self) -> dict[str, str]:
        """What it says, field by field, as people read it."""
        approver = self.time_approver.name if self.time_approver else ""
        said = {name: str(getattr(self, name)).strip() for name in FIELDS if name not in {"pay", "time_approver"}}
        return said | {
            "start": day(self.start),
            "remote": _("Possible") if self.remote else "",
            "employment": self.get_employment_display(),
            "pay": self.pay,
            "time_approver": approver,
        }

    def begun_by(self, member: Member) -> bool:
        """Whether this person asked for it: only they change, hand in and withdraw it."""
        return self.requester.member_id == member.pk

    def check_requester(self, by: Member) -> None:
        """Refuse others than the one who asked for it."""
        if not self.begun_by(by):
            raise RuleBroken(_("Only %s can do this.") % self.requester.name)

    def check_changeable(self, by: Member) -> None:
        """Refuse changes by others, and while the agency has it."""
        self.check_requester(by)
        if self.status not in self.CHANGEABLE:
            raise RuleBroken(_("This requisition was handed in and cannot be changed now."))

    @transaction.atomic
    def submit(self, *, by: Member) -> None:
        """Hand it in to the agency, for the first time or again."""
        self.check_requester(by)
        verb = "requisition.resubmitted" if self.submitted else "requisition.submitted"
        self.become(self.Status.SUBMITTED, by=by, verb=verb, about=[self.organization, self.requester], **self._words())
        self.refresh_from_db()
        self.handed_in = now()
        self.submitted = self.submitted or self.handed_in
        self.save(update_fields=["submitted", "handed_in", "changed"])
        number = self.versions.count() + 1
        RequisitionVersion(
            agency_id=self.agency_id, requisition=self, number=number, values=self.in_words(), by=by
        ).save()

    @transaction.atomic
    def withdraw(self, *, by: Member) -> None:
        """The client does not want it any more."""
        self.check_requester(by)
        self.become(self.Status.WITHDRAWN, by=by, about=self.about, **self._words())
        self._decided(by)

    @transaction.atomic
    def take_up(self, *, by: Member) -> None:
        """Somebody of the agency looks into it; from now on the client cannot withdraw it by themselves."""
        if self.status == self.Status.ON_HOLD:
            raise RuleBroken(_("It is on hold. Take it up again instead."))
        self.become(self.Status.IN_REVIEW, by=by, about=self.about, **self._words())
        self.handler = by
        self.save(update_fields=["handler", "changed"])

    @transaction.atomic
    def ask_changes(self, *, reason: str, by: Member, seen: str = "") -> None:
        """Give it back to the client, who reads what should be different."""
        self._answer(self.Status.CHANGES_REQUESTED, by, seen)
        self.times_changes_asked += 1
        self.save(update_fields=["times_changes_asked", "changed"])
        self._remember(reason, by, RequisitionRemark.Kind.CHANGES)
        request_mails.tell(self, self.status)

    @transaction.atomic
    def decline(self, *, reason: str, by: Member, seen: str = "") -> None:
        """Say no, with words that the client reads."""
        self._answer(self.Status.DECLINED, by, seen)
        self._decided(by)
        self._remember(reason, by, RequisitionRemark.Kind.DECLINED)
        request_mails.tell(self, self.status)

    @transaction.atomic
    def hold(self, *, reason: str = "", by: Member, seen: str = "") -> None:
        """Put it aside for now; the client knows."""
        self._answer(self.Status.ON_HOLD, by, seen)
        if reason:
            self._remember(reason, by, RequisitionRemark.Kind.ON_HOLD)
        request_mails.tell(self, self.status)

    @transaction.atomic
    def resume(self, *, by: Member) -> None:
        """Look into it again."""
        if self.status != self.Status.ON_HOLD:
            raise RuleBroken(_("It is not on hold."))
        self.become(self.Status.IN_REVIEW, by=by, verb="requisition.resumed", about=self.about, **self._words())

    @transaction.atomic
    def approve(self, *, by: Member, seen: str = "") -> None:
        """Say yes. (portals.approving makes the job of it and tells the client.)"""
        self._answer(self.Status.APPROVED, by, seen)
        self._decided(by)

    @transaction.atomic
    def remark(self, *, text: str, by: Member) -> None:
        """Say something that client and agency both read."""
        if self.submitted is None:
            raise RuleBroken(_("Hand it in first."))
        self._remember(text, by, RequisitionRemark.Kind.REMARK)
        record(self, "requisition.remarked", by=by, about=self.about, **self._words())
        if by.is_staff:
            request_mails.tell(self, "remark")

    def clone(self, *, by: Member, requester: Contact) -> "Requisition":
        """A new draft that says the same, except for the start, which lies in the past by then."""
        copied = {name: getattr(self, name) for name in COPIED}
        made = Requisition(agency_id=self.agency_id, organization=self.organization, requester=requester, **copied)
        made.save()
        return made

    def _answer(self, status: str, by: Member, seen: str) -> None:
        """The agency's step; who answers at once takes it up by that."""
        if seen and seen != str(self.versions.count()):
            raise Conflict(_("The client changed this requisition meanwhile. Have another look."))
        if self.status == self.Status.SUBMITTED:
            self.take_up(by=by)
        self.become(status, by=by, about=self.about, **self._words())

    def _decided(self, by: Member) -> None:
        self.decided, self.decided_by = now(), by
        self.save(update_fields=["decided", "decided_by", "changed"])

    def _remember(self, text: str, by: Member, kind: str) -> None:
        RequisitionRemark(agency_id=self.agency_id, requisition=self, kind=kind, by=by, text=text).save()

    def _words(self) -> dict[str, Any]:
        return {"requisition": self.title, "organization": self.organization.name}


COPIED = (
    "title", "description", "qualifications", "requirements", "headcount", "place", "remote", "employment",
    "pay_from", "pay_to", "pay_currency", "pay_per", "time_approver", "cost_center", "purchase_order", "note",
)  # fmt: skip


class OnRequisitionQuerySet[M: models.Model](OwnedQuerySet[M]):
    """What hangs on requisitions."""

    def seen_by_staff(self, member: Member) -> Self:
        """Those of the requisitions they see."""
        return self.filter(requisition__in=Requisition.objects.visible_to(member))

    def seen_by_client(self, member: Member) -> Self:
        """Those of the requisitions they see."""
        return self.filter(requisition__in=Requisition.objects.visible_to(member))


class RequisitionVersion(Owned):
    """What a requisition said when it was handed in, so that one sees what became different."""

    requisition = models.ForeignKey(Requisition, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)

    objects: ClassVar[OnRequisitionQuerySet[Self]] = OnRequisitionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["requisition", "number"], name="one_version_a_number")]


class RequisitionRemark(Owned):
    """What client or agency said about a requisition; both sides read it."""

    class Kind(models.TextChoices):
        REMARK = "remark", gettext_lazy("Remark")
        CHANGES = "changes", gettext_lazy("What should change")
        DECLINED = "declined", gettext_lazy("Why it was declined")
        ON_HOLD = "on_hold", gettext_lazy("Why it is on hold")

    requisition = models.ForeignKey(Requisition, on_delete=models.CASCADE, related_name="remarks")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.REMARK)
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(gettext_lazy("remark"), max_length=4000)
    at = models.DateTimeField(default=now)

    objects: ClassVar[OnRequisitionQuerySet[Self]] = OnRequisitionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["at", "id"]
