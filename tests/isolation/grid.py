"""The cells of the matrix: every address with rows that are one's own, a colleague's, another agency's, nobody's."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from demo.mirror.strand import Thing
from demo.mirror.world import Actor, World
from portico.operations.routes import Route, routes
from tests.access_rows import FIXED
from tests.access_table import ACCESS
from tests.isolation.policy import NOT_MINE, OTHER, OWN, RANDOM

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
NOWHERE = 999_999_999_999
NO_TOKEN = "n" * 43
MOST = {NOT_MINE: 2, OTHER: None if os.environ.get("THOROUGH") else 1}
"""So many rows of colleagues, and of the other agency, at one address."""
WHOLE = {"backoffice:candidate": "?timeline=all", "backoffice:job": "?timeline=all"}
"""What comes only when somebody scrolls to it is asked for at once."""
WORDS = {"word: purpose": "sharing", "word: list of the profile": "experience", "word: part of the profile": "contact",
         "number: page": "1", "number: place in the list": "0"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One address as somebody tries it."""

    route: Route
    scope: str
    path: str


def listed() -> list[Route]:
    """Every address of the product itself."""
    return [route for route in routes() if route.name in ACCESS]


def cells(world: World, actor: Actor, route: Route) -> Iterator[Cell]:
    """The address with each kind of row that stands in it; one cell where there is none."""
    kinds = [kind for kind in route.parameters.values() if is_row(kind)]
    if not kinds:
        yield Cell(route, OWN, filled(route, []))
        return
    yield Cell(route, RANDOM, filled(route, [nowhere(kind) for kind in kinds]))
    mine = [choices(world, actor, kind, OWN) for kind in kinds]
    own = next(together(mine), None)
    if own is not None:
        yield Cell(route, OWN, filled(route, [ident for _strand, ident in own]))
    first = [ident for _strand, ident in own][:-1] if own else [nowhere(kind) for kind in kinds[:-1]]
    for scope in (NOT_MINE, OTHER):
        for _strand, ident in choices(world, actor, kinds[-1], scope)[: MOST[scope]]:
            yield Cell(route, scope, filled(route, [*first, ident]))
    if len(kinds) > 1 and own is not None:
        theirs = next(together([choices(world, actor, kind, OTHER) for kind in kinds]), None)
        if theirs is not None:
            yield Cell(route, OTHER, filled(route, [ident for _strand, ident in theirs]))
        for strand, ident in mine[-1]:
            if strand not in (0, own[0][0]):
                yield Cell(route, NOT_MINE, filled(route, [*first, ident]))
                break


def is_row(kind: str) -> bool:
    """Whether it names a row, or the secret that leads to one."""
    return "." in kind or kind.startswith("secret: ")


def nowhere(kind: str) -> str:
    """What leads nowhere."""
    return NO_TOKEN if kind.startswith("secret: ") else str(NOWHERE)


type Choice = tuple[int, str]


def choices(world: World, actor: Actor, kind: str, scope: str) -> list[Choice]:
    """The rows of a kind that are this person's own, their agency's but not theirs, or the other agency's."""
    if kind.startswith("secret: "):
        tokens = [one for one in world.secrets if one["kind"] == kind]
        mine = [one for one in tokens if (one["agency"] == actor.agency) == (scope == OWN)]
        return [(0, one["token"]) for one in mine[:1]] if scope != NOT_MINE else []
    things = [thing for thing in world.things if thing.kind == kind]
    found = [(thing.strand, str(thing.id)) for thing in things if scope_of(thing, actor) == scope]
    return found if scope == OWN else one_of_each(found)


def scope_of(thing: Thing, actor: Actor) -> str:
    """Whose a row is, as this person sees it."""
    if thing.agency != actor.agency:
        return OTHER
    return OWN if actor.name.removeprefix("B ") in thing.of else NOT_MINE


def one_of_each(found: list[Choice]) -> list[Choice]:
    """The first of each strand."""
    by_strand: dict[int, str] = {}
    for strand, ident in found:
        by_strand.setdefault(strand, ident)
    return list(by_strand.items())


def together(lists: list[list[Choice]]) -> Iterator[tuple[Choice, ...]]:
    """Rows that belong together: of one strand, or of the agency as a whole."""
    for chosen in product(*lists):
        if len({strand for strand, _ident in chosen if strand}) <= 1:
            yield chosen


def filled(route: Route, idents: list[str]) -> str:
    """The address."""
    waiting = list(idents)

    def value(match: re.Match[str]) -> str:
        kind = route.parameters[match[1]]
        return waiting.pop(0) if is_row(kind) else WORDS.get(kind) or str(FIXED[match[1]])

    return PARAMETER.sub(value, route.path) + WHOLE.get(route.name, "")
