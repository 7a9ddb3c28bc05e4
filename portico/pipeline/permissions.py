"""Permission to represent: a candidate says yes or no to being put forward for one job; the proof is kept."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.access.secrets import hashed, new_token
from portico.agencies.doors import OwnedQuerySet
from portico.agencies.models import Agency, Member
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.pipeline import introductions
from portico.records.events import record
from portico.records.lifecycle import Lifecycle

ANSWER_DAYS = 14
"""How long a candidate may take to answer."""


class PermissionQuerySet(OwnedQuerySet["Permission"]):
    """What candidates were asked, and said."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; for roles limited to their own desk, those on the jobs they see."""
        from portico.pipeline.models import Application

        seen = Application.objects.visible_to(member)
        return self.filter(application__in=seen.values("pk")) if member.own_desk_only else self

    def seen_by_candidate(self, member: Member) -> Self:
        """What they were asked themselves."""
        return self.filter(application__candidate__member=member)

    def waiting(self) -> Self:
        """Asked, and still to be answered in time."""
        return self.filter(status=Permission.Status.REQUESTED, due__gt=now())


class Permission(Lifecycle):
    """A candidate's permission to be put forward for one job: the question word for word, and the dated answer."""

    class Status(models.TextChoices):
        REQUESTED = "requested", gettext_lazy("Asked")
        GRANTED = "granted", gettext_lazy("Granted")
        REFUSED = "refused", gettext_lazy("Refused")
        LAPSED = "lapsed", gettext_lazy("Not answered")
        EXPIRED = "expired", gettext_lazy("Run out")
        WITHDRAWN = "withdrawn", gettext_lazy("Taken back")

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.REQUESTED: {Status.GRANTED, Status.REFUSED, Status.LAPSED},
        Status.GRANTED: {Status.EXPIRED, Status.WITHDRAWN},
    }

    application = models.ForeignKey("pipeline.Application", on_delete=models.PROTECT, related_name="permissions")
    status = models.CharField(max_length=10, choices=Status, default=Status.REQUESTED)
    job_title = models.CharField(max_length=200)
    client = models.CharField(gettext_lazy("client, or how you describe it"), max_length=200)
    pay = models.CharField(gettext_lazy("pay you tell them"), max_length=200, blank=True)
    days = models.PositiveIntegerField(gettext_lazy("days the permission holds"), default=30)
    words = models.TextField(max_length=4000)
    """The question, word for word as it was asked."""
    token_hash = models.CharField(max_length=64, unique=True)
    due = models.DateTimeField()
    asked = models.DateTimeField(default=now)
    asked_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    opened = models.DateTimeField(null=True, blank=True)
    opened_count = models.PositiveIntegerField(default=0)
    answered = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    """Until when a granted permission holds."""
    ip = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=200, blank=True)

    objects: ClassVar[PermissionQuerySet] = PermissionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("permission")
        verbose_name_plural = gettext_lazy("permissions")
        ordering: ClassVar = ["-asked", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(status="requested"), name="one_open_question_of_permission"
            )
        ]

    def __str__(self) -> str:
        return f"{self.job_title}: {self.get_status_display()}"

    @property
    def state(self) -> str:
        """The status as it is by the clock, even where the clock's task has not come round yet."""
        if self.status == self.Status.REQUESTED and self.due <= now():
            return self.Status.LAPSED
        if self.status == self.Status.GRANTED and self.until is not None and self.until <= now():
            return self.Status.EXPIRED
        return self.status

    @property
    def state_words(self) -> str:
        """The state in words."""
        return str(self.Status(self.state).label)

    @property
    def in_force(self) -> bool:
        """Whether it lets the agency put the candidate forward now."""
        return self.state == self.Status.GRANTED

    def _told(self) -> dict[str, object]:
        return {"about": [self.application, *self.application.about], **self.application.words}

    @transaction.atomic
    def remind(self, *, by: Member) -> None:
        """Mail the question again, with a fresh link and fresh time; the earlier link is dead."""
        if self.state not in {self.Status.REQUESTED, self.Status.LAPSED} or self.status != self.Status.REQUESTED:
            raise RuleBroken(_("This question is over. Ask anew."))
        token, due = new_token(), now() + timedelta(days=ANSWER_DAYS)
        still = Permission.objects.filter(pk=self.pk, status=self.Status.REQUESTED)
        if not still.update(token_hash=hashed(token), due=due):
            raise Conflict(_("It was answered meanwhile. Have another look."))
        self.token_hash, self.due = hashed(token), due
        record(self, "permission.reminded", by=by, **self._told())  # type: ignore[arg-type]
        introductions.permission_asked(self, token)

    @transaction.atomic
    def answer(self, *, yes: bool, note: str = "", ip: str = "", agent: str = "", by: Member | None = None) -> None:
        """The candidate says yes or no. Of two answers at once, the first counts."""
        if self.state == self.Status.LAPSED:
            raise RuleBroken(_("The time to answer is over. Ask your recruiter to send the question again."))
        if self.status != self.Status.REQUESTED:
            raise Conflict(_("This was answered already."))
        at = now()
        self.become(self.Status.GRANTED if yes else self.Status.REFUSED, by=by, **self._told())
        self.answered, self.note, self.ip, self.agent = at, note.strip(), ip, agent
        self.until = at + timedelta(days=self.days) if yes else None
        self.save(update_fields=["answered", "note", "ip", "agent", "until"])
        introductions.permission_answered(self)

    @transaction.atomic
    def withdraw(self, *, note: str = "", ip: str = "", agent: str = "", by: Member | None = None) -> None:
        """The candidate takes a yes back: what clients see of them for this job ends at once. The proof stays."""
        if self.status != self.Status.GRANTED:
            raise Conflict(_("There is no permission to take back."))
        self.become(self.Status.WITHDRAWN, by=by, **self._told(), reason=note.strip() or "–")
        for submission in self.application.submissions.shown():
            submission.withdraw(by=None)
        introductions.permission_answered(self)


