"""Importing organizations."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from portico.candidates.models import name_key
from portico.clients.models import Organization
from portico.imports.matching.fields import Kind
from portico.imports.running.drafts import Draft
from portico.imports.running.ownership import owner_of
from portico.imports.running.records import Key, RecordImport, Values


class OrganizationImport(RecordImport[Organization]):
    """Rows that are organizations: the same number or the same name is the same organization."""

    model = Organization
    kind = Kind.ORGANIZATIONS
    texts = {
        name: name
        for name in ("name", "reference", "industry", "website", "street", "city", "postal_code", "country", "about")
    }
    left_over = ("notes", "email", "other_phones", "linkedin", "region", "size", "parent", "status", "source", "tags")

    def fields(self, values: Values) -> dict[str, Any]:
        """The record's fields that the row fills."""
        found = owner_of(self.run, values)
        if phone := values.get("phone"):
            found["phone"] = phone.written
        return found

    def keys(self, values: Values, fields: dict[str, Any]) -> Iterator[Key]:
        """Number, then name."""
        if reference := values.get("reference"):
            yield "reference", reference
        yield "name", name_key(values["name"])

    def keys_of(self, row: Organization) -> Iterator[Key]:
        """Number and name."""
        if row.reference:
            yield "reference", row.reference
        yield "name", row.name_key

    def lookups(self, keys: set[Key]) -> Iterator[Q]:
        """One query for the numbers, one for the names."""
        yield Q(reference__in=[key[1] for key in keys if key[0] == "reference"]) & ~Q(reference="")
        yield Q(name_key__in=[key[1] for key in keys if key[0] == "name"])

    def is_same(self, draft: Draft[Organization], key: Key, fields: dict[str, Any]) -> bool:
        """Within one file two numbers are two organizations, even of one name: branches, for example."""
        numbers = {draft.row.reference, fields.get("reference", "")} - {""}
        return key[0] == "reference" or not draft.touched or len(numbers) < 2
