"""The lists of words in the folder `words`: groups of phrases, parted by semicolons."""

from functools import cache
from pathlib import Path

from portico.candidates.resume.folding import fold

FOLDER = Path(__file__).with_name("words")


@cache
def groups_in(name: str) -> dict[str, list[str]]:
    """The phrases of one list by their group, as they are written there."""
    found: dict[str, list[str]] = {}
    group = ""
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            group = line.strip("[]")
        elif line and not line.startswith("#"):
            found.setdefault(group, []).extend(part for phrase in line.split(";") if (part := phrase.strip()))
    return found


def words_in(name: str, group: str = "words") -> frozenset[str]:
    """One group of a list as words are compared."""
    return frozenset(fold(phrase) for phrase in groups_in(name)[group])


def group_of_phrase(name: str) -> dict[str, str]:
    """Which group each phrase of a list belongs to."""
    return {fold(phrase): group for group, phrases in groups_in(name).items() for phrase in phrases}
