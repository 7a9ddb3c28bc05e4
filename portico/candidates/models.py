"""Candidate and the skills they bring."""

import unicodedata
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portico.access import inviting
from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.mailbox import mail_key
from portico.agencies.models import Member
from portico.agencies.roles import Role, Side
from portico.candidates.naming import called, working_as
from portico.candidates.phones import phone_key
from portico.candidates.places import locate
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.records import search
from portico.records.events import record
from portico.records.tags import Tag


def name_key(*parts: str) -> str:
    """A name as it is compared: without accents, case and extra spaces."""
    text = " ".join(parts)
    if text.isascii():
        return " ".join(text.lower().split())
    text = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(char for char in text if not unicodedata.combining(char)).split())


class Skill(Owned):
    """Something a candidate can do, in the agency's own list."""

    name = models.CharField(_("name"), max_length=100)
    key = models.CharField(max_length=100)

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "key"], name="one_skill_per_name")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def named(cls, agency_id: int, names: list[str]) -> "list[Skill]":
        """The skills with these names, made where they are new."""
        wanted = {name_key(name)[:100]: name.strip()[:100] for name in names if name.strip()}
        cls.objects.bulk_create(
            (cls(agency_id=agency_id, key=key, name=name) for key, name in wanted.items()), ignore_conflicts=True
        )
        found = {skill.key: skill for skill in cls.objects.filter(agency=agency_id, key__in=wanted)}
        return [found[key] for key in wanted]


class CandidateQuerySet(OwnedQuerySet["Candidate"]):
    """People looking for work."""

    def seen_by_candidate(self, member: Member) -> Self:
        """Only their own record."""
        return self.filter(member=member)

    def current(self) -> Self:
        """Not archived, not merged away."""
        return self.filter(archived__isnull=True, merged_into__isnull=True)

    def like(
        self, *, email: str = "", first_name: str = "", last_name: str = "", phone: str = "", but: int | None = None
    ) -> Self:
        """Possible duplicates: the same mailbox, or the same name with the same phone number."""
        named = phone and (first_name or last_name)
        return self.like_keys(
            email=mail_key(email) if email else "",
            name=name_key(first_name, last_name) if named else "",
            phone=phone_key(phone) if named else "",
            but=but,
        )

    def like_keys(self, *, email: str = "", name: str = "", phone: str = "", but: int | None = None) -> Self:
        """The same by what is kept for comparing."""
        same = Q(pk__in=[])
        if email:
            same |= Q(email_key=email)
        if phone and name:
            same |= Q(name_key=name, phone_key=phone)
        return self.filter(same, merged_into__isnull=True).exclude(pk=but)


class WorkType(models.TextChoices):
    """A kind of work somebody is looking for."""

    PERMANENT = "permanent", _("Permanent")
    CONTRACT = "contract", _("Contract")
    TEMPORARY = "temporary", _("Temporary")
    PART_TIME = "part_time", _("Part time")


class Remote(models.TextChoices):
    """Where somebody wants to work."""

    ON_SITE = "on_site", _("On site")
    HYBRID = "hybrid", _("Partly from home")
    REMOTE = "remote", _("From home only")


