"""Where somebody lives: a city, or a whole address in one cell."""

import re
from dataclasses import dataclass, replace

from portico.imports.cell import Cell, as_text
from portico.imports.cells.countries import country_code, plain
from portico.imports.cells.vocabulary import states, words

_STREET = re.compile(
    r"\d|\b(?:street|road|avenue|lane|drive|straße|strasse|rue|calle|avenida|via|plaza|p\.?\s?o\.? box)\b",
    re.IGNORECASE,
)
_UK_CODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)
_NORTH_AMERICAN_CODE = re.compile(r"\b(?:\d{5}(?:-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d)$", re.IGNORECASE)
_CODE_FIRST = re.compile(r"^((?:[A-Z]{1,2}[- ])?\d{3,6}(?:[- ]\d{2,4})?(?: [A-Z]{2}(?= ))?)\s+(?=[^\W\d_])")
_CODE_LAST = re.compile(r"(?<=[^\W\d_])\s+(\d{4,6})$")
_CODE_ALONE = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,6}(?:-\d{3,4})?|\d{3} ?\d{2}")
_WITH_STATES = ("US", "CA", "AU")


@dataclass(frozen=True, slots=True)
class Place:
    """The parts of an address, as written; the country's code where it is known."""

    street: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    country_code: str = ""


def read_place(cell: Cell, home: str = "") -> Place:
    """The parts of "Portland, OR" or "12 High Street, Leeds LS1 4AB, United Kingdom".

    `home` is the country that two letters at the end are a state of, where they could also be another country's code.
    """
    text = as_text(cell).replace("\n", ", ").replace(" | ", ", ").replace(" / ", ", ").replace(";", ",")
    parts = [" ".join(part.split()) for part in text.split(",") if part.strip()]
    if not parts:
        return Place()
    place = Place()
    if _is_country(parts, home):
        place = Place(country=parts[-1], country_code=country_code(parts[-1]))
        parts.pop()
    parts, place = _postal_code(parts, place)
    parts, place = _region(parts, place, home)
    if parts and not place.postal_code:
        parts, place = _postal_code(parts, place)
    if not parts:
        return place
    if len(parts) == 1:
        return _with_state(_one_left(parts[0], place))
    return _with_state(replace(place, street=", ".join(parts[:-1]), city=parts[-1]))


def _is_country(parts: list[str], home: str) -> bool:
    """Whether the last part names a country and not a state: "San Francisco, CA" is not in Canada."""
    last = parts[-1]
    if not country_code(last):
        return False
    if len(parts) == 1:
        return len(last) > 3 and plain(last) not in words("city_states")
    state = country_of_region(last)
    if not state or len(parts) > 2:
        return True
    return home == country_code(last) if last in states(state) else home != state


def _postal_code(parts: list[str], place: Place) -> tuple[list[str], Place]:
    for at in range(len(parts) - 1, -1, -1):
        part = parts[at]
        if _CODE_ALONE.fullmatch(part) or _UK_CODE.fullmatch(part):
            return parts[:at] + parts[at + 1 :], replace(place, postal_code=part)
        if at == 0 and len(parts) > 1 and _STREET.match(part):
            break  # a street's number is no postal code
        for pattern in (_UK_CODE, _NORTH_AMERICAN_CODE, _CODE_FIRST, _CODE_LAST):
            if found := pattern.search(part):
                rest = (part[: found.start()] + part[found.end() :]).strip()
                return parts[:at] + ([rest] if rest else []) + parts[at + 1 :], replace(
                    place, postal_code=found[0].strip()
                )
    return parts, place


def _region(parts: list[str], place: Place, home: str) -> tuple[list[str], Place]:
    """The part behind the city: with a known country, what stands between; else a known state."""
    if len(parts) < 2 or _is_street(parts[-1]):
        return parts, place
    country = country_of_region(parts[-1])
    alone = len(parts) == 2 and not place.country and not place.postal_code
    if alone and country != home and country_code(parts[-1]):
        country = ""  # "Berlin, DE" is hardly in Delaware
    if country and (not place.country_code or place.country_code == country):
        return parts[:-1], replace(place, region=parts[-1], country_code=place.country_code or country)
    if place.country and not _is_street(parts[-2]):
        return parts[:-1], replace(place, region=parts[-1])
    if not place.country and len(parts) >= 2 and not any(_is_street(part) for part in parts):
        return parts[:-1], replace(place, region=parts[-1])
    return parts, place


def _is_street(part: str) -> bool:
    return bool(_STREET.search(part))


def _one_left(part: str, place: Place) -> Place:
    if plain(part) in words("anywhere"):
        return place
    if _is_street(part) and re.search(r"\d", part):
        return replace(place, street=part)
    code = "" if place.country_code else country_code(part) if plain(part) in words("city_states") else ""
    return replace(place, city=part, country_code=place.country_code or code)


def _with_state(place: Place) -> Place:
    """Sydney NSW: the state behind the city."""
    city, _space, state = place.city.rpartition(" ")
    if city and not place.region and place.country_code in _WITH_STATES and state in states(place.country_code):
        return replace(place, city=city, region=state)
    return place


def country_of_region(text: str) -> str:
    """The country whose state this is: by its code in capitals (the United States' first), or by its name."""
    for country in _WITH_STATES:
        if text in states(country) or plain(text) in states(country).values():
            return country
    return ""
