"""What a row says, once it is known what its columns give."""

import dataclasses
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Any

from portico.imports.cell import Cell, as_text, says_nothing
from portico.imports.cells.countries import country_code
from portico.imports.cells.dates import read_availability, read_date, read_moment
from portico.imports.cells.emails import read_emails
from portico.imports.cells.flags import read_count, read_flag
from portico.imports.cells.links import read_link, read_linkedin
from portico.imports.cells.lists import read_list
from portico.imports.cells.names import PersonName, joined_name, read_name
from portico.imports.cells.pay import PayColumn, read_currency, read_pay, read_period
from portico.imports.cells.phones import read_phones
from portico.imports.cells.places import read_place
from portico.imports.cells.roles import read_role
from portico.imports.matching.fields import Field, Reading
from portico.imports.matching.kinds import NEEDED, fields_of
from portico.imports.matching.mapping import ColumnMatch, Mapping
from portico.imports.problems import NotUnderstood
from portico.imports.reading.table import Row
from portico.imports.wanting import sentence_for

_LONG_TEXTS = frozenset(["notes", "text", "remark", "summary", "description", "about"])
_once = lru_cache(maxsize=4096, typed=True)
"""Pay, days and lists stand in many rows in the same words."""
_pay_once, _date_once, _list_once = _once(read_pay), _once(read_date), _once(read_list)
_PLACE_PARTS = ("street", "postal_code", "city", "region", "country", "country_code")


@dataclass(slots=True)
class Understood:
    """A row's values by field, or the sentences that say why it cannot be imported.

    Text fields hold text; `email` and `phone` the first, `other_emails` and `other_phones` the rest; `name` the whole
    name beside `first_name` and `last_name`; `country_code` two letters beside `country` as written; pay a `Pay`;
    `available_on` a date, or `availability` the words that name none.
    A field without a value is absent.
    """

    number: int
    values: dict[str, Any] = dataclasses.field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @property
    def why_not(self) -> str:
        """All problems as one text."""
        return " ".join(self.problems)


@dataclass(slots=True)
class _Column:
    """A column in use. Where the same words always say the same, `known` keeps what they say."""

    position: int
    match: ColumnMatch
    field: Field
    take: "Take"
    known: "dict[str, _RowReader] | None"
    names_people: bool
    """Whether a word for "nothing" may be somebody's name."""


class Understanding:
    """Reads the rows of one table. `country` and `zone` are the agency's: for what the row itself leaves open."""

    def __init__(self, mapping: Mapping, *, country: str = "", zone: tzinfo = UTC) -> None:
        self.mapping = mapping
        self.country = country
        self.zone = zone
        # Phones come after the country that they belong to, and pay after its period: 45.500 an hour is not a year's.
        used = sorted(mapping.used(), key=lambda used: used[1].reading in (Reading.PHONE, Reading.PAY))
        given = Counter(field.name for _match, field in used)
        self.columns = [
            _Column(
                match.position,
                match,
                field,
                take=_TAKE.get(field.reading, _RowReader.take_simple),
                known={} if given[field.name] == 1 and stands_alone(field) else None,
                names_people=field.reading in (Reading.NAME, Reading.NAME_PART),
            )
            for match, field in used
        ]

    def read(self, row: Row) -> Understood:
        """All that a row says. Every cell is looked at, so that all its problems are told at once."""
        if row.problem:
            return Understood(row.number, {}, (row.problem,))
        reader, cells = _RowReader(self), row.cells
        for column in self.columns:
            cell = cells[column.position]
            if cell is None or cell == "":
                continue
            known = column.known
            if known is None or type(cell) is not str:
                self._look(reader, column, cell)
                continue
            said = known.get(cell)
            if said is None:
                said = _RowReader(self)
                self._look(said, column, cell)
                if len(known) < MOST_KNOWN and len(cell) < LONGEST_KNOWN:
                    known[cell] = said
            reader.join(said)
        values = reader.finished()
        for group in NEEDED[self.mapping.kind]:
            if not any(values.get(name) for name in group) and not group & reader.refused:
                reader.problems.append(sentence_for(self.mapping.kind, group))
        return Understood(row.number, values, tuple(reader.problems))

    def _look(self, reader: "_RowReader", column: _Column, cell: Cell) -> None:
        text = as_text(cell)
        if not text or (says_nothing(text) and not column.names_people):
            return
        try:
            column.take(reader, column.match, column.field, cell, text)
        except NotUnderstood as problem:
            reader.problems.append(problem.told(column.match.header, text))
            reader.refused.add(column.field.name)


MOST_KNOWN, LONGEST_KNOWN = 1024, 200
_ALONE = frozenset(
    [
        *(Reading.TEXT, Reading.COUNTRY, Reading.PLACE, Reading.ROLE, Reading.DATE, Reading.MOMENT),
        *(Reading.AVAILABILITY, Reading.CURRENCY, Reading.PERIOD, Reading.FLAG, Reading.COUNT),
    ]
)


def stands_alone(field: Field) -> bool:
    """Whether a cell says the same in whatever row it stands, and is likely to stand in many."""
    return field.reading in _ALONE and field.name not in _LONG_TEXTS