class Candidate(Owned):
    """A person looking for work, as the agency knows them."""

    class Per(models.TextChoices):
        YEAR = "year", _("a year")
        MONTH = "month", _("a month")
        DAY = "day", _("a day")
        HOUR = "hour", _("an hour")

    KEPT_IN_STEP: ClassVar = ("email_key", "phone_key", "name_key", "latitude", "longitude", "changed")

    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    name_key = models.CharField(max_length=220, blank=True)
    email = models.EmailField(_("email"), max_length=254, blank=True)
    email_key = models.CharField(max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    phone_key = models.CharField(max_length=30, blank=True)
    headline = models.CharField(_("headline"), max_length=200, blank=True)
    title = models.CharField(_("current title"), max_length=200, blank=True)
    employer = models.CharField(_("current employer"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    region = models.CharField(_("region"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=120, blank=True)
    linkedin = models.URLField(_("LinkedIn"), max_length=300, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    languages = models.CharField(_("languages"), max_length=300, blank=True)
    work_types = models.JSONField(_("kinds of work"), default=list, blank=True)
    remote = models.CharField(_("remote work"), max_length=8, choices=Remote, blank=True)
    travel_km = models.PositiveIntegerField(_("travel radius in km"), null=True, blank=True)
    available_from = models.DateField(_("available from"), null=True, blank=True)
    notice = models.CharField(_("notice period"), max_length=100, blank=True)
    right_to_work = models.CharField(_("right to work"), max_length=300, blank=True)
    wants = models.TextField(_("work preferences"), max_length=2000, blank=True)
    availability = models.CharField(_("availability"), max_length=200, blank=True)
    pay_expected = models.DecimalField(_("pay expectation"), max_digits=14, decimal_places=3, null=True, blank=True)
    pay_currency = models.CharField(_("currency"), max_length=3, blank=True)
    pay_per = models.CharField(_("per"), max_length=6, choices=Per, blank=True)
    summary = models.TextField(_("summary"), max_length=10000, blank=True)
    description = models.TextField(_("description"), max_length=10000, blank=True)
    """What the agency writes about them for clients; the summary is in their own words."""
    no_update_requests = models.DateTimeField(null=True, blank=True)
    """Since when they do not want to be asked to look over their profile."""
    source = models.CharField(_("source"), max_length=120, blank=True)
    skills = models.ManyToManyField(Skill, related_name="candidates", blank=True)
    tags = models.ManyToManyField(Tag, related_name="candidates", blank=True)
    owner = models.ForeignKey(
        Member, verbose_name=_("owner"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    member = models.OneToOneField(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="candidate")
    layout = models.ForeignKey(
        "candidates.ProfileLayout", on_delete=models.SET_NULL, null=True, blank=True, related_name="candidates"
    )
    reference = models.CharField(_("reference"), max_length=80, blank=True)
    """The number another system gave them; an import finds them by it."""
    archived = models.DateTimeField(null=True, blank=True)
    erased = models.DateTimeField(null=True, blank=True)
    """Since when this is only a number that statistics count: everything about the person is gone."""
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged")
    added = models.DateTimeField(default=now)
    changed = models.DateTimeField(default=now)

    objects: ClassVar[CandidateQuerySet] = CandidateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        indexes: ClassVar = [
            models.Index(fields=["agency", "email_key"]),
            models.Index(fields=["agency", "name_key", "id"]),
            models.Index(fields=["agency", "phone_key"]),
            models.Index(
                fields=["agency", "added", "id", "archived", "merged_into"],
                condition=Q(archived__isnull=True, merged_into__isnull=True),
                name="people_now",
            ),
            models.Index(
                fields=["agency", "added", "id", "archived", "merged_into"],
                condition=Q(archived__isnull=False, merged_into__isnull=True),
                name="people_archived",
            ),
            models.Index(fields=["agency", "changed", "id"], name="people_by_changed"),
            models.Index(fields=["agency", "city", "id"], name="people_by_city"),
            models.Index(fields=["owner", "added", "id"], name="people_of_owner"),
            models.Index(fields=["agency", "latitude", "longitude"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "reference"],
                condition=~Q(reference=""),
                name="one_candidate_per_reference",
                violation_error_message=_("Another candidate has this reference."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """First and last name, or the best there is."""
        return called(self.first_name, self.last_name, self.email)

    @property
    def place(self) -> str:
        """City and country."""
        return ", ".join(part for part in (self.city, self.country) if part)

    @property
    def skill_names(self) -> str:
        """What they can do, as one line."""
        return ", ".join(skill.name for skill in self.skills.all())

    @property
    def position(self) -> str:
        """What they do, and where."""
        return working_as(self.title, self.employer, self.headline)

    def keep_in_step(self) -> None:
        """The normalized keys and the place on the map follow the fields as typed."""
        self.latitude, self.longitude = locate(self.city, self.region, self.country) or (None, None)
        self.email_key = mail_key(self.email) if self.email else ""
        self.phone_key = phone_key(self.phone)
        self.name_key = name_key(self.first_name, self.last_name)
        self.changed = now()

    def save(self, **kwargs: Any) -> None:
        """Save, with the normalized keys in step."""
        self.keep_in_step()
        super().save(**kwargs)

    def findable(self, skills: Iterable[str], further: Iterable[str] = ()) -> search.Entry:
        """What the search shall find of them; `further` are the words of their posts, schools and papers."""
        skilled = " ".join(skills)
        words = [
            self.headline,
            self.place,
            self.languages,
            skilled,
            self.summary,
            *further,
            self.email,
            self.phone,
            self.phone_key,
            self.reference,
        ]
        main = " ".join((self.title, self.headline, skilled))
        names = f"{self.first_name} {self.last_name}"
        said = " ".join(word for word in words if word)
        return search.Entry(self, self.name, self.position, said, main=main, names=names)

    def make_findable(self) -> None:
        """Keep the search up to date."""
        skills = self.skills.values_list("name", flat=True) if self.pk else []
        search.index_many([self.findable(skills, life_in_words(self) if self.pk else ())])

    @transaction.atomic
    def add(self, *, by: Member | None, skills: list[str] | None = None) -> "Candidate":
        """Take a new candidate into the agency's records."""
        self.save()
        self.skills.set(Skill.named(self.agency_id, skills or []))
        begin(self)
        self.make_findable()
        record(self, "candidate.added", by=by)
        return self

    @transaction.atomic
    def change_skills(self, wanted: list[str], *, shown: list[str], by: Member) -> None:
        """Add and take away what differs from the list that was shown; what others did meanwhile stays."""
        keys = {name_key(name) for name in shown}
        added = [name for name in wanted if name_key(name) not in keys]
        gone = keys - {name_key(name) for name in wanted}
        if not added and not gone:
            return
        self.skills.add(*Skill.named(self.agency_id, added))
        self.skills.remove(*self.skills.filter(key__in=gone))
        record(self, "candidate.changed", by=by, fields=str(_("skills")))

    @property
    def portal_place(self) -> Member:
        """Their place in the candidate portal."""
        if self.member is None:
            raise RuleBroken(str(_("%s was never invited.")) % self.name)
        return self.member

    @transaction.atomic
    def invite(self, *, by: Member, layout: "ProfileLayout | None" = None) -> None:
        """Mail them a way into the candidate portal; the layout says which fields they are asked for."""
        if self.archived or self.merged_into_id:
            raise RuleBroken(str(_("%s is archived. Restore the candidate first.")) % self.name)
        if not self.email:
            raise RuleBroken(str(_("An email address is missing.")))
        others = Candidate.objects.filter(member__user__email_key=self.email_key, agency=self.agency_id).exclude(
            pk=self.pk
        )
        if others.exists():
            raise RuleBroken(str(_("Another candidate uses the portal with this address. Merge the two first.")))
        self.member = inviting.invite(
            self.agency, self.email, self.name, Side.CANDIDATE, Role.CANDIDATE, by, member=self.member, about=[self]
        )
        self.layout = layout or self.layout
        self.save(update_fields=["member", "layout", "changed"])
        record(self, "candidate.invited", by=by)

    @transaction.atomic
    def archive(self, *, by: Member) -> None:
        """Take them out of the lists; nothing is lost."""
        self.archived = now()
        self.save(update_fields=["archived", "changed"])
        record(self, "candidate.archived", by=by)

    @transaction.atomic
    def restore(self, *, by: Member) -> None:
        """Back into the lists."""
        if self.merged_into_id:
            raise RuleBroken(str(_("This candidate was merged into another one.")))
        if self.erased:
            raise RuleBroken(str(_("This person was erased. Nothing can be brought back.")))
        self.archived = None
        self.save(update_fields=["archived", "changed"])
        record(self, "candidate.restored", by=by)


from portico.candidates.consents import Consent, ConsentText  # noqa: E402
from portico.candidates.descriptions import DescriptionTemplate, begin  # noqa: E402
from portico.candidates.layouts import ProfileLayout  # noqa: E402
from portico.candidates.privacy import (  # noqa: E402
    EqualCount,
    KeptRecord,
    PrivacyHold,
    PrivacyLink,
    PrivacyRequest,
    RetentionNotice,
)
from portico.candidates.profile import (  # noqa: E402
    Absence,
    Confirmation,
    Credential,
    Education,
    Experience,
    ProfileChange,
    SpokenLanguage,
    life_in_words,
)
from portico.candidates.registering import Registration  # noqa: E402
from portico.candidates.resume_readings import ResumeReading  # noqa: E402
from portico.candidates.saved_searches import SavedSearch  # noqa: E402
from portico.candidates.settings import CandidateDefaults  # noqa: E402
from portico.candidates.update_requests import UpdateLink, UpdateRequest  # noqa: E402

__all__ = [
    "Absence",
    "Candidate",
    "CandidateDefaults",
    "Confirmation",
    "Consent",
    "ConsentText",
    "Credential",
    "DescriptionTemplate",
    "Education",
    "EqualCount",
    "Experience",
    "KeptRecord",
    "PrivacyHold",
    "PrivacyLink",
    "PrivacyRequest",
    "ProfileChange",
    "ProfileLayout",
    "Registration",
    "ResumeReading",
    "RetentionNotice",
    "SavedSearch",
    "Skill",
    "SpokenLanguage",
    "UpdateLink",
    "UpdateRequest",
]
