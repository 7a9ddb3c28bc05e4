"""A client that keeps its connections open, as browsers and proxies do, and takes the times of answers."""

import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count as count_up

TIMEOUT = 120.0
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
COOKIE = "abcdefghijklmnopqrstuvwxyz012345"
"""The secret that a visitor's browser made up for forms."""
SOMEBODY = b"a visitor's own"
"""Stands for an address that nobody else has: who reads hundreds of pages a minute from one is slowed down."""
VISITORS = count_up(1)


def request(path: str, host: str, session: str = "", compressed: bool = True, extra: str = "") -> bytes:
    """What a browser sends to look at a page."""
    cookies = f"csrftoken={COOKIE}" + (f"; sessionid={session}" if session else "")
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", f"User-Agent: {BROWSER}", f"Cookie: {cookies}"]
    lines += [
        "Accept: text/html",
        "Accept-Language: en-US",
        "Sec-Fetch-Site: same-origin",
        f"Accept-Encoding: {ENCODINGS if compressed else 'identity'}",
    ]
    if not session and not extra:
        extra = f"X-Forwarded-For: {SOMEBODY.decode()}\r\n"
    return ("\r\n".join(lines) + f"\r\n{extra}\r\n").encode()


def form(path: str, host: str, session: str, kind: str, body: bytes, extra: str = "", kept: str = "") -> bytes:
    """What a browser sends with a form; `kept`: cookies that it got meanwhile."""
    cookies = f"csrftoken={COOKIE}" + (f"; sessionid={session}" if session else "") + (f"; {kept}" if kept else "")
    lines = [f"POST {path} HTTP/1.1", f"Host: {host}", f"User-Agent: {BROWSER}", f"Cookie: {cookies}"]
    lines += [f"X-CSRFToken: {COOKIE}", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + f"\r\n{extra}\r\n").encode() + body


ENCODINGS = "gzip, deflate, br, zstd"


@dataclass(slots=True)
class Answer:
    """What came: the status, the head and the body as they went over the wire."""

    status: int
    head: bytes
    body: bytes
    seconds: float = 0.0

    def header(self, name: str) -> str:
        """One line of the head."""
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.strip().lower() == name.encode():
                return value.strip().decode("latin-1")
        return ""

    @property
    def size(self) -> int:
        """Bytes over the wire."""
        return len(self.head) + 4 + len(self.body)


@dataclass
class Connection:
    """One connection."""

    port: int
    wire: socket.socket = field(init=False)
    held: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        self.wire = socket.create_connection(("127.0.0.1", self.port), timeout=TIMEOUT)
        self.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, asked: bytes) -> None:
        """One request, from an address of its own where it is a visitor's."""
        number = next(VISITORS)
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        self.wire.sendall(asked.replace(SOMEBODY, address.encode()))

    def ask(self, asked: bytes) -> Answer:
        """One request and its answer."""
        began = time.perf_counter()
        self.send(asked)
        while (answer := self.take()) is None:
            self.read()
        answer.seconds = time.perf_counter() - began
        return answer

    def read(self) -> None:
        """What has come."""
        part = self.wire.recv(262_144)
        if not part:
            raise ConnectionError(f"The server closed the connection after {bytes(self.held[:200])!r}")
        self.held += part

    def take(self) -> Answer | None:
        """The answer, once all of it is there."""
        end = self.held.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = bytes(self.held[:end])
        body = (
            chunks(self.held, end + 4) if b"transfer-encoding: chunked" in head.lower() else self.whole(head, end + 4)
        )
        if body is None:
            return None
        found, past = body
        del self.held[:past]
        return Answer(int(head[9:12]), head, found)

    def whole(self, head: bytes, start: int) -> tuple[bytes, int] | None:
        """A body whose length was said."""
        length = int(Answer(0, head, b"").header("content-length") or 0)
        if len(self.held) < start + length:
            return None
        return bytes(self.held[start : start + length]), start + length

    def close(self) -> None:
        """Hang up."""
        self.wire.close()


def chunks(held: bytearray, at: int) -> tuple[bytes, int] | None:
    """A body that came in parts, and where it ended."""
    found = b""
    while (line := held.find(b"\r\n", at)) >= 0:
        size = int(bytes(held[at:line]).split(b";")[0], 16)
        if len(held) < line + 2 + size + 2:
            return None
        found += held[line + 2 : line + 2 + size]
        at = line + 2 + size + 2
        if not size:
            return found, at
    return None


def one_by_one(port: int, asked: Sequence[bytes], count: int) -> list[float]:
    """Seconds that so many answers took, one after the other over one connection."""
    line = Connection(port)
    try:
        return [checked(line.ask(asked[at % len(asked)])).seconds for at in range(count)]
    finally:
        line.close()


def checked(answer: Answer) -> Answer:
    """The answer, if it is one."""
    if answer.status != 200:
        raise RuntimeError(f"{answer.status}: {answer.body[:300]!r}")
    return answer


def together(port: int, asked: Sequence[bytes], count: int, connections: int) -> list[float]:
    """The same over several connections, of which each asks again as soon as it was answered."""
    choice, times, sent = selectors.DefaultSelector(), list[float](), 0
    lines = [Connection(port) for _ in range(connections)]
    began: dict[int, float] = {}
    for line in lines:
        choice.register(line.wire, selectors.EVENT_READ, line)
        began[id(line)] = time.perf_counter()
        line.send(asked[sent % len(asked)])
        sent += 1
    while len(times) < count:
        for key, _events in choice.select(TIMEOUT):
            line = key.data
            line.read()
            answer = line.take()
            if answer is None:
                continue
            checked(answer)
            times.append(time.perf_counter() - began[id(line)])
            began[id(line)] = time.perf_counter()
            line.send(asked[sent % len(asked)])
            sent += 1
    for line in lines:
        line.close()
    return times
