"""One person trying addresses: what they send, what comes back, and what must not have happened."""

import os
import re
import time
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from demo.mirror.canaries import WORD
from demo.mirror.world import Actor, World
from portico.kit.times import at_time
from tests.isolation import digest
from tests.isolation.grid import Cell, cells, listed
from tests.isolation.policy import OTHER, OWN, RANDOM, expected, gets_in, is_public
from tests.readable import readable

THOROUGH = bool(os.environ.get("THOROUGH"))
ACTORS = [
    "anonymous", "owner", "recruiter", "limited recruiter", "finance", "read-only", "support", "c1", "c2", "c3", "k1",
    "k2",
    "deactivated recruiter", "revoked contact", "B owner", "B c1", "B k1",
]  # fmt: skip
ODD = ("PUT", "PATCH", "DELETE", "OPTIONS")
CHANGING = re.compile(
    r'csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|(?:seen|key|once|confirm_kept)" value="[^"]*"|after=[^"&]*'
)
"""What is drawn anew each time: proofs of forms, sealed values, where the next page begins."""


@dataclass
class Trial:
    """What was tried, and what was wrong with it."""

    world: World
    actor: Actor
    tried: int = 0
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.client = Client(headers={"host": self.actor.host}, raise_request_exception=False)
        self.cookies = {settings.SESSION_COOKIE_NAME: self.actor.cookie} if self.actor.cookie else {}
        self.other = self.world.casts["B" if self.actor.agency == "A" else "A"].agency
        self.theirs = {table: digest.of(self.other, table) for table in digest.TABLES}
        name = self.actor.name.removeprefix("B ")
        staff = self.actor.side == "staff" and self.actor.state == "in"
        mine = [one for one in self.world.canaries if one.agency == self.actor.agency]
        self.readable = {one.word for one in mine if staff or name in one.readers}

    def all(self) -> None:
        """Every cell of this person; with less time, who stands behind others in the line tries by turns."""
        began = time.perf_counter()
        for number, route in enumerate(listed()):
            if self.leaves_out(number):
                continue
            inside = gets_in(self.actor, route)
            found = list(cells(self.world, self.actor, route))
            if not inside and not THOROUGH:
                found = [found[number % len(found)]]
            missing: dict[str, Any] = {}
            for place, cell in enumerate(found):
                turn = number + place + len(self.actor.name)
                if cell.scope == OWN and inside and self.actor.name not in FIRST and turn % 4 and not THOROUGH:
                    continue
                for method in methods(cell, turn, inside):
                    self.cell(cell, method, missing)
        self.seconds = time.perf_counter() - began

    def leaves_out(self, number: int) -> bool:
        """Whether others try this address in this person's place: on PostgreSQL, where the doors are the same, or
        where somebody of the same kind is first in the line."""
        turn = (number + len(self.actor.name)) % 4
        return not THOROUGH and turn > 0 and (connection.vendor == "postgresql" or self.actor.name not in FIRST)

    def cell(self, cell: Cell, method: str, missing: dict[str, Any]) -> None:
        """One cell: its status, its words, what it wrote; who may not, gets what nobody's row would give."""
        answer, tables = self.send(method, cell.path)
        self.tried += 1
        name = f"{self.actor.name} {method} {cell.route.name} ({cell.scope}) {cell.path}"
        allowed = expected(self.actor, cell.route, method, cell.scope)
        if answer.status_code not in allowed:
            self.wrong.append(f"{name}: {answer.status_code}, not one of {sorted(allowed)[:6]}")
        said = body_of(answer)
        for word in set(WORD.findall(said)) - self.readable:
            self.wrong.append(f"{name}: reads {word}, {self.told(word)}")
        if cell.scope == RANDOM:
            missing[method] = normal(answer, said, cell.path)
        elif cell.scope == OTHER and method in missing and normal(answer, said, cell.path) != missing[method]:
            self.wrong.append(f"{name}: answers otherwise than for nobody's row")
        open_to_all = is_public(cell.route) and cell.scope != OTHER and cell.scope != RANDOM
        denied = not gets_in(self.actor, cell.route) or (cell.scope != OWN and not open_to_all)
        self.look_after(name, tables, denied=denied)

    def send(self, method: str, path: str, data: Any = None, **more: Any) -> tuple[Any, set[str]]:
        """Send it; whatever happened is looked at and undone at once."""
        self.client.cookies = SimpleCookie(self.cookies)
        cache.clear()  # nobody here is slowed down, however much they try within one moment
        with at_time(self.world.built), transaction.atomic():
            with digest.written() as tables:
                call = getattr(self.client, method.lower())
                answer = call(path, data, **more) if data is not None else call(path, **more)
                if answer.streaming:
                    answer.content_read = b"".join(answer.streaming_content)
            self.hurt = [table for table in sorted(tables) if self.theirs.get(table, "") != self.now(table)]
            self.linked = [one for table in tables if table in digest.TABLES for one in digest.links_two(table)]
            transaction.set_rollback(True)
        return answer, tables

    def now(self, table: str) -> str:
        """The other agency's rows of a table, as they are now."""
        return digest.of(self.other, table) if table in digest.TABLES else ""

    def look_after(self, name: str, tables: set[str], *, denied: bool) -> None:
        """Nothing of the other agency changed, no row links the two; and who was denied changed nothing at all."""
        if self.hurt:
            self.wrong.append(f"{name}: changed the other agency's {self.hurt}")
        if self.linked:
            self.wrong.append(f"{name}: linked two agencies in {self.linked}")
        if denied and tables - NOTED:
            self.wrong.append(f"{name}: was denied and wrote to {sorted(tables)}")

    def told(self, word: str) -> str:
        """Where a word that was read stands."""
        found = next(one for one in self.world.canaries if one.word == word)
        return f"{found.field} of {found.agency}"


def trial(mirror: World, who: str) -> Trial:
    """Somebody about to try."""
    return Trial(mirror, next(actor for actor in mirror.actors if actor.name == who))


FIRST = {"anonymous", "owner", "limited recruiter", "c1", "k1"}
"""One of each kind tries all of their own pages each time; what others may do besides is the same page."""
NOTED = {"access_attempt", "portals_visit", "kit_pace"}
"""What strangers' attempts leave behind: how often they tried."""


def methods(cell: Cell, turn: int, inside: bool) -> tuple[str, ...]:
    """What the address answers to; everything else takes turns, unless there is time for all."""
    if THOROUGH:
        return ("GET", "HEAD", "POST", *ODD)
    if not inside:
        return (("GET", "POST", "HEAD", ODD[turn % 4])[turn // 2 % 4],)
    known = tuple(method for method in ("GET", "POST") if method in cell.route.methods)
    others = [method for method in ("GET", "POST", "HEAD", *ODD) if method not in known]
    return (*known, others[turn // 4 % len(others)]) if turn % 4 == 0 else known


def body_of(answer: Any) -> str:
    """Everything that can be read in an answer."""
    content = getattr(answer, "content_read", None)
    raw = answer.content if content is None else content
    kind = answer.headers.get("Content-Type", "")
    text = unescape(raw.decode()) if kind.startswith("text/html") else readable(raw, kind)
    return f"{answer.headers.get('Location', '')} {answer.headers.get('Content-Disposition', '')} {text}"


def normal(answer: Any, said: str, path: str) -> tuple[int, str]:
    """An answer without what is different each time."""
    return answer.status_code, CHANGING.sub("", said.replace(path, "PATH"))
