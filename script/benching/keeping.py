"""What a process keeps: its memory after thousands of mixed requests."""

from dataclasses import dataclass

from script.benching.client import together
from script.benching.measuring import Bench
from script.benching.pages import PAGES
from script.benching.site import Server

MOST = 90.0
"""Megabytes."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Megabytes that are the process's own, and as `ps` shows them, before and after."""

    requests: int
    before: float
    after: float
    resident: float

    @property
    def met(self) -> bool:
        """Whether it stays small."""
        return self.after <= MOST


def kept(bench: Bench, server: Server, count: int) -> Kept:
    """Look at all pages in turn, over eight connections."""
    looks = [look for one in PAGES for look in one.looks(bench.volume)]
    mixed = [bench.asked(looks[at * 5 % len(looks)]) for at in range(len(looks))]
    together(server.port, mixed, 50, 1)
    before = server.memory()
    together(server.port, mixed, count, 8)
    return Kept(count, before, server.memory(), server.resident())
