"""Phone numbers in one form, so that the same number is found however it was typed."""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers import PhoneMetadata

INTERNATIONAL = re.compile(r"\+[1-9](?:[ .()-]{0,2}[0-9]){6,13}")
NATIONAL = re.compile(r"\(?0[1-9](?:[ .()-]{0,2}[0-9]){6,11}")
NOT_DIGITS = str.maketrans("", "", "+ .()-")
LONGEST_CODE = 3


def phone_key(number: str, region: str = "") -> str:
    """The number in E.164 form (+442079460000), or its bare digits where no country is known. '' for nothing."""
    text = number.strip()
    if text.startswith("00") and not region:
        text = f"+{text[2:]}"
    if not text:
        return ""
    return plain_e164(text, region)[0] or slow_key(text, region)


@lru_cache(maxsize=2048)
def slow_key(text: str, region: str) -> str:
    """The same for numbers written in any way."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return "".join(char for char in text if char.isdigit())[:20]
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def plain_e164(text: str, region: str = "") -> tuple[str, bool]:
    """The E.164 form of a number in plain writing, and whether it may be one; '' where only the library can tell.

    The library takes a tenth of a millisecond for a number, which an import of a hundred thousand feels. What is read
    here is read alike by it: digits behind a plus and a country's code, or behind the zero that a country dials at
    home, where no other prefix of that country can be meant.
    """
    if INTERNATIONAL.fullmatch(text):
        digits = text.translate(NOT_DIGITS)
        code, rest = country_code(digits)
        if not code or rest[0] == "0" or begins_with_prefix(code, rest):
            return "", False
        return f"+{digits}", is_possible(code, len(rest))
    if region and NATIONAL.fullmatch(text) and (home := home_of(region)):
        code, abroad = home
        dialed = text.translate(NOT_DIGITS)
        rest = dialed[1:]
        if not abroad.match(dialed) and fits(region, rest):
            return f"+{code}{rest}", is_possible(code, len(rest))
    return "", False


def country_code(digits: str) -> tuple[int, str]:
    """The country's code at the start of an international number, and what follows; 0 where there is none."""
    for length in range(1, LONGEST_CODE + 1):
        if (code := int(digits[:length])) in country_codes():
            return code, digits[length:]
    return 0, digits


@cache
def country_codes() -> frozenset[int]:
    """All there are. The library is loaded with the first number: a web process may go without its four megabytes."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    return frozenset(COUNTRY_CODE_TO_REGION_CODE)


@cache
def prefix_of(code: int) -> re.Pattern[str] | None:
    """What people of a country may dial before a number at home."""
    from phonenumbers import PhoneMetadata, region_code_for_country_code

    region = region_code_for_country_code(code)
    found = PhoneMetadata.metadata_for_region_or_calling_code(code, region)
    return re.compile(found.national_prefix_for_parsing) if found and found.national_prefix_for_parsing else None


def begins_with_prefix(code: int, rest: str) -> bool:
    """Whether the library would look twice at the beginning of a number."""
    prefix = prefix_of(code)
    return prefix is not None and prefix.match(rest) is not None


@cache
def home_of(region: str) -> tuple[int, re.Pattern[str]] | None:
    """A country's code and how it dials abroad, where a single 0 is all that ever stands before a number at home."""
    from phonenumbers import region_code_for_country_code

    found = metadata_of(region) if region.isupper() else None
    if found is None or found.national_prefix_for_parsing != "0" or found.national_prefix_transform_rule:
        return None
    if found.country_code is None or region_code_for_country_code(found.country_code) != region:
        return None
    return found.country_code, re.compile(found.international_prefix or "(?!)")


@cache
def metadata_of(region: str) -> "PhoneMetadata | None":
    """What the library knows of a country's numbers."""
    from phonenumbers import PhoneMetadata

    return PhoneMetadata.metadata_for_region(region, None)


def fits(region: str, rest: str) -> bool:
    """Whether it is a number of the country at all, and as long as one."""
    found = metadata_of(region)
    general = found.general_desc if found else None
    if general is None or len(rest) not in general.possible_length:
        return False
    return re.fullmatch(general.national_number_pattern or "", rest) is not None


@cache
def is_possible(code: int, length: int) -> bool:
    """Whether numbers of a country may be so long."""
    import phonenumbers

    number = phonenumbers.PhoneNumber(country_code=code, national_number=int("1" * length))
    reason = phonenumbers.is_possible_number_with_reason(number)
    return bool(reason == phonenumbers.ValidationResult.IS_POSSIBLE)
