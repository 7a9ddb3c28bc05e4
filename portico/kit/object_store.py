"""The file store as a bucket of an S3-compatible object store (STORAGE_URL), for sites on several machines.

Nothing in it is public and nothing has an address: files leave through Portico's own pages only. A file is read in
pieces, each a request of its own, so that neither a large file nor a slow reader holds memory or a connection.
"""

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import File
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

from portico.kit.storing import Kept, StoreAway

PIECE = 2 * 1024 * 1024
TRIES = 2
CONNECT_SECONDS = 3
REST = 10.0
"""Seconds in which a store that did not answer is not asked again: nobody else waits for it in vain."""
KNOWN = {"region", "scheme", "addressing", "timeout"}


def options_of(address: str) -> dict[str, Any]:
    """STORAGE_URL: s3://key:secret@host:port/bucket/folder?region=…&scheme=http; without a host it is Amazon's."""
    parts = urlsplit(address)
    said = dict(parse_qsl(parts.query))
    bucket, _slash, folder = unquote(parts.path).strip("/").partition("/")
    scheme, seconds = said.get("scheme", "https"), said.get("timeout", "8")
    if parts.scheme != "s3" or not bucket or set(said) - KNOWN or scheme not in {"http", "https"}:
        raise ImproperlyConfigured(
            "STORAGE_URL reads like s3://key:secret@host:port/bucket?region=…&scheme=http (or https);"
            f" besides these there are only: {', '.join(sorted(KNOWN))}."
        )
    if not seconds.isdigit() or not 1 <= int(seconds) <= 60:
        raise ImproperlyConfigured("STORAGE_URL: timeout is a number of seconds from 1 to 60.")
    host = parts.netloc.rpartition("@")[2]
    return {
        "access_key": unquote(parts.username or "") or None,
        "secret_key": unquote(parts.password or "") or None,
        "endpoint_url": f"{scheme}://{host}" if host else None,
        "region_name": said.get("region") or "us-east-1",
        "bucket_name": bucket,
        "location": folder,
        "client_config": client_config(int(seconds), said.get("addressing", "path" if host else "auto")),
    }


def client_config(seconds: int, addressing: str) -> Config:
    """How long is waited, how often tried. Checksums that only Amazon knows are left out."""
    return Config(
        connect_timeout=min(CONNECT_SECONDS, seconds),
        read_timeout=seconds,
        retries={"mode": "standard", "total_max_attempts": TRIES},
        max_pool_connections=4,
        signature_version="s3v4",
        s3={"addressing_style": addressing},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


class ObjectStore(S3Storage):  # type: ignore[misc]
    """Django's storage on a bucket. No name is given twice, and what is wrong is said in our own kinds of errors."""

    def __init__(self, address: str) -> None:
        super().__init__(
            **options_of(address),
            default_acl=None,
            file_overwrite=False,
            querystring_auth=True,
            custom_domain=None,
            gzip=False,
            object_parameters={"ContentType": "application/octet-stream"},
            transfer_config=TransferConfig(use_threads=False),
        )
        self.rests_until = 0.0

    @contextmanager
    def asked(self, key: str = "") -> Iterator[None]:
        """What goes wrong between here and there: FileNotFoundError for this one file, StoreAway for all."""
        if time.monotonic() < self.rests_until:
            raise StoreAway("it did not answer a moment ago")
        try:
            yield
        except ClientError as error:
            said, status = error.response.get("Error", {}), error.response["ResponseMetadata"]["HTTPStatusCode"]
            if key and status == 404 and said.get("Code") != "NoSuchBucket":
                raise FileNotFoundError(key) from None
            raise StoreAway(f"it answers {status} {said.get('Code', '')}") from error
        except Boto3Error as error:
            raise StoreAway(type(error).__name__) from error
        except BotoCoreError as error:
            self.rests_until = time.monotonic() + REST
            raise StoreAway(type(error).__name__) from error

    @property
    def client(self) -> Any:
        """The connection of this thread."""
        return self.connection.meta.client

    def place_of(self, key: str) -> dict[str, str]:
        """Where a file lies."""
        return {"Bucket": self.bucket_name, "Key": self._normalize_name(clean_name(key))}

    def piece(self, key: str, start: int) -> tuple[bytes, int]:
        """The bytes from `start` on, at most a PIECE, and how many the whole file has."""
        try:
            with self.asked(key):
                found = self.client.get_object(**self.place_of(key), Range=f"bytes={start}-{start + PIECE - 1}")
                return found["Body"].read(), int(found["ContentRange"].rpartition("/")[2])
        except StoreAway as away:
            if start == 0 and isinstance(away.__cause__, ClientError) and "416" in str(away):
                return b"", 0  # an empty file has no first byte
            raise

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        if mode not in {"r", "rb"}:
            raise NotImplementedError("Files are written as a whole, by save().")
        return File(io.BufferedReader(Pieces(self, name), 64 * 1024), name)

    def _save(self, name: str, content: Any) -> str:
        with self.asked():
            kept: str = super()._save(name, content)
        return kept

    def delete(self, name: str) -> None:
        """Delete a file; one that is not there is no error."""
        with self.asked():
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        with self.asked():
            return bool(super().exists(name))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        """The names of the folders and of the files in a folder."""
        with self.asked():
            folders, names = super().listdir(name)
        return folders, names

    def size(self, name: str) -> int:
        """In bytes."""
        with self.asked(name):
            return int(self.client.head_object(**self.place_of(name))["ContentLength"])

    def get_modified_time(self, name: str) -> Any:
        """When it was written."""
        with self.asked(name):
            return self.client.head_object(**self.place_of(name))["LastModified"]

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """No file has an address of its own."""
        raise NotImplementedError("Stored files have no public address.")

    def walk(self, folder: str = "") -> Iterator[Kept]:
        """All files below a folder, a thousand for each question."""
        prefix = "/".join(part for part in (self.location.strip("/"), folder.strip("/")) if part)
        pages = iter(
            self.client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket_name, Prefix=f"{prefix}/" if prefix else ""
            )
        )
        cut = len(self.location.strip("/")) + 1 if self.location.strip("/") else 0
        while True:
            with self.asked():
                page = next(pages, None)
            if page is None:
                return
            for one in page.get("Contents", ()):
                if not one["Key"].endswith("/"):
                    yield Kept(one["Key"][cut:], one["Size"], one["LastModified"])

    def look(self) -> None:
        """StoreAway unless the bucket is there and ours."""
        with self.asked():
            self.client.head_bucket(Bucket=self.bucket_name)


class Pieces(io.RawIOBase):
    """A stored file, fetched piece by piece as it is read; it can be read from any place."""

    def __init__(self, store: ObjectStore, key: str) -> None:
        self.store, self.key, self.position, self.start = store, key, 0, 0
        self.held, self.whole = store.piece(key, 0)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to another place; nothing is fetched yet."""
        before = {io.SEEK_SET: 0, io.SEEK_CUR: self.position, io.SEEK_END: self.whole}[whence]
        self.position = max(0, before + offset)
        return self.position

    def readinto(self, buffer: Any) -> int:
        """As much as fits of the piece that holds this place."""
        if self.position >= self.whole:
            return 0
        if not self.start <= self.position < self.start + len(self.held):
            self.start = self.position
            self.held, _whole = self.store.piece(self.key, self.start)
        skipped = self.position - self.start
        some = memoryview(self.held)[skipped : skipped + len(buffer)]
        buffer[: len(some)] = some
        self.position += len(some)
        return len(some)
