"""A virus scanner as tests need it: it speaks clamd's INSTREAM and knows the test virus; or it misbehaves."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

EICAR = "".join(["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-", "TEST-FILE!$H+H*"]).encode()
"""The test virus, which every scanner knows; put together here, so that no scanner takes this file away."""


@dataclass
class Daemon:
    """What it is asked, and how it behaves: it scans, hangs, closes, talks garbage, or drips its answer."""

    place: str = ""
    mood: str = "scans"
    seen: list[bytes] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def talk(self, line: socket.socket) -> None:
        """One file, one answer."""
        with line, suppress(OSError):
            line.settimeout(30)
            match self.mood:
                case "closes":
                    line.recv(10)
                case "hangs":
                    self.over.wait(20)
                case "never reads on":
                    line.recv(10)
                    self.over.wait(20)
                case "garbage":
                    read_stream(line)
                    line.sendall(bytes(range(1, 255)) * 40)
                case "drips":
                    read_stream(line)
                    while not self.over.wait(0.1):
                        line.sendall(b"s")
                case "too large":
                    line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                case "breaks off":
                    read_stream(line)
                    line.sendall(b"stream: OK")
                case _:
                    self.seen.append(data := read_stream(line))
                    line.sendall(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in data else b"stream: OK\0")

    def serve(self, door: socket.socket) -> None:
        """Until the test is over."""
        while not self.over.is_set():
            with suppress(TimeoutError):
                line, _address = door.accept()
                threading.Thread(target=self.talk, args=[line], daemon=True).start()


def read_stream(line: socket.socket) -> bytes:
    """The file in its pieces, exactly as the protocol has it."""
    assert take(line, 10) == b"zINSTREAM\0"
    data = b""
    while size := struct.unpack("!L", take(line, 4))[0]:
        data += take(line, size)
    return data


def take(line: socket.socket, count: int) -> bytes:
    """So many bytes."""
    data = b""
    while len(data) < count:
        more = line.recv(count - len(data))
        if not more:
            raise OSError("closed")
        data += more
    return data


@contextmanager
def running(path: str = "") -> Iterator[Daemon]:
    """A daemon on a port of its own, or on a socket in the file system."""
    door = socket.socket(socket.AF_UNIX if path else socket.AF_INET)
    door.bind(path or ("127.0.0.1", 0))
    door.listen(16)
    door.settimeout(0.1)
    daemon = Daemon(path or f"127.0.0.1:{door.getsockname()[1]}")
    thread = threading.Thread(target=daemon.serve, args=[door], daemon=True)
    thread.start()
    try:
        yield daemon
    finally:
        daemon.over.set()
        thread.join(5)
        door.close()
