"""The words in words.toml, ready for looking up."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def _cut(text: str) -> list[str]:
    return [word.strip() for word in re.split(r"[|\n]", text) if word.strip()]


@cache
def words(name: str) -> frozenset[str]:
    """One list of words."""
    return frozenset(_cut(_file()["lists"][name]))


@cache
def meanings(table: str) -> dict[str, str]:
    """A table turned around: what each of its words stands for."""
    entries: dict[str, str] = _file()[table]
    return {word: meaning for meaning, listed in entries.items() for word in _cut(listed)}


@cache
def states(country: str) -> dict[str, str]:
    """The states of a country: their names by code."""
    named: dict[str, str] = _file()["states"][country]
    return named
