"""Excel files are read as a stream, and no file can make Portico run out of memory."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from portico.imports.problems import Unreadable
from portico.imports.reading.table import open_table
from tests.imports.conftest import WorkbookOf

PARTS = {
    "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="People" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}


def raw(path: Path, sheet: str, **more: str) -> Path:
    """A workbook whose XML is written by hand."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**PARTS, "xl/worksheets/sheet1.xml": sheet, **more}.items():
            archive.writestr(name, text)
    return path


def rows_xml(*rows: str) -> str:
    return f"<worksheet><sheetData>{''.join(rows)}</sheetData></worksheet>"


HEADER = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="B1" t="inlineStr"><is><t>City</t></is></c></row>'
)


def test_text_numbers_and_dates_arrive_as_what_they_are(workbook_of: WorkbookOf) -> None:
    path = workbook_of(
        [
            ["Name", "Phone", "Rate", "Seen", "Called", "Active"],
            ["Élodie", 84908123456, 12.5, date(2025, 2, 4), datetime(2025, 2, 4, 14, 30), True],  # noqa: DTZ001
        ]
    )

    table = open_table(path)

    assert table.headers == ["Name", "Phone", "Rate", "Seen", "Called", "Active"]
    assert next(table.rows()).cells == [
        "Élodie",
        84908123456,
        12.5,
        date(2025, 2, 4),
        datetime(2025, 2, 4, 14, 30),  # noqa: DTZ001
        True,
    ]


def test_rows_keep_the_numbers_they_have_in_the_sheet(workbook_of: WorkbookOf) -> None:
    path = workbook_of(
        [["List of candidates"], [], ["Name", "Email"], ["Anna", "a@x.example"], [], ["Bob", "b@x.example"]]
    )

    table = open_table(path)

    assert (table.header_row, [row.number for row in table.rows()]) == (3, [4, 6])


def test_hidden_sheets_are_not_the_first_choice_and_any_can_be_chosen(tmp_path: Path) -> None:
    book = Workbook()
    hidden = book.active
    assert hidden is not None
    hidden.title, hidden.sheet_state = "Lists", "hidden"
    hidden.append(["Name"])
    hidden.append(["nobody"])
    people = book.create_sheet("People")
    people.append(["Name"])
    people.append(["Anna"])
    book.save(tmp_path / "book.xlsx")

    table = open_table(tmp_path / "book.xlsx")

    assert (table.sheet, table.sheets) == ("People", ["Lists", "People"])
    assert next(table.rows()).cells == ["Anna"]
    assert next(open_table(tmp_path / "book.xlsx", sheet_name="Lists").rows()).cells == ["nobody"]
    with pytest.raises(Unreadable, match="no sheet called “Other”"):
        open_table(tmp_path / "book.xlsx", sheet_name="Other")


def test_cells_without_names_of_their_own_errors_and_formulas_are_read(tmp_path: Path) -> None:
    first = '<row><c t="str"><f>A1</f><v>Anna</v></c><c t="e"><v>#N/A</v></c></row>'
    second = '<row><c t="b"><v>1</v></c><c><v>7.0</v></c></row>'

    table = open_table(raw(tmp_path / "book.xlsx", rows_xml(HEADER, first, second)))

    assert [one.cells for one in table.rows()] == [["Anna", None], [True, 7]]


def test_one_cell_at_the_far_end_of_an_empty_sheet_costs_nothing(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B1"], sheet["A2"], sheet["XFD1048576"] = "Name", "City", "Anna", "y"
    book.save(tmp_path / "far.xlsx")

    first, last = open_table(tmp_path / "far.xlsx").rows()

    assert first.cells == ["Anna", None]
    assert last.number == 1_048_576
    assert "more cells" in last.problem


def test_sixteen_thousand_columns_are_refused_in_words(workbook_of: WorkbookOf) -> None:
    with pytest.raises(Unreadable, match="more than 1000 columns"):
        open_table(workbook_of([[f"c{number}" for number in range(16_384)]]))


def test_a_part_that_unpacks_to_gigabytes_is_not_unpacked(tmp_path: Path) -> None:
    strings = "<sst>" + "<si><t>" + " " * 150_000_000 + "</t></si></sst>"
    path = raw(tmp_path / "bomb.xlsx", rows_xml(HEADER), **{"xl/sharedStrings.xml": strings})
    assert path.stat().st_size < 1_000_000

    with pytest.raises(Unreadable, match="too big to be opened safely"):
        open_table(path)


def test_an_archive_that_lies_about_its_sizes_is_caught_while_it_is_read(tmp_path: Path) -> None:
    path = raw(tmp_path / "liar.xlsx", rows_xml(HEADER, " " * 150_000_000))
    content = path.read_bytes()
    true_size = len(rows_xml(HEADER, " " * 150_000_000)).to_bytes(4, "little")
    assert true_size in content
    path.write_bytes(content.replace(true_size, (5_000).to_bytes(4, "little")))

    with pytest.raises(Unreadable, match=r"too big|damaged"):
        open_table(path)


def test_a_million_cells_that_share_one_long_text_are_read_one_by_one(tmp_path: Path) -> None:
    strings = f"<sst><si><t>Name</t></si><si><t>{'x' * 32_000}</t></si></sst>"
    first = '<row><c t="s"><v>0</v></c></row>'
    path = raw(
        tmp_path / "shared.xlsx",
        rows_xml(first, '<row><c t="s"><v>1</v></c></row>' * 50_000),
        **{"xl/sharedStrings.xml": strings},
    )

    assert sum(len(str(row.cells[0])) for row in open_table(path).rows()) == 50_000 * 32_000


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    sheet = '<!DOCTYPE x [<!ENTITY a "Anna">]>' + rows_xml(
        HEADER, '<row><c t="inlineStr"><is><t>&a;</t></is></c></row>'
    )

    with pytest.raises(Unreadable, match="damaged"):
        open_table(raw(tmp_path / "entity.xlsx", sheet))


def test_links_to_other_files_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(rows_xml(HEADER))
    relations = (
        f'<Relationships><Relationship Id="rId1" Target="../../{secret.name}"/>'
        f'<Relationship Id="rId1" TargetMode="External" Target="file://{secret}"/></Relationships>'
    )

    with pytest.raises(Unreadable, match="no sheet"):
        open_table(raw(tmp_path / "links.xlsx", rows_xml(HEADER), **{"xl/_rels/workbook.xml.rels": relations}))


def test_broken_xml_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="damaged"):
        open_table(raw(tmp_path / "broken.xlsx", "<worksheet><sheetData><row>"))


def test_other_zip_files_are_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", "<x/>")

    with pytest.raises(Unreadable, match="OpenDocument"):
        open_table(path)
