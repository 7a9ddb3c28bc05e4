"""What candidates agreed to: for which purpose, to which wording, when and how."""

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Agency, Member
from portico.candidates.profile import PartQuerySet
from portico.kit.prepared import prepared
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.records.events import record

if TYPE_CHECKING:
    from portico.candidates.models import Candidate


class Purpose(models.TextChoices):
    """What data may be used for; each is asked for by itself."""

    APPLICATION = "application", _("Handling an application")
    TALENT_POOL = "talent_pool", _("Keeping the profile for other jobs")
    MARKETING = "marketing", _("News and job mails")
    SHARING = "sharing", _("Showing the profile to clients")
    SPECIAL = "special", _("Sensitive data, like health")


class ConsentTextQuerySet(OwnedQuerySet["ConsentText"]):
    """Wordings; what was published may be read by everybody."""

    def seen_by_candidate(self, member: Member) -> Self:
        """Those that were published."""
        return self.filter(published__isnull=False)

    def seen_by_visitors(self) -> Self:
        """Those that were published."""
        return self.filter(published__isnull=False)


class ConsentText(Owned):
    """One version of the words by which the agency asks for consent. What was published is never changed."""

    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    version = models.PositiveIntegerField(default=1)
    language = models.CharField(_("language"), max_length=5, default="en")
    text = models.TextField(_("wording"), max_length=5000)
    months = models.PositiveIntegerField(
        _("valid for months"), null=True, blank=True, help_text=_("Empty: until it is withdrawn.")
    )
    published = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ConsentTextQuerySet] = ConsentTextQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("consent wording")
        ordering: ClassVar = ["purpose", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "purpose", "language", "version"], name="one_wording_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.version}"


class ConsentQuerySet(PartQuerySet["Consent"]):
    """What was agreed to, and what was not."""

    def in_force(self, at: datetime) -> Self:
        """Given, not withdrawn, not run out."""
        lasting = models.Q(expires=None) | models.Q(expires__gt=at)
        return self.filter(lasting, status=Consent.Status.GIVEN)


