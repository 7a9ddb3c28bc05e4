"""The first visit of a client to their portal, with everything the page needs, and the pages after it."""

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin

from script.benching.client import Answer, Connection, request
from script.benching.measuring import Bench, unpacked
from script.benching.pages import PAGES, Look
from script.benching.site import Server
from script.benching.volume import HOST

FIRST, LATER = 60_000, 12_000
"""Bytes over the wire."""
LINKED = re.compile(r"""<(?:link|script|img|source)\b[^>]*?\b(?:href|src)=["']?([^"'\s>]+)[^>]*>""", re.IGNORECASE)
IN_SHEETS = re.compile(r"""(?:url\(|@import\s+)["']?([^"')\s;]+)""")
IMPORTED = re.compile(r"""(?:\bfrom|\bimport)\s*\(?["'](\.{0,2}/[\w./-]+)["']""")


@dataclass
class Visit:
    """What came over the wire."""

    page: int = 0
    assets: dict[str, int] = field(default_factory=dict)
    later: dict[str, int] = field(default_factory=dict)
    blocking: list[str] = field(default_factory=list)
    """Scripts that the page waits for."""

    @property
    def first(self) -> int:
        """The page and all it needs."""
        return self.page + sum(self.assets.values())

    @property
    def met(self) -> bool:
        """Whether both are small enough, and nothing waits for scripts."""
        return self.first <= FIRST and max(self.later.values()) <= LATER and not self.blocking


def visit(bench: Bench, server: Server) -> Visit:
    """The list of jobs first; then the board and a candidate."""
    there = {one.name: one.looks(bench.volume)[0] for one in PAGES}
    found = Visit()
    page, text = opened(bench, server, there["client_jobs"])
    found.page, waiting = page.size, linked(text, "/client/jobs/")
    for tag in re.findall(r"<script\b[^>]*>", text):
        if "src=" in tag and not re.search(r"\b(defer|async)\b|type=[\"']?module", tag):
            found.blocking.append(tag)
    while waiting:
        path = waiting.pop()
        if path in found.assets:
            continue
        answer = fetched(server, request(path, HOST))
        found.assets[path] = answer.size
        kind = answer.header("content-type")
        if "css" in kind or "javascript" in kind:
            within = unpacked(answer, answer.header("content-encoding"))
            pattern = IN_SHEETS if "css" in kind else IMPORTED
            waiting += [urljoin(path, one) for one in pattern.findall(within) if not one.startswith(("data:", "#"))]
    for name in ("board", "submission"):
        found.later[name] = opened(bench, server, there[name])[0].size
    return found


def fetched(server: Server, asked: bytes) -> Answer:
    """One answer."""
    line = Connection(server.port)
    answer = line.ask(asked)
    line.close()
    return answer


def opened(bench: Bench, server: Server, look: Look) -> tuple[Answer, str]:
    """A page, as it came and as text."""
    answer = fetched(server, bench.asked(look))
    return answer, unpacked(answer, answer.header("content-encoding"))


def linked(text: str, base: str) -> list[str]:
    """What the page makes a browser fetch."""
    found = [urljoin(base, unescape(path)) for path in LINKED.findall(text)]
    passive = re.findall(r"""<link\b[^>]*\brel=["']?(?:canonical|alternate|prefetch)[^>]*href=["']?([^"'\s>]+)""", text)
    return [path for path in found if path.startswith("/") and path not in passive]
