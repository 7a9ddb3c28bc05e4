"""Countries by name in many languages, and by code."""

import unicodedata
from functools import lru_cache

from babel import Locale

from portico.imports.cells.vocabulary import meanings, words


def plain(text: str) -> str:
    """A name for comparing: lower case, no accents, no punctuation."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = (letter if letter.isalnum() else " " for letter in decomposed if not unicodedata.combining(letter))
    return " ".join("".join(kept).split())


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in sorted(words("languages"), key=lambda code: (code != "en", code)):
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "ZZ", "XA", "XB"):
                names.setdefault(plain(name), code)
    return names | meanings("countries")


@lru_cache(maxsize=4096)
def country_code(text: str) -> str:
    """The two-letter code of a country by its name or code; empty where it is not known."""
    letters = text.strip().strip(".")
    if len(letters) == 2 and letters.isascii() and letters.isupper():
        code = {"UK": "GB", "EL": "GR"}.get(letters, letters)
        return code if code in _codes() else ""
    if len(letters) == 3 and letters.isupper() and letters in meanings("country_codes"):
        return meanings("country_codes")[letters]
    before, _comma, after = text.partition(",")
    return _names().get(plain(text)) or _names().get(plain(f"{after} {before}"), "")


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    return frozenset(_names().values())
