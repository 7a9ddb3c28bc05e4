"""Portal, a contact's seat in it, and the jobs shared on it."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.clients.models import Contact, Organization
from portico.jobs.models import Job
from portico.kit.asked_once import asked_once
from portico.kit.prepared import prepared
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.portals.changing import Changed, changed, without
from portico.portals.colleagues import ColleagueRequest
from portico.portals.defaults import PortalDefaults
from portico.portals.fields import known, usual
from portico.portals.settings import PortalSettings, Source, in_force, layered, narrowed
from portico.portals.visits import Visit
from portico.portals.words import GUARDED
from portico.records.events import record
from portico.records.lifecycle import Lifecycle


class PortalQuerySet(OwnedQuerySet["Portal"]):
    """Client portals."""

    def seen_by_client(self, member: Member) -> Self:
        """The one they have a seat in, while it is on."""
        return self.filter(seats__member=member, active=True)


class Portal(Owned):
    """One organization's client portal; made on the first invitation or share."""

    organization = models.OneToOneField(Organization, on_delete=models.PROTECT, related_name="portal")
    active = models.BooleanField(_("active"), default=True)
    opened = models.DateTimeField(default=now)
    custom = models.BooleanField(_("use custom settings"), default=False)
    values = models.JSONField(default=dict)
    """The portal's own settings, which hold only while `custom` is on."""

    objects: ClassVar[PortalQuerySet] = PortalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("client portal")

    def __str__(self) -> str:
        return self.organization.name

    @classmethod
    def of(cls, organization: Organization, *, by: Member | None) -> "Portal":
        """The organization's portal, opened where there is none yet."""
        found = cls.objects.filter(organization=organization).first()
        if found is None:
            found = cls(agency_id=organization.agency_id, organization=organization)
            found.save()
            record(found, "portal.opened", by=by, about=[organization], organization=organization.name)
        return found

    def sources(self) -> tuple[PortalSettings, dict[str, Source]]:
        """The settings in force, and where each comes from."""
        own = [("portal", self.values)] if self.custom else []
        return layered(("agency", PortalDefaults.of(self.agency_id)), *own)

    @cached_property
    def settings(self) -> PortalSettings:
        """The settings in force (read once per loaded row)."""
        return self.sources()[0]

    @classmethod
    def settings_for(cls, member: Member) -> PortalSettings:
        """What holds on the portal where this contact has a seat."""
        return own_settings(member) or PortalSettings()

    @transaction.atomic
    def customize(self, changes: dict[str, Any], *, seen: str, by: Member) -> list[str]:
        """Settings of its own for this portal; only what differs from what the form showed."""
        row = Portal.objects.select_for_update(of=("self",)).select_related("organization").get(pk=self.pk)
        if not row.custom:
            raise RuleBroken(_t("This portal follows the agency’s settings. Give it settings of its own first."))
        if GUARDED & changes.keys() and not by.may(May.MANAGE_SETTINGS):
            raise RuleBroken(_t("Security is changed by those who manage the agency’s settings."))
        found = changed(row.values, row.settings, changes, seen=seen, agency_id=self.agency_id)
        return row._keep(found, by=by)

    @transaction.atomic
    def reset(self, name: str, *, by: Member) -> None:
        """Let the agency's value hold again for one setting."""
        row = Portal.objects.select_for_update(of=("self",)).select_related("organization").get(pk=self.pk)
        if name in GUARDED and not by.may(May.MANAGE_SETTINGS):
            raise RuleBroken(_t("Security is changed by those who manage the agency’s settings."))
        above = PortalDefaults.sources(self.agency_id)[0]
        row._keep(without(row.values, name, there=row.settings, above=above, agency_id=self.agency_id), by=by)

    def _keep(self, found: Changed, *, by: Member) -> list[str]:
        if found.names:
            self.values = found.values
            self.save(update_fields=["values"])
            organization = self.organization
            words = {"organization": organization.name, **found.words}
            record(self, "portal.customized", by=by, about=[organization], **words)
        return found.names

    @transaction.atomic
    def use_custom(self, *, on: bool, by: Member) -> None:
        """Let it have settings of its own, or follow the agency's again; its own are kept for another time."""
        guarded = GUARDED & self.values.keys()
        if guarded and not by.may(May.MANAGE_SETTINGS):
            raise RuleBroken(_t("Security is changed by those who manage the agency’s settings."))
        if Portal.objects.filter(pk=self.pk, custom=not on).update(custom=on):
            self.custom = on
            verb = "portal.custom_on" if on else "portal.custom_off"
            record(self, verb, by=by, about=[self.organization], organization=self.organization.name)

    @transaction.atomic
    def switch(self, *, on: bool, by: Member) -> None:
        """Let its people in, or close it for all of them."""
        if self.active == on:
            return
        self.active = on
        self.save(update_fields=["active"])
        verb = "portal.switched_on" if on else "portal.switched_off"
        record(self, verb, by=by, about=[self.organization], organization=self.organization.name)


