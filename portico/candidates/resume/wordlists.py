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


class Terms:
    """A list of words and phrases to look for in texts; a star before or after a word stands for any letters."""

    def __init__(self, name: str) -> None:
        terms = groups_in(name)["words"]
        self.starts = tuple(term.rstrip("*") for term in terms if term.endswith("*") and " " not in term)
        self.ends = tuple(term.lstrip("*") for term in terms if term.startswith("*"))
        self.words = frozenset(term for term in terms if "*" not in term and " " not in term)
        self.phrases = [f" {term}".removesuffix("*") for term in terms if " " in term]

    def are_in(self, text: str) -> bool:
        """Whether one of them stands in a text."""
        folded = fold(text)
        found = any(word in self.words or word.startswith(self.starts) for word in folded.split())
        found = found or bool(self.ends and any(word.endswith(self.ends) for word in folded.split()))
        return found or any(f"{phrase} " in f" {folded} " for phrase in self.phrases)
