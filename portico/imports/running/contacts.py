"""Importing contacts."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from portico.access import inviting
from portico.agencies.mailbox import mail_key
from portico.agencies.models import Member
from portico.candidates.models import name_key
from portico.clients.models import Contact
from portico.imports.matching.fields import Kind
from portico.imports.running import directory
from portico.imports.running.drafts import Draft
from portico.imports.running.ownership import owner_of
from portico.imports.running.records import Key, RecordImport, Values


class ContactImport(RecordImport[Contact]):
    """Rows that are people at organizations: the same number or mailbox is the same contact."""

    model = Contact
    kind = Kind.CONTACTS
    texts = {name: name for name in ("first_name", "last_name", "title", "email", "reference")}
    left_over = (
        "notes",
        "department",
        "is_primary",
        "other_emails",
        "other_phones",
        "linkedin",
        "website",
        "street",
        "postal_code",
        "city",
        "region",
        "country",
        "status",
        "source",
        "tags",
    )
    joins = ("organization", "member")

    def prepare(self, rows: list[Values]) -> None:
        """The organizations they belong to."""
        self.organizations = directory.organizations(self.run.agency, [row.get("organization") for row in rows])

    def fields(self, values: Values) -> dict[str, Any]:
        """The record's fields that the row fills."""
        found = owner_of(self.run, values)
        if phone := values.get("phone"):
            found["phone"] = phone.written
        if organization := self.organizations.named(values.get("organization", "")):
            found["organization"] = organization
        return found

    def keys(self, values: Values, fields: dict[str, Any]) -> Iterator[Key]:
        """Number; mailbox; without a mailbox the name at the organization."""
        if reference := values.get("reference"):
            yield "reference", reference
        if email := values.get("email"):
            yield "email", mail_key(email)
        else:
            organization = fields.get("organization")
            name = name_key(fields.get("first_name", ""), fields.get("last_name", ""))
            yield "person", name, organization.pk if organization else None

    def keys_of(self, row: Contact) -> Iterator[Key]:
        """Number, mailbox, and name at the organization."""
        if row.reference:
            yield "reference", row.reference
        if row.email_key:
            yield "email", row.email_key
        yield "person", row.name_key, row.organization_id

    def lookups(self, keys: set[Key]) -> Iterator[Q]:
        """One query each for numbers, mailboxes and names."""
        yield Q(reference__in=[key[1] for key in keys if key[0] == "reference"]) & ~Q(reference="")
        yield Q(email_key__in=[key[1] for key in keys if key[0] == "email"])
        yield Q(name_key__in=[key[1] for key in keys if key[0] == "person"])

    def is_same(self, draft: Draft[Contact], key: Key, fields: dict[str, Any]) -> bool:
        """Two people of one name at one place are two where their numbers differ."""
        numbers = {draft.row.reference, fields.get("reference", "")} - {""}
        return key[0] != "person" or len(numbers) < 2

    def after_write(self, drafts: list[Draft[Contact]]) -> None:
        """Who changed organization or address must not keep looking into the old one's portal."""
        for draft in drafts:
            member = draft.row.member
            moved = {"organization", "email"} & set(draft.changed)
            if moved and member is not None and member.status in {Member.Status.ACTIVE, Member.Status.INVITED}:
                reason = _("The organization or the email address of the contact changed.")
                inviting.suspend(member, by=self.run.by, reason=reason)
