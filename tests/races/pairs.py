"""Every pair of deeds that start from the same status of a thing, done by two people in the same moment.

What one person alone leaves behind in all tables is the measure: where one of two wins, exactly that must be there.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations_with_replacement
from typing import Any

from django.apps import apps
from django.db import connection, models

from portico.agencies.models import Member
from portico.kit.rules import RuleBroken
from portico.records.models import EventSubject
from portico.records.subjects import kind_of
from tests.world import Acme

type Deed = Callable[[], object]


@dataclass(frozen=True)
class Verb:
    """Something that can happen to a thing: from which statuses, and how it is begun on a row that was just read."""

    name: str
    starts: tuple[str, ...]
    begin: Callable[[Any, Acme, Member], Deed]
    stays: bool = False
    """It leaves the status as it is: two of them, or it and another, may both happen."""
    rereads: bool = False
    """It reads the row anew and under lock: of two, the second may go on from where the first arrived."""


@dataclass(frozen=True)
class Recipe:
    """How a thing gets into each status, and what can happen to it there."""

    model: type[models.Model]
    make: Callable[[Acme, str], models.Model]
    verbs: tuple[Verb, ...]
    ways: tuple[str, ...]
    """The product's own functions that move it, as module:name; a test compares them with the source."""
    unreached: tuple[tuple[str, str], ...] = ()
    """Steps of MOVES for which the product has no deed yet."""

    def pairs(self, *, every: bool) -> Iterator[tuple[str, Verb, Verb]]:
        """Each status with each two deeds that start there, a deed beside itself included.

        Unless `every` pair is wanted, each deed meets itself and one other.
        """
        for status in dict.fromkeys(status for verb in self.verbs for status in verb.starts):
            here = [verb for verb in self.verbs if status in verb.starts]
            if every or len(here) < 4:
                yield from ((status, one, other) for one, other in combinations_with_replacement(here, 2))
                continue
            for one, other in zip(here, [*here[1:], here[0]], strict=True):
                yield status, one, one
                yield status, one, other


@dataclass
class Tally:
    """What was tried, and what went wrong."""

    pairs: int = 0
    rounds: int = 0
    conflicts: int = 0
    """How often the second was told no."""
    steps: set[tuple[type[models.Model], str, str]] = field(default_factory=set)
    violations: list[str] = field(default_factory=list)

    def says(self) -> str:
        """In one line."""
        found = len(self.violations)
        return f"{self.pairs} pairs, {self.rounds} rounds, {self.conflicts} told no, {found} violations"


def tables() -> list[str]:
    """Every table with rows of ours."""
    kinds = apps.get_models(include_auto_created=True)
    return sorted({kind._meta.db_table for kind in kinds if kind._meta.managed and not kind._meta.proxy})


def counts() -> Counter[str]:
    """How many rows each table has."""
    names = tables()
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'(SELECT count(*) FROM {quote(name)})' for name in names)}")
        found = cursor.fetchone()
    return Counter(dict(zip(names, found, strict=True)))


def together(*deeds: Deed) -> list[BaseException | None]:
    """Start all at the same moment, each with a database connection of its own; what each of them raised."""
    ready = threading.Barrier(len(deeds))
    said: list[BaseException | None] = [None] * len(deeds)

    def run(place: int, deed: Deed) -> None:
        try:
            with connection.cursor():  # Connecting takes longer than many a deed.
                pass
            ready.wait(timeout=30)
            deed()
        except BaseException as no:
            said[place] = no
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return said


def status_of(row: models.Model) -> str | None:
    """Its status now; nothing where the row is gone."""
    found: str | None = type(row)._base_manager.filter(pk=row.pk).values_list("status", flat=True).first()
    return found


def told(row: models.Model) -> int:
    """How many events are on its own timeline."""
    return EventSubject.objects.filter(kind=kind_of(type(row)), object_id=row.pk).count()


@dataclass
class Trial:
    """One row, two deeds at once, and what came of it."""

    recipe: Recipe
    world: Acme
    status: str

    def row(self) -> models.Model:
        """A new row in this status."""
        made = self.recipe.make(self.world, self.status)
        assert status_of(made) == self.status, f"{made!r} is not {self.status}"
        return made

    def read(self, row: models.Model, verb: Verb, by: Member) -> Deed:
        """The deed, on the row as a request of its own has read it."""
        return verb.begin(type(row)._base_manager.get(pk=row.pk), self.world, by)

    def alone(self, verb: Verb) -> tuple[Counter[str], str | None, int]:
        """What one person leaves behind: new rows by table, the status, and events of its own."""
        row = self.row()
        deed = self.read(row, verb, self.world.recruiter)
        before, events = counts(), told(row)
        try:
            deed()
        except RuleBroken as no:
            raise AssertionError(f"{verb.name} cannot happen to a {self.status} {row._meta.verbose_name}: {no}") from no
        return changes(before), status_of(row), told(row) - events

    def both(self, one: Verb, other: Verb) -> tuple[list[BaseException | None], Counter[str], str | None, int]:
        """Two people at once."""
        row = self.row()
        deeds = self.read(row, one, self.world.recruiter), self.read(row, other, self.world.owner)
        before, events = counts(), told(row)
        said = together(*deeds)
        return said, changes(before), status_of(row), told(row) - events


def changes(before: Counter[str]) -> Counter[str]:
    """By how many rows each table differs from then."""
    after = counts()
    return Counter({name: after[name] - before[name] for name in after if after[name] != before[name]})


def run(recipe: Recipe, world: Acme, *, rounds: int = 0, tally: Tally | None = None) -> Tally:
    """The pairs of one kind of thing: once a deed with itself and another, or all of them so many rounds."""
    tally = tally or Tally()
    single: dict[tuple[str, str], Any] = {}
    for status, one, other in recipe.pairs(every=rounds > 0):
        trial = Trial(recipe, world, status)
        for verb in {one.name: one, other.name: other}.values():
            if (status, verb.name) not in single:
                single[status, verb.name] = trial.alone(verb)
                tally.steps.add((recipe.model, status, single[status, verb.name][1] or ""))
        tally.pairs += 1
        for _round in range(rounds or 1):
            tally.rounds += 1
            look = partial(judge, trial, one, other, single[status, one.name], single[status, other.name])
            tally.violations += [
                f"{recipe.model.__name__} {status}: {one.name} + {other.name}: {what}" for what in look(tally)
            ]
    return tally


def judge(trial: Trial, one: Verb, other: Verb, first: Any, second: Any, tally: Tally) -> list[str]:
    """What went wrong with one pair, in words."""
    said, left, status, events = trial.both(one, other)
    crashed = [f"{type(no).__name__}: {no}" for no in said if no is not None and not isinstance(no, RuleBroken)]
    if crashed:
        return crashed
    won = [alone for alone, no in zip((first, second), said, strict=True) if no is None]
    tally.conflicts += len(said) - len(won)
    if not won:
        return [f"both were told no: {said[0]} / {said[1]}"]
    if len(won) == 1:
        if (left, status, events) != won[0]:
            return [f"{status} with {events} events and {dict(left)} instead of {won[0]}"]
        return []
    if one.stays or other.stays:
        return []
    if (one.rereads or other.rereads) and is_chain(trial, status, first[1], second[1]):
        return []
    return [f"both happened; it is {status} with {events} events"]


def is_chain(trial: Trial, end: str | None, *steps: str | None) -> bool:
    """Whether the one step can follow the other, so that it ended where it did."""
    moves: Any = trial.recipe.model.MOVES  # type: ignore[attr-defined]
    return any(end == last and last in moves.get(middle, ()) for middle, last in (steps, steps[::-1]))
