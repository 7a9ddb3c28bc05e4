"""JobChange: what a client would have different about a shared job."""

from typing import Any, ClassVar, Self

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.doors import OwnedQuerySet
from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.jobs.models import Job
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.portals import request_mails
from portico.portals.models import JobShare
from portico.records.editing import plain, present, save_changes, unsealed
from portico.records.events import record
from portico.records.lifecycle import Lifecycle

PAY = ("pay_from", "pay_to", "pay_currency", "pay_per")
PARTS: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "openings": ("openings",),
    "location": ("location",),
    "target": ("target",),
    "pay": PAY,
    "description": ("description",),
}
"""What can be proposed and accepted, each part as a whole, and the job's fields it stands for."""
LABELS: dict[str, Any] = {
    "title": gettext_lazy("Title"),
    "openings": gettext_lazy("Openings"),
    "location": gettext_lazy("Location"),
    "target": gettext_lazy("Start"),
    "pay": gettext_lazy("Pay"),
    "description": gettext_lazy("Description"),
}


def fields_open_to(share: JobShare) -> list[str]:
    """The job's fields a client may propose to change: pay only where it is shown to them."""
    return [name for part, names in PARTS.items() for name in names if part != "pay" or share.show_pay]


class JobChangeQuerySet(OwnedQuerySet["JobChange"]):
    """Changes that clients propose."""

    def seen_by_staff(self, member: Member) -> Self:
        """Those on the shares they see."""
        return self.filter(share__in=JobShare.objects.visible_to(member)) if member.own_desk_only else self

    def seen_by_client(self, member: Member) -> Self:
        """What they and their colleagues proposed on the shared jobs they see; only for those who may propose."""
        if not member.may(May.REQUEST):
            return self.none()
        return self.filter(share__in=JobShare.objects.visible_to(member))

    def open(self) -> Self:
        """Waiting for the agency."""
        return self.filter(status=JobChange.Status.OPEN)


