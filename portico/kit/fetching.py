"""Asking another machine something, at an address that a person typed: never inside our own network, never for long."""

import http.client
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

SECONDS = 8
"""All of one request: finding the machine, the handshake, and the answer to its last byte."""
MOST_BYTES = 512 * 1024
NAMES = ThreadPoolExecutor(max_workers=4, thread_name_prefix="names")
BEHIND = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2002::/16"), ipaddress.ip_network("2001::/32"))
"""IPv6 addresses that stand for IPv4 ones and could lead inside."""


class Unreachable(Exception):
    """It cannot be asked, or its answer is of no use. The text is for who runs the site, not for strangers."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other machine said."""

    status: int
    body: bytes

    def values(self) -> dict[str, Any]:
        """The JSON object in it."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            raise Unreachable("the answer is no JSON") from None
        if not isinstance(found, dict):
            raise Unreachable("the answer is no JSON object")
        return found


def check_url(url: str) -> SplitResult:
    """The parts of an address that may be asked; https only, except on this machine where that is allowed."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Unreachable("this is no web address") from None
    if not url.isascii() or any(not 32 < ord(char) < 127 or char == "\\" for char in url) or len(url) > 2000:
        raise Unreachable("this is no web address")
    if not parts.hostname or parts.username is not None or parts.password is not None or parts.fragment:
        raise Unreachable("this is no plain web address")
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.FETCH_LOOPBACK):
        raise Unreachable("the address must begin with https://")
    if parts.scheme == "https" and port is not None and port != 443 and port < 1024:
        raise Unreachable("this port is not for web pages")
    return parts


def addresses_of(host: str, port: int) -> list[str]:
    """Where the name leads, by every answer; Unreachable where any of them is not for us."""
    try:
        found = NAMES.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM).result(timeout=SECONDS)
    except (OSError, UnicodeError, TimeoutError):
        raise Unreachable(f"{host} is not found") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or any(not may_ask(host, address) for address in addresses):
        raise Unreachable(f"{host} is inside a network that is not asked")
    return addresses


def may_ask(host: str, address: str) -> bool:
    """Whether a machine at this address may be asked: on the Internet, or one that who runs the site has named."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return may_ask(host, str(ip.ipv4_mapped))
        if any(ip in network for network in BEHIND):
            return False
    if ip.is_loopback and settings.FETCH_LOOPBACK:
        return True
    if host in settings.FETCH_PRIVATE_HOSTS:
        return not (ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_unspecified)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def fetch(url: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Answer:
    """Ask once, GET or (with a body) POST. Redirects are not followed; more than a page's worth is not read.

    The machine is asked at the very address that was checked, so that its name cannot lead elsewhere a moment later.
    """
    parts = check_url(url)
    host, secure = str(parts.hostname), parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    address = addresses_of(host, port)[0]
    if not secure and not ipaddress.ip_address(address).is_loopback:
        raise Unreachable("the address must begin with https://")
    connection = _At(host, port, address, secure)
    watch = threading.Timer(SECONDS, connection.cut)
    watch.daemon = True
    watch.start()
    try:
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        said = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "Portico", **(headers or {})}
        connection.request("GET" if body is None else "POST", path, body, said)
        response = connection.getresponse()
        content = response.read(MOST_BYTES + 1)
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as fault:
        raise Unreachable(f"{host} does not answer as it should ({type(fault).__name__})") from None
    finally:
        watch.cancel()
        connection.close()
    if connection.was_cut or len(content) > MOST_BYTES:
        raise Unreachable(f"{host} answers too slowly" if connection.was_cut else f"{host} says too much")
    if 300 <= response.status < 400:
        raise Unreachable(f"{host} wants to send us elsewhere")
    return Answer(response.status, content)


class _At(http.client.HTTPConnection):
    """A connection to one address, under the host's name."""

    def __init__(self, host: str, port: int, address: str, secure: bool) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self.address, self.secure, self.was_cut = address, secure, False
        self.line: socket.socket | None = None

    def connect(self) -> None:
        """To the address that was checked; the certificate has to be the name's."""
        self.sock = self.line = socket.create_connection((self.address, self.port), timeout=SECONDS)
        if self.secure:
            context = ssl.create_default_context()
            wrapped = context.wrap_socket(self.line, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = self.line = wrapped
            wrapped.do_handshake()

    def cut(self) -> None:
        """The time is up, wherever it is."""
        self.was_cut = True
        if self.line is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.line, socket.SHUT_RDWR)