class _RowReader:
    """Gathers the values of one row."""

    __slots__ = ("name", "problems", "refused", "split", "table", "values")

    def __init__(self, table: Understanding) -> None:
        self.table = table
        self.values: dict[str, Any] = {}
        self.problems: list[str] = []
        self.refused: set[str] = set()
        self.split: dict[str, str] = {}
        self.name: PersonName | None = None

    def join(self, said: "_RowReader") -> None:
        """Take over what a cell says that no other column speaks of."""
        if said.values:
            self.values |= said.values
        if said.split:
            self.split |= said.split
        if said.problems:
            self.problems += said.problems
            self.refused |= said.refused

    def take_text(self, column: ColumnMatch, one: Field, cell: Cell, text: str) -> None:
        text = text if one.name in _LONG_TEXTS else " ".join(text.split())
        before = self.values.get(one.name)
        if before is None or not one.many:
            self.values[one.name] = text
        elif text not in before:
            self.values[one.name] = f"{before}\n\n{text}" if one.name in _LONG_TEXTS else f"{before}, {text}"

    def take_name_part(self, column: ColumnMatch, one: Field, cell: Cell, text: str) -> None:
        self.values[one.name] = " ".join(text.split())

    def take_name(self, column: ColumnMatch, one: Field, cell: Cell, text: str) -> None:
        found = read_name(cell)
        if found and one.name == "name":
            self.name = found
        elif found:
            self.values[one.name] = found.full

    def take_emails(self, column: ColumnMatch, one: Field, cell: Cell, text: str) -> None:
        self._several(one, "other_emails", read_emails(cell))

    def take_phones(self, column: ColumnMatch, one: Field, cell: Cell, text: str) -> None:
        country = self.values.get("country_code") or self.split.get("country_code") or self.table.country
        self._several(one, "other_phones", read_phones(cell, country))

    def _several(self, one: Field, others: str, found: list[Any]) -> None:
        for value in found:
            if one.name not in self.values:
                self.values[one.name] = value
            elif one.many and value != self.values[one.name] and value not in self.values.get(others, []):
                self.values.setdefault(others, []).append(value)

    def take_list(self, column: ColumnMatch, one: Field, cell: Cell, text: str) -> None:
        found, have = _list_once(cell, column.how.get("separator", "")), self.values.setdefault(one.name, [])
        known = {value.casefold() for value in have}
        have.extend(value for value in found if value.casefold() not in known)

    def take_country(self, column: ColumnMatch, one: Field, cell: Cell, text: str) -> None:
        self.values |= {"country": text, "country_code": country_code(text)}

    def take_place(self, column: ColumnMatch, one: Field, cell: Cell, text: str) -> None:
        place = read_place(cell, self.table.country)
        self.split |= {part: value for part in _PLACE_PARTS if (value := getattr(place, part))}

    def take_role(self, column: ColumnMatch, one: Field, cell: Cell, text: str) -> None:
        self.split["title"], self.split["employer"] = read_role(cell)

    def take_availability(self, column: ColumnMatch, one: Field, cell: Cell, text: str) -> None:
        available = read_availability(cell, column.how.get("order", "dmy"))
        self.values["availability" if isinstance(available, str) else one.name] = available

    def take_date(self, column: ColumnMatch, one: Field, cell: Cell, text: str) -> None:
        self.values[one.name] = _date_once(cell, column.how.get("order", "dmy"))

    def take_simple(self, column: ColumnMatch, one: Field, cell: Cell, text: str) -> None:
        self.values[one.name] = _SIMPLE[one.reading](cell)

    def take_pay(self, column: ColumnMatch, one: Field, cell: Cell, text: str) -> None:
        how = column.how
        period = self.values.get("pay_period") or how.get("period", "")
        pay = _pay_once(
            cell, PayColumn(how.get("decimal", ""), period, bool(how.get("salary")), bool(how.get("thousands")))
        )
        if pay is not None:
            currency = pay.currency or self.values.get("pay_currency") or how.get("currency", "")
            self.values[one.name] = replace(pay, currency=currency)

    def take_moment(self, column: ColumnMatch, one: Field, cell: Cell, text: str) -> None:
        found = read_moment(cell, column.how.get("order", "dmy"))
        if isinstance(found, datetime) and found.tzinfo is None:
            found = found.replace(tzinfo=self.table.zone)
        self.values[one.name] = found

    def finished(self) -> dict[str, Any]:
        """The values, with split cells filling what has no column of its own."""
        values = self.values
        if not values.get("country"):
            values.pop("country_code", None)
        for part, value in self.split.items():
            if value:
                values.setdefault(part, value)
        given, middle, family = (values.pop(part, "") for part in ("first_name", "middle_name", "last_name"))
        name = joined_name(given, middle, family) if given or family else self.name
        if name is not None and "first_name" in fields_of(self.table.mapping.kind):
            values |= {"name": name.full, "first_name": name.given, "last_name": name.family}
            if name.salutation:
                values.setdefault("salutation", name.salutation)
        return {field: value for field, value in values.items() if value or value not in (None, "", [])}


_SIMPLE: dict[Reading, Callable[[Cell], Any]] = {
    Reading.CURRENCY: read_currency,
    Reading.PERIOD: read_period,
    Reading.IDENTIFIER: as_text,
    Reading.LINK: read_link,
    Reading.LINKEDIN: read_linkedin,
    Reading.FLAG: read_flag,
    Reading.COUNT: read_count,
}

type Take = Callable[[_RowReader, ColumnMatch, Field, Cell, str], None]
_TAKE: dict[Reading, Take] = {
    Reading.TEXT: _RowReader.take_text,
    Reading.NAME_PART: _RowReader.take_name_part,
    Reading.NAME: _RowReader.take_name,
    Reading.EMAIL: _RowReader.take_emails,
    Reading.PHONE: _RowReader.take_phones,
    Reading.LIST: _RowReader.take_list,
    Reading.COUNTRY: _RowReader.take_country,
    Reading.PLACE: _RowReader.take_place,
    Reading.ROLE: _RowReader.take_role,
    Reading.PAY: _RowReader.take_pay,
    Reading.MOMENT: _RowReader.take_moment,
    Reading.AVAILABILITY: _RowReader.take_availability,
    Reading.DATE: _RowReader.take_date,
}
"""How a cell is taken; whatever is not here says one thing by itself."""
