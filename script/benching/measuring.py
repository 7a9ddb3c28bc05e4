"""Pages and their floor, turn by turn in one run."""

import gzip
import json
import statistics
import zlib
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from script.benching.client import Answer, Connection, one_by_one, request, together
from script.benching.pages import Look, Main
from script.benching.site import FLOOR, Server, serving
from script.benching.volume import HOST, Volume, session_of

LEVEL = 1
"""How hard the pages are compressed."""
BATCH_SECONDS = 0.6


@dataclass
class Cost:
    """What one kind of page costs: milliseconds by the clock, and of the server's processor time, for each answer."""

    p50: float = 0.0
    p95: float = 0.0
    quiet: float = 0.0
    """The p50 of the quietest round: what remains when others use the machine too."""
    cpu: float = 0.0
    cpu_with_8: float = 0.0
    p50_with_8: float = 0.0
    size: int = 0
    """Bytes over the wire."""
    raw: int = 0
    """Bytes of HTML."""

    @property
    def per_core(self) -> float:
        """Answers a second that one core gives."""
        return 1000 / self.cpu if self.cpu else 0.0


@dataclass
class Measured:
    """One page beside its floor."""

    name: str
    title: str
    bar: int
    queries: int
    page: Cost
    floor: Cost
    statements: list[str] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """How many times the floor it takes."""
        return self.page.p50 / self.floor.p50

    @property
    def cpu_ratio(self) -> float:
        """The same of processor time."""
        return self.page.cpu / self.floor.cpu

    @property
    def met(self) -> bool:
        """At most so many times the floor and a millisecond."""
        return self.page.p50 <= self.bar * self.floor.p50 + 1.0

    @property
    def cpu_met(self) -> bool:
        """The same of processor time, which others on the machine disturb least."""
        return self.page.cpu <= self.bar * self.floor.cpu + 1.0

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            **asdict(self),
            "ratio": self.ratio,
            "cpu_ratio": self.cpu_ratio,
            "met": self.met,
            "cpu_met": self.cpu_met,
        }


