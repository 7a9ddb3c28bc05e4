"""A whole site of plain processes, that can be started, killed and asked."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

CSRF = "abcdefghijklmnopqrstuvwxyz012345"
"""A visitor makes up the secret of their own browser; the cookie and the form must only agree."""
PATIENCE = 180.0
type Before = Callable[[], None] | None
"""What the new process does to itself before it becomes the command."""


@dataclass(frozen=True)
class Answer:
    """What the site said."""

    status: int
    headers: dict[str, str]
    body: bytes
    took: float

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode("utf-8", "replace")


class NoAnswer(Exception):
    """The connection was refused or broke off."""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def joined(headers: list[tuple[str, str]]) -> dict[str, str]:
    """Headers by name; several of one name, like cookies, a line each."""
    found: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        found[key] = f"{found[key]}\n{value}" if key in found else value
    return found


@dataclass
class Browser:
    """Somebody at the site; each request is a connection of its own."""

    port: int
    host: str
    session: str = ""
    timeout: float = 40.0
    called: str = ""
    """The site's address as a proxy in front is asked for it; else host and port."""

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> Answer:
        """One request. NoAnswer when it broke off."""
        cookies = f"csrftoken={CSRF}" + (f"; sessionid={self.session}" if self.session else "")
        headers = {"Host": self.called or f"{self.host}:{self.port}", "Cookie": cookies, "Connection": "close"}
        if body or method == "POST":
            headers |= {"X-CSRFToken": CSRF, "Content-Type": kind, "Content-Length": str(len(body))}
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        began = time.monotonic()
        try:
            link.request(method, path, body or None, headers)
            answer = link.getresponse()
            read = answer.read()
            found = joined(answer.getheaders())
            return Answer(answer.status, found, read, time.monotonic() - began)
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(f"{type(error).__name__} after {time.monotonic() - began:.1f} s: {error}") from None
        finally:
            link.close()

    def get(self, path: str) -> Answer:
        """Look at a page."""
        return self.ask("GET", path)

    def post(self, path: str, **fields: Any) -> Answer:
        """Send a form."""
        return self.ask("POST", path, urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def upload(self, path: str, name: str, content: bytes, field_name: str, **fields: Any) -> Answer:
        """Send a form with a file."""
        edge = "soak-edge-0123456789"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in fields.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{field_name}"; filename="{name}"\r\n'
        body = "".join(parts).encode() + f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content
        return self.ask("POST", path, body + f"\r\n--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}")


@dataclass
class Site:
    """The processes of one site."""

    folder: Path
    smtp_port: int = 0
    port: int = field(default_factory=free_port)
    environment: dict[str, str] = field(default_factory=dict)
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def start(self, command: list[str], told: dict[str, str], before: Before = None) -> "subprocess.Popen[bytes]":
        """One process with the site's settings."""
        environment = {**os.environ, **self.environment, **told}
        if self.smtp_port:
            environment["SMTP_URL"] = f"smtp://127.0.0.1:{self.smtp_port}"
        with (self.folder / "site.log").open("ab") as log:
            process = subprocess.Popen(
                command, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL, preexec_fn=before
            )
        self.processes.append(process)
        return process

    def start_all(self, *, web_workers: int = 2, task_workers: int = 2, **told: str) -> "subprocess.Popen[bytes]":
        """What script/serve runs in the end: web server, workers and their clock."""
        command = [sys.executable, "script/run_processes.py", "--port", str(self.port)]
        command += ["--web-workers", str(web_workers), "--task-workers", str(task_workers)]
        process = self.start(command, told)
        self.wait_until_up(process)
        return process

    def start_web(self, *, workers: int = 2, before: Before = None, **told: str) -> "subprocess.Popen[bytes]":
        """Only the web server."""
        from script.run_processes import web_command

        process = self.start(web_command("127.0.0.1", self.port, workers, reload=False), told, before)
        self.wait_until_up(process)
        return process

    def start_worker(self, *options: str, prefix: tuple[str, ...] = (), **told: str) -> "subprocess.Popen[bytes]":
        """Only a task worker, with its clock."""
        command = [*prefix, sys.executable, "manage.py", "ox_worker", "--concurrency", "2", "--verbosity", "0"]
        return self.start([*command, *options], told)

    def browser(self, agency: dict[str, Any], who: str = "") -> Browser:
        """Somebody of the world, signed in."""
        return Browser(self.port, agency["host"], agency["sessions"][who] if who else "")

    def wait_until_up(self, process: "subprocess.Popen[bytes] | None" = None) -> float:
        """Until pages are answered; how long that took."""
        began = time.monotonic()
        probe = Browser(self.port, "127.0.0.1", timeout=5)
        while time.monotonic() < began + PATIENCE:
            if process is not None and process.poll() is not None:
                raise RuntimeError(f"the site ended with {process.returncode}: {self.log_tail()}")
            try:
                if probe.get("/readyz").status == 200:
                    return time.monotonic() - began
            except NoAnswer:
                pass
            time.sleep(0.1)
        raise RuntimeError(f"the site does not come up: {self.log_tail()}")

    def log(self) -> str:
        """What the processes said."""
        path = self.folder / "site.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def log_tail(self) -> str:
        """The end of it."""
        return self.log()[-800:]

    def stop(self) -> None:
        """End everything."""
        for process in self.processes:
            for pid in [*descendants(process.pid), process.pid]:
                kill(pid)
        for process in self.processes:
            process.wait()


def kill(pid: int, signum: int = signal.SIGKILL) -> bool:
    """Whether there was such a process."""
    try:
        os.kill(pid, signum)
        return True
    except ProcessLookupError:
        return False


def parents() -> dict[int, int]:
    """The parent of each process of this machine."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            found[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
    return found


def descendants(pid: int) -> list[int]:
    """Children and children's children."""
    family, known = parents(), [pid]
    for one in known:
        known += [child for child, parent in family.items() if parent == one and child not in known]
    return known[1:]


def command_of(pid: int) -> str:
    """What a process was started as."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


@contextmanager
def running(folder: Path, **options: Any) -> Iterator[Site]:
    """A site that ends with the block, whatever happens in it."""
    site = Site(folder, **options)
    try:
        yield site
    finally:
        site.stop()


def wait_for(what: Callable[[], bool], seconds: float) -> bool:
    """Whether it came true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.2)
    return what()
