"""The site behind granian's own protocol (RSGI), for clients of any speed.

Django answers in one thread, which measured best for pages that keep the processor busy. Read and written straight from
that thread, one phone on a train sending its résumé, or one attacker sending a letter a second, would hold up
everybody. So a request is handed to Django when all of it has come, and an answer leaves at the pace of its reader;
meanwhile the thread serves others.
"""

import asyncio
import ctypes
import gc
import io
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from time import monotonic
from typing import Any, BinaryIO, cast

from django.db import close_old_connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from portico.kit import gathering

type Environ = dict[str, Any]
type Headers = list[tuple[str, str]]
type Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
type MayBring = Callable[[Environ], int]

LENGTH = "CONTENT_LENGTH"
IN_MEMORY = 256 * 1024
"""Bytes of a request kept in memory; more wait on disk."""
AT_ONCE = 256 * 1024
"""Bytes of a file that are sent together."""
SILENCE = 20.0
"""Seconds in which nothing at all comes."""
SLOWEST = 2_000
"""Bytes a second, on average after the first SILENCE: less than the worst mobile network."""

TRIM, MAPPED = (-1, 2 * 1024 * 1024), (-3, 1024 * 1024)
"""For glibc (mallopt): how many free bytes are kept before any go back, and from how many a piece is one of its own."""

logger = logging.getLogger(__name__)


def settle() -> None:
    """Spare the garbage collector what has been loaded by now and stays: its looks took a fifth of a page's time."""
    keep_room()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
    connection_created.connect(read_much_write_little)


def keep_room() -> None:
    """Let the C library keep what one page needed for the next. It gave back and took again half a megabyte for each
    page of more than 64 KB, which cost most of a millisecond. Other C libraries do as they see fit."""
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        library.mallopt(*TRIM)
        library.mallopt(*MAPPED)


def read_much_write_little(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Set SQLite up for pages: 4 MB of its file are kept, not 32, for the system holds what pages read.

    And what was written is moved into the file itself by whoever else writes, which workers do each minute: it takes as
    long as several answers, and a thousand pages were enough to make somebody wait for it. 4,000 are 16 MB.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size=-4000")
            cursor.execute("PRAGMA wal_autocheckpoint=4000")


def write_counts() -> None:
    """What was counted, between two requests, in their thread; over a new connection, if the old one broke."""
    close_old_connections()
    gathering.write_all()


class Refused(Exception):
    """A request that is not heard to its end."""

    def __init__(self, status: int) -> None:
        self.status = status


class StoredFile:
    """A file that is the answer. One that lies on disk is sent from there by the server itself."""

    def __init__(self, file: BinaryIO, size: int = AT_ONCE) -> None:
        self.file = file
        self.close = file.close

    @property
    def place(self) -> str:
        """Where the whole of it lies on this machine; nothing where that is not so."""
        name = getattr(self.file, "name", None)
        whole = isinstance(name, str) and os.path.isabs(name) and os.path.isfile(name) and self.file.tell() == 0
        return str(name) if whole else ""

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.file.read(AT_ONCE), b"")


