"""A demo of its own for the pictures: on a free port, with its data in a folder that is thrown away."""

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen

START_UP = 300
"""Seconds the demo may take to build its world and answer."""


def set_up_django() -> None:
    """Load Django here, too: the URL patterns tell which pages are of one kind."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["DEMO"] = "1"
    import django

    django.setup()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_up(site: str, demo: subprocess.Popen[bytes]) -> None:
    """Wait for the first answer."""
    deadline = time.monotonic() + START_UP
    while time.monotonic() < deadline:
        if demo.poll() is not None:
            raise SystemExit(f"script/demo ended with code {demo.returncode}.")
        try:
            urlopen(site, timeout=5).close()
            return
        except OSError as error:
            if hasattr(error, "code"):  # It answers, if only with a refusal.
                return
            time.sleep(0.5)
    raise SystemExit("script/demo does not answer.")


@contextmanager
def demo_site() -> Iterator[str]:
    """The address of a demo that lives as long as the pictures are taken."""
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="portico-shots-") as folder:
        environment = {**os.environ, "PORT": str(port), "DATA_DIR": folder}
        environment.pop("DATABASE_URL", None)
        demo = subprocess.Popen(["script/demo"], env=environment, stdout=subprocess.DEVNULL)
        try:
            wait_until_up(site, demo)
            yield site
        finally:
            demo.send_signal(signal.SIGTERM)
            demo.wait()
