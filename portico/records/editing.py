"""Saving an edit form: only what was changed, and never over somebody else's change."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db import models, transaction
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.kit.failpoints import fail_point
from portico.kit.rules import Conflict, RuleBroken
from portico.records.events import record

SIGNER = Signer(salt="portico.seen")


def plain(value: Any) -> str:
    """A field's value as comparable text."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value.pk) if isinstance(value, models.Model) else str(value).replace("\r\n", "\n")


def shown(row: models.Model, fields: list[str]) -> str:
    """What a form showed, sealed: it travels in the form's hidden `seen` and comes back with the answer."""
    return SIGNER.sign(json.dumps({field: plain(getattr(row, row._meta.get_field(field).attname)) for field in fields}))  # type: ignore[union-attr]


@transaction.atomic
def save_changes(
    row: Any,
    changes: dict[str, Any],
    *,
    seen: str,
    by: Member | None,
    verb: str = "",
    about: Iterable[models.Model | None] = (),
    quiet: bool = False,
    **details: Any,
) -> list[str]:
    """Save only the fields that differ from what the form showed, and return their names.

    `quiet`: it is not worth an event. Where somebody else has changed one of the same fields meanwhile, nothing is
    saved and the conflict is named.
    """
    before = unsealed(seen)
    there = type(row)._base_manager.select_for_update().get(pk=row.pk)
    changed = [field for field, value in changes.items() if is_changed(there, field, value, before)]
    clashes = [field for field in changed if clashes_with(there, field, changes[field], before)]
    if fail_point("editing.compare"):
        changed, clashes = list(changes), []
    if clashes:
        named = _("%(field)s is now “%(value)s”")
        words = "; ".join(named % {"field": verbose(row, field), "value": present(there, field)} for field in clashes)
        raise Conflict(
            _("Somebody else changed the same thing meanwhile: %s. Check your entry and save again.") % words
        )
    if not changed:
        return []
    for field in changed:
        setattr(there, field, changes[field])
        setattr(row, field, changes[field])
    there.save(update_fields=[*changed, *changed_extras(there)])
    if not quiet:
        fields = ", ".join(verbose(row, field) for field in changed)
        record(row, verb or f"{row._meta.model_name}.changed", by=by, about=about, fields=fields, **details)
    return changed


def unsealed(seen: str) -> dict[str, str]:
    """What the form showed, as it was sealed."""
    try:
        before: dict[str, str] = json.loads(SIGNER.unsign(seen)) if seen else {}
    except (BadSignature, ValueError):
        raise RuleBroken(_("This form is too old. Open the page again.")) from None
    return before


def present(row: Any, field: str) -> str:
    """A field's value now, as comparable text."""
    return plain(getattr(row, row._meta.get_field(field).attname))


def is_changed(there: Any, field: str, value: Any, before: dict[str, str]) -> bool:
    """Whether the person changed the field: it differs from what the form showed."""
    return plain(value) != before.get(field, present(there, field))


def clashes_with(there: Any, field: str, value: Any, before: dict[str, str]) -> bool:
    """Whether somebody else changed the same field to something else meanwhile."""
    return field in before and present(there, field) not in (before[field], plain(value))


def verbose(row: Any, field: str) -> str:
    """The field's name in words."""
    return str(row._meta.get_field(field).verbose_name)


def changed_extras(row: Any) -> list[str]:
    """Fields a model keeps in step on its own (like normalized keys): it names them in `KEPT_IN_STEP`."""
    return list(getattr(row, "KEPT_IN_STEP", ()))
