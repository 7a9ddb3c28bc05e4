"""Advert: a job's public face on the careers pages and in feeds, in words of its own."""

from datetime import datetime, time, timedelta
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.doors import OwnedQuerySet, Visitor
from portico.agencies.models import Member
from portico.candidates.places import locate
from portico.candidates.settings import CandidateDefaults
from portico.jobs.models import Job
from portico.kit.gathering import Gathered
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.records.editing import save_changes
from portico.records.events import record
from portico.records.lifecycle import Lifecycle
from portico.records.search_words import fold

LEGAL_FORMS = {
    "ltd",
    "limited",
    "llc",
    "inc",
    "corp",
    "corporation",
    "company",
    "co",
    "plc",
    "gmbh",
    "ag",
    "kg",
    "bv",
    "nv",
}
"""What a company's name is often written without."""
TAKEN = {"apply", "preview"}
"""Words that stand for something else where an address has the advert's own."""


class AdvertQuerySet(OwnedQuerySet["Advert"]):
    """Jobs as the public reads of them."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; for roles limited to their own desk, those of the jobs they see."""
        return self.filter(job__in=Job.objects.visible_to(member)) if member.own_desk_only else self

    def seen_by_candidate(self, member: Member) -> Self:
        """Live ones of open jobs, while the careers pages are on."""
        return self.live()

    def seen_by_visitors(self) -> Self:
        """Live ones of open jobs, while the careers pages are on."""
        return self.live()

    def live(self) -> Self:
        """What everybody may read and apply to now."""
        off = CandidateDefaults.objects.filter(data__careers=False)
        rows = self.filter(status=Advert.Status.LIVE, job__status=Job.Status.OPEN, job__archived__isnull=True)
        return rows.filter(Q(expires__isnull=True) | Q(expires__gt=now())).exclude(agency__in=off.values("agency"))


