"""Files in a bucket of a real S3 server: kept, read from any place, never public; and what its absence is like."""

import io
import os
import socket
import time
import zipfile

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile

from portico.kit.object_store import PIECE, REST, ObjectStore, options_of
from portico.kit.storing import Kept, StoreAway, kept_below
from tests.s3 import address_of, free_ports, s3, s3_server_of_these_tests

__all__ = ["s3", "s3_server_of_these_tests"]


def test_a_file_comes_back_as_it_went_and_no_name_is_given_twice(s3: ObjectStore) -> None:
    first = s3.save("documents/1/aa/cv.pdf", ContentFile(b"first"))
    second = s3.save("documents/1/aa/cv.pdf", ContentFile(b"second"))

    assert first == "documents/1/aa/cv.pdf"
    assert second != first
    assert (s3.open(first).read(), s3.open(second).read()) == (b"first", b"second")
    assert (s3.exists(first), s3.size(second), s3.open(second).size) == (True, 6, 6)
    assert s3.listdir("documents/1") == (["aa"], [])
    s3.delete(first)
    s3.delete(first)
    assert not s3.exists(first)
    for lost in (s3.open, s3.size, s3.get_modified_time):
        with pytest.raises(FileNotFoundError):
            lost(first)


def test_a_long_file_is_read_in_pieces_from_any_place(s3: ObjectStore) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("noise", os.urandom(2 * PIECE + 12_345))
        packed.writestr("words", "at the end")
    whole = held.getvalue()
    key = s3.save("long.zip", ContentFile(whole))

    with s3.open(key) as file:
        assert file.size == len(whole)
        assert file.read() == whole
        file.seek(PIECE - 5)
        assert file.read(10) == whole[PIECE - 5 : PIECE + 5]
        file.seek(-7, io.SEEK_END)
        assert (file.read(), file.read()) == (whole[-7:], b"")
        assert zipfile.ZipFile(file).read("words") == b"at the end"
    assert s3.open(s3.save("empty", ContentFile(b""))).read() == b""


def test_all_files_below_a_folder_are_listed_with_size_and_time(s3: ObjectStore) -> None:
    keys = sorted(s3.save(f"pages/{number}/page.webp", ContentFile(b"x" * number)) for number in (1, 2, 3))

    found = list(kept_below("pages", s3))

    assert [(kept.key, kept.size) for kept in found] == [(key, place) for place, key in enumerate(keys, start=1)]
    assert all(isinstance(kept, Kept) and abs(time.time() - kept.modified.timestamp()) < 60 for kept in found)
    assert list(kept_below("nothing", s3)) == []


def test_no_file_has_an_address_and_nobody_reads_without_the_key(s3: ObjectStore) -> None:
    import urllib.error
    import urllib.request

    key = s3.save("secret.txt", ContentFile(b"CANARY"))
    with pytest.raises(NotImplementedError):
        s3.url(key)
    with pytest.raises(NotImplementedError):
        s3.path(key)
    with pytest.raises(urllib.error.HTTPError) as no:
        urllib.request.urlopen(f"{s3.endpoint_url}/{s3.bucket_name}/{s3.location}/{key}", timeout=5)
    assert no.value.code == 403


def test_a_store_that_is_gone_is_said_at_once_and_not_asked_again_for_a_moment() -> None:
    store = ObjectStore(address_of(free_ports(1)[0]))

    with pytest.raises(StoreAway):
        store.open("any")
    with pytest.raises(StoreAway, match="a moment ago"):
        store.save("any", ContentFile(b"x"))
    assert store.rests_until - time.monotonic() <= REST


def test_a_store_that_never_answers_keeps_nobody_for_long() -> None:
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen(8)
        store = ObjectStore(address_of(mute.getsockname()[1]).replace("timeout=30", "timeout=1"))
        began = time.monotonic()
        with pytest.raises(StoreAway):
            store.exists("any")
        assert time.monotonic() - began < 25


def test_a_wrong_key_and_a_missing_bucket_are_trouble_of_the_store_not_lost_files(
    s3: ObjectStore, address: str
) -> None:
    for wrong in (address.replace("secret", "guess"), address.replace("/files", "/elsewhere")):
        with pytest.raises(StoreAway):
            ObjectStore(wrong).look()
        with pytest.raises(StoreAway):
            ObjectStore(wrong).open("any")


@pytest.fixture
def address(s3_server_of_these_tests: str) -> str:
    return s3_server_of_these_tests


@pytest.mark.parametrize(
    "address",
    [
        "http://host/bucket",
        "s3://host",
        "s3://host/",
        "s3://host/b?scheme=ftp",
        "s3://host/b?acl=public",
        "s3://h/b?timeout=0",
    ],
)
def test_an_address_that_cannot_be_meant_is_refused_in_words(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="STORAGE_URL"):
        options_of(address)


def test_an_address_says_where_as_whom_and_how() -> None:
    told = options_of("s3://us%2Fer:pa%2Fss%3F@store.example:9000/bucket/inner?region=eu-1&scheme=http")
    assert (told["access_key"], told["secret_key"]) == ("us/er", "pa/ss?")
    assert (told["endpoint_url"], told["bucket_name"], told["location"]) == (
        "http://store.example:9000",
        "bucket",
        "inner",
    )
    amazon = options_of("s3:///bucket?region=eu-central-1")
    assert (amazon["endpoint_url"], amazon["access_key"], amazon["region_name"]) == (None, None, "eu-central-1")
