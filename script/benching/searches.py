"""Ways of typing a search for candidates: the search itself, and the page around it.

The search is what the server does from the words to the first 25 people in order, behind the door, with the words
marked in their names and texts. The page draws 50 of them in their table, with all else that a page has.
"""

import gc
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from script.benching.measuring import Bench, Round, batch
from script.benching.pages import FAR, STAFF, Main, search, typed
from script.benching.site import Server

if TYPE_CHECKING:
    from portico.agencies.models import Member
    from portico.backoffice.reading.candidate_rows import Person

SEARCHES = {
    "one skill": "{one}",
    "two skills": "{one} {two}",
    "a phrase": '"{title}"',
    "one skill, not another": "{one} -{two}",
    "the beginning of a word": "{begun}",
}
BARS = {50_000: 10.0, 500_000: 60.0}
"""Milliseconds for the search itself, by how many candidates there are."""
FIRST = 25
TIMES = 8
"""So many words are tried of each kind, each so often."""


@dataclass(frozen=True, slots=True)
class Searched:
    """One of them: milliseconds of the search, by the clock and of processor time, and the page's."""

    title: str
    p50: float
    cpu: float
    page: float
    page_cpu: float
    bar: float

    @property
    def met(self) -> bool:
        """Whether the search is quick enough, where that is laid down."""
        return not self.bar or self.p50 <= self.bar


def searches(bench: Bench, server: Server) -> list[Searched]:
    """All of them, as a recruiter types them."""
    found = []
    for title, words in SEARCHES.items():
        looks = Main("search", title, STAFF, FAR, search(words)).looks(bench.volume)
        asked = [bench.asked(look) for look in looks]
        one = Round.of(server, asked, batch(server, asked), 1)
        p50, cpu = timed(bench, [typed(words, place) for place in range(TIMES)])
        bar = BARS.get(bench.volume.candidates, 0.0)
        found.append(Searched(title, p50, cpu, one.p50, one.cpu * 1000, bar))
    return found


def timed(bench: Bench, texts: list[str]) -> tuple[float, float]:
    """The usual time of a search for these words, in a process that is set up as the server's are."""
    from portico.agencies.models import Member
    from portico.kit.serving import settle

    member = Member.objects.select_related("agency").get(pk=bench.volume.recruiter)
    settle()
    clock, busy = [], []
    for text in texts * TIMES:
        began, worked = time.perf_counter(), time.process_time()
        first_ones(member, text)
        clock.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    gc.unfreeze()
    return statistics.median(clock[len(texts) :]), statistics.median(busy[len(texts) :])


def first_ones(member: "Member", text: str) -> "list[Person]":
    """The first people for these words, with what was found marked in each."""
    from portico.backoffice.reading.candidate_rows import people_of
    from portico.backoffice.reading.finding import everybody, mark, people_found
    from portico.candidates.finding import FIRST as BEST
    from portico.candidates.finding import look_for
    from portico.candidates.models import Candidate

    rows = lambda: Candidate.objects.visible_to(member).current()  # noqa: E731
    words = look_for(rows, member.agency_id, text, lambda: everybody.statement(member))
    people = people_of(people_found(member, words.best(BEST)[:FIRST]), "added")
    mark(people, words, member)
    return people
