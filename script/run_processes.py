"""Run the web server and the task worker as one process tree: they start together and end together.

Ctrl-C, SIGTERM or SIGHUP let both finish what they are doing (a second one, or half a minute, ends them at once).
When one of them ends by itself, the other is stopped and its exit code handed on. Should this process be killed,
the kernel stops both.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence

PATIENCE = 30.0
"""Seconds a process may take to finish its requests or tasks."""

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
WATCHED = ("config", "demo", "portico")


def web_command(host: str, port: int, workers: int, *, reload: bool) -> list[str]:
    """The web server: one thread a worker, which measured best for pages that keep the processor busy."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--host", host]
    command += ["--port", str(port), "--workers", str(workers), "--blocking-threads", "1"]
    command += ["--workers-kill-timeout", "10", "--log-level", "warning"]
    if reload:
        command += ["--reload", "--reload-ignore-worker-failure", "--access-log"]
        command += [part for folder in WATCHED if os.path.isdir(folder) for part in ("--reload-paths", folder)]
    elif workers > 1:
        command.append("--respawn-failed-workers")
    return [*command, "config.wsgi:application"]


def task_command(workers: int, *, reload: bool) -> list[str]:
    """The task worker; two threads each, so that a long import does not hold up the mail."""
    command = [sys.executable, "manage.py", "ox_worker", "--concurrency", "2", "--verbosity", "0"]
    if reload:
        folders = [folder for folder in WATCHED if os.path.isdir(folder)]
        return [sys.executable, "-m", "watchfiles", "--filter", "python", " ".join(command), *folders]
    return [*command, "--processes", str(workers)] if workers > 1 else command


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start one process in a group of its own, so that Ctrl-C reaches only us, and let it end if we are killed."""
    guard = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
    return subprocess.Popen([*guard, *command], stdin=subprocess.DEVNULL, process_group=0)


def interrupt(signum: int, frame: object) -> None:
    """Turn a stop signal into the exception that ends the waiting."""
    raise KeyboardInterrupt


def answers(host: str, port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(0.2)
        return probe.connect_ex((host, port)) == 0


def wait_for_the_first_end(processes: dict[str, subprocess.Popen[bytes]], host: str, port: int) -> int:
    """Say when the site is up, then wait until one process ends; its exit code, never 0, for nobody asked it to end."""
    announced = False
    while True:
        for name, process in processes.items():
            code = process.poll()
            if code is not None:
                print(f"The {name} ended by itself with code {code}; stopping the rest.", file=sys.stderr, flush=True)
                return 128 - code if code < 0 else code or 1
        if not announced and answers(host, port):
            announced = True
            print(f"Portico is up: http://{host}:{port}/  (Ctrl-C stops it)", flush=True)
        time.sleep(0.2)


def stop(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask everything to finish; end what does not."""
    try:
        for process in processes.values():
            process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in processes.values():
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
    except (KeyboardInterrupt, subprocess.TimeoutExpired):
        print("Not waiting any longer.", file=sys.stderr, flush=True)
    for process in processes.values():
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
        process.wait()


def run(commands: dict[str, list[str]], host: str, port: int) -> int:
    """Run the commands until a stop signal or until one of them ends."""
    for signum in STOP_SIGNALS:
        signal.signal(signum, interrupt)
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            processes[name] = start(command)
        return wait_for_the_first_end(processes, host, port)
    except KeyboardInterrupt:
        print("\nStopping …", flush=True)
        return 0
    finally:
        stop(processes)


def main() -> int:
    """Read the command line and run the site."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--web-workers", type=int, default=1)
    parser.add_argument("--task-workers", type=int, default=1)
    parser.add_argument("--reload", action="store_true", help="start anew when a source file changes")
    chosen = parser.parse_args()
    commands = {
        "web server": web_command(chosen.host, chosen.port, chosen.web_workers, reload=chosen.reload),
        "task worker": task_command(chosen.task_workers, reload=chosen.reload),
    }
    return run(commands, chosen.host, chosen.port)


if __name__ == "__main__":
    sys.exit(main())
