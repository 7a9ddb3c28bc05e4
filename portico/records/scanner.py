"""Asking the virus scanner: a ClamAV daemon at the place that CLAMAV names, spoken to as it documents (INSTREAM)."""

import re
import socket
import struct
import time
from contextlib import suppress

from django.conf import settings

PORT = 3310
PATIENCE = 20.0
"""Seconds for one file, from the first byte to the verdict."""
PIECE = 256 * 1024
LONGEST_ANSWER = 4096


class ScannerDown(Exception):
    """No verdict: nobody answers, or nothing that can be understood."""


def is_configured() -> bool:
    """Whether files are looked at for viruses here."""
    return bool(settings.CLAMAV)


def virus_in(data: bytes) -> str:
    """The name of the virus that the scanner knows in these bytes; nothing where it knows none."""
    until = time.monotonic() + PATIENCE
    try:
        with connect() as line:
            said = ask(line, data, until)
    except (OSError, ValueError) as error:
        raise ScannerDown(f"{type(error).__name__}: {error}") from None
    if said == b"stream: OK":
        return ""
    if found := re.fullmatch(rb"stream: (.{1,200}) FOUND", said):
        name = found[1].decode(errors="replace")
        return "".join(char for char in name if char.isprintable()) or "?"
    raise ScannerDown(f"it said {said[:100]!r}")


def connect() -> socket.socket:
    """A line to the daemon: `host:port`, or the path of a socket."""
    place = settings.CLAMAV
    if place.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(5)
        try:
            line.connect(place)
        except BaseException:
            line.close()
            raise
        return line
    host, _colon, port = place.rpartition(":") if not place.endswith("]") and ":" in place else (place, "", "")
    return socket.create_connection((host.strip("[]"), int(port or PORT)), timeout=5)


def ask(line: socket.socket, data: bytes, until: float) -> bytes:
    """Send the bytes in pieces, and read the answer up to the zero that ends it."""
    with suppress(BrokenPipeError, ConnectionResetError):  # it may have said enough before the end
        line.settimeout(left(until))
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), PIECE):
            piece = data[start : start + PIECE]
            line.settimeout(left(until))
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))
    said = b""
    while b"\0" not in said:
        line.settimeout(left(until))
        more = line.recv(1024)
        if not more or len(said) > LONGEST_ANSWER:
            raise ScannerDown(f"it broke off after {said[:100]!r}")
        said += more
    return said.partition(b"\0")[0]


def left(until: float) -> float:
    """What is left of its time."""
    remaining = until - time.monotonic()
    if remaining <= 0:
        raise ScannerDown("it takes too long")
    return remaining
