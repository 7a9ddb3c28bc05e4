"""An S3 server for tests: SeaweedFS on a free port of this machine, with its data in a temporary folder."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.test import override_settings

from portico.kit.object_store import ObjectStore
from portico.kit.storing import StoreAway

KEY, SECRET, BUCKET = "portico", "a/secret+of=tests", "files"
PATIENCE = 60.0


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def command(folder: Path, ports: list[int]) -> list[str]:
    """SeaweedFS with all its parts in one process."""
    master, master_rpc, volume, volume_rpc, filer, filer_rpc, s3, s3_rpc = ports
    who = {"name": "tests", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]}
    (folder / "s3.json").write_text(json.dumps({"identities": [who]}))
    (folder / "data").mkdir(exist_ok=True)
    options = {
        "dir": folder / "data",
        "ip": "127.0.0.1",
        "ip.bind": "127.0.0.1",
        "master.port": master,
        "master.port.grpc": master_rpc,
        "master.volumeSizeLimitMB": 64,
        "master.telemetry": "false",
        "volume.port": volume,
        "volume.port.grpc": volume_rpc,
        "volume.max": 16,
        "filer": "true",
        "filer.port": filer,
        "filer.port.grpc": filer_rpc,
        "filer.localSocket": folder / "filer.sock",
        "s3": "true",
        "s3.port": s3,
        "s3.port.grpc": s3_rpc,
        "s3.port.iceberg": 0,
        "s3.port.lance": 0,
        "s3.config": folder / "s3.json",
        "s3.localSocket": folder / "s3.sock",
        "s3.iam": "false",
    }
    program = Path(sys.executable).with_name("weed")
    return [str(program), "server", *(f"-{name}={value}" for name, value in options.items())]


def address_of(port: int) -> str:
    """The STORAGE_URL of a server on this machine."""
    return f"s3://{KEY}:{SECRET.replace('/', '%2F')}@127.0.0.1:{port}/{BUCKET}?scheme=http&region=us-east-1&timeout=30"


@contextmanager
def s3_server(folder: Path) -> Iterator[str]:
    """Run the server; its STORAGE_URL."""
    ports = free_ports(8)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command(folder, ports), cwd=folder, stdout=log, stderr=log)
    try:
        address = address_of(ports[6])
        wait_for(address, process, folder)
        yield address
    finally:
        process.send_signal(signal.SIGKILL)  # its data is thrown away, and a polite end takes it half a minute
        process.wait()


def wait_for(address: str, process: "subprocess.Popen[bytes]", folder: Path) -> None:
    """Until there is a bucket that takes a file."""
    until, host = time.monotonic() + PATIENCE, urlsplit(address)
    while time.monotonic() < until:
        assert process.poll() is None, (folder / "log").read_text()[-2000:]
        with socket.socket() as probe:
            up = probe.connect_ex((str(host.hostname), host.port or 0)) == 0
        if up and made_bucket(address):
            return
        time.sleep(0.1)
    raise AssertionError((folder / "log").read_text()[-2000:])


def made_bucket(address: str) -> bool:
    """Whether the bucket is there now."""
    store = ObjectStore(address)
    try:
        with store.asked():
            store.client.create_bucket(Bucket=BUCKET)
            store.client.put_object(Bucket=BUCKET, Key="first", Body=b"1")
            store.client.delete_object(Bucket=BUCKET, Key="first")
    except StoreAway:
        return False
    return True


@pytest.fixture(scope="session")
def s3_server_of_these_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for all tests of this process: its STORAGE_URL."""
    with s3_server(tmp_path_factory.mktemp("s3")) as address:
        yield address


@pytest.fixture
def s3(s3_server_of_these_tests: str) -> ObjectStore:
    """A store in a folder of its own in the bucket."""
    return ObjectStore(s3_server_of_these_tests.replace("?", f"/{uuid4().hex}?"))


@pytest.fixture
def in_bucket(s3_server_of_these_tests: str) -> Iterator[str]:
    """The site's files lie in a bucket: its STORAGE_URL."""
    address = s3_server_of_these_tests.replace("?", f"/{uuid4().hex}?")
    with files_at(address):
        yield address


@contextmanager
def files_at(address: str) -> Iterator[None]:
    """The site with another STORAGE_URL."""
    from django.conf import settings

    store = {"BACKEND": "portico.kit.object_store.ObjectStore", "OPTIONS": {"address": address}}
    with override_settings(STORAGE_URL=address, STORAGES={**settings.STORAGES, "default": store}):
        yield
