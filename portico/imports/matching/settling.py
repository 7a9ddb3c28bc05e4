"""What only a whole column tells: whether its dates have the day first, its decimal mark, what separates its values."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from portico.imports.cell import Cell, as_text
from portico.imports.cells.amounts import DecimalMarks, western_digits
from portico.imports.cells.dates import DateOrders, usual_order
from portico.imports.cells.lists import Separators
from portico.imports.cells.pay_words import currency_in, period_in
from portico.imports.matching.fields import Reading
from portico.imports.matching.mapping import ColumnMatch, Mapping
from portico.imports.matching.words import normal
from portico.imports.reading.table import Row

CHOSEN = "chosen"
"""In `how`: a person said so, and looking at the column does not change it."""
_NUMBER = re.compile(r"\d[\d.,'’ \u00a0\u202f]*\d|\d")
_RATE = re.compile(r"\b(?:rate|satz|stundenlohn|tjm|taux|tarif|tarifa)|satz\b|budget")
_THOUSANDS = re.compile(
    r"\(\s*(?:in\s+)?[£€$]?\s*k\s*[£€$]?\s*(?:[a-z]{3})?\s*\)"
    r"|\bin (?:k|thousands?)\b|\bk[£€$]|[£€$]k\b|['’]000|\btsd\b",
    re.IGNORECASE,
)


class _PayMarks:
    """The decimal mark of a column of pay."""

    def __init__(self) -> None:
        self.marks = DecimalMarks()

    def see(self, cell: Cell) -> None:
        for number in _NUMBER.findall(western_digits(as_text(cell))) if isinstance(cell, str) else ():
            self.marks.see(number)


def settle(mapping: Mapping, rows: Iterable[Row], country: str = "") -> Mapping:
    """The same mapping with what these rows tell about their columns; `country` decides where they tell nothing."""
    dates: dict[int, DateOrders] = {}
    lists: dict[int, Separators] = {}
    pays: dict[int, _PayMarks] = {}
    for column, field in mapping.used():
        if CHOSEN in column.how:
            continue
        match field.reading:
            case Reading.DATE | Reading.MOMENT | Reading.AVAILABILITY:
                dates[column.position] = DateOrders()
            case Reading.LIST:
                lists[column.position] = Separators()
            case Reading.PAY:
                pays[column.position] = _PayMarks()
    watched: list[tuple[int, DateOrders | Separators | _PayMarks]] = [*dates.items(), *lists.items(), *pays.items()]
    for row in rows if watched else ():
        for position, watcher in watched:
            watcher.see(row.cells[position])
    how: dict[int, dict[str, str]] = {}
    for position, orders in dates.items():
        order, sure = orders.decided(usual_order(country))
        how[position] = {"order": order, "sure": "yes" if sure else "no"}
    for position, separators in lists.items():
        how[position] = {"separator": separators.decided()}
    for position, marks in pays.items():
        how[position] = _of_pay(
            next(one.header for one in mapping.columns if one.position == position), marks.marks.decided()
        )
    columns = (replace(one, how=how[one.position]) if one.position in how else one for one in mapping.columns)
    return replace(mapping, columns=tuple(columns))


def _of_pay(header: str, decimal: str) -> dict[str, str]:
    name = normal(header)
    rate = bool(_RATE.search(name))
    return {
        "decimal": decimal,
        "period": period_in(header)
        or period_in(name)
        or ("hour" if "stundenlohn" in name or "horaire" in name else ""),
        "salary": "" if rate else "yes",
        "thousands": "yes" if _THOUSANDS.search(header) else "",
        "currency": currency_in(header),
    }


def doubts(mapping: Mapping) -> list[tuple[ColumnMatch, str]]:
    """Columns about which a person should be asked, each with its sentence."""
    found = []
    for column, _field in mapping.used():
        if column.how.get("sure") != "no" or CHOSEN in column.how:
            continue
        if order := column.how.get("order"):
            example = date(2026, 3, 1) if order == "dmy" else date(2026, 1, 3)
            sentence = _(
                "The dates in “%(column)s” may have the day or the month first. Portico reads 1/3/2026 as %(date)s."
            ) % {
                "column": column.header,
                "date": formats.date_format(example, "j F Y"),
            }
        else:
            sentence = _(
                "Some dates in “%(column)s” have the day first, some the month. Dates that can be either are refused."
            ) % {"column": column.header}
        found.append((column, sentence))
    return found