class JobChange(Lifecycle):
    """What a client would have different about a shared job; the agency accepts all, some or none of it."""

    class Status(models.TextChoices):
        OPEN = "open", gettext_lazy("Open")
        ACCEPTED = "accepted", gettext_lazy("Accepted")
        PARTLY_ACCEPTED = "partly_accepted", gettext_lazy("Partly accepted")
        DECLINED = "declined", gettext_lazy("Declined")
        WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.OPEN: {Status.ACCEPTED, Status.PARTLY_ACCEPTED, Status.DECLINED, Status.WITHDRAWN}
    }

    share = models.ForeignKey(JobShare, on_delete=models.CASCADE, related_name="changes")
    status = models.CharField(max_length=20, choices=Status, default=Status.OPEN)
    before = models.JSONField(default=dict)
    """The changed fields as the client saw them."""
    after = models.JSONField(default=dict)
    accepted = models.JSONField(default=list)
    """The parts that were accepted."""
    note = models.TextField(gettext_lazy("remark"), max_length=2000, blank=True)
    reason = models.TextField(gettext_lazy("reason"), max_length=2000, blank=True)
    asked_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    asked = models.DateTimeField(default=now)
    decided = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[JobChangeQuerySet] = JobChangeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("proposed change")
        verbose_name_plural = gettext_lazy("proposed changes")
        indexes: ClassVar = [models.Index(fields=["agency", "status", "asked", "id"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["share"], condition=Q(status="open"), name="one_open_change_per_share")
        ]

    def __str__(self) -> str:
        return self.share.job.title

    @property
    def parts(self) -> list[str]:
        """The parts it would change."""
        return [part for part, names in PARTS.items() if any(name in self.after for name in names)]

    def is_outdated(self, part: str) -> bool:
        """Whether the job changed there since the client looked, to something else than they propose."""
        job = self.share.job
        return any(
            present(job, name) not in (self.before.get(name), self.after[name])
            for name in PARTS[part]
            if name in self.after
        )

    @classmethod
    @transaction.atomic
    def propose(cls, share: JobShare, changes: dict[str, Any], *, seen: str, by: Member, note: str = "") -> "JobChange":
        """Ask the agency to change a shared job. `seen`: what the form showed, as records.editing.shown sealed it."""
        if not (share.settings.job_edits and by.may(May.REQUEST) and share.is_live and share.job.is_active):
            raise RuleBroken(_("Changes to this job cannot be proposed here. Ask your consultant."))
        saw = unsealed(seen)
        allowed = [name for name in fields_open_to(share) if name in saw and name in changes]
        after = {name: plain(changes[name]) for name in allowed if plain(changes[name]) != saw[name]}
        if not after:
            raise RuleBroken(_("Nothing is different from what the job says now."))
        made = cls(agency_id=share.agency_id, share=share, before={name: saw[name] for name in after}, after=after)
        made.note, made.asked_by = note, by
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:
            raise RuleBroken(_("A change is proposed already. Withdraw it first, or wait for the answer.")) from None
        made._record("jobchange.proposed", by)
        request_mails.change_proposed(made)
        return made

    @transaction.atomic
    def withdraw(self, *, by: Member) -> None:
        """The client does not want it any more."""
        if self.asked_by_id != by.pk:
            raise RuleBroken(_("Only the person who proposed it can withdraw it."))
        self.become(self.Status.WITHDRAWN, by=by, **self._words())
        self._decided(by)

    @transaction.atomic
    def decide(self, *, accepted: list[str], reason: str, by: Member, seen: str) -> None:
        """Take over all, some or none of it. Less than all needs a reason, which the client reads.

        `seen`: what of the job the page showed; where somebody changed it since, nothing is saved.
        """
        taken = [part for part in self.parts if part in accepted]
        if "pay" in self.parts and not by.may(May.SEE_MONEY):
            raise RuleBroken(_("This proposal is about pay. Somebody who sees pay has to decide."))
        if len(taken) < len(self.parts) and not reason:
            raise RuleBroken(_("Say why you do not take over everything: the client reads it."))
        self.become(self._outcome(taken), by=by, **self._words())
        self.accepted, self.reason = taken, reason
        self.save(update_fields=["accepted", "reason"])
        self._decided(by)
        changes = {name: python(name, self.after[name]) for part in taken for name in PARTS[part] if name in self.after}
        if changes:
            job = Job.objects.select_for_update().select_related("organization").get(pk=self.share.job_id)
            check_pay(job, changes)
            save_changes(job, changes, seen=seen, by=by, about=[job.organization])
            job.refresh_from_db()
            job.make_findable()
        request_mails.change_decided(self)

    def _outcome(self, taken: list[str]) -> str:
        if not taken:
            return self.Status.DECLINED
        return self.Status.ACCEPTED if len(taken) == len(self.parts) else self.Status.PARTLY_ACCEPTED

    def _decided(self, by: Member) -> None:
        self.decided, self.decided_by = now(), by
        self.save(update_fields=["decided", "decided_by"])

    def _words(self) -> dict[str, Any]:
        organization = self.share.portal.organization
        about = [self.share.job, organization]
        return {"about": about, "job": self.share.job.title, "organization": organization.name}

    def _record(self, verb: str, by: Member) -> None:
        record(self, verb, by=by, **self._words())


def python(name: str, text: str) -> Any:
    """A stored value as the job's field takes it."""
    field: Any = Job._meta.get_field(name)
    return None if field.null and not text else field.to_python(text)


def check_pay(job: Job, changes: dict[str, Any]) -> None:
    """Refuse a span of pay that would run backwards."""
    low, high = changes.get("pay_from", job.pay_from), changes.get("pay_to", job.pay_to)
    if low is not None and high is not None and low > high:
        raise RuleBroken(_("“Pay to” would be less than “pay from”."))
