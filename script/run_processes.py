"""Run the web server and the task workers as one process tree: they start together and end together.

Ctrl-C, SIGTERM or SIGHUP let all finish what they are doing (a second one, or half a minute, ends them at once). With
`--drain` the web server first says for some seconds at /readyz that it is going, and load balancers send nobody there.
One that ends by itself is started anew; one that will not stay up stops the rest, and its exit code is handed on.
Should this process be killed, the kernel stops all.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 30.0
"""Seconds a process may take to finish its requests or tasks."""

SETTLED = 10.0
"""Seconds after which a process counts as up; one that ends sooner has failed to start."""
TRIES = 5
"""How often in a row one may fail to start."""

WEB = "web server"
LEAVING = "LEAVING_FILE"
"""Names the file that is there once this tree is about to end (portico/operations/middleware.py looks)."""
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
WATCHED = ("config", "demo", "portico")


def web_command(host: str, port: int, workers: int, *, reload: bool) -> list[str]:
    """The web server: pages are made in one thread a worker, however slowly people send and read (kit/serving.py)."""
    command = [sys.executable, "-m", "granian", "--interface", "rsgi", "--http", "1", "--no-ws", "--host", host]
    command += ["--port", str(port), "--workers", str(workers)]
    command += ["--workers-kill-timeout", "25", "--log-level", "warning"]
    if reload:
        command += ["--reload", "--reload-ignore-worker-failure", "--access-log"]
        command += [part for folder in WATCHED if os.path.isdir(folder) for part in ("--reload-paths", folder)]
    elif workers > 1:
        command.append("--respawn-failed-workers")
    return [*command, "config.rsgi:application"]


def task_command(workers: int, *, reload: bool, queues: str = "") -> list[str]:
    """A task worker; some threads each, so that a long import does not hold up what is short."""
    command = [sys.executable, "manage.py", "ox_worker", "--concurrency", "3", "--verbosity", "0"]
    command += ["--queues", queues] if queues else []
    if reload:
        folders = [folder for folder in WATCHED if os.path.isdir(folder)]
        return [sys.executable, "-m", "watchfiles", "--filter", "python", " ".join(command), *folders]
    return [*command, "--processes", str(workers)] if workers > 1 else command


def task_commands(workers: int, *, reload: bool) -> dict[str, list[str]]:
    """With several workers one does nothing but mail, so that somebody who waits to sign in waits for no import."""
    if workers == 0:
        return {}
    if workers == 1:
        return {"task worker": task_command(1, reload=reload)}
    return {
        "mail worker": task_command(1, reload=reload, queues="mail"),
        "task worker": task_command(workers - 1, reload=reload),
    }


@dataclass
class Kept:
    """A process that is kept running."""

    name: str
    command: list[str]
    process: "subprocess.Popen[bytes]" = field(init=False)
    began: float = 0.0
    failed: int = 0
    """How often in a row it ended before it had settled."""

    def start(self) -> None:
        """Start it, for the first time or anew."""
        self.began = time.monotonic()
        self.process = start(self.command)

    def ended(self) -> int | None:
        """The exit code to hand on, never 0, once it will not stay up; else None, and it runs."""
        code = self.process.poll()
        if code is None:
            return None
        self.failed = self.failed + 1 if time.monotonic() < self.began + SETTLED else 0
        print(f"The {self.name} ended by itself with code {code}", end="; ", file=sys.stderr)
        if self.failed >= TRIES:
            print("stopping the rest.", file=sys.stderr, flush=True)
            return 128 - code if code < 0 else code or 1
        print("starting it anew.", file=sys.stderr, flush=True)
        end_group(self.process, signal.SIGTERM)
        if self.failed:
            time.sleep(self.failed / 2)
        end_group(self.process, signal.SIGKILL)
        self.start()
        return None


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start one process in a group of its own, so that Ctrl-C reaches only us, and let it end if we are killed."""
    guard = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
    return subprocess.Popen([*guard, *command], stdin=subprocess.DEVNULL, process_group=0)


def end_group(process: "subprocess.Popen[bytes]", signum: signal.Signals) -> None:
    """Tell what a process has left behind to end; a web server's own workers would keep its port."""
    try:
        os.killpg(process.pid, signum)
    except ProcessLookupError:
        return


def interrupt(signum: int, frame: object) -> None:
    """Turn a stop signal into the exception that ends the waiting."""
    raise KeyboardInterrupt


def answers(host: str, port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(0.2)
        return probe.connect_ex((host, port)) == 0


def keep_up(processes: Sequence[Kept], host: str, port: int) -> int:
    """Say when the site is up, and start anew what ends by itself, until one will not stay up; its exit code."""
    announced = not any(one.name == WEB for one in processes)
    if announced:
        print("Portico's task workers run  (Ctrl-C stops them)", flush=True)
    while True:
        for one in processes:
            code = one.ended()
            if code is not None:
                return code
        if not announced and answers(host, port):
            announced = True
            print(f"Portico is up: http://{host}:{port}/  (Ctrl-C stops it)", flush=True)
        time.sleep(0.2)


def drain(processes: Sequence[Kept], seconds: float) -> None:
    """Say that this host is going, and answer on until no proxy sends anybody here; tasks are finished at once."""
    Path(os.environ[LEAVING]).touch()
    for one in processes:
        if one.name != WEB:
            one.process.terminate()
    time.sleep(seconds)


def stop(processes: Sequence[Kept], seconds: float = 0.0) -> None:
    """Ask everything to finish; end what does not."""
    try:
        if seconds:
            drain(processes, seconds)
        for one in processes:
            one.process.terminate()
        deadline = time.monotonic() + PATIENCE
        for one in processes:
            one.process.wait(timeout=max(0.1, deadline - time.monotonic()))
    except (KeyboardInterrupt, subprocess.TimeoutExpired):
        print("Not waiting any longer.", file=sys.stderr, flush=True)
    for one in processes:
        end_group(one.process, signal.SIGKILL)
        one.process.wait()


def run(commands: dict[str, list[str]], host: str, port: int, seconds: float) -> int:
    """Run the commands until a stop signal or until one of them will not stay up."""
    for signum in STOP_SIGNALS:
        signal.signal(signum, interrupt)
    processes: list[Kept] = []
    told = 0.0
    try:
        for name, command in commands.items():
            one = Kept(name, command)
            one.start()
            processes.append(one)
        return keep_up(processes, host, port)
    except KeyboardInterrupt:
        print("\nStopping …", flush=True)
        told = seconds
        return 0
    finally:
        stop(processes, told)


def main() -> int:
    """Read the command line and run the site."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--web-workers", type=int, default=1, help="0: this host answers no requests")
    parser.add_argument("--task-workers", type=int, default=1, help="0: this host does no tasks")
    parser.add_argument("--drain", type=float, default=0.0, help="seconds to say at /readyz that it is going")
    parser.add_argument("--reload", action="store_true", help="start anew when a source file changes")
    chosen = parser.parse_args()
    commands = task_commands(chosen.task_workers, reload=chosen.reload)
    if chosen.web_workers:
        web = web_command(chosen.host, chosen.port, chosen.web_workers, reload=chosen.reload)
        commands = {WEB: web, **commands}
    if not commands:
        parser.error("neither web nor task workers: nothing to do")
    with tempfile.TemporaryDirectory(prefix="portico-run-") as place:
        os.environ[LEAVING] = os.path.join(place, "leaving")
        return run(commands, chosen.host, chosen.port, chosen.drain)


if __name__ == "__main__":
    sys.exit(main())
