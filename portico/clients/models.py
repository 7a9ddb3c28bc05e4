"""Organization and Contact."""

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.mailbox import mail_key
from portico.agencies.models import Member
from portico.candidates.models import Candidate, name_key
from portico.candidates.phones import phone_key
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.records import search
from portico.records.events import record


class OrganizationQuerySet(OwnedQuerySet["Organization"]):
    """Client companies."""

    def current(self) -> Self:
        """Not archived, not merged away."""
        return self.filter(archived__isnull=True, merged_into__isnull=True)

    def like(self, *, name: str, but: int | None = None) -> Self:
        """Possible duplicates: the same name."""
        return self.filter(name_key=name_key(name), merged_into__isnull=True).exclude(pk=but)


class Organization(Owned):
    """A client company."""

    KEPT_IN_STEP: ClassVar = ("name_key", "changed")

    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=220, blank=True)
    industry = models.CharField(_("industry"), max_length=120, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    street = models.CharField(_("street"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    country = models.CharField(_("country"), max_length=120, blank=True)
    about = models.TextField(_("about"), max_length=10000, blank=True)
    owner = models.ForeignKey(
        Member, verbose_name=_("owner"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reference = models.CharField(_("reference"), max_length=80, blank=True)
    archived = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged")
    added = models.DateTimeField(default=now)
    changed = models.DateTimeField(default=now)

    objects: ClassVar[OrganizationQuerySet] = OrganizationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        indexes: ClassVar = [models.Index(fields=["agency", "name_key", "id"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "reference"],
                condition=~Q(reference=""),
                name="one_organization_per_reference",
                violation_error_message=_("Another organization has this reference."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """City and country."""
        return ", ".join(part for part in (self.city, self.country) if part)

    def keep_in_step(self) -> None:
        """The normalized name follows the name as typed."""
        self.name_key = name_key(self.name)
        self.changed = now()

    def save(self, **kwargs: Any) -> None:
        """Save, with the normalized name in step."""
        self.keep_in_step()
        super().save(**kwargs)

    def findable(self) -> search.Entry:
        """What the search shall find of it."""
        line = ", ".join(part for part in (self.industry, self.city) if part)
        words = [self.industry, self.website, self.phone, self.place, self.about, self.reference]
        return search.Entry(self, self.name, line, " ".join(words))

    def make_findable(self) -> None:
        """Keep the search up to date."""
        search.index_many([self.findable()])

    @transaction.atomic
    def add(self, *, by: Member | None) -> "Organization":
        """Take a new client company into the records."""
        self.save()
        self.make_findable()
        record(self, "organization.added", by=by)
        return self

    @transaction.atomic
    def archive(self, *, by: Member) -> None:
        """Take it out of the lists; nothing is lost."""
        self.archived = now()
        self.save(update_fields=["archived", "changed"])
        record(self, "organization.archived", by=by)

    @transaction.atomic
    def restore(self, *, by: Member) -> None:
        """Back into the lists."""
        self.archived = None
        self.save(update_fields=["archived", "changed"])
        record(self, "organization.restored", by=by)


class ContactQuerySet(OwnedQuerySet["Contact"]):
    """People at client companies."""

    def seen_by_client(self, member: Member) -> Self:
        """Only their own record."""
        return self.filter(member=member)

    def current(self) -> Self:
        """Not archived, not merged away."""
        return self.filter(archived__isnull=True, merged_into__isnull=True)

    def like(
        self, *, email: str = "", first_name: str = "", last_name: str = "", phone: str = "", but: int | None = None
    ) -> Self:
        """Possible duplicates: the same mailbox, or the same name with the same phone number."""
        same = Q(pk__in=[])
        if email:
            same |= Q(email_key=mail_key(email))
        if phone and (first_name or last_name):
            same |= Q(name_key=name_key(first_name, last_name), phone_key=phone_key(phone))
        return self.filter(same, merged_into__isnull=True).exclude(pk=but)


class Contact(Owned):
    """A person at an organization; with portal access, a member of the client side."""

    KEPT_IN_STEP: ClassVar = ("email_key", "phone_key", "name_key", "changed")

    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    name_key = models.CharField(max_length=220, blank=True)
    title = models.CharField(_("job title"), max_length=200, blank=True)
    email = models.EmailField(_("email"), max_length=254, blank=True)
    email_key = models.CharField(max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    phone_key = models.CharField(max_length=30, blank=True)
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts",
    )
    owner = models.ForeignKey(
        Member, verbose_name=_("owner"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    member = models.OneToOneField(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="contact")
    candidate = models.OneToOneField(
        Candidate, on_delete=models.SET_NULL, null=True, blank=True, related_name="contact"
    )
    """The same person as a candidate; both records stay, and deleting one leaves the other."""
    reference = models.CharField(_("reference"), max_length=80, blank=True)
    archived = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged")
    added = models.DateTimeField(default=now)
    changed = models.DateTimeField(default=now)

    objects: ClassVar[ContactQuerySet] = ContactQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes: ClassVar = [
            models.Index(fields=["agency", "email_key"]),
            models.Index(fields=["agency", "name_key", "id"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "reference"],
                condition=~Q(reference=""),
                name="one_contact_per_reference",
                violation_error_message=_("Another contact has this reference."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """First and last name, or the best there is."""
        return f"{self.first_name} {self.last_name}".strip() or self.email or str(_("Without a name"))

    @property
    def has_valid_email(self) -> bool:
        """Whether mail can reach them."""
        try:
            validate_email(self.email)
        except ValidationError:
            return False
        return True

    def keep_in_step(self) -> None:
        """The normalized keys follow the fields as typed."""
        self.email_key = mail_key(self.email) if self.email else ""
        self.phone_key = phone_key(self.phone)
        self.name_key = name_key(self.first_name, self.last_name)
        self.changed = now()

    def save(self, **kwargs: Any) -> None:
        """Save, with the normalized keys in step."""
        self.keep_in_step()
        super().save(**kwargs)

    def findable(self) -> search.Entry:
        """What the search shall find of them."""
        where = self.organization.name if self.organization else ""
        line = ", ".join(part for part in (self.title, where) if part)
        words = [self.email, self.phone, self.phone_key, self.reference]
        return search.Entry(self, self.name, line, " ".join(words))

    def make_findable(self) -> None:
        """Keep the search up to date."""
        search.index_many([self.findable()])

    @transaction.atomic
    def add(self, *, by: Member | None) -> "Contact":
        """Take a new person at a client into the records."""
        self.save()
        self.make_findable()
        record(self, "contact.added", by=by, about=[self.organization], contact=self.name)
        return self

    @transaction.atomic
    def archive(self, *, by: Member) -> None:
        """Take them out of the lists; nothing is lost."""
        if self.member and self.member.is_in:
            raise RuleBroken(str(_("End their portal access first.")))
        self.archived = now()
        self.save(update_fields=["archived", "changed"])
        record(self, "contact.archived", by=by, about=[self.organization], contact=self.name)

    @transaction.atomic
    def restore(self, *, by: Member) -> None:
        """Back into the lists."""
        self.archived = None
        self.save(update_fields=["archived", "changed"])
        record(self, "contact.restored", by=by, about=[self.organization], contact=self.name)

    @transaction.atomic
    def link_with(self, candidate: Candidate, *, by: Member) -> None:
        """Say that this contact and that candidate are one person."""
        if Contact.objects.filter(candidate=candidate).exclude(pk=self.pk).exists():
            raise RuleBroken(str(_("This candidate is linked with another contact.")))
        self.candidate = candidate
        self.save(update_fields=["candidate", "changed"])
        record(self, "contact.linked", by=by, about=[candidate], candidate=candidate.name)

    @transaction.atomic
    def unlink(self, *, by: Member) -> None:
        """Say that they are two people after all."""
        candidate = self.candidate
        if candidate is None:
            return
        self.candidate = None
        self.save(update_fields=["candidate", "changed"])
        record(self, "contact.unlinked", by=by, about=[candidate], candidate=candidate.name)
