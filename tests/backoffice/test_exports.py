"""Lists taken away: no cell is a formula for whoever opens the file, and importing it restores what was there."""

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from portico.agencies.models import Agency
from portico.candidates.models import Candidate
from portico.imports.matching.fields import Kind
from portico.imports.matching.proposing import propose_for
from portico.imports.reading.table import open_table
from portico.imports.running.run import Run
from portico.imports.running.table import import_table
from portico.kit.workbook import workbook_response
from portico.messaging.models import Email
from tests.desk import browser_of, text_of
from tests.world import Acme

NASTY = [
    '=HYPERLINK("http://evil.example";"x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "＝1+1", "＋1", "－1",
    "＠SUM(1)", '";=1+1', "a;=1+1", "'=1+1", "''=1+1", "|calc", "%0A=1+1", "_x003D_1+1", "<b>&amp;</b>", "🦊 ＝1",
]  # fmt: skip
EVALUATES = re.compile(r"[\s\"]*[=+\-@＝＋－＠]")
LISTS = ["candidates", "jobs", "contacts", "organizations", "settings/mail", "settings/members", "updates", "portals"]


@pytest.fixture
def people(acme: Acme) -> list[Candidate]:
    """Somebody for each nasty name, with a number from abroad."""
    made = [Candidate(agency=acme.agency, first_name=name, last_name=name, city=name) for name in NASTY]
    for one in made:
        one.phone = "+44 20 7946 0018"
        one.reference = f"N-{NASTY.index(one.last_name)}"
        one.add(by=None)
    return made


def exported(acme: Acme, kind: str, name: str = "candidates") -> bytes:
    """A list as a file."""
    answer: Any = browser_of(acme.owner).get(f"/desk/{name}/", {"export": kind})
    assert answer.status_code == 200
    assert f".{kind}" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    return b"".join(answer.streaming_content)


def test_no_cell_of_a_csv_evaluates_and_numbers_from_abroad_stay_readable(acme: Acme, people: Any) -> None:
    text = exported(acme, "csv").decode("utf-8-sig")
    for delimiter in ",;\t":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            assert not [cell for cell in row if EVALUATES.match(cell)], row
    assert text.count("'+44 20 7946 0018") >= len(NASTY)


def test_every_cell_of_a_workbook_is_text(acme: Acme, people: Any) -> None:
    data = exported(acme, "xlsx")
    book = load_workbook(io.BytesIO(data))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert not [cell.value for cell in cells if EVALUATES.match(str(cell.value))]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert set(re.findall(r"<c t=\"(\w+)\"", sheet)) == {"inlineStr"}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_importing_it_again_restores_exactly_what_was_there(acme: Acme, people: Any, kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"candidates.{kind}"
    path.write_bytes(exported(acme, kind))
    other = Agency.objects.create(name="Elsewhere", host="else.localhost", site="http://else.localhost")
    run, table = Run(other, None, path.name), open_table(path)
    import_table(run, table, propose_for(Kind("candidates"), table, run.country), tmp_path / "refused.csv")

    fields = ("first_name", "last_name", "city", "phone")
    there = {row[0]: row[1:] for row in facts(acme.agency, fields)}
    again = {row[0]: row[1:] for row in facts(other, fields)}
    assert again == there


def facts(agency: Agency, fields: tuple[str, ...]) -> Any:
    """What the records of the nasty names hold."""
    rows = Candidate.objects.filter(agency=agency, reference__startswith="N-")
    return rows.values_list("reference", *fields)


def test_a_workbook_keeps_what_xml_cannot_say(tmp_path: Path) -> None:
    odd = ["a\rb", "a\x01b", "_x0041_", "  two  ", "a\nb", "]]>", "\ufffe", "x" * 40_000]
    path = tmp_path / "odd.xlsx"
    path.write_bytes(b"".join(workbook_response("odd.xlsx", [["Name", "N"], *([text, "1"] for text in odd[:-1])])))
    read = [str(row.cells[0]) for row in open_table(path).rows()]
    assert [one.strip() for one in read] == [one.strip() for one in odd[:-1]]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_comes_in_both_forms(acme: Acme, name: str) -> None:
    Email.objects.create(
        agency=acme.agency, to="a@example.com", sender_email="a@example.com", subject="=1+1", text="x",
        message_id="<1@example.com>", template="x", to_name="＝1",
    )  # fmt: skip
    assert exported(acme, "csv", name).startswith(b"\xef\xbb\xbf")
    assert zipfile.is_zipfile(io.BytesIO(exported(acme, "xlsx", name)))
    assert "export=xlsx" in text_of(browser_of(acme.owner).get(f"/desk/{name}/"))


def test_who_may_not_take_lists_away_gets_none(acme: Acme) -> None:
    reader: Client = browser_of(acme.reader)
    for kind in ("csv", "xlsx"):
        assert reader.get("/desk/candidates/", {"export": kind}).status_code == 403
