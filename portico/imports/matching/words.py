"""Column names in one form for comparing: "E-mail Address (work)", "email_address" and "emailAddress" meet."""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from portico.imports.cells.countries import plain

_FOLDER = Path(__file__).parent / "column_names"
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SPELLINGS = [
    (re.compile(r"\be mails?\b|\bemails\b"), "email"),
    (re.compile(r"\blinked in\b"), "linkedin"),
    (re.compile(r"\bweb site\b"), "website"),
    (re.compile(r"\bzip ?code\b"), "zip"),
    (re.compile(r"\bpost code\b"), "postcode"),
]


@lru_cache(maxsize=4096)
def normal(header: str) -> str:
    """A column's name without case, accents, punctuation and what stands in brackets."""
    text = plain(_CAMEL.sub(" ", _BRACKETS.sub(" ", header))) or plain(header)
    for spelled, word in _SPELLINGS:
        text = spelled.sub(word, text)
    return text


@cache
def _entries(file: str) -> dict[str, list[str]]:
    """The words of one file of column names, as they stand there."""
    text = (_FOLDER / f"{file}.toml").read_text(encoding="utf-8")
    entries: dict[str, str] = tomllib.loads(text)
    return {
        name: [word.strip() for word in re.split(r"[|\n]", words) if word.strip()] for name, words in entries.items()
    }


@cache
def names_of(kind: str, field: str) -> frozenset[str]:
    """The names that columns with this field have in tables of this kind."""
    words = _entries(kind).get(field) or _entries("shared").get(field) or []
    named: set[str] = set()
    for word in words:
        named |= names_of("shared", word[1:]) if word[0] == "@" else {normal(word)}
    return frozenset(named)


@cache
def _all_names() -> frozenset[str]:
    files = [file.stem for file in _FOLDER.glob("*.toml")]
    return frozenset(name for file in files for field in _entries(file) for name in names_of(file, field))


def is_known(header: str) -> bool:
    """Whether a text is a name that columns have, in any kind of table."""
    return normal(header) in _all_names()
