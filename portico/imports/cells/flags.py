"""Yes and no, and whole numbers."""

from django.utils.translation import gettext as _

from portico.imports.cell import Cell, as_text
from portico.imports.cells.amounts import AmbiguousAmount, read_amount, western_digits
from portico.imports.cells.vocabulary import words
from portico.imports.problems import NotUnderstood

LARGEST = 1_000_000


def is_flag(text: str) -> bool:
    """Whether a text is a yes or a no."""
    return text.casefold() in words("yes") | words("no")


def read_flag(cell: Cell) -> bool:
    """Yes or no in four languages, or a mark."""
    word = as_text(cell).casefold()
    if is_flag(word):
        return word in words("yes")
    raise NotUnderstood(_("“%(value)s” in “%(column)s” is neither yes nor no."))


def read_count(cell: Cell) -> int:
    """A whole number, not below zero."""
    try:
        number = read_amount(western_digits(as_text(cell)))
    except AmbiguousAmount as either:
        number = either.larger
    except ValueError:
        raise NotUnderstood(_("“%(value)s” in “%(column)s” is not a whole number.")) from None
    if number != int(number) or number > LARGEST:
        raise NotUnderstood(_("“%(value)s” in “%(column)s” is not a whole number."))
    return int(number)
