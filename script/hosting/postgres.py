"""PostgreSQL servers of our own: a primary, and a standby that reads along."""

import os
import pwd
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

USER = "portico"
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",  # processes are killed here, not machines
    "full_page_writes": "off",
    "max_connections": "80",
    "shared_buffers": "64MB",
    "wal_keep_size": "256MB",
}


def program(name: str) -> str:
    """The newest one on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if not found:
        raise SystemExit("There is no PostgreSQL server here: run  sudo apt-get install postgresql")
    return str(found[-1])


def as_owner() -> list[str]:
    """PostgreSQL refuses to run as root; and it ends when we do."""
    with_us = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid():
        return with_us
    owner = pwd.getpwnam("postgres")
    return [*with_us, "--reuid", str(owner.pw_uid), "--regid", str(owner.pw_gid), "--clear-groups"]


@dataclass
class Server:
    """One server: a folder with its data, its log and the socket under which alone it can be reached."""

    place: Path
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.place.mkdir(mode=0o700, parents=True)
        if not os.geteuid():
            owner = pwd.getpwnam("postgres")
            os.chown(self.place, owner.pw_uid, owner.pw_gid)

    def run(self, name: str, *options: str) -> None:
        """One of PostgreSQL's programs, to its end."""
        done = subprocess.run(
            [*as_owner(), program(name), *options], cwd=self.place, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stderr[-600:]}")

    def make(self) -> None:
        """A new, empty cluster."""
        self.run(
            "initdb", "--pgdata", "data", "--username", USER, "--auth", "trust", "--encoding", "UTF8",
            "--locale", "C.UTF-8", "--no-sync",
        )  # fmt: skip

    def follow(self, primary: "Server") -> None:
        """A copy of a running primary, that will stream what happens there."""
        self.run(
            "pg_basebackup", "--host", str(primary.place), "--username", USER, "--pgdata", "data",
            "--write-recovery-conf", "--wal-method", "stream", "--checkpoint", "fast", "--no-sync",
        )  # fmt: skip

    def start(self) -> None:
        """Until it answers."""
        options = [part for name, value in OPTIONS.items() for part in ("-c", f"{name}={value}")]
        with (self.place / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*as_owner(), program("postgres"), "-D", "data", "-k", str(self.place), *options],
                cwd=self.place, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        end = time.monotonic() + 60
        while time.monotonic() < end:
            ready = [program("pg_isready"), "--quiet", "--host", str(self.place), "--username", USER]
            if subprocess.run(ready, check=False).returncode == 0:
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"PostgreSQL did not start: {(self.place / 'log').read_text()[-600:]}")

    def end(self, signum: signal.Signals = signal.SIGINT) -> None:
        """SIGINT: at once, and tidily. SIGQUIT: without a goodbye; its log is read at the next start."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signum)
            self.process.wait(timeout=60)

    def crash(self) -> None:
        """SIGKILL to the first process and all that it began, as when the machine goes."""
        from script.soaking.site import descendants, kill

        if self.process is not None:
            for pid in [self.process.pid, *descendants(self.process.pid)]:
                kill(pid)
            self.process.wait()
            (self.place / "data/postmaster.pid").unlink(missing_ok=True)

    def address(self, database: str) -> str:
        """For DATABASE_URL."""
        return f"postgres://{USER}@{quote(str(self.place), safe='')}/{database}"
