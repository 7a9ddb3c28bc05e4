"""Refused rows come back as a file that can be mended and imported again."""

import csv
from pathlib import Path

from portico.imports.matching.fields import Kind
from portico.imports.matching.proposing import propose_for
from portico.imports.reading.table import open_table
from portico.imports.refused import refused_rows
from tests.imports.conftest import TableOf, WorkbookOf

ODD = ["=HYPERLINK(1)", "+44 20 7946 0018", "'=x", "a\n=1", "Zoë; =1", "-", "plain", 'say "hi", Bob']


def test_refused_cells_are_safe_in_a_spreadsheet_and_come_back_as_they_were(table_of: TableOf, tmp_path: Path) -> None:
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in ODD)
    table = table_of("Name,Phone,C,D,E,F,G,H\nAnna,1,2,3,4,5,6,7\n" + quoted + "\n")
    row = list(table.rows())[1]
    with refused_rows(tmp_path / "refused.csv", table) as refuse:
        refuse(row, "“-” is not a date.")

    written = list(csv.reader((tmp_path / "refused.csv").open(encoding="utf-8-sig", newline="")))
    assert written[0] == ["Name", "Phone", "C", "D", "E", "F", "G", "H", "Row", "Why it was not imported"]
    assert written[1][0] == "'=HYPERLINK(1)"
    assert written[1][1] == "'+44 20 7946 0018"
    assert written[1][-2:] == ["3", "“-” is not a date."]

    again = open_table(tmp_path / "refused.csv")
    assert next(again.rows()).cells[:8] == row.cells


def test_the_file_grows_over_several_runs_of_a_task(table_of: TableOf, tmp_path: Path) -> None:
    table = table_of("Name,City\nAnna,Leeds\nBob,York\n")
    for row in table.rows():
        with refused_rows(tmp_path / "refused.csv", table) as refuse:
            refuse(row, "No.")

    assert [row.cells for row in open_table(tmp_path / "refused.csv").rows()] == [
        ["Anna", "Leeds", "2", "No."],
        ["Bob", "York", "3", "No."],
    ]


def test_the_two_added_columns_are_left_out_when_it_is_imported_again(workbook_of: WorkbookOf, tmp_path: Path) -> None:
    table = open_table(workbook_of([["Name", "Tel.", "Seen"], ["Anna", 84908123456, 12.5]]))
    with refused_rows(tmp_path / "refused.csv", table) as refuse:
        refuse(next(table.rows()), "“12.5” in “Seen” is not a date.")

    again = open_table(tmp_path / "refused.csv")
    assert [column.field for column in propose_for(Kind.CANDIDATES, again).columns] == ["name", "phone", "", "", ""]
    assert next(again.rows()).cells[:2] == ["Anna", "84908123456"]
