"""Excel files of one sheet in which every cell is text, so that none is a formula; they read back as they went in."""

import re
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from django.http import FileResponse

from portico.kit.csvfile import safe_cell

LONGEST = 32_767
"""Characters Excel takes in a cell."""
ROWS = 1_048_576
"""Rows Excel takes in a sheet."""
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OPEN = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_OPEN}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_OPEN}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_LINKS}"><Relationship Id="r1" Type="{_DOCUMENT}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets><sheet name="Portico" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_LINKS}"><Relationship Id="r1" Type="{_DOCUMENT}/worksheet"'
        ' Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_XML = re.compile("[\x01-\x08\x0b-\x1f\ufffe\uffff]")


def cell_text(value: object) -> str:
    """The text of a cell: disarmed as in CSV, for such files are saved as CSV by others; then as XML takes it."""
    text = _LOOKS_ESCAPED.sub("_x005F_", safe_cell(value)[:LONGEST])
    text = text.encode("utf-8", "replace").decode()
    return _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", escape(text))


def workbook_response(filename: str, rows: Iterable[Sequence[object]]) -> FileResponse:
    """A download; the first row is the header. It is written to disk while its rows are read, and sent from there."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in PARTS.items():
            archive.writestr(name, _HEAD + text)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            for _number, row in zip(range(ROWS), rows, strict=False):
                cells = (f'<c t="inlineStr"><is><t xml:space="preserve">{cell_text(one)}</t></is></c>' for one in row)
                sheet.write(f"<row>{''.join(cells)}</row>".encode())
            sheet.write(b"</sheetData></worksheet>")
    file.seek(0)
    name = re.sub(r"[^\w.-]+", "-", filename, flags=re.ASCII).strip("-.") or "export.xlsx"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=KIND)
    response["X-Content-Type-Options"] = "nosniff"
    return response
