"""An S3 server of our own that can be killed and started again: the one of the tests."""

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.s3 import address_of, command, free_ports, wait_for


@dataclass
class Store:
    """Its folder, its ports, its process."""

    place: Path
    ports: list[int] = field(default_factory=lambda: free_ports(8))
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        """For STORAGE_URL."""
        return address_of(self.ports[6])

    def start(self) -> None:
        """Until its bucket takes a file."""
        first = not self.place.exists()
        self.place.mkdir(exist_ok=True)
        with (self.place / "log").open("ab") as log:
            # A master that is alone need not be elected, which takes long after a kill.
            one = [*command(self.place, self.ports), "-master.peers=none"]
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *one], cwd=self.place, stdout=log, stderr=log
            )
        if first:
            wait_for(self.address, self.process, self.place)
        elif not self.takes_a_file():
            raise RuntimeError(f"the S3 server does not come back: {(self.place / 'log').read_text()[-600:]}")

    def takes_a_file(self) -> bool:
        """Whether it does so within a minute."""
        from portico.kit.object_store import ObjectStore
        from portico.kit.storing import StoreAway
        from script.soaking.site import wait_for as soon

        def once() -> bool:
            store = ObjectStore(self.address)
            try:
                with store.asked():
                    store.client.put_object(**store.place_of("is-it-back"), Body=b"1")
                    store.client.delete_object(**store.place_of("is-it-back"))
            except StoreAway:
                return False
            return True

        return soon(once, 60)

    def end(self) -> None:
        """SIGKILL."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
