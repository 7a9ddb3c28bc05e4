"""What a person typed as an address leads nowhere inside, and nothing it answers holds us up."""

import socket
import threading
import time
from collections.abc import Callable, Generator
from contextlib import suppress
from typing import Any

import pytest

from portico.kit import fetching
from portico.kit.fetching import Unreachable, check_url, fetch, may_ask

INSIDE = [
    "127.0.0.1", "127.8.8.8", "::1", "0.0.0.0", "::", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::1", "224.0.0.1", "ff02::1", "255.255.255.255", "240.0.0.1",
    "192.0.2.1", "198.18.0.1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_inside_is_asked(settings: Any, address: str) -> None:
    settings.FETCH_LOOPBACK = False
    assert not may_ask("id.example", address)


def test_the_internet_may_be_asked_and_what_the_sites_keeper_has_named(settings: Any) -> None:
    settings.FETCH_LOOPBACK = False
    assert may_ask("id.example", "93.184.215.14")
    assert may_ask("id.example", "2606:2800:21f:cb07:6820:80da:af6b:8b2c")
    settings.FETCH_PRIVATE_HOSTS = {"id.internal"}
    assert may_ask("id.internal", "10.1.2.3")
    assert not may_ask("other.internal", "10.1.2.3")
    for never in ("127.0.0.1", "169.254.169.254", "::1", "fe80::1", "224.0.0.1", "0.0.0.0"):
        assert not may_ask("id.internal", never)


WRONG = [
    "", "id.example", "http://id.example", "ftp://id.example", "file:///etc/passwd", "gopher://id.example", "https://",
    "https://user:pw@id.example", "https://user@id.example", "https://id.example#x", "https://id.example:22",
    "https://id.example:99999", "https://id.example\\@evil.example", "https://id.example\r\nHost: evil", "https://ıd.example",
    "https://[::1", "https://id.example/ x", "//id.example", "https://" + "x" * 3000,
]  # fmt: skip


@pytest.mark.parametrize("url", WRONG)
def test_only_plain_https_addresses_are_asked(settings: Any, url: str) -> None:
    settings.FETCH_LOOPBACK = False
    with pytest.raises(Unreachable):
        check_url(url)
    with pytest.raises(Unreachable):
        fetch(url)


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "017700000001", "127.1", "localhost", "[::1]"])
def test_no_spelling_of_this_machine_is_asked(settings: Any, host: str) -> None:
    settings.FETCH_LOOPBACK = False
    with pytest.raises(Unreachable, match=r"not asked|not found"):
        fetch(f"https://{host}/")


def test_a_name_that_leads_inside_by_one_of_its_answers_is_not_asked(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FETCH_LOOPBACK = False
    answers = [(0, 0, 0, "", ("93.184.215.14", 443)), (0, 0, 0, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: answers)
    with pytest.raises(Unreachable, match="inside"):
        fetch("https://id.example/")


def test_a_name_is_looked_up_once_so_that_it_cannot_lead_elsewhere_a_moment_later(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FETCH_LOOPBACK = False
    looked: list[str] = []
    reached: list[str] = []

    def look(host: str, *_args: Any, **_more: Any) -> Any:
        looked.append(host)
        return [(0, 0, 0, "", ("93.184.215.14" if len(looked) == 1 else "127.0.0.1", 443))]

    def connect(address: tuple[str, int], **_more: Any) -> Any:
        reached.append(address[0])
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", look)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Unreachable):
        fetch("https://id.example/")
    assert (looked, reached) == (["id.example"], ["93.184.215.14"])


@pytest.fixture
def line(settings: Any) -> Generator[Callable[[Callable[[socket.socket], None]], str]]:
    """A machine that answers however it is told; returns its address."""
    settings.FETCH_LOOPBACK = True
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(5)

    def serve(talk: Callable[[socket.socket], None]) -> str:
        def run() -> None:
            with suppress(OSError):
                there, _who = server.accept()
                with there:
                    there.settimeout(5)
                    there.recv(4000)
                    talk(there)

        threading.Thread(target=run, daemon=True).start()
        return f"http://127.0.0.1:{server.getsockname()[1]}/"

    yield serve
    server.close()


def drip(there: socket.socket, what: bytes) -> None:
    """One byte at a time, always in time."""
    for _ in range(600):
        there.sendall(what)
        time.sleep(0.05)


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.0 200 OK\r\n\r\n"])
def test_who_answers_byte_by_byte_is_cut_off(line: Any, monkeypatch: pytest.MonkeyPatch, head: bytes) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.4)

    def talk(there: socket.socket) -> None:
        there.sendall(head)
        drip(there, b"x")

    began = time.monotonic()
    with pytest.raises(Unreachable):
        fetch(line(talk))
    assert time.monotonic() - began < 20


def test_only_so_much_is_read(line: Any) -> None:
    def talk(there: socket.socket) -> None:
        there.sendall(b"HTTP/1.0 200 OK\r\n\r\n" + b"x" * (fetching.MOST_BYTES + 10))

    with pytest.raises(Unreachable, match="too much"):
        fetch(line(talk))


@pytest.mark.parametrize("status", [b"301", b"302", b"303", b"307", b"308"])
def test_nobody_sends_us_elsewhere(line: Any, status: bytes) -> None:
    asked = line(lambda there: there.sendall(b"HTTP/1.0 " + status + b" X\r\nLocation: http://127.0.0.1:1/\r\n\r\n"))
    with pytest.raises(Unreachable, match="elsewhere"):
        fetch(asked)


@pytest.mark.parametrize(
    "answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n"]
)
def test_nonsense_is_no_answer(line: Any, answer: bytes) -> None:
    with suppress(Unreachable):
        assert fetch(line(lambda there: there.sendall(answer))).body == b""


def test_what_is_no_json_object_is_refused() -> None:
    for body in (b"", b"[]", b"nonsense", b"[" * 100_000, b"\xff\xfe"):
        with pytest.raises(Unreachable):
            fetching.Answer(200, body).values()
    assert fetching.Answer(200, b'{"a": 1}').values() == {"a": 1}
