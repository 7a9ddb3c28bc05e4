"""Pay: an amount or a span, with its currency and period where the cell says them."""

import re
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from django.utils.translation import gettext as _

from portico.imports.cell import Cell, as_text
from portico.imports.cells.amounts import AmbiguousAmount, read_amount, western_digits
from portico.imports.cells.pay_words import (
    SCALES,
    currency_in,
    period_in,
    period_named,
    weightless,
    without_periods,
)
from portico.imports.problems import NotUnderstood

_NUMBER = r"\d(?:[\d.,'’` \u00a0\u2007\u2009\u202f]*\d)?"
_ITEM = re.compile(
    rf"({_NUMBER})(?:\s*({'|'.join(sorted(SCALES, key=len, reverse=True))})(?![^\W\d_])\.?)?", re.IGNORECASE
)
_DASH = re.compile(
    r"[\s.£€$]*(?:-|–|—|−|~|\bto\b|\bbis\b|\bà\b|\ba\b|\band\b|\bund\b|\bet\b|\by\b)[\s£€$]*", re.IGNORECASE
)
_SWISS_END = re.compile(r"(?<=\d)[.,]\s?[-–—](?!\s?\d)")
_AT_MOST = re.compile(r"\b(?:up to|max|maximum|bis|jusqu|hasta)\b|^\s*[<≤]", re.IGNORECASE)
_AT_LEAST = re.compile(
    r"\b(?:from|min|minimum|ab|mindestens|desde|dès|à partir)\b|^\s*[>≥]|\d\s*k?\s*\+\s*$", re.IGNORECASE
)
_BELOW_ZERO = re.compile(r"^\s*[£€$]?\s*[-−]\s*[£€$]?\s*\d|^\s*\(\s*[£€$]?\s*[\d.,]+\s*\)\s*$")
_SMALLEST_YEAR, _WIDEST, _MOST_MILLIONS = 500, 20, 20


@dataclass(frozen=True, slots=True)
class Pay:
    """What somebody earns or wants: from and to (the same for one amount), currency code and period where known."""

    low: Decimal | None
    high: Decimal | None
    currency: str = ""
    period: str = ""
    written: str = ""


@dataclass(frozen=True, slots=True)
class PayColumn:
    """What a whole column says about its cells."""

    decimal: str = ""
    """The sign before the cents, where the column tells."""
    period: str = ""
    salary: bool = False
    """It speaks of a salary and not of a rate, so 45.500 is no hourly pay."""
    thousands: bool = False
    """It counts in thousands."""


def read_pay(cell: Cell, column: PayColumn = PayColumn()) -> Pay | None:
    """The pay in a cell; None where it says "negotiable" and the like."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if not isfinite(cell):
            raise NotUnderstood(_("“%(value)s” in “%(column)s” is not an amount."))
        scale = 1_000 if column.thousands and cell < 1_000 else 1
        return _checked([Decimal(repr(cell)) * scale], "", column.period, as_text(cell))
    text = western_digits(as_text(cell))
    if not re.search(r"\d", text):
        return None
    if _BELOW_ZERO.search(text):
        raise NotUnderstood(_("“%(value)s” in “%(column)s” is below zero."))
    period = period_in(text) or column.period
    items = _items(text)
    amounts = [_amount(item[1], bool(item[2]), period, column) for item in items]
    scales = [SCALES[item[2].lower()] if item[2] else 1 for item in items]
    if len(items) == 2 and scales[0] == 1 and amounts[0] <= amounts[1] * 10:
        scales[0] = scales[1]  # 55-65k
    if column.thousands and not any(item[2] for item in items) and max(amounts) < 1_000:
        scales = [1_000] * len(items)
    if any(scale == 1_000_000 and amount > _MOST_MILLIONS for amount, scale in zip(amounts, scales, strict=True)):
        raise NotUnderstood(_("“%(value)s” in “%(column)s” is not clear: “m” may be millions or months."))
    values = [amount * scale for amount, scale in zip(amounts, scales, strict=True)]
    pay = _checked(values, currency_in(text), period, text)
    if len(values) == 1 and _AT_MOST.search(text):
        return Pay(None, pay.high, pay.currency, pay.period, pay.written)
    if len(values) == 1 and _AT_LEAST.search(text):
        return Pay(pay.low, None, pay.currency, pay.period, pay.written)
    return pay


def read_currency(cell: Cell) -> str:
    """The code of the currency that a cell names."""
    text = as_text(cell)
    code = currency_in(text) or currency_in(text.upper())
    if not code and not weightless(text):
        raise NotUnderstood(_("“%(value)s” in “%(column)s” is not a currency."))
    return code


def read_period(cell: Cell) -> str:
    """The period of pay that a cell names: hour, day, week, month or year."""
    period = period_named(as_text(cell))
    if not period:
        raise NotUnderstood(_("“%(value)s” in “%(column)s” is not a period of pay, like hour or year."))
    return period


def _items(text: str) -> list[re.Match[str]]:
    """One amount, or two with a dash between them. Whatever else there is must not change their value."""
    plain = _SWISS_END.sub("", text)
    items = list(_ITEM.finditer(plain))
    ends = plain[: items[0].start()], plain[items[-1].end() :]
    between = plain[items[0].end() : items[-1].start()] if len(items) == 2 else "-"
    understood = (
        len(items) <= 2
        and all(weightless(without_periods(end)) for end in ends)
        and _DASH.fullmatch(without_periods(re.sub(r"\b[A-Z]{3}\b", "", between)).strip())
    )
    if not understood:
        raise NotUnderstood(
            _("“%(value)s” in “%(column)s” has more to it than an amount or a span, like 50,000 - 60,000.")
        )
    return items


def _amount(digits: str, scaled: bool, period: str, column: PayColumn) -> Decimal:
    try:
        return read_amount(digits, column.decimal)
    except AmbiguousAmount as either:
        if not scaled and either.smaller < _least(period, column.salary):
            return either.larger
        raise NotUnderstood(
            _("“%(value)s” in “%(column)s” can be %(smaller)s or %(larger)s. Write it without marks."),
            smaller=f"{either.smaller.normalize():f}",
            larger=f"{either.larger:f}",
        ) from None
    except ValueError:
        raise NotUnderstood(_("“%(value)s” in “%(column)s” is not an amount.")) from None


def _least(period: str, salary: bool) -> int:
    """Nobody is paid less than this, in any currency: what reads as less must mean thousands."""
    if period == "year" or (salary and not period):
        return 1_000
    return {"month": 50, "week": 20, "day": 15, "hour": 0}.get(period, 5)


def _checked(values: list[Decimal], currency: str, period: str, written: str) -> Pay:
    low, high = values[0], values[-1]
    if low < 0:
        raise NotUnderstood(_("“%(value)s” in “%(column)s” is below zero."))
    if low > high or (low and high / low > _WIDEST):
        raise NotUnderstood(_("“%(value)s” in “%(column)s” is not a span from less to more."))
    if period == "year" and 0 < high < _SMALLEST_YEAR:
        raise NotUnderstood(_("“%(value)s” in “%(column)s” is too little for a year. Write it in full, like 45,000."))
    if high >= Decimal(10) ** 12:
        raise NotUnderstood(_("“%(value)s” in “%(column)s” is too large an amount."))
    return Pay(low, high, currency, period, written[:200])
