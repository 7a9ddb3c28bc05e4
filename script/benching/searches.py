"""Ways of typing a search for candidates: the page's p50, and how much of it is the server's processor time."""

from dataclasses import dataclass

from script.benching.measuring import Bench, Round, batch
from script.benching.pages import FAR, STAFF, Main, search
from script.benching.site import Server

SEARCHES = {
    "one skill": "{one}",
    "two skills": "{one} {two}",
    "a phrase": '"{title}"',
    "one skill, not another": "{one} -{two}",
    "the beginning of a word": "{begun}",
}
BARS = {50_000: 10.0, 500_000: 60.0}
"""Milliseconds, by how many candidates there are."""


@dataclass(frozen=True, slots=True)
class Searched:
    """One of them."""

    title: str
    p50: float
    cpu: float
    bar: float

    @property
    def met(self) -> bool:
        """Whether it is quick enough, where that is laid down."""
        return not self.bar or self.p50 <= self.bar


def searches(bench: Bench, server: Server) -> list[Searched]:
    """All of them, as a recruiter opens the list."""
    found = []
    for title, words in SEARCHES.items():
        looks = Main("search", title, STAFF, FAR, search(words)).looks(bench.volume)
        asked = [bench.asked(look) for look in looks]
        one = Round.of(server, asked, batch(server, asked), 1)
        found.append(Searched(title, one.p50, one.cpu * 1000, BARS.get(bench.volume.candidates, 0.0)))
    return found
