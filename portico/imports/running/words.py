"""Words of other systems for what Portico knows in a few fixed ones."""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from portico.candidates.models import name_key
from portico.imports.running.run import Refusal


@cache
def meanings(table: str) -> dict[str, str]:
    """What each word of a table in words.toml stands for."""
    entries = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))[table]
    return {word.strip(): meaning for meaning, words in entries.items() for word in words.split("|")}


def meant(table: str, text: str, column: str, choices: Iterable[tuple[str, object]]) -> str:
    """The choice that a word stands for: Portico's own name of it, or one that other systems have."""
    word, choices = name_key(text), list(choices)
    for value, label in choices:
        if word in (value, name_key(str(label))):
            return value
    found = meanings(table).get(word)
    if found is None:
        known = get_text_list([str(label) for _value, label in choices], _("or"))
        raise Refusal(
            _("“%(value)s” in “%(column)s” is none of these: %(known)s.")
            % {"value": text[:60], "column": column, "known": known}
        )
    return found
