"""Web server and task workers start together, end together, and come back when killed (script/run_processes.py)."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.house.tree import ROOT

SITE = """
import asyncio

async def application(scope, proto):
    if scope.path == "/slow/":
        open("slow.began", "w").close()
        await asyncio.sleep(1.5)
    proto.response_str(200, [("content-type", "text/plain")], "whole answer")
"""
WORKER = """
import os, signal, sys, time

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
open("worker.new", "w").write(str(os.getpid()))
os.replace("worker.new", "worker.pid")
while True:
    time.sleep(0.1)
"""

Tree = tuple[subprocess.Popen[bytes], str, Callable[[], int]]


def wait_for(something: Callable[[], bool]) -> None:
    """Wait for it; a minute is for ever."""
    deadline = time.monotonic() + 60
    while not something():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def lives(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def children_of(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[Tree]:
    """A tree over a tiny site: its process, its address, and the task worker's process id."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config/rsgi.py").write_text(SITE)
    (tmp_path / "manage.py").write_text(WORKER)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(ROOT / "script/run_processes.py"), "--port", str(port)]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    worker = tmp_path / "worker.pid"
    wait_for(lambda: answers(port) and worker.exists() and bool(worker.read_text()))
    yield process, f"http://127.0.0.1:{port}", lambda: int(worker.read_text())
    process.kill()
    process.wait()


def everything_ended(site: str, worker: int) -> bool:
    return not answers(int(site.rpartition(":")[2])) and not lives(worker)


def test_a_stop_signal_lets_requests_finish_and_ends_everything(tree: Tree, tmp_path: Path) -> None:
    process, site, worker = tree
    with ThreadPoolExecutor() as others:
        slow = others.submit(lambda: urlopen(f"{site}/slow/").read())
        wait_for((tmp_path / "slow.began").exists)

        process.send_signal(signal.SIGTERM)

        assert slow.result() == b"whole answer"
    assert process.wait(timeout=60) == 0
    assert everything_ended(site, worker())


def test_a_worker_that_is_killed_is_started_anew(tree: Tree) -> None:
    process, site, worker = tree
    killed = worker()

    os.kill(killed, signal.SIGKILL)

    wait_for(lambda: worker() != killed and lives(worker()))
    assert urlopen(site).status == 200
    assert process.poll() is None


def test_a_web_server_that_is_killed_is_started_anew_and_leaves_nobody_on_its_port(tree: Tree) -> None:
    process, site, _worker = tree
    port = int(site.rpartition(":")[2])
    first = next(pid for pid in children_of(process.pid) if "granian" in command_of(pid))
    left = children_of(first)

    os.kill(first, signal.SIGKILL)

    wait_for(lambda: answers(port) and not any(lives(pid) for pid in [first, *left]))
    assert urlopen(site).status == 200


def test_one_that_will_not_stay_up_stops_the_rest_and_hands_its_code_on(tree: Tree) -> None:
    process, site, worker = tree
    Path(f"/proc/{process.pid}/cwd").resolve().joinpath("manage.py").write_text("raise SystemExit(7)")
    first = worker()

    os.kill(first, signal.SIGKILL)

    assert process.wait(timeout=60) == 7
    assert everything_ended(site, first)


def test_nothing_survives_the_death_of_the_tree_itself(tree: Tree) -> None:
    process, site, worker = tree
    assert urlopen(site).status == 200

    process.kill()

    wait_for(lambda: everything_ended(site, worker()))
