"""A mail relay of our own that does as it is told: accepts, refuses, hangs, or breaks off."""

import contextlib
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

type Answer = Callable[[str, str], str]


@dataclass
class Relay:
    """What arrived, and how to answer.

    `answer(step, address)` gives the reply to a step (rcpt or data): a line like "451 later", "" for yes,
    "hang" to say nothing, "drop" to break off without a word, "late drop" to accept and break off then.
    """

    port: int = 0
    answer: Answer = lambda step, address: ""
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    tries: list[tuple[float, str]] = field(default_factory=list)


class Talk(socketserver.StreamRequestHandler):
    """One client's conversation."""

    relay: Relay
    sender = ""

    def say(self, line: str) -> None:
        """Send one line."""
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        """Go through the steps of SMTP."""
        with contextlib.suppress(ConnectionError, BrokenPipeError, TimeoutError):
            self.say("220 relay")
            to: list[str] = []
            while line := self.rfile.readline().decode("utf-8", "replace").strip():
                word = line.partition(" ")[0].upper()
                if word in {"EHLO", "HELO"}:
                    self.say("250 relay")
                elif word == "MAIL":
                    self.sender, to = line.partition("<")[2].partition(">")[0], []
                    self.say("250 ok")
                elif word == "RCPT":
                    address = line.partition("<")[2].partition(">")[0]
                    self.relay.tries.append((time.monotonic(), address))
                    if self.reply("rcpt", address):
                        to.append(address)
                elif word == "DATA":
                    self.say("354 go on")
                    if not self.body(to):
                        return
                elif word == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

    def body(self, to: list[str]) -> bool:
        """Read the mail; whether to go on talking."""
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        script = self.relay.answer("data", to[0])
        if script == "hang":
            self.rfile.read(1)  # until the other side has had enough
            return False
        if script == "drop":
            return False
        if script and script != "late drop":
            self.say(script)
            return True
        self.relay.taken.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.relay.recipients.append(to)
        self.relay.senders.append(self.sender)
        self.say("250 taken")
        return script != "late drop"

    def reply(self, step: str, address: str) -> bool:
        """Answer a step as told; whether that was a yes."""
        script = self.relay.answer(step, address)
        self.say(script or "250 ok")
        return not script


@contextlib.contextmanager
def running() -> Iterator[Relay]:
    """A relay on a free port of this machine."""
    relay = Relay()
    handler: Any = type("Handler", (Talk,), {"relay": relay})
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        relay.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield relay
        server.shutdown()
