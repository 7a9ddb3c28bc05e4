"""The web server itself, with a small application behind it: slow people, broken requests, files."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.house.tree import ROOT

APPLICATION = """
import os, sys
sys.path.insert(0, {root!r})
from portico.kit.serving import Served

def pages(environ, start_response):
    brought = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain")])
    if environ["PATH_INFO"] == "/file":
        return environ["wsgi.file_wrapper"](open(__file__, "rb"))
    said = [environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["QUERY_STRING"], environ.get("HTTP_COOKIE", ""),
            environ.get("HTTP_X_NAME", ""), environ["REMOTE_ADDR"], str(len(brought))]
    return ["|".join(said).encode("latin-1")]

application = Served(pages, lambda environ: 5_000, free=1_000)
plain = pages
"""
DRIPPING = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(folder: Path, interface: str, target: str, *options: str) -> Iterator[int]:
    """The server on a port of its own."""
    (folder / "small.py").write_text(APPLICATION.format(root=str(ROOT)))
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", interface, "--http", "1", "--no-ws", "--port", str(port)]
    command += [*options, "--log-level", "critical", f"small:{target}"]
    server = subprocess.Popen(command, cwd=folder, start_new_session=True)
    try:
        for _try in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(timeout=30)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """As Portico runs it."""
    yield from started(tmp_path_factory.mktemp("rsgi"), "rsgi", "application")


@pytest.fixture
def plain_port(tmp_path: Path) -> Iterator[int]:
    """The same application with nothing between it and the server."""
    yield from started(tmp_path, "wsgi", "plain", "--blocking-threads", "1")


def read(
    port: int, path: str, data: bytes | None = None, *, patience: float = 20, headers: Mapping[str, str] = {}
) -> bytes:
    """The answer to a sound request."""
    with urlopen(Request(f"http://127.0.0.1:{port}{path}", data, dict(headers)), timeout=patience) as answer:
        return bytes(answer.read())


def sent(port: int, raw: bytes) -> bytes:
    """What comes back for these very bytes until the server hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(raw)
        answer = b""
        while part := line.recv(65536):
            answer += part
    return answer


def dripping(port: int, count: int) -> list[socket.socket]:
    """People who have begun to send a form and do not go on."""
    lines = [socket.create_connection(("127.0.0.1", port)) for _one in range(count)]
    for line in lines:
        line.sendall(DRIPPING)
    time.sleep(0.5)
    return lines


def test_a_request_arrives_as_it_was_sent(port: int) -> None:
    said = read(port, "/caf%C3%A9/?a=%20b", b"x" * 700, headers={"Cookie": "one=1; two=2", "X-Name": "Ann"}).decode()
    assert said == "POST|/café/|a=%20b|one=1; two=2|Ann|127.0.0.1|700"


def test_a_file_is_sent_whole(port: int) -> None:
    assert b"from portico.kit.serving import Served" in read(port, "/file")


def test_people_who_send_slowly_hold_up_nobody(port: int) -> None:
    lines = dripping(port, 40)
    assert read(port, "/").startswith(b"GET")
    for line in lines:
        line.close()


def test_without_it_one_of_them_would_hold_up_everybody(plain_port: int) -> None:
    assert read(plain_port, "/").startswith(b"GET")
    lines = dripping(plain_port, 40)
    with pytest.raises(TimeoutError):
        read(plain_port, "/", patience=2)
    for line in lines:
        line.close()


def test_who_may_not_send_so_much_is_not_heard_to_the_end(port: int) -> None:
    assert read(port, "/", b"x" * 5_000).endswith(b"|5000")
    head = b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 600000000\r\n\r\n"
    assert sent(port, head + b"just the beginning").endswith(b"|0")


BROKEN = {
    "two lengths": (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd", b"400"),
    "a length below zero": (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\nabcde", b"400"),
    "length and chunks": (
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n",
        b"411",
    ),
    "chunks": (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n0\r\n\r\n", b"411"),
    "a coding nobody knows": (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\nabc", b"4"),
    "a head without end": (b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + b"a" * 600_000 + b"\r\n\r\n", b"431"),
    "a thousand headers": (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X-A: b\r\n" * 1000 + b"\r\n", b"431"),
    "an address without end": (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", b"414"),
    "a NUL in the address": (b"GET /\x00 HTTP/1.1\r\nHost: a\r\n\r\n", b"400"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_request_is_refused_and_the_line_is_cut(port: int, kind: str) -> None:
    raw, status = BROKEN[kind]
    answer = sent(port, raw)
    assert answer.startswith(b"HTTP/1.1 " + status)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"smuggled" not in answer


def test_a_header_cannot_pass_itself_off_as_another(port: int) -> None:
    raw = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Name: real\r\nX_Name: forged\r\n\r\n"
    assert b"|real|" in sent(port, raw)
