"""Whether the cells of a column look like what its name says, and what they look like without a name."""

import re
from collections.abc import Callable, Sequence

from portico.imports.cell import Cell, as_text, says_nothing
from portico.imports.cells.countries import country_code
from portico.imports.cells.emails import address
from portico.imports.cells.flags import is_flag
from portico.imports.cells.links import is_linkedin
from portico.imports.cells.pay_words import currency_in, period_named
from portico.imports.matching.fields import Field, Reading

_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[. ]+[^\W\d_]{3,}|[^\W\d_]{3,}\.? \d|^\d{5,8}$|\d{4}-\d\d")
_PHONE = re.compile(r"[+(]?[\d][\d\s().+/x-]{6,}", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}(?:/\S*)?", re.IGNORECASE)
_CLEARLY = 0.8


def _has_phone(cell: Cell) -> bool:
    return sum(letter.isdigit() for letter in as_text(cell)) >= 5


def _has_number(cell: Cell) -> bool:
    return any(letter.isdigit() for letter in as_text(cell))


def _is_date(cell: Cell) -> bool:
    return not isinstance(cell, str) or bool(_DATE.search(cell))


_LOOKS: dict[Reading, tuple[Callable[[Cell], bool], float]] = {
    Reading.EMAIL: (lambda cell: "@" in as_text(cell), 0.5),
    Reading.PHONE: (_has_phone, 0.5),
    Reading.DATE: (_is_date, 0.3),
    Reading.MOMENT: (_is_date, 0.3),
    Reading.CURRENCY: (lambda cell: bool(currency_in(as_text(cell))), 0.3),
    Reading.PERIOD: (lambda cell: bool(period_named(as_text(cell))), 0.3),
    Reading.PAY: (_has_number, 0.3),
    Reading.LINK: (lambda cell: bool(_LINK.match(as_text(cell))), 0.5),
    Reading.LINKEDIN: (lambda cell: is_linkedin(as_text(cell)), 0.5),
    Reading.FLAG: (lambda cell: is_flag(as_text(cell)), 0.5),
    Reading.COUNT: (_has_number, 0.5),
}


def share(samples: Sequence[Cell], looks: Callable[[Cell], bool]) -> float:
    """Which part of the cells with something in them looks so; 1 where there are none."""
    filled = [cell for cell in samples if not says_nothing(as_text(cell))]
    return sum(looks(cell) for cell in filled) / len(filled) if filled else 1.0


def fits(field: Field, samples: Sequence[Cell]) -> bool:
    """Whether enough cells of a column can be read as this field."""
    looks = _LOOKS.get(field.reading)
    return looks is None or share(samples, looks[0]) >= looks[1]


def guessed(samples: Sequence[Cell]) -> Reading | None:
    """What a column without a known name holds, by its cells alone."""
    texts = [as_text(cell) for cell in samples if isinstance(cell, str)]
    if not any(not says_nothing(text) for text in texts):
        return None
    guesses: list[tuple[Reading, Callable[[Cell], bool]]] = [
        (Reading.EMAIL, lambda cell: address(as_text(cell)) is not None),
        (Reading.LINKEDIN, lambda cell: is_linkedin(as_text(cell))),
        (Reading.LINK, lambda cell: bool(_LINK.fullmatch(as_text(cell)))),
        (Reading.COUNTRY, lambda cell: len(as_text(cell)) > 3 and bool(country_code(as_text(cell)))),
        (Reading.PHONE, lambda cell: bool(_PHONE.fullmatch(as_text(cell))) and not _DATE.search(as_text(cell))),
    ]
    for reading, looks in guesses:
        if share(samples, looks) >= _CLEARLY:
            return reading
    return None
