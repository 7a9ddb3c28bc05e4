"""Job and its team. (Stage stands in stages.py.)"""

from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portico.agencies.doors import OwnedQuerySet
from portico.agencies.models import Member
from portico.clients.models import Contact, Organization
from portico.jobs.stages import Stage
from portico.kit.money import money_range
from portico.kit.times import now
from portico.records import search
from portico.records.events import record
from portico.records.lifecycle import Lifecycle


class JobQuerySet(OwnedQuerySet["Job"]):
    """Open positions."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; for roles limited to their own desk, the jobs they own or whose team they are on."""
        if member.own_desk_only:
            return self.filter(Q(owner=member) | Q(pk__in=Job.team.through.objects.filter(member=member).values("job")))
        return self

    def current(self) -> Self:
        """Not archived."""
        return self.filter(archived__isnull=True)

    def active(self) -> Self:
        """Being worked on."""
        return self.current().filter(status__in=Job.ACTIVE)


class Job(Lifecycle):
    """An open position at an organization."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        ON_HOLD = "on_hold", _("On hold")
        FILLED = "filled", _("Filled")
        CLOSED = "closed", _("Closed")

    class Type(models.TextChoices):
        PERMANENT = "permanent", _("Permanent")
        CONTRACT = "contract", _("Contract")
        TEMPORARY = "temporary", _("Temporary")

    class Per(models.TextChoices):
        YEAR = "year", _("a year")
        MONTH = "month", _("a month")
        DAY = "day", _("a day")
        HOUR = "hour", _("an hour")

    ACTIVE: ClassVar = (Status.OPEN, Status.ON_HOLD)
    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.DRAFT: {Status.OPEN, Status.CLOSED},
        Status.OPEN: {Status.ON_HOLD, Status.FILLED, Status.CLOSED},
        Status.ON_HOLD: {Status.OPEN, Status.FILLED, Status.CLOSED},
        Status.FILLED: {Status.OPEN, Status.CLOSED},
        Status.CLOSED: {Status.OPEN},
    }
    KEPT_IN_STEP: ClassVar = ("changed",)

    title = models.CharField(_("title"), max_length=200)
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.PROTECT, related_name="jobs"
    )
    primary_contact = models.ForeignKey(
        Contact,
        verbose_name=_("primary contact"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="jobs",
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    type = models.CharField(_("type"), max_length=10, choices=Type, default=Type.PERMANENT)
    location = models.CharField(
        _("location"),
        max_length=200,
        blank=True,
        help_text=_("As clients and candidates read it, like “London, hybrid”."),
    )
    city = models.CharField(_("city"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=120, blank=True)
    openings = models.PositiveIntegerField(_("openings"), default=1)
    pay_from = models.DecimalField(_("pay from"), max_digits=14, decimal_places=3, null=True, blank=True)
    pay_to = models.DecimalField(_("pay to"), max_digits=14, decimal_places=3, null=True, blank=True)
    pay_currency = models.CharField(_("currency"), max_length=3, blank=True)
    pay_per = models.CharField(_("per"), max_length=6, choices=Per, blank=True)
    description = models.TextField(
        _("description"), max_length=20000, blank=True, help_text=_("Clients see it on a shared job.")
    )
    internal_notes = models.TextField(
        _("internal notes"), max_length=20000, blank=True, help_text=_("Never leaves the agency.")
    )
    target = models.DateField(_("target date"), null=True, blank=True)
    owner = models.ForeignKey(
        Member, verbose_name=_("owner"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    team = models.ManyToManyField(Member, verbose_name=_("team"), related_name="team_jobs", blank=True)
    reference = models.CharField(_("reference"), max_length=80, blank=True)
    shown_to_candidates = models.BooleanField(_("candidates can follow it"), default=True)
    """Whether its candidates find their application in the candidate portal."""
    archived = models.DateTimeField(null=True, blank=True)
    opened = models.DateTimeField(null=True, blank=True)
    added = models.DateTimeField(default=now)
    changed = models.DateTimeField(default=now)

    objects: ClassVar[JobQuerySet] = JobQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes: ClassVar = [
            models.Index(
                fields=["agency", "status", "changed", "id", "archived"],
                condition=Q(archived__isnull=True),
                name="jobs_now_by_status",
            ),
            models.Index(
                fields=["agency", "changed", "id", "archived"], condition=Q(archived__isnull=True), name="jobs_now"
            ),
            models.Index(
                fields=["agency", "changed", "id", "archived"],
                condition=Q(archived__isnull=False),
                name="jobs_archived",
            ),
            models.Index(fields=["agency", "added", "id"], name="jobs_by_added"),
            models.Index(fields=["agency", "title", "id"]),
            models.Index(fields=["organization", "id"], name="jobs_of_organization"),
            models.Index(fields=["owner", "changed", "id"], name="jobs_of_owner"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "reference"],
                condition=~Q(reference=""),
                name="one_job_per_reference",
                violation_error_message=_("Another job has this reference."),
            ),
            models.CheckConstraint(
                condition=Q(pay_from__isnull=True) | Q(pay_to__isnull=True) | Q(pay_to__gte=models.F("pay_from")),
                name="job_pay_range_in_order",
                violation_error_message=_("“Pay to” is less than “pay from”."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def pay(self) -> str:
        """The span of pay in words, only for those who may see money."""
        span = money_range(self.pay_from, self.pay_to, self.pay_currency)
        return f"{span} {self.get_pay_per_display()}".strip() if span else ""

    @property
    def is_active(self) -> bool:
        """Whether it is being worked on; only active jobs have a pipeline that clients see."""
        return self.status in self.ACTIVE and self.archived is None

    def keep_in_step(self) -> None:
        """The time of change."""
        self.changed = now()

    def save(self, **kwargs: Any) -> None:
        """Save, with the time of change."""
        self.keep_in_step()
        super().save(**kwargs)

    def findable(self) -> search.Entry:
        """What the search shall find of it."""
        line = ", ".join(part for part in (self.organization.name, self.location or self.city) if part)
        words = [self.city, self.country, self.description, self.internal_notes, self.reference]
        return search.Entry(self, self.title, line, " ".join(words))

    def make_findable(self) -> None:
        """Keep the search up to date."""
        search.index_many([self.findable()])

    @transaction.atomic
    def add(self, *, by: Member | None, team: list[Member] | None = None) -> "Job":
        """Take a new position into the records, as a draft or open."""
        if self.status in self.ACTIVE and self.opened is None:
            self.opened = now()
        self.save()
        self.team.set(team or [])
        self.make_findable()
        record(self, "job.added", by=by, about=[self.organization], job=self.title)
        return self

    @transaction.atomic
    def become(self, status: str, *, by: Member | None, **details: Any) -> None:
        """Take one step; a job that is over is no longer advertised."""
        super().become(status, by=by, **details)
        if status not in self.ACTIVE:
            end_advert_of(self, by=by)

    @transaction.atomic
    def set_team(self, team: list[Member], *, by: Member) -> None:
        """Say who works on it beside its owner."""
        if {member.pk for member in team} == set(self.team.values_list("pk", flat=True)):
            return
        self.team.set(team)
        record(self, "job.team_changed", by=by, team=", ".join(member.name for member in team) or "–")

    @transaction.atomic
    def open(self, *, by: Member) -> None:
        """Start, or take up again, the work on it."""
        self.become(self.Status.OPEN, by=by, about=[self.organization])
        if self.opened is None:
            self.opened = now()
            self.save(update_fields=["opened", "changed"])

    def hold(self, *, by: Member) -> None:
        """Pause the work on it."""
        self.become(self.Status.ON_HOLD, by=by, about=[self.organization])

    @transaction.atomic
    def archive(self, *, by: Member) -> None:
        """Take it out of the lists; nothing is lost."""
        self.archived = now()
        self.save(update_fields=["archived", "changed"])
        record(self, "job.archived", by=by, about=[self.organization], job=self.title)

    @transaction.atomic
    def restore(self, *, by: Member) -> None:
        """Back into the lists."""
        self.archived = None
        self.save(update_fields=["archived", "changed"])
        record(self, "job.restored", by=by, about=[self.organization], job=self.title)


from portico.jobs.adverts import Advert, end_advert_of  # noqa: E402
from portico.jobs.alerts import JobAlert  # noqa: E402
from portico.jobs.questions import ApplicationForm, Question  # noqa: E402
from portico.jobs.requisitions import Requisition, RequisitionRemark, RequisitionVersion  # noqa: E402
from portico.jobs.sources import SourceLink  # noqa: E402

__all__ = [
    "Advert",
    "ApplicationForm",
    "Job",
    "JobAlert",
    "Question",
    "Requisition",
    "RequisitionRemark",
    "RequisitionVersion",
    "SourceLink",
    "Stage",
]