class Served:
    """A WSGI application as granian's RSGI calls it."""

    def __init__(self, application: Application, may_bring: MayBring, free: int) -> None:
        """`may_bring` says how many bytes this visitor may send; it is asked for requests of more than `free` bytes."""
        self.application = application
        self.may_bring = may_bring
        self.free = free
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pages")
        self.writes_soon = False

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """From here on somebody comes by each second to write what was counted."""
        gathering.Gathered.waits = True

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """The process ends: nothing that was counted is lost."""
        self.thread.submit(write_counts).result(timeout=SILENCE)

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        """Answer one request."""
        if scope.proto != "http":
            proto.close(403)
            return
        environ = environ_of(scope)
        run = asyncio.get_running_loop().run_in_executor
        try:
            length = announced(environ)
            if length > self.free and length > await run(self.thread, self.may_bring, environ):
                length = 0  # Django says why, in words; nothing of it is read.
            if length:
                environ["wsgi.input"] = await body(proto, length)
        except Refused as refused:
            proto.response_empty(refused.status, [("connection", "close")])
            return
        status, headers, parts = await run(self.thread, self.answer, environ)
        if isinstance(parts, bytes):
            proto.response_bytes(status, headers, parts)
        elif isinstance(parts, str):
            proto.response_file(status, headers, parts)
        else:
            await self.stream(proto.response_stream(status, headers), parts)
        if not isinstance(environ["wsgi.input"], io.BytesIO):
            environ["wsgi.input"].close()
        if not self.writes_soon and gathering.anything_waits():
            self.writes_soon = True
            asyncio.get_running_loop().call_later(gathering.SECONDS, self.write_soon)

    def write_soon(self) -> None:
        """Have the thread of the pages write what was counted, when it comes to it."""
        self.writes_soon = False
        self.thread.submit(write_counts)

    def answer(self, environ: Environ) -> tuple[int, Headers, bytes | str | Iterator[bytes]]:
        """Django's answer: as a whole, as a file's place on disk, or in parts. Runs in the one thread."""
        said: list[Any] = []
        parts = self.application(environ, lambda *args: said.extend(args[:2]))
        status, headers = int(said[0].split(" ", 1)[0]), [(name.lower(), value) for name, value in said[1]]
        if getattr(parts, "streaming", False) or isinstance(parts, StoredFile):
            if isinstance(parts, StoredFile) and status == 200 and (place := parts.place):
                parts.close()
                return status, headers, place
            return status, headers, together(parts)
        try:
            return status, headers, b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()

    async def stream(self, transport: Any, parts: Iterator[bytes]) -> None:
        """Send part by part; the next one is made when the reader has taken the one before."""
        run = asyncio.get_running_loop().run_in_executor
        try:
            while part := await run(self.thread, next, parts, b""):
                await transport.send_bytes(part)
        except Exception:  # the reader has gone; what is left of the answer is closed below
            logger.info("An answer was not read to its end")
        finally:
            await run(self.thread, parts.close)  # type: ignore[attr-defined]


def together(parts: Any) -> Iterator[bytes]:
    """The parts of an answer, small ones together; whatever happens, Django hears that it is over."""
    try:
        held: list[bytes] = []
        for part in parts:
            held.append(part)
            if sum(map(len, held)) >= AT_ONCE:
                yield b"".join(held)
                held.clear()
        if any(held):
            yield b"".join(held)
    finally:
        if hasattr(parts, "close"):
            parts.close()


def announced(environ: Environ) -> int:
    """How long the request says it is. Browsers always say; two ways of saying it are a way to smuggle requests in."""
    said = environ.get(LENGTH, "0")
    if "HTTP_TRANSFER_ENCODING" in environ:
        raise Refused(400 if LENGTH in environ else 411)
    if not (said.isascii() and said.isdigit()):
        raise Refused(400)
    return int(said)


async def body(proto: Any, length: int) -> BinaryIO:
    """All that the request brings."""
    kept = cast(BinaryIO, SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 (closed when it was answered)
    began, came = monotonic(), 0
    parts = aiter(proto)
    try:
        while came < length:
            async with asyncio.timeout(SILENCE):
                part = await anext(parts, b"")
            came += len(part)
            if not part or came > length:
                raise Refused(400)
            if came < SLOWEST * (monotonic() - began - SILENCE):
                raise Refused(408)
            kept.write(part)
    except TimeoutError:
        raise Refused(408) from None
    kept.seek(0)
    return kept


def environ_of(scope: Any) -> Environ:
    """The request as WSGI describes it."""
    address, _, port = scope.client.rpartition(":")
    here, _, door = scope.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": here,
        "SERVER_PORT": door,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": address.strip("[]"),
        "REMOTE_PORT": port,
        "HTTP_HOST": "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.file_wrapper": StoredFile,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        key = name.upper().replace("-", "_")
        if "_" in name:  # it could pass itself off as another header
            continue
        key = key if key in {"CONTENT_TYPE", LENGTH} else f"HTTP_{key}"
        between = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{between}{value}" if environ.get(key) else value
    return environ
