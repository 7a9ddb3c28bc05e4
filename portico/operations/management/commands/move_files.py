"""Move the files to where the settings put them now: from the folder into a bucket, back, or to another bucket."""

import os
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, default_storage
from django.core.management import BaseCommand, CommandError

from portico.kit.storing import StoreAway
from portico.operations.moving_files import Moved, copy_over, remove_moved

FORMER = "FORMER_STORAGE_URL"
MB = 1024 * 1024


class Command(BaseCommand):
    """Copies what is missing; removes nothing unless asked."""

    help = (
        "Copy all files to the store of the settings (STORAGE_URL, or the folder without it), from the folder or, with"
        f" {FORMER} set, from that bucket. Done again, it copies only what is missing."
    )
    told = 0.0

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare also what is there already, byte for byte")
        parser.add_argument("--remove", action="store_true", help="delete from the source what has arrived")

    def handle(self, *args: Any, check: bool, remove: bool, **options: Any) -> None:
        source, former = source_store()
        self.stdout.write(f"From {former} to {'the bucket' if settings.STORAGE_URL else settings.MEDIA_ROOT}")
        try:
            moved = copy_over(source, default_storage, check=check, tell=self.tell)
            self.report(moved)
            if remove and not moved.differing:
                self.report(remove_moved(source, default_storage, tell=self.tell))
        except (StoreAway, OSError) as error:
            raise CommandError(f"Stopped: {error}. Start again: it goes on from here.") from error
        if moved.differing:
            names = "\n".join(moved.differing[:20])
            raise CommandError(f"{len(moved.differing)} files have other bytes there, nothing was removed:\n{names}")

    def tell(self, moved: Moved) -> None:
        """Say every few seconds how far it is."""
        if time.monotonic() - self.told > 5:
            self.told = time.monotonic()
            self.report(moved)

    def report(self, moved: Moved) -> None:
        """One line."""
        copied = f"{moved.copied} copied ({moved.size // MB} MB)"
        self.stdout.write(f"{copied}, {moved.there_already} there already, {moved.removed} removed")


def source_store() -> tuple[Storage, str]:
    """Where the files lay before."""
    former = os.environ.get(FORMER, "").strip()
    if former == settings.STORAGE_URL:
        raise CommandError(f"Set STORAGE_URL to where the files shall be, or {FORMER} to the bucket where they were.")
    if not former:
        return FileSystemStorage(settings.MEDIA_ROOT), str(settings.MEDIA_ROOT)
    from portico.kit.object_store import ObjectStore

    return ObjectStore(former), f"the bucket of {FORMER}"