def _check_may_be_asked(application: "Application", days: int) -> None:  # type: ignore[name-defined]  # noqa: F821
    """Refuse a question that could not be answered, or lead to nothing."""
    candidate = application.candidate
    if application.status != "open":
        raise RuleBroken(_("%s is no longer in process for this job.") % candidate.name)
    if not candidate.email:
        raise RuleBroken(_("%s has no email address. Add one first.") % candidate.name)
    if not 1 <= days <= 365:
        raise RuleBroken(_("Choose between 1 and 365 days."))


@transaction.atomic
def ask_permission(
    application: "Application",  # type: ignore[name-defined]  # noqa: F821
    *,
    by: Member,
    client: str,
    pay: str = "",
    days: int = 30,
) -> Permission:
    """Ask the candidate by mail whether they may be put forward for this job, and for no other."""
    _check_may_be_asked(application, days)
    job = application.job
    _let_lapse(application.pk)
    at, token = now(), new_token()
    asked = Permission(
        agency_id=application.agency_id,
        application=application,
        job_title=job.title,
        client=client,
        pay=pay,
        days=days,
        words=question(application.agency, job.title, client, pay, days),
        token_hash=hashed(token),
        asked=at,
        due=at + timedelta(days=ANSWER_DAYS),
        asked_by=by,
    )
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError:
        raise RuleBroken(_("%s was asked already and has not answered yet.") % application.candidate.name) from None
    record(asked, "permission.requested", by=by, **asked._told())  # type: ignore[arg-type]
    introductions.permission_asked(asked, token)
    return asked


def _let_lapse(application_pk: int) -> None:
    """A question nobody answered in time makes room for a new one."""
    late = Permission.objects.filter(application=application_pk, status=Permission.Status.REQUESTED, due__lte=now())
    for one in late:
        one.become(Permission.Status.LAPSED, by=None, **one._told())


def question(agency: Agency, job: str, client: str, pay: str, days: int) -> str:
    """What the candidate is asked, word for word."""
    lines = [
        _("May %(agency)s put you forward for the position “%(job)s” at %(client)s?")
        % {"agency": agency.name, "job": job, "client": client},
        _("Pay: %s") % pay if pay else "",
        _("If you say yes, we may show this company your profile and your documents, for this position only."),
        _("Your permission holds for %d days, and you can take it back at any time.") % days,
        _("If you say no, or nothing, we do not show your profile there."),
    ]
    return "\n\n".join(line for line in lines if line)


def asked_with(agency: Agency, token: object) -> Permission | None:
    """The question behind an emailed link of this agency."""
    if not isinstance(token, str) or not 40 <= len(token) <= 50:
        return None
    related = ["application__candidate", "application__job", "asked_by__user", "agency"]
    return Permission.objects.select_related(*related).filter(agency=agency, token_hash=hashed(token)).first()


def was_opened(permission: Permission) -> None:
    """Count a look at the question: it changes nothing else, for scanners look too."""
    at = now()
    Permission.objects.filter(pk=permission.pk, opened=None).update(opened=at)
    Permission.objects.filter(pk=permission.pk).update(opened_count=models.F("opened_count") + 1)


def run_out(at: datetime) -> int:
    """By the clock: questions nobody answered in time lapse, permissions whose days are over expire."""
    over = Permission.objects.at_work().filter(
        models.Q(status=Permission.Status.REQUESTED, due__lte=at)
        | models.Q(status=Permission.Status.GRANTED, until__lte=at)
    )
    count = 0
    for one in over.select_related("application__candidate", "application__job"):
        end = Permission.Status.LAPSED if one.status == Permission.Status.REQUESTED else Permission.Status.EXPIRED
        try:
            one.become(end, by=None, **one._told())
        except Conflict:
            continue
        count += 1
    return count
