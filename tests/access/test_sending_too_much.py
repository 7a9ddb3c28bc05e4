"""Nobody fills the disk: too much is turned away before any of it is read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portico.agencies.middleware import most_bytes
from tests.desk import browser_of
from tests.world import Acme

MB = 1024 * 1024


def a_file(megabytes: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.pdf", b"%PDF-1.7" + b"0" * (megabytes * MB))


def test_a_stranger_cannot_leave_a_large_file_on_any_page(acme: Acme) -> None:
    stranger = Client(headers={"host": acme.agency.host})
    answer = stranger.post("/sign-in/", {"email": "a@example.com", "file": a_file(4)})
    assert answer.status_code == 413
    assert "larger than Portico takes" in answer.text
    assert stranger.post("/sign-in/", {"email": "a@example.com"}).status_code == 302


def test_a_file_that_is_a_little_too_large_is_refused_in_friendlier_words(acme: Acme) -> None:
    browser = browser_of(acme.dario_member)
    assert browser.post("/me/documents/", {"upload": a_file(11)}).status_code == 409
    assert browser.post("/me/documents/", {"upload": a_file(41)}).status_code == 413


@pytest.mark.parametrize("length", ["", "x", "-1", "٣", "1e9", "999999999999999999999"])
def test_an_odd_length_is_no_error(acme: Acme, length: str) -> None:
    stranger = Client(headers={"host": acme.agency.host})
    assert stranger.get("/sign-in/", CONTENT_LENGTH=length).status_code in {200, 413}


def test_who_may_import_may_send_a_table_and_its_files(acme: Acme) -> None:
    assert most_bytes(acme.reader) < most_bytes(acme.recruiter)
    assert most_bytes(None) < most_bytes(acme.reader)
