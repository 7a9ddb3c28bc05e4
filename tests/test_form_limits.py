"""Forms without end: too many fields, parts, files or bytes are refused before anything is done with them."""

from typing import Any

import pytest
from django.test import Client

from tests.desk import browser_of
from tests.untouched import changed, fingerprints
from tests.world import Acme

EDGE = "----------------------------edge"
MULTIPART = f"multipart/form-data; boundary={EDGE}"
URLENCODED = "application/x-www-form-urlencoded"


def parts(count: int, *, files: bool = False) -> bytes:
    """A form of so many parts."""
    name = '; filename="a.txt"\r\nContent-Type: text/plain' if files else ""
    one = '--{0}\r\nContent-Disposition: form-data; name="f{1}"{2}\r\n\r\nx\r\n'
    return ("".join(one.format(EDGE, number, name) for number in range(count)) + f"--{EDGE}--\r\n").encode()


FORMS: dict[str, tuple[str, bytes]] = {
    "10,001 fields": (URLENCODED, b"&".join(b"f%d=x" % number for number in range(10_001))),
    "one field 10,001 times": (URLENCODED, b"&".join([b"name=x"] * 10_001)),
    "10,001 parts": (MULTIPART, parts(10_001)),
    "1,001 files": (MULTIPART, parts(1_001, files=True)),
    "a part without end": (MULTIPART, parts(1).replace(b"x\r\n", b"x" * 4_000_000)),
    "20 MB": (URLENCODED, b"name=" + b"x" * 20_000_000),
    "a boundary that never comes": ("multipart/form-data; boundary=other", parts(3)),
    "no boundary": ("multipart/form-data", parts(3)),
}
WHERE = ("/sign-in/", "/jobs/1/apply/", "/desk/candidates/add/", "/client/profile/details/")


def browsers(world: Acme) -> dict[str, Client]:
    """Who sends it."""
    stranger = Client(headers={"host": world.agency.host}, raise_request_exception=False)
    inside = {"desk": world.owner, "client": world.maya}
    return {"": stranger, **{side: browser_of(who, raise_request_exception=False) for side, who in inside.items()}}


@pytest.mark.only_on("sqlite")
def test_a_form_without_end_does_nothing_and_breaks_nothing(acme: Acme) -> None:
    people, before = browsers(acme), fingerprints()
    answers: dict[str, Any] = {}
    for kind, (content_type, body) in FORMS.items():
        for path in WHERE:
            browser = people.get(path.split("/")[1], people[""])
            answers[f"{path} {kind}"] = browser.generic("POST", path, body, content_type=content_type).status_code
    assert {where: status for where, status in answers.items() if not 400 <= status < 500} == {}
    assert changed(before, fingerprints()) == []


def test_a_form_of_usual_size_is_read(acme: Acme) -> None:
    body = b"&".join(b"f%d=x" % number for number in range(500)) + b"&first_name=Ann&last_name=Ash"
    answer = browser_of(acme.owner).generic("POST", "/desk/candidates/add/", body, content_type=URLENCODED)
    assert answer.status_code == 302
