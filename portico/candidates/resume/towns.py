"""Whether a word is a town: looked up in the installation's file of towns, where there is one.

The parent process says where the file lies; without it places are told by their form alone.
"""

import os
from functools import cache, lru_cache
from typing import Any

from portico.candidates.resume.folding import fold

FILE = "PORTICO_TOWNS"
FEWEST_PEOPLE = 4000


@cache
def database() -> Any:
    """The file of towns, opened for reading; None where it is missing."""
    path = os.environ.get(FILE, "")
    if not path:
        return None
    import sqlite3

    try:
        return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error:
        return None


@lru_cache(maxsize=512)
def is_town(text: str, fewest: int = FEWEST_PEOPLE) -> bool:
    """Whether a text is the name of a town of so many people."""
    name = fold(text)
    opened = database()
    if opened is None or not name or len(name) < 3 or any(char.isdigit() for char in name):
        return False
    short = name.removesuffix(" city") if name.endswith(" city") else name
    line = "SELECT 1 FROM town WHERE name IN (?, ?) AND people >= ? LIMIT 1"
    try:
        return opened.execute(line, [name, short, fewest]).fetchone() is not None
    except Exception:  # a broken file only means that fewer places are known
        return False