def settle(portals: Iterable[Portal], defaults: dict[str, Any]) -> None:
    """Give many portals their settings with the agency's defaults read once."""
    for portal in portals:
        own = [("portal", portal.values)] if portal.custom else []
        portal.settings = layered(("agency", defaults), *own)[0]


class JobShareQuerySet(OwnedQuerySet["JobShare"]):
    """Jobs as clients see them."""

    def seen_by_staff(self, member: Member) -> Self:
        """Those of the jobs they see."""
        return self.filter(job__in=Job.objects.visible_to(member)) if member.own_desk_only else self

    def seen_by_client(self, member: Member) -> Self:
        """The live ones on their portal that their seat covers."""
        return self.live().covered_by(member)

    def covered_by(self, member: Member) -> Self:
        """On the portal where this contact has a seat, and among the jobs the seat is for; whether live or not."""
        seats = Seat.objects.filter(member=member, portal__active=True)
        return self.filter(
            Q(portal__in=seats.filter(all_jobs=True).values("portal"))
            | Q(pk__in=Seat.shares.through.objects.filter(seat__in=seats).values("jobshare"))
        ).filter(portal__in=seats.values("portal"))

    def previewed_for(self, member: Member) -> Self:
        """What a client contact will see once everything prepared is published; for the agency's preview only."""
        return self.covered_by(member).filter(agency=member.agency_id).to_come()

    def to_come(self) -> Self:
        """Open to the client, or prepared to be."""
        return self.filter(status__in=[JobShare.Status.DRAFT, JobShare.Status.LIVE], job__archived__isnull=True)

    def live(self) -> Self:
        """Open to the client now."""
        return self.filter(
            Q(expires__isnull=True) | Q(expires__gt=now()), status=JobShare.Status.LIVE, job__archived__isnull=True
        )

    def with_pipeline(self) -> Self:
        """Live ones whose job is active: clients see the candidates only there."""
        return self.live().filter(job__status__in=Job.ACTIVE)


class JobShare(Lifecycle):
    """A job as a client sees it, on a portal. It does not follow the job's primary contact."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        LIVE = "live", _("Live")
        PAUSED = "paused", _("Paused")
        ENDED = "ended", _("Ended")

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.DRAFT: {Status.LIVE, Status.ENDED},
        Status.LIVE: {Status.PAUSED, Status.ENDED},
        Status.PAUSED: {Status.LIVE, Status.ENDED},
        Status.ENDED: {Status.LIVE, Status.DRAFT},
    }

    SHARED: ClassVar = (Status.LIVE, Status.PAUSED)

    portal = models.ForeignKey(Portal, on_delete=models.PROTECT, related_name="shares")
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="shares")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    fields = models.JSONField(_("fields shown of each candidate"), default=usual)
    show_pay = models.BooleanField(_("show the job's pay"), default=False)
    downloads = models.BooleanField(_("documents may be downloaded"), default=False)
    expires = models.DateTimeField(_("ends on its own"), null=True, blank=True)
    values = models.JSONField(default=dict)
    """Settings this share narrows (settings.NARROWING)."""
    decider = models.ForeignKey("Seat", on_delete=models.SET_NULL, null=True, blank=True, related_name="decides")
    """Whose answer counts; nobody chosen: anybody's."""
    shared_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    shared = models.DateTimeField(default=now)

    objects: ClassVar[JobShareQuerySet] = JobShareQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("share")
        constraints: ClassVar = [models.UniqueConstraint(fields=["portal", "job"], name="one_share_per_job_and_portal")]

    def __str__(self) -> str:
        return f"{self.job} → {self.portal}"

    @property
    def is_live(self) -> bool:
        """Open to the client now."""
        return self.status == self.Status.LIVE and (self.expires is None or self.expires > now())

    @cached_property
    def settings(self) -> PortalSettings:
        """What holds for this share: the portal's settings, less what the share takes away."""
        return narrowed(self.portal.settings, self.values)

    @property
    def chosen_fields(self) -> list[str]:
        """What is shown of each candidate: never more than the portal ever shows."""
        return [name for name in known(self.fields) if name in self.settings.fields]

    @property
    def may_download(self) -> bool:
        """Whether the client may take documents along."""
        return self.downloads and self.settings.downloads

    @property
    def is_over(self) -> bool:
        """Its day has come: it ended on its own."""
        return self.expires is not None and self.expires <= now()

    @transaction.atomic
    def publish(self, *, by: Member) -> None:
        """Open it to the client, for the first time or again."""
        self.shared, self.shared_by = now(), by
        self.save(update_fields=["shared", "shared_by"])
        self.become(self.Status.LIVE, by=by, verb="jobshare.shared", **self._words())

    def end(self, *, by: Member) -> None:
        """Stop sharing; it takes effect at the next request of the client."""
        self.become(self.Status.ENDED, by=by, **self._words())

    def pause(self, *, by: Member) -> None:
        """Hide it for a while."""
        self.become(self.Status.PAUSED, by=by, **self._words())

    def resume(self, *, by: Member) -> None:
        """Show it again."""
        self.become(self.Status.LIVE, by=by, **self._words())

    def _words(self) -> dict[str, object]:
        organization = self.portal.organization
        return {"about": [self.job, organization], "job": self.job.title, "organization": organization.name}