class Consent(Owned):
    """One person's answer to one wording: the proof of it, kept as it was given."""

    class Status(models.TextChoices):
        GIVEN = "given", _("Given")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        LAPSED = "lapsed", _("Run out")
        RENEWED = "renewed", _("Renewed by a later one")

    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.CASCADE, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="answers")
    purpose = models.CharField(max_length=12, choices=Purpose)
    status = models.CharField(max_length=9, choices=Status)
    status_since = models.DateTimeField(default=now)
    way = models.CharField(max_length=20)
    """Where it was said: application, portal, link, desk."""
    at = models.DateTimeField(default=now)
    expires = models.DateTimeField(null=True, blank=True)
    ip = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)
    """How a recruiter heard it, where it was not said on a page of ours."""
    reminded = models.DateTimeField(null=True, blank=True)
    """When they were told that it runs out."""

    objects: ClassVar[ConsentQuerySet] = ConsentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("consent")
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["candidate", "purpose", "-at"]),
            models.Index(fields=["agency", "status", "expires"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.get_status_display()}"

    @property
    def in_force(self) -> bool:
        """Given, not taken back, not run out."""
        return self.status == self.Status.GIVEN and (self.expires is None or self.expires > now())

    @property
    def has_stopped(self) -> bool:
        """Whether this answer says no, by now."""
        return not self.in_force and self.status != self.Status.RENEWED


def current_texts(agency: Agency | int, purposes: Iterable[str]) -> list[ConsentText]:
    """The newest published wording for each of these purposes; purposes without a wording are not asked about."""
    latest: dict[str, ConsentText] = {}
    rows = ConsentText.objects.filter(agency=agency, purpose__in=list(purposes), published__isnull=False)
    for text in rows.order_by("-version"):
        latest.setdefault(text.purpose, text)
    return [latest[purpose] for purpose in purposes if purpose in latest]


type Stop = Callable[["Candidate", str], object]

ON_STOP: list[Stop] = []
"""What packages above do, in the same transaction, when somebody no longer agrees to a purpose (candidate, purpose)."""


def give(
    candidate: "Candidate",
    text: ConsentText,
    *,
    way: str,
    by: Member | None = None,
    ip: str = "",
    agent: str = "",
    note: str = "",
) -> Consent:
    """They said yes to this wording. An earlier yes for the same purpose is renewed by it."""
    return _answer(candidate, text, Consent.Status.GIVEN, way=way, by=by, ip=ip, agent=agent, note=note)


def refuse(
    candidate: "Candidate",
    text: ConsentText,
    *,
    way: str,
    by: Member | None = None,
    ip: str = "",
    agent: str = "",
    note: str = "",
) -> Consent:
    """They said no to this wording; what they agreed to before ends."""
    return _answer(candidate, text, Consent.Status.REFUSED, way=way, by=by, ip=ip, agent=agent, note=note)


@transaction.atomic
def _answer(candidate: "Candidate", text: ConsentText, status: str, *, by: Member | None, **proof: str) -> Consent:
    if text.published is None:
        raise RuleBroken(_t("This wording was not published yet."))
    if candidate.erased:
        raise RuleBroken(_t("This person was erased."))
    at = now()
    earlier = Consent.objects.filter(candidate=candidate, purpose=text.purpose, status=Consent.Status.GIVEN)
    after = Consent.Status.RENEWED if status == Consent.Status.GIVEN else Consent.Status.WITHDRAWN
    earlier.update(status=after, status_since=at)
    consent = Consent(agency_id=text.agency_id, candidate=candidate, text=text, purpose=text.purpose, status=status)
    consent.at, consent.way, consent.note = at, proof["way"], proof["note"][:500]
    consent.ip, consent.agent = proof["ip"][:45], proof["agent"][:200]
    if text.months and status == Consent.Status.GIVEN:
        consent.expires = months_later(at, text.months)
    consent.save()
    record(candidate, f"consent.{status}", by=by, purpose=str(consent.get_purpose_display()), version=text.version)
    if status != Consent.Status.GIVEN:
        stop(candidate, text.purpose)
    return consent


def stop(candidate: "Candidate", purpose: str) -> None:
    """What rested on their consent ends at once."""
    for hook in ON_STOP:
        hook(candidate, purpose)


def months_later(at: datetime, months: int) -> datetime:
    """The same day so many months later (or earlier), or the last day of that month."""
    total = at.year * 12 + at.month - 1 + months
    year, month = divmod(total, 12)
    last = monthrange(year, month + 1)[1]
    return at.replace(year=year, month=month + 1, day=min(at.day, last))


@transaction.atomic
def withdraw(consent: Consent, *, by: Member | None = None, note: str = "") -> None:
    """They take back what they agreed to; what was done until now stays lawful."""
    mine = Consent.objects.filter(pk=consent.pk, status=Consent.Status.GIVEN)
    changes = {"status": Consent.Status.WITHDRAWN, "status_since": now(), **({"note": note[:500]} if note else {})}
    if not mine.update(**changes):
        raise Conflict(_t("This consent has ended already."))
    consent.refresh_from_db()
    record(consent.candidate, "consent.withdrawn", by=by, purpose=str(consent.get_purpose_display()))
    stop(consent.candidate, consent.purpose)


def latest(candidates: Iterable[int], purpose: str | None = None) -> dict[tuple[int, str], Consent]:
    """The last answer of each of these candidates for each purpose."""
    rows = answers_of(list(candidates))
    return {(row.candidate_id, row.purpose): row for row in rows if purpose in (None, row.purpose)}


@prepared
def answers_of(candidates: list[int]) -> models.QuerySet[Any]:
    """What these candidates answered, the last answers last."""
    return Consent.objects.filter(candidate__in=candidates).select_related("text").order_by("at", "pk")


def stopped(candidates: Iterable[int], purpose: str) -> set[int]:
    """Who of them said no to this purpose, took their yes back, or let it run out. Who was never asked is not there."""
    return {pk for (pk, _purpose), row in latest(candidates, purpose).items() if row.has_stopped}
