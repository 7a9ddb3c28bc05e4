"""A record on its way: new, or there already with what the file changes of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
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


def check_lengths(row: models.Model, names: Iterable[str]) -> None:
    """Refuse what does not fit: SQLite would keep it, PostgreSQL would not, and nobody would read it."""
    for name in names:
        model_field: Any = row._meta.get_field(name)
        value = getattr(row, model_field.attname)
        longest = getattr(model_field, "max_length", None)
        if longest and isinstance(value, str) and len(value) > longest:
            raise Refusal(
                _("“%(field)s” is longer than %(longest)s characters.")
                % {"field": model_field.verbose_name, "longest": f"{longest:,}"}
            )
        if isinstance(value, Decimal) and abs(value) >= Decimal(10) ** (model_field.max_digits - 3):
            raise Refusal(_("“%(field)s” is too large an amount.") % {"field": model_field.verbose_name})
