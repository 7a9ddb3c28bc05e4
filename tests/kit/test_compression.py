"""Answers are compressed where nobody learns anything from their length."""

import gzip
import re

import brotli  # type: ignore[import-untyped]
import pytest
from django.test import Client

from tests.desk import browser_of
from tests.world import Acme

OURS = {"Accept-Encoding": "gzip, deflate, br", "Sec-Fetch-Site": "same-origin"}
PROOF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def test_a_page_travels_compressed_and_is_the_same_page(acme: Acme) -> None:
    maya = browser_of(acme.maya)
    plain = maya.get("/client/jobs/")
    small = maya.get("/client/jobs/", headers=OURS)
    older = maya.get("/client/jobs/", headers={**OURS, "Accept-Encoding": "gzip;q=0.8, br;q=0"})

    without = re.compile(r'name="(csrfmiddlewaretoken|once)" value="[^"]+"')
    pages = [plain.content, brotli.decompress(small.content), gzip.decompress(older.content)]
    assert len({without.sub("", page.decode()) for page in pages}) == 1
    assert (small["Content-Encoding"], older["Content-Encoding"]) == ("br", "gzip")
    assert "Content-Encoding" not in plain
    assert int(small["Content-Length"]) == len(small.content) < len(plain.content) / 2
    assert all("Accept-Encoding" in answer["Vary"] for answer in (plain, small))


@pytest.mark.parametrize("site", ["cross-site", "same-site", "anything", None])
def test_what_another_site_asks_for_in_somebodys_name_is_not_compressed(acme: Acme, site: str | None) -> None:
    asked = {"Accept-Encoding": "br"} | ({"Sec-Fetch-Site": site} if site else {})
    answer = browser_of(acme.maya).get("/client/jobs/?q=guess", headers=asked)

    assert answer.status_code == 200
    assert "Content-Encoding" not in answer


def test_who_has_no_cookies_has_nothing_to_lose(acme: Acme) -> None:
    answer = Client().get("/sign-in/", headers={"Accept-Encoding": "br", "Sec-Fetch-Site": "cross-site"})
    assert answer["Content-Encoding"] == "br"


def test_short_answers_and_pictures_stay_as_they_are(acme: Acme) -> None:
    assert "Content-Encoding" not in Client().get("/healthz", headers=OURS)
    sheet = browser_of(acme.maya).get("/client/nowhere.png", headers=OURS)
    assert sheet.status_code == 404


def test_the_proof_that_a_form_is_ours_looks_different_in_each_answer(acme: Acme) -> None:
    maya = browser_of(acme.maya)
    address = f"/client/submissions/{acme.submission.pk}/"
    found = [set(PROOF.findall(maya.get(address).text)) for _time in range(3)]
    assert all(len(one) == 1 for one in found)
    assert len(set.union(*found)) == 3
