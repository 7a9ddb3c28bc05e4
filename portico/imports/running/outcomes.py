"""What became of each row."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portico.imports.understanding import Understood


class Deed(StrEnum):
    """What is done with a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


WORDS: dict[str, Promise] = {
    Deed.CREATED: _("New"),
    Deed.UPDATED: _("Updated"),
    Deed.UNCHANGED: _("Unchanged"),
    Deed.REFUSED: _("Refused"),
}


@dataclass(slots=True)
class Outcome:
    """One row: what is done with it, whom or what it is about, and which fields change or why it is refused."""

    number: int
    deed: Deed
    title: str = ""
    said: str = ""


@dataclass(slots=True)
class Tally:
    """How many rows had which outcome."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, outcomes: list[Outcome]) -> None:
        """Count these too."""
        self.counts.update(outcome.deed.value for outcome in outcomes)

    @property
    def rows(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    def as_figures(self) -> dict[str, int]:
        """Every outcome with its number, for JSON."""
        return {deed.value: self.counts[deed.value] for deed in Deed}


class Importer(Protocol):
    """Takes in the rows of one kind, batch by batch."""

    def plan(self, rows: list[Understood]) -> list[Outcome]:
        """Say what is to be done with each row. Nothing is written."""

    def write(self) -> None:
        """Do what was planned."""
