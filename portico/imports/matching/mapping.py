"""Which column gives what: proposed by Portico, changed by a person, kept as JSON."""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from portico.imports.matching.fields import Field, Kind
from portico.imports.matching.kinds import NEEDED, fields_of


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """One column and the field it gives; without a field it is left out.

    `certain`: the name says so; otherwise it is a guess from part of the name or from the cells.
    `how`: how its cells are read, where the whole column decides that (order of dates, decimal mark, separator).
    `samples`: a few of its cells, to show beside the choice.
    """

    position: int
    header: str
    field: str = ""
    certain: bool = False
    how: dict[str, str] = dataclasses.field(default_factory=dict)
    samples: tuple[str, ...] = ()

    def choose(self, name: str) -> Self:
        """The same column with another field, as a person chose it."""
        return replace(self, field=name, certain=True, how={})


@dataclass(frozen=True, slots=True)
class Mapping:
    """The columns of one table of one kind."""

    kind: Kind
    columns: tuple[ColumnMatch, ...]

    def choose(self, position: int, name: str) -> Self:
        """The same mapping, with another field for one column."""
        if name and name not in fields_of(self.kind):
            raise ValueError(name)
        columns = (one.choose(name) if one.position == position else one for one in self.columns)
        return replace(self, columns=tuple(columns))

    def used(self) -> list[tuple[ColumnMatch, Field]]:
        """The columns that give something."""
        fields = fields_of(self.kind)
        return [(column, fields[column.field]) for column in self.columns if column.field]

    def lacking(self) -> list[str]:
        """What is missing before rows can be imported, as sentences."""
        chosen = {column.field for column in self.columns}
        return [lacks(self.kind, group) for group in NEEDED[self.kind] if not group & chosen]

    def doubled(self) -> list[str]:
        """Fields that several columns give although only one can."""
        chosen = [one.name for _column, one in self.used() if not one.many]
        return sorted({name for name in chosen if chosen.count(name) > 1})

    def fits(self, headers: Sequence[str]) -> bool:
        """Whether a table has these very columns."""
        return list(headers) == [column.header for column in self.columns]

    def as_json(self) -> dict[str, Any]:
        """For a JSON column."""
        return {"kind": self.kind.value, "columns": [asdict(column) for column in self.columns]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """What `as_json` made. A field that is no longer known is left out."""
        kind = Kind(data["kind"])
        return cls(kind, tuple(_column(one, fields_of(kind)) for one in data["columns"]))


def _column(data: dict[str, Any], fields: Iterable[str]) -> ColumnMatch:
    return ColumnMatch(
        position=int(data["position"]),
        header=str(data["header"]),
        field=str(data["field"]) if data["field"] in fields else "",
        certain=bool(data.get("certain")),
        how={str(key): str(value) for key, value in data.get("how", {}).items()},
        samples=tuple(str(sample) for sample in data.get("samples", ())),
    )


def lacks(kind: Kind, group: frozenset[str]) -> str:
    """The sentence for a group of fields of which none is given."""
    labels = [str(one.label) for one in fields_of(kind).values() if one.name in group]
    return _("Choose a column for: %(fields)s.") % {"fields": get_text_list(labels, _("or"))}
