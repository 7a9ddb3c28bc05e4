"""Counts that many requests add to are written together, a moment later, and not lost when the server ends."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portico.jobs.models import Advert
from portico.kit import gathering
from portico.kit.gathering import Gathered, write_all
from tests.careers.adverts import advert as advertised
from tests.house.tree import ROOT
from tests.kit.test_serving import free_port, read
from tests.world import Acme

APPLICATION = """
import sys
sys.path.insert(0, {root!r})
from django.conf import settings
settings.configure()
from portico.kit import gathering
from portico.kit.serving import Served

def write(row, count):
    with open("written", "a") as file:
        file.write(f"{{row}} {{count}}\\n")

gathering.SECONDS = {seconds}
LOOKS = gathering.Gathered(write)

def pages(environ, start_response):
    LOOKS.add(7)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"seen"]

application = Served(pages, lambda environ: 0, free=0)
"""


@pytest.fixture
def gathers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As in a process that serves pages."""
    monkeypatch.setattr(Gathered, "waits", True)
    yield
    write_all()


def looked(folder: Path, seconds: float, times: int, patience: float) -> list[str]:
    """What stands written after so many looks and the server's orderly end."""
    (folder / "small.py").write_text(APPLICATION.format(root=str(ROOT), seconds=seconds))
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "rsgi", "--http", "1", "--no-ws", "--port", str(port)]
    server = subprocess.Popen([*command, "--log-level", "critical", "small:application"], cwd=folder)
    try:
        for _try in range(100):
            try:
                read(port, "/")
                break
            except OSError:
                time.sleep(0.1)
        for _look in range(times - 1):
            read(port, "/")
        time.sleep(patience)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)
    return (folder / "written").read_text().splitlines()


def test_the_server_writes_together_what_came_within_a_moment(tmp_path: Path) -> None:
    assert looked(tmp_path, seconds=1.0, times=5, patience=2.0) == ["7 5"]


def test_what_was_counted_is_written_when_the_server_ends(tmp_path: Path) -> None:
    assert looked(tmp_path, seconds=60.0, times=3, patience=0.0) == ["7 3"]


def test_views_of_an_advert_add_up_whether_gathered_or_not(acme: Acme, gathers: None) -> None:
    advert = advertised(acme)
    for _look in range(3):
        advert.was_viewed()
    assert gathering.anything_waits()
    assert Advert.objects.get(pk=advert.pk).views == 0
    write_all()
    assert not gathering.anything_waits()
    assert Advert.objects.get(pk=advert.pk).views == 3


def test_what_cannot_be_written_now_is_written_later(gathers: None) -> None:
    written: list[tuple[int, int]] = []
    broken = [True]

    def write(row: int, count: int) -> None:
        if broken:
            raise OSError("the disk is full")
        written.append((row, count))

    counts = Gathered(write)
    try:
        counts.add(1)
        counts.add(1)
        write_all()
        assert not written
        broken.clear()
        counts.add(1)
        write_all()
        assert written == [(1, 3)]
    finally:
        Gathered.known.remove(counts)
