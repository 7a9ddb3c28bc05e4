"""A small load balancer: in turn to the hosts that say at /readyz that they are ready, each connection to one host."""

import asyncio
import contextlib
import threading
from collections import Counter
from dataclasses import dataclass, field

LOOKS_EVERY = 0.3
"""Seconds between two looks at each host."""
PATIENCE = 20.0
"""Seconds for which a visitor is kept waiting while no host takes the connection."""


@dataclass
class Proxy:
    """Runs in a thread of its own."""

    hosts: list[int]
    """The ports behind it."""
    port: int = 0
    ready: set[int] = field(default_factory=set)
    sent_to: Counter[int] = field(default_factory=Counter)
    """How many connections each host was given."""
    turn: int = 0
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    up: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Proxy":
        threading.Thread(target=self.loop.run_until_complete, args=(self.serve(),), daemon=True).start()
        if not self.up.wait(10):
            raise RuntimeError("the proxy does not start")
        return self

    def __exit__(self, *error: object) -> None:
        self.loop.call_soon_threadsafe(self.end.set)

    async def serve(self) -> None:
        """Until told to end."""
        self.end = asyncio.Event()
        server = await asyncio.start_server(self.pass_on, "127.0.0.1", self.port, backlog=200)
        self.port = server.sockets[0].getsockname()[1]
        watch = asyncio.create_task(self.watch())
        self.up.set()
        await self.end.wait()
        watch.cancel()
        server.close()

    async def watch(self) -> None:
        """Ask each host again and again whether it is ready."""
        while True:
            for port in self.hosts:
                if await is_ready(port):
                    self.ready.add(port)
                else:
                    self.ready.discard(port)
            await asyncio.sleep(LOOKS_EVERY)

    async def pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One visitor's connection."""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            there = await self.connect()
            if there is not None:
                await asyncio.gather(pump(reader, there[1]), pump(there[0], writer))
        writer.close()

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """To the next host that takes it."""
        for _ in range(int(PATIENCE / 0.1)):
            able = [port for port in self.hosts if port in self.ready] or self.hosts
            self.turn += 1
            port = able[self.turn % len(able)]
            try:
                there = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                self.ready.discard(port)
                await asyncio.sleep(0.1)
                continue
            self.sent_to[port] += 1
            return there
        return None


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """All bytes of the one to the other."""
    try:
        while part := await reader.read(65536):
            writer.write(part)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
    except OSError:
        writer.close()


async def is_ready(port: int) -> bool:
    """What one host says."""
    try:
        async with asyncio.timeout(5):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /readyz HTTP/1.1\r\nHost: probe\r\nConnection: close\r\n\r\n")
            line = await reader.readline()
            writer.close()
            return b" 200 " in line
    except (OSError, TimeoutError):
        return False
