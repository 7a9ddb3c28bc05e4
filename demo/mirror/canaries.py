"""Words that stand in private fields and nowhere else: whoever reads one where it does not belong has found a leak."""

import re
from dataclasses import dataclass, field

WORD = re.compile(r"canary[ab][0-9]{4}")


@dataclass(frozen=True, slots=True)
class Canary:
    """One word: in which field of which agency it stands, and who may come across it."""

    word: str
    agency: str
    field: str
    readers: frozenset[str]


@dataclass
class Canaries:
    """All words of one agency."""

    agency: str
    found: list[Canary] = field(default_factory=list)

    def new(self, where: str, *readers: str) -> str:
        """A new word for a private field; the agency's own people may always read it."""
        word = f"canary{self.agency.lower()}{len(self.found) + 1:04}"
        self.found.append(Canary(word, self.agency, where, frozenset(readers)))
        return word
