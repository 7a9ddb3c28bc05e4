"""A record on its way: new, or there already with what the file changes of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from portico.imports.running.run import Refusal


@dataclass(slots=True, eq=False)
class Draft[M: Any]:
    """One record of a batch."""

    row: M
    new: bool
    changed: dict[str, str] = field(default_factory=dict)
    """The changed fields and their names for people."""
    added: list[str] = field(default_factory=list)
    """New entries of its list (skills, team)."""
    listed: set[str] = field(default_factory=set)
    """Keys of what stands in its list already."""
    touched: bool = False
    """An earlier row of the file was about it: later rows only fill what is empty."""
    planned: bool = False
    """It is among those that the batch writes."""

    def fill(self, wanted: dict[str, Any]) -> list[str]:
        """Take over what the row says; returns the names of the fields that changed."""
        names = []
        for name, value in wanted.items():
            model_field = self.row._meta.get_field(name)
            present = getattr(self.row, model_field.attname)
            given = value.pk if isinstance(value, models.Model) else value
            if present == given or (self.touched and present not in (None, "")):
                continue
            setattr(self.row, name, value)
            names.append(str(model_field.verbose_name))
            self.changed[name] = str(model_field.verbose_name)
        return names


@cache
def limits_of(kind: type[models.Model]) -> dict[str, int | Decimal]:
    """How long texts and how large amounts of a model may be, by field."""
    fields: list[Any] = [*kind._meta.concrete_fields]
    lengths = {field.name: field.max_length for field in fields if getattr(field, "max_length", None)}
    amounts = {field: Decimal(10) ** (field.max_digits - field.decimal_places) for field in fields if is_amount(field)}
    return {**lengths, **{field.name: largest for field, largest in amounts.items()}}


def is_amount(field: "models.Field[Any, Any]") -> bool:
    """Whether a field holds money."""
    return isinstance(field, models.DecimalField)


def check_lengths(row: models.Model, names: Iterable[str]) -> None:
    """Refuse what does not fit: SQLite would keep it, PostgreSQL would not, and nobody would read it."""
    limits, held = limits_of(type(row)), row.__dict__
    for name in names:
        most = limits.get(name)
        if most is None:
            continue
        value = held[name]
        if isinstance(value, str):
            if len(value) > most:
                words = {"field": row._meta.get_field(name).verbose_name, "longest": f"{most:,}"}  # type: ignore[union-attr]
                raise Refusal(_("“%(field)s” is longer than %(longest)s characters.") % words)
        elif isinstance(value, Decimal) and abs(value) >= most:
            words = {"field": row._meta.get_field(name).verbose_name}  # type: ignore[union-attr]
            raise Refusal(_("“%(field)s” is too large an amount.") % words)
