"""Counts to which many requests add one: gathered in the process for a moment, and written together.

An advert that a newspaper links to is read a hundred times a second. Written each for itself, these counts would queue
up for one row, each behind the other's disk. The web server writes them once a second (serving.py); everywhere else
they are written at once. What a process that is killed had not written yet is lost: nothing may be counted like this of
which a single one matters.
"""

import logging
from collections import Counter
from collections.abc import Callable

SECONDS = 1.0
"""How long counts are gathered."""
log = logging.getLogger(__name__)


class Gathered:
    """Sums by the number of a row, and how they get there."""

    known: "list[Gathered]" = []
    waits = False
    """Whether somebody will call `write_all` in a moment: only where this process serves pages."""

    def __init__(self, write: Callable[[int, int], None]) -> None:
        """`write` adds to a row (its number) so many."""
        self.write = write
        self.waiting: Counter[int] = Counter()
        Gathered.known.append(self)

    def add(self, row: int) -> None:
        """One more."""
        if not Gathered.waits:
            self.write(row, 1)
            return
        self.waiting[row] += 1

    def write_down(self) -> None:
        """All that waits; what cannot be written now stays."""
        while self.waiting:
            row, count = self.waiting.popitem()
            try:
                self.write(row, count)
            except Exception as error:
                self.waiting[row] += count
                log.warning("Counts wait to be written: %s", error)
                return


def anything_waits() -> bool:
    """Whether there is something to write."""
    return any(one.waiting for one in Gathered.known)


def write_all() -> None:
    """Write everything that waits."""
    for one in Gathered.known:
        one.write_down()