@dataclass
class Bench:
    """Where all is measured."""

    volume: Volume
    folder: Path
    environment: dict[str, str]
    vendor: str
    sessions: dict[int, str] = field(default_factory=dict)

    def asked(self, look: Look, floor: bool = False, compressed: bool = True) -> bytes:
        """The request behind a look at a page or at its floor."""
        if look.member and look.member not in self.sessions:
            self.sessions[look.member] = session_of(look.member)
        path = look.floor if floor else look.path
        return request(path, HOST, self.sessions.get(look.member, ""), compressed)

    def measure(self, pages: Sequence[Main], rounds: int, said: Callable[[Measured], None]) -> list[Measured]:
        """All pages beside their floors."""
        with ExitStack() as stack:
            server = stack.enter_context(serving(self.folder, self.environment))
            looks = {one.name: one.looks(self.volume) for one in pages}
            told = {one.name: self.warm(server, looks[one.name]) for one in pages}
            floor = stack.enter_context(self.floor({name: page for name, page in told.items() if page}))
            found = []
            for one in pages:
                if told[one.name]:
                    found.append(self.compare(one, server, floor, looks[one.name], rounds))
                    said(found[-1])
            return found

    def floor(self, told: dict[str, dict[str, Any]]) -> Any:
        """The floor's server, told how large the pages are."""
        from django.db import connection

        values: Any = connection.get_connection_params()
        if self.vendor == "postgresql":
            database = " ".join(f"{key}={values[key]}" for key in ("host", "user", "dbname"))
        else:
            database = str(values["database"])
        file = self.folder / "floor.json"
        file.write_text(json.dumps({"vendor": self.vendor, "database": database, "pages": told}))
        return serving(self.folder / "floor", {**self.environment, "FLOOR": str(file.resolve())}, FLOOR)

    def warm(self, server: Server, looks: list[Look]) -> dict[str, Any]:
        """Open each address once; what the page is made of, or nothing where it does not answer."""
        line, sizes, text, encoding = Connection(server.port), list[int](), "", ""
        for look in looks:
            answer = line.ask(self.asked(look))
            if answer.status != 200:
                print(f"! {look.path} answers {answer.status} {answer.header('location')}: not measured", flush=True)
                return {}
            encoding = answer.header("content-encoding")
            text = unpacked(answer, encoding)
            sizes.append(len(text.encode()))
        line.close()
        # Named characters are one byte in the filler, so that slices of it have the size they are asked for.
        filler = text.encode("ascii", "replace").decode() * 2
        return {"size": int(statistics.median(sizes)), "encoding": encoding, "level": LEVEL, "filler": filler}

    def compare(self, one: Main, server: Server, floor: Server, looks: list[Look], rounds: int) -> Measured:
        """Rounds of the page and of its floor, one after the other."""
        asked = {
            "page": [self.asked(look) for look in looks],
            "floor": [self.asked(look, floor=True) for look in looks],
        }
        servers = {"page": server, "floor": floor}
        rows: dict[str, list[Round]] = {"page": [], "floor": []}
        one_by_one(floor.port, asked["floor"], len(looks))
        counts = {name: batch(there, asked[name]) for name, there in servers.items()}
        for _round in range(rounds):
            for name, there in servers.items():
                rows[name].append(Round.of(there, asked[name], counts[name], 1))
        busy = {name: Round.of(there, asked[name], counts[name], 8) for name, there in servers.items()}
        costs = {name: cost_of(rows[name], busy[name]) for name in servers}
        for name, there in servers.items():
            costs[name].size, costs[name].raw = sizes(there, asked[name][0])
        statements = self.statements(looks[0])
        bar = one.bar[self.vendor == "postgresql"]
        return Measured(one.name, one.title, bar, len(statements), costs["page"], costs["floor"], statements)

    def statements(self, look: Look) -> list[str]:
        """What the page asks the database, when all is warm."""
        from django.conf import settings
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        browser = Client(headers={"host": HOST})
        self.asked(look)
        if look.member:
            browser.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[look.member]
        browser.get(look.path)
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(look.path)
        if answer.status_code != 200:
            raise RuntimeError(f"{look.path}: {answer.status_code}")
        return [query["sql"] for query in queries.captured_queries]


@dataclass(frozen=True, slots=True)
class Round:
    """One batch of answers."""

    times: list[float]
    cpu: float

    @classmethod
    def of(cls, server: Server, asked: Sequence[bytes], count: int, connections: int) -> "Round":
        """So many of them."""
        before = server.cpu()
        if connections == 1:
            times = one_by_one(server.port, asked, count)
        else:
            times = together(server.port, asked, count, connections)
        return cls(times, (server.cpu() - before) / count)

    @property
    def p50(self) -> float:
        """Milliseconds."""
        return statistics.median(self.times) * 1000


def cost_of(rounds: list[Round], busy: Round) -> Cost:
    """All rounds in one."""
    times = [one for each in rounds for one in each.times]
    return Cost(
        p50=statistics.median(times) * 1000,
        p95=statistics.quantiles(times, n=20)[-1] * 1000,
        quiet=min(one.p50 for one in rounds),
        cpu=statistics.median(one.cpu for one in rounds) * 1000,
        cpu_with_8=busy.cpu * 1000,
        p50_with_8=busy.p50,
    )


def batch(server: Server, asked: Sequence[bytes]) -> int:
    """How many answers make a batch of the usual length."""
    usual = statistics.median(one_by_one(server.port, asked, len(asked)))
    return max(len(asked), min(400, int(BATCH_SECONDS / usual)))


def sizes(server: Server, asked: bytes) -> tuple[int, int]:
    """Bytes over the wire, and of HTML."""
    line = Connection(server.port)
    answer = line.ask(asked)
    line.close()
    return answer.size, len(unpacked(answer, answer.header("content-encoding")).encode())


def unpacked(answer: Answer, encoding: str) -> str:
    """The page as text."""
    if encoding == "br":
        import brotli  # type: ignore[import-untyped]

        return str(brotli.decompress(answer.body).decode())
    if encoding == "gzip":
        return gzip.decompress(answer.body).decode()
    if encoding == "deflate":
        return zlib.decompress(answer.body).decode()
    return answer.body.decode()
