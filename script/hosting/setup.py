"""Two web hosts and two task hosts that have nothing in common but PostgreSQL and the object store, and a proxy."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from script.hosting.postgres import USER, Server, program
from script.hosting.proxy import Proxy
from script.hosting.store import Store
from script.soaking.main import ROOT, environment
from script.soaking.site import Site

DRAIN = 2.0
"""Seconds for which a web host that is stopped says so before it stops: several looks of the proxy."""
QUICK = ("--lock-timeout", "4", "--interval", "0.2")
"""Task workers that notice soon that another one is gone."""


@dataclass
class Setup:
    """All of it, running."""

    place: Path
    primary: Server
    replica: Server
    store: Store
    relay: Any = None
    world: dict[str, Any] = field(default_factory=dict)
    webs: list[Site] = field(default_factory=list)
    workers: list[Site] = field(default_factory=list)
    proxy: Proxy = field(default_factory=lambda: Proxy([]))

    @property
    def front(self) -> Site:
        """The site as visitors see it: whichever host the proxy chooses."""
        return Site(self.place, port=self.proxy.port)

    def host(self, name: str) -> Site:
        """A host with a folder of its own; its static files are its own, too, as in an image."""
        folder = self.place / name
        folder.mkdir(mode=0o700)
        shutil.copytree(self.place / "static", folder / "static")
        told = {"DATA_DIR": str(folder), "STATIC_DIR": str(folder / "static")}
        return Site(folder, smtp_port=self.relay.port, environment=told)


def start_web(host: Site) -> "subprocess.Popen[bytes]":
    """A web host; returns its first process."""
    command = [sys.executable, "script/run_processes.py", "--port", str(host.port), "--web-workers", "1"]
    process = host.start([*command, "--task-workers", "0", "--drain", str(DRAIN)], {})
    host.wait_until_up(process)
    return process


def stand_on(setup: Setup) -> None:
    """This process, and all that it starts, use this database and this store."""
    folder = setup.place / "template"
    folder.mkdir(mode=0o700)
    os.environ.update(environment(folder, setup.primary.address("portico")))
    os.environ["STATIC_DIR"] = str(setup.place / "static")
    os.environ["STORAGE_URL"] = setup.store.address
    os.environ["DATABASE_REPLICA_URL"] = setup.replica.address("portico")


def fill(setup: Setup) -> None:
    """The tables, the world in them, and the static files."""
    subprocess.run([sys.executable, "-m", "script.hosting.fill"], cwd=ROOT, check=True)
    setup.world = json.loads((setup.place / "template/world.json").read_text())
    import django

    django.setup()


@contextmanager
def running(*, keep: bool = False, tables: str = "") -> Iterator[Setup]:
    """Everything, that ends with the block. `tables`: a migrated database, which is quicker than to migrate another."""
    from tests.messaging.smtp_relay import running as relay_running

    place = Path(tempfile.mkdtemp(prefix="portico-hosts-"))
    place.chmod(0o755)
    with ExitStack() as stack:
        stack.callback(lambda: keep or shutil.rmtree(place, ignore_errors=True))
        setup = Setup(place, Server(place / "primary"), Server(place / "replica"), Store(place / "store"))
        setup.relay = stack.enter_context(relay_running())
        stand_on(setup)
        for one in (setup.primary, setup.replica, setup.store):
            stack.callback(one.end)
        start_servers(setup, tables)
        fill(setup)
        stack.callback(stop_hosts, setup)
        start_hosts(setup)
        setup.proxy = stack.enter_context(Proxy([host.port for host in setup.webs]))
        yield setup


def stop_hosts(setup: Setup) -> None:
    """All of them."""
    for host in [*setup.webs, *setup.workers]:
        host.stop()


def start_servers(setup: Setup, tables: str) -> None:
    """PostgreSQL, who reads along, and the store."""
    setup.primary.make()
    setup.primary.start()
    setup.primary.run("createdb", "--host", str(setup.primary.place), "--username", "portico", "portico")
    if tables:
        dump = [program("pg_dump"), "--no-owner", "--file", str(setup.place / "tables.sql"), tables]
        subprocess.run(dump, check=True)
        setup.primary.run(
            "psql", "--quiet", "--host", str(setup.primary.place), "--username", USER, "--set", "ON_ERROR_STOP=1",
            "--file", str(setup.place / "tables.sql"), "portico",
        )  # fmt: skip
    setup.replica.follow(setup.primary)
    setup.replica.start()
    setup.store.start()


def start_hosts(setup: Setup) -> None:
    """Each with a folder of its own."""
    for name in ("web1", "web2"):
        setup.webs.append(setup.host(name))
        start_web(setup.webs[-1])
    for name in ("task1", "task2"):
        setup.workers.append(setup.host(name))
        setup.workers[-1].start_worker(*QUICK)