class Advert(Lifecycle):
    """A job's public face: what strangers read of it, apart from what the agency notes on the job itself."""

    class Status(models.TextChoices):
        DRAFT = "draft", gettext_lazy("Draft")
        LIVE = "live", gettext_lazy("Live")
        ENDED = "ended", gettext_lazy("Ended")

    class Remote(models.TextChoices):
        ON_SITE = "", gettext_lazy("On site")
        HYBRID = "hybrid", gettext_lazy("Hybrid")
        REMOTE = "remote", gettext_lazy("Remote")

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.DRAFT: {Status.LIVE},
        Status.LIVE: {Status.ENDED},
        Status.ENDED: {Status.LIVE},
    }
    KEPT_IN_STEP: ClassVar = ("slug", "folded_title", "folded_words", "latitude", "longitude", "expires", "changed")
    WORDS: ClassVar = ("title", "text", "city", "region", "country", "postal_code")

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="advert")
    status = models.CharField(max_length=5, choices=Status, default=Status.DRAFT)
    title = models.CharField(gettext_lazy("title"), max_length=120)
    text = models.TextField(gettext_lazy("text"), max_length=20000, blank=True)
    city = models.CharField(gettext_lazy("city"), max_length=120, blank=True)
    region = models.CharField(gettext_lazy("state or region"), max_length=120, blank=True)
    country = models.CharField(gettext_lazy("country"), max_length=120, blank=True)
    postal_code = models.CharField(gettext_lazy("postal code"), max_length=20, blank=True)
    remote = models.CharField(gettext_lazy("workplace"), max_length=6, choices=Remote, blank=True, default="")
    show_pay = models.BooleanField(gettext_lazy("show the pay"), default=False)
    show_organization = models.BooleanField(gettext_lazy("name the client"), default=False)
    valid_until = models.DateField(gettext_lazy("last day"), null=True, blank=True)
    slug = models.SlugField(max_length=80)
    published = models.DateTimeField(null=True, blank=True)
    """When it went live first; nothing: nobody outside has ever read it."""
    expires = models.DateTimeField(null=True, blank=True)
    """The end of its last day where the agency is."""
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    folded_title = models.TextField(blank=True)
    folded_words = models.TextField(blank=True)
    """The words of its title, and of everything public, as a search compares them: " night porter london "."""
    views = models.PositiveIntegerField(default=0)
    added = models.DateTimeField(default=now)
    changed = models.DateTimeField(default=now)

    objects: ClassVar[AdvertQuerySet] = AdvertQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("advert")
        verbose_name_plural = gettext_lazy("adverts")
        indexes: ClassVar = [models.Index(fields=["agency", "status", "-published", "id"])]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.expires is not None and self.expires <= now()

    @property
    def is_live(self) -> bool:
        """Whether everybody may read it and apply now, as far as the advert and its job go."""
        open_job = self.job.status == Job.Status.OPEN and self.job.archived is None
        return self.status == self.Status.LIVE and open_job and not self.is_over

    @property
    def place(self) -> str:
        """Where the work is, in a line."""
        return ", ".join(part for part in (self.city, self.region, self.country) if part)

    def keep_in_step(self) -> None:
        """What follows from the other fields: the address, the words to find it by, the point on the map, the end."""
        base = slugify(" ".join([self.title, self.city]))[:70].strip("-") or "job"
        self.slug = f"{base}-job" if base in TAKEN else base
        named = self.job.organization.name if self.show_organization else ""
        self.folded_title = framed(self.title)
        self.folded_words = framed(*(getattr(self, name) for name in self.WORDS), named, self.job.get_type_display())
        self.latitude, self.longitude = locate(self.city, self.region, self.country) or (None, None)
        self.expires = end_of(self.valid_until, self.agency.zone)
        self.changed = now()

    def save(self, **kwargs: Any) -> None:
        """Save, with what follows from the other fields."""
        self.keep_in_step()
        super().save(**kwargs)

    @classmethod
    def draft_of(cls, job: Job) -> "Advert":
        """A first advert in the words clients read of the job; not saved. Pay and client stay unsaid."""
        place = {"city": job.city, "country": job.country}
        return cls(agency=job.agency, job=job, title=job.title[:120], text=job.description, **place)

    def names_client(self) -> bool:
        """Whether its own words tell who the client is, though it shall stay unsaid."""
        name = [word for word in fold(self.job.organization.name) if word not in LEGAL_FORMS]
        words = framed(*(getattr(self, field) for field in self.WORDS))
        return bool(name) and not self.show_organization and f" {' '.join(name)} " in words

    def check_confidential(self, *, sure: bool = False) -> None:
        """Refuse words that give the client away, unless somebody looked and means them otherwise."""
        if not sure and self.names_client():
            raise RuleBroken(
                _("The advert’s own words name %s, though the client shall stay unnamed. Write it differently.")
                % self.job.organization.name
            )

    @transaction.atomic
    def add(self, *, by: Member | None, sure: bool = False) -> "Advert":
        """Keep a first draft; nobody outside reads it yet."""
        self.check_confidential(sure=sure)
        self.save()
        record(self, "advert.written", by=by, about=[self.job], advert=self.title)
        return self

    @transaction.atomic
    def change(self, changes: dict[str, Any], *, seen: str, by: Member, sure: bool = False) -> list[str]:
        """Write it differently; what is live changes at once."""
        wanted = Advert(agency=self.agency, job=self.job, **{**self._words(), **changes})
        wanted.check_confidential(sure=sure)
        return save_changes(self, changes, seen=seen, by=by, verb="advert.changed", about=[self.job])

    def _words(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in (*self.WORDS, "show_organization")}

    @transaction.atomic
    def publish(self, *, by: Member | None, sure: bool = False) -> None:
        """Put it on the careers pages and into the feeds, from now on."""
        if self.job.status != Job.Status.OPEN or self.job.archived is not None:
            raise RuleBroken(_("The job is not open. Open it first."))
        if not self.text.strip():
            raise RuleBroken(_("Write what the job is about first."))
        if self.is_over:
            raise RuleBroken(_("Its last day has passed. Choose a later one first."))
        self.check_confidential(sure=sure)
        self.become(self.Status.LIVE, by=by, about=[self.job], advert=self.title)
        self.published = now()
        self.save(update_fields=["published", *self.KEPT_IN_STEP])

    @transaction.atomic
    def end(self, *, by: Member | None) -> None:
        """Take it off the careers pages and out of the feeds; its address says that the job is no longer open."""
        self.become(self.Status.ENDED, by=by, about=[self.job], advert=self.title)

    def was_viewed(self) -> None:
        """Count somebody who read it."""
        VIEWS.add(self.pk)


def viewed(pk: int, times: int) -> None:
    """So many people read this advert."""
    Advert.objects.filter(pk=pk).update(views=models.F("views") + times)


VIEWS = Gathered(viewed)


def framed(*texts: str) -> str:
    """The words of texts with a space before and after each, so that whole words can be looked for."""
    words = [word for text in texts if text for word in fold(text)]
    return f" {' '.join(words)} " if words else ""


def end_of(day: Any, zone: str) -> datetime | None:
    """The instant at which a day is over there."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)) if day else None


def end_advert_of(job: Job, *, by: Member | None) -> None:
    """A job that is filled or closed is no longer advertised."""
    for advert in Advert.objects.filter(job=job, status=Advert.Status.LIVE).select_related("job"):
        advert.end(by=by)


def once_public(visitor: Visitor, pk: int) -> Advert | None:
    """An advert that everybody could read once, to say that its job is no longer open; nothing for a mere draft."""
    rows = Advert.objects.filter(agency=visitor.agency_id, pk=pk, published__isnull=False)
    return rows.exclude(status=Advert.Status.DRAFT).select_related("job").first()
