"""Phone numbers: as they are written, and as one number for the whole world."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from portico.candidates.phones import plain_e164
from portico.imports.cell import Cell, as_text
from portico.imports.problems import NotUnderstood

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_SHORTENED = re.compile(r"\d([.,]\d+)?e\+?\d+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[;|\n]|,(?=\s*[+(\d])|\s/\s|\bor\b|\boder\b|\bou\b)\s*")
_LABEL = re.compile(
    r"^[^\W\d_]{1,12}\.?\s*:\s*|^(?:tel|mob|phone|ph|cell|handy|m|t|p|h|w)\.?\s+(?=[+(\d])", re.IGNORECASE
)
_SURELY_WITH_PREFIX = 11  # digits; shorter ones may be anybody's local number
_OTHER_DIGITS = re.compile(r"[^\W\D0-9]")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as somebody wrote it, and its international form (E.164) where that is certain."""

    written: str
    international: str = ""


def read_phones(cell: Cell, country: str = "") -> list[Phone]:
    """All numbers in a cell. `country` (ISO, two letters) is where a number without a prefix belongs."""
    if isinstance(cell, float) and not cell.is_integer():
        raise NotUnderstood(_("“%(value)s” in “%(column)s” is not a phone number."))
    text = _OTHER_DIGITS.sub(lambda digit: str(int(digit[0])), as_text(cell))
    if _SHORTENED.fullmatch(text.replace(" ", "")):
        raise NotUnderstood(
            _("“%(value)s” in “%(column)s” was cut short by a spreadsheet: the number's last digits are gone.")
        )
    if isinstance(cell, int | float) or re.fullmatch(r"[1-9]\d{6,14}", text):
        return [_without_signs(text, country)]
    found: list[Phone] = []
    for part in filter(None, _BETWEEN.split(text)):
        one = _one(_LABEL.sub("", part).strip(), country)
        if one not in found:
            found.append(one)
    return found


def _one(text: str, country: str) -> Phone:
    if sum(letter.isdigit() for letter in text) < 5:
        raise NotUnderstood(_("“%(value)s” in “%(column)s” is not a phone number."))
    plain, possible = plain_e164(text, country)
    return Phone(text[:60], (plain if possible else "") if plain else _e164(_parsed(text, country)))


def _without_signs(digits: str, country: str) -> Phone:
    """Bare digits: a spreadsheet takes a leading plus or zero away. Put back what makes it a number of that country."""
    if len(digits) < 5:
        raise NotUnderstood(_("“%(value)s” in “%(column)s” is not a phone number."))
    import phonenumbers

    lost_plus, as_is, lost_zero = (_parsed(text, country) for text in (f"+{digits}", digits, f"0{digits}"))
    code = phonenumbers.country_code_for_region(country) if country else 0
    if as_is and code and as_is != lost_plus and phonenumbers.is_valid_number(as_is):
        return Phone(_with_signs(digits, as_is), _e164(as_is))
    if lost_zero and code and phonenumbers.is_valid_number(lost_zero):
        return Phone(_with_signs(digits, lost_zero), _e164(lost_zero))
    at_home = lost_plus is not None and lost_plus.country_code == code
    if lost_plus and phonenumbers.is_valid_number(lost_plus) and (at_home or len(digits) >= _SURELY_WITH_PREFIX):
        return Phone(
            phonenumbers.format_number(lost_plus, phonenumbers.PhoneNumberFormat.INTERNATIONAL), _e164(lost_plus)
        )
    international = _e164(as_is)
    return Phone(_with_signs(digits, as_is) if as_is and international else digits, international)


def _with_signs(digits: str, number: "PhoneNumber") -> str:
    """As it was written, unless a number at home is never written so."""
    import phonenumbers

    national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return digits if re.sub(r"\D", "", national) == digits else national


def _parsed(text: str, country: str) -> "PhoneNumber | None":
    import phonenumbers

    try:
        return phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return None


def _e164(number: "PhoneNumber | None") -> str:
    import phonenumbers

    possible = phonenumbers.ValidationResult.IS_POSSIBLE
    if number is None or phonenumbers.is_possible_number_with_reason(number) != possible:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