class SeatQuerySet(OwnedQuerySet["Seat"]):
    """Contacts with access to portals."""

    def seen_by_client(self, member: Member) -> Self:
        """Only their own."""
        return self.filter(member=member)

    def in_force(self) -> Self:
        """Of people who can come in now."""
        return self.filter(member__status=Member.Status.ACTIVE, portal__active=True)


@prepared
def seats_with_settings(member: int, agency: int) -> QuerySet["Seat"]:
    """Somebody's seat with its portal, and the agency's defaults beside it."""
    defaults = PortalDefaults.objects.filter(agency=OuterRef("portal__agency")).order_by("pk").values("values")[:1]
    seats = Seat.objects.filter(member=member, portal__agency=agency).select_related("portal")
    return seats.annotate(defaults=Subquery(defaults))


def own_settings(member: Member) -> PortalSettings | None:
    """What holds for somebody with a seat: the way in asks for it, and then the page."""

    def read() -> PortalSettings | None:
        seat: Seat | None = seats_with_settings.first(member.pk, member.agency_id)
        return seat.settings if seat is not None else None

    return asked_once(("portal settings", member.pk, member.agency_id), read)


class Seat(Owned):
    """A contact's access to a portal: all its jobs, or chosen ones."""

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="seats")
    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="seat")
    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="seat")
    all_jobs = models.BooleanField(_("all jobs of the organization"), default=True)
    shares = models.ManyToManyField(JobShare, related_name="seats", blank=True)

    objects: ClassVar[SeatQuerySet] = SeatQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("portal access")

    def __str__(self) -> str:
        return self.contact.name

    @property
    def settings(self) -> PortalSettings:
        """What holds on its portal; of a row that `seats_with_settings` found."""
        own = [self.portal.values] if self.portal.custom else []
        return in_force(getattr(self, "defaults", None) or {}, *own)

    @transaction.atomic
    def set_scope(self, *, all_jobs: bool, shares: list[JobShare], by: Member) -> None:
        """Say which of the organization's shared jobs they see; chosen ones that `by` does not see stay chosen."""
        unseen = self.shares.exclude(pk__in=JobShare.objects.visible_to(by).values("pk"))
        shares = [*shares, *unseen.select_related("job")]
        self.all_jobs = all_jobs
        self.save(update_fields=["all_jobs"])
        self.shares.set([] if all_jobs else shares)
        jobs = [] if all_jobs else [share.job for share in shares]
        scope = _("all jobs") if all_jobs else ", ".join(share.job.title for share in shares) or "–"
        about = [self.contact, *jobs]
        record(self, "contact.scope_changed", by=by, about=about, contact=self.contact.name, scope=str(scope))


from portico.portals.job_changes import JobChange  # noqa: E402

__all__ = ["ColleagueRequest", "JobChange", "JobShare", "Portal", "PortalDefaults", "Seat", "Visit"]
