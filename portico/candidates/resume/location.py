"""Where somebody lives, out of a line such as "12 Elm St, Salem, OR 97301"."""

import re
from typing import Any

from portico.candidates.resume.towns import is_town
from portico.candidates.resume.vocabulary import is_region, title_score

type Json = dict[str, Any]

STREET = re.compile(
    r"(?i)\d+.*\b(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|blvd|boulevard|court|ct|way|place|pl|"
    r"apt|suite|unit|floor|close|crescent|terrace)\b|"
    r"(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ring|ufer|damm)\s*\d|\b(?:rue|avenue|boulevard|impasse|"
    r"place|chemin|calle|avda|avenida|plaza|paseo|c/)\b|\d+\s*[a-z]?$"
)
POSTCODE_CITY = re.compile(r"^(?:[A-Z]{1,2}-)?\d{4,5}\s+([^\d,]{2,40})$")
UK_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b")
ZIP = re.compile(r"\b\d{5}(?:-\d{4})?\b|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b")
TWO_LETTERS = re.compile(r"[A-Z]{2}")
CITY_STATE = re.compile(r"^([A-Z][\w.' \-]{2,25}?)\s+([A-Z]{2})$")
A_NAME = re.compile(r"[^\W\d][\w.' \-]{1,25}")


def place_of(text: str, *, labeled: bool = False) -> Json:
    """City, region and country, as far as a text tells them; nothing where it is no place."""
    text = re.sub(r"\s*\((?:he|she|they|remote)[^)]*\)", "", text).strip(" .,")
    parts = [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
    if not parts or any(len(part) > 45 for part in parts):
        return {}
    while len(parts) > 1 and (UK_POSTCODE.fullmatch(parts[-1]) or ZIP.fullmatch(parts[-1])):
        parts.pop()
    plain = [UK_POSTCODE.sub("", ZIP.sub("", part)).strip() for part in parts]
    return by_postcode(parts) or by_region(parts, plain) or by_name(text, plain, labeled=labeled)


def by_postcode(parts: list[str]) -> Json:
    """ "01099 Dresden": the town stands behind its postcode."""
    for place, part in enumerate(parts):
        if (found := POSTCODE_CITY.match(part)) and not STREET.search(part):
            return {"city": found[1].strip()} | ({"region": parts[place + 1]} if place + 1 < len(parts) else {})
    return {}


def by_region(parts: list[str], plain: list[str]) -> Json:
    """ "Salem, OR" or "Leeds, West Yorkshire, United Kingdom": the town stands before its state or country."""
    large = [bool(is_region(part) or TWO_LETTERS.fullmatch(part)) for part in plain]
    streetless = not STREET.search(plain[0]) and not any(char.isdigit() for char in parts[0])
    if len(parts) >= 3 and large[-1] and streetless:
        return {"city": plain[0], "region": plain[1], "country": plain[-1]}
    if len(parts) == 1 and (state := CITY_STATE.match(plain[0])) and is_region(state[2]):
        return {"city": state[1], "region": state[2]}
    first = next((place for place in range(1, len(parts)) if large[place]), 0)
    if not first:
        return {}
    city = re.sub(r"^\d{4,6}\s+|\s+\d{3,6}$", "", plain[first - 1])
    if not city or any(char.isdigit() for char in city) or (first < 2 and STREET.search(plain[0])):
        return {}
    country = next((plain[place] for place in range(first + 1, len(parts)) if large[place]), "")
    return {"city": city, "region": plain[first]} | ({"country": country} if country else {})


def by_name(text: str, plain: list[str], *, labeled: bool) -> Json:
    """A town alone, or two names with a comma between them."""
    found: Json = {"city": plain[0]} | ({"region": plain[1]} if len(plain) > 1 else {})
    if labeled and not any(char.isdigit() for char in plain[0]):
        return found
    if len(plain) > 2 or title_score(text):
        return {}
    if is_town(plain[0], 15_000):
        return found
    words = [word for part in plain for word in part.split() if len(word) > 3]
    named = len(plain) == 2 and all(A_NAME.fullmatch(part) for part in plain)
    return found if named and all(word[:1].isupper() for word in words) else {}
