"""Names as the world writes them go through the whole product unharmed: form, page, search, mail, PDF, CSV, copy."""

import csv
import email
import email.policy
import io
import json
import unicodedata
import zipfile
from typing import Any

import pypdfium2
import pytest
from django.urls import reverse

from portico.candidates.models import Candidate
from portico.kit.csvfile import original_cell
from portico.messaging.delivery import compose
from portico.messaging.writing import write
from portico.pipeline.data_copy import build
from portico.pipeline.profile_content import content_of
from portico.pipeline.profile_drawing import pdf_of
from portico.records.files import stored
from tests.desk import browser_of, text_of
from tests.world import Acme

NAMES = [
    "Sean O'Brien", "Mary-Jane Smith-Jones", "Anh Nguyễn", "Jennifer Null", "Ann Undefined", "True False", "李",
    "李 小龍", "Wang Xiǎomíng", "山田 太郎", "やまだ たろう", "김 민수", "X", "Å", "Æthelred Øre", "Łukasz Żółć",
    "Škoda Černý",
    "Ђорђе Ђорђевић", "Иван Ёлкин", "Αλέξης Παπαδόπουλος", "İpek Işık", "Groß Weiß", "Straße ẞ", "José Niño",
    "Jose\u0301 Nin\u0303o", "François L'Hôpital", "D’Angelo Ricci", "Ó Súilleabháin", "Þór Ægisson", "Đặng Thị Hà",
    "محمد العربي", "دانیال می\u200cخواه", "שלום כהן", "प्रिया शर्मा", "ক্ষমা দাস", "தமிழ் செல்வி", "สมชาย ใจดี",
    "ቴዎድሮስ ካሳሁን", "გიორგი", "Արամ", "Ng", "O", "de la Cruz y Pérez", "van 't Hooft", "Björk Guðmundsdóttir",
    "Adélaïde de Bourbon-Siciles", "Nguyen Van A", "Dr. h.c. Ann Ash, MBA", "Ann \"Annie\" Ash", "Ann & Bob",
    "A < B > C", "Semi;Colon", "Comma, Name", "=SUM(A1)", "+44 Man", "-Dash", "@handle", "Robert'); DROP TABLE",
    "${7*7} {{7*7}}", "50% Off", "Back\\slash", "Ann 👩‍👩‍👧 Ash", "N" * 95,
]  # fmt: skip


def same(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@pytest.fixture
def people(acme: Acme) -> dict[str, Candidate]:
    """Everybody, as a recruiter types them in."""
    desk = browser_of(acme.recruiter)
    for number, name in enumerate(NAMES):
        first, _space, last = name.rpartition(" ")
        typed = {"first_name": first, "last_name": last, "email": f"n{number}@example.com", "headline": f"Is {name}"}
        answer = desk.post(reverse("backoffice:candidate_add"), typed)
        assert answer.status_code == 302, (name, text_of(answer))
    return {name: Candidate.objects.get(email=f"n{number}@example.com") for number, name in enumerate(NAMES)}


def test_every_name_is_the_same_on_pages_in_search_mail_csv_and_copy(acme: Acme, people: dict[str, Candidate]) -> None:
    desk = browser_of(acme.recruiter)
    for name, one in people.items():
        assert one.name == name
        shown = text_of(desk.get(reverse("backoffice:candidate", args=[one.pk])))
        assert name in shown, name
        words = name.split(" ")[-1] if len(name) > 3 else name
        found = text_of(desk.get(reverse("backoffice:search"), {"q": words}))
        if any(char.isalnum() for char in words) and len(words) > 1 and words[0] != "-":
            assert f"/desk/candidates/{one.pk}/" in found, name
    answer: Any = desk.get(reverse("backoffice:candidate_list"), {"export": "csv"})
    table = b"".join(answer.streaming_content).decode("utf-8-sig")
    cells = {original_cell(cell) for row in csv.reader(io.StringIO(table)) for cell in row}
    assert {name for name in NAMES if name not in cells and name.rpartition(" ")[2] not in cells} == set()
    for name in ("Jose\u0301 Nin\u0303o", "دانیال می\u200cخواه", "Ann 👩‍👩‍👧 Ash"):
        with zipfile.ZipFile(io.BytesIO(stored(build(people[name])))) as packed:
            assert json.loads(packed.read("resume.json"))["basics"]["name"] == name


def test_every_name_arrives_in_a_mail_and_adds_no_header(acme: Acme) -> None:
    for name in NAMES:
        mail = write(acme.agency, to="ann@example.com", to_name=name, template="messaging/emails/test")
        message = email.message_from_bytes(compose(mail).message().as_bytes(), policy=email.policy.default)
        (to,) = message["To"].addresses
        assert same(to.display_name) == same(mail.to_name)
        assert to.addr_spec == "ann@example.com"
        assert len(message.get_all("To", [])) == 1
        if not any(unicodedata.category(char) == "Cf" for char in name):
            assert same(to.display_name) == same(name)


def test_every_name_can_be_read_in_the_profile(acme: Acme) -> None:
    """Scripts beyond Latin, Greek and Cyrillic need fonts of the machine (docs/running.md)."""
    content = content_of(acme.submission)
    content["summary"] = "\n".join(NAMES)
    content["name"] = "Zoë\u202e Approved by Acme"
    text = ""
    document = pypdfium2.PdfDocument(pdf_of(content))
    for number in range(len(document)):
        text += document[number].get_textpage().get_text_range()
    assert "\u202e" not in text
    written = "".join(same(text).split())
    drawn_anywhere = [name for name in NAMES if all(ord(char) < 0x500 for char in name)]
    assert len(drawn_anywhere) > 40
    assert [name for name in drawn_anywhere if "".join(same(name).split()) not in written] == []


def test_marks_without_end_and_texts_that_turn_around_do_no_harm(acme: Acme) -> None:
    desk, url = browser_of(acme.recruiter), reverse("backoffice:candidate_add")
    refused = desk.post(url, {"first_name": "e" + "\u0301" * 5000, "last_name": "Ash"})
    assert refused.status_code == 422
    for number, name in enumerate(["e" + "\u0301" * 90, "👩‍👩‍👧‍👦" * 8, "\ud800x"]):
        typed = {"first_name": "Zoë", "headline": name, "email": f"m{number}@example.com"}
        answer = desk.post(url, {key: value.encode("utf-8", "surrogatepass") for key, value in typed.items()})
        assert answer.status_code in {302, 400, 422}
    tricky = {"first_name": "Approved\u202e yb", "last_name": "\u2066Rosa\u2069", "email": "t@example.com"}
    desk.post(url, tricky)
    kept = Candidate.objects.get(email="t@example.com")
    for path in (reverse("backoffice:candidate", args=[kept.pk]), reverse("backoffice:candidate_list")):
        shown = text_of(desk.get(path))
        assert "Approved yb" in shown
        assert not {"\u202e", "\u2066", "\u2069"} & set(shown)
    content = content_of(acme.submission)
    content["summary"] = "e" + "\u0301" * 5000 + "👩‍👩‍👧‍👦" * 500
    assert pdf_of(content).startswith(b"%PDF")
