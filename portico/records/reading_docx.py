"""A Word file as plain blocks: headings, paragraphs, list items and tables. Runs in the reading child, without Django.

A block is a dict: {"kind": "heading"|"line"|"item", "level": 1…, "runs": [{"text", "bold", "italic", "size"}]} or
{"kind": "table", "widths": [1, 3, …], "rows": [[{"blocks": [block, …], "span": 1}, …], …]}.
"""

from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn

type Block = dict[str, Any]

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
DEEPEST = 6
"""Tables in tables in tables: beyond this only their words count."""
MOST_COLUMNS = 20


def blocks_of(path: str) -> list[Block]:
    """Everything a reader of the file sees as text, headers and text boxes included, in reading order."""
    document = Document(path)
    styles = style_names(document)
    found = list(header_blocks(document, styles))
    found += blocks_in(document.element.body, styles, 0)
    return found


def style_names(document: Any) -> dict[str, str]:
    """Each style's own English name, whatever language Word ran in."""
    names = {}
    for style in document.styles.element.findall(qn("w:style")):
        name = style.find(qn("w:name"))
        if name is not None:
            names[style.get(qn("w:styleId"), "")] = (name.get(qn("w:val")) or "").lower()
    return names


def header_blocks(document: Any, styles: dict[str, str]) -> Iterator[Block]:
    """What stands in the page headers: often the name and the phone number. Each only once."""
    seen = set()
    for section in document.sections:
        for header in (section.first_page_header, section.header):
            if header.is_linked_to_previous:
                continue
            for block in blocks_in(header._element, styles, 0):
                words = words_of([block])
                if words.strip() and words not in seen:
                    seen.add(words)
                    yield block


def blocks_in(parent: Any, styles: dict[str, str], depth: int) -> Iterator[Block]:
    """The blocks of a body, a table cell, a text box or a header."""
    for child in parent:
        if child.tag == qn("w:p"):
            yield paragraph(child, styles)
            for box in child.iter(qn("w:txbxContent")):
                if not any(above.tag == FALLBACK for above in box.iterancestors()):
                    yield from blocks_in(box, styles, depth + 1)
        elif child.tag == qn("w:tbl"):
            yield from table(child, styles, depth)
        elif child.tag == qn("w:sdt"):
            content = child.find(qn("w:sdtContent"))
            if content is not None:
                yield from blocks_in(content, styles, depth)


def table(element: Any, styles: dict[str, str], depth: int) -> Iterator[Block]:
    """A table; one that only lays out the page in a single column, or is nested too deeply, is just its blocks."""
    rows = [
        [cell_of(cell, styles, depth) for cell in row.iter(qn("w:tc")) if is_of(cell, row)] for row in rows_of(element)
    ]
    columns = max((sum(cell["span"] for cell in row) for row in rows), default=0)
    if columns <= 1 or columns > MOST_COLUMNS or depth >= DEEPEST:
        for row in rows:
            for cell in row:
                yield from cell["blocks"]
        return
    for row in rows:
        row += [{"blocks": [], "span": 1}] * (columns - sum(cell["span"] for cell in row))
    yield {"kind": "table", "widths": widths_of(element, columns), "rows": rows}


def rows_of(element: Any) -> list[Any]:
    """A table's own rows, also those inside a content control."""
    return [row for row in element.iter(qn("w:tr")) if next(row.iterancestors(qn("w:tbl"))) is element]


def is_of(cell: Any, row: Any) -> bool:
    """Whether a cell is the row's own, not one of a table inside it."""
    return next(cell.iterancestors(qn("w:tr"))) is row


def cell_of(element: Any, styles: dict[str, str], depth: int) -> dict[str, Any]:
    """A cell's blocks, and how many columns it covers."""
    span = element.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    covered = number(span, 1)
    return {"blocks": list(blocks_in(element, styles, depth + 1)), "span": max(1, covered)}


def widths_of(element: Any, columns: int) -> list[int]:
    """How wide the columns are beside each other."""
    widths = [number(column, 0, "w:w") for column in element.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")]
    return widths if len(widths) == columns and all(width > 0 for width in widths) else [1] * columns


def number(element: Any, otherwise: int, name: str = "w:val") -> int:
    """A number that stands in an attribute."""
    text = "" if element is None else element.get(qn(name), "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else otherwise


def paragraph(element: Any, styles: dict[str, str]) -> Block:
    """One paragraph with its bold and italic pieces."""
    style = styles.get(style_of(element), "")
    runs = list(runs_of(element))
    if style == "title" or style.startswith("heading"):
        level = style.removeprefix("heading").strip()
        return {"kind": "heading", "level": min(int(level), 4) if level.isdigit() else 1, "runs": runs}
    is_item = "list" in style or element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
    return {"kind": "item" if is_item else "line", "runs": runs}


def style_of(element: Any) -> str:
    """The number of a paragraph's style."""
    style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else style.get(qn("w:val"), "")


def runs_of(paragraph: Any) -> Iterator[dict[str, Any]]:
    """Pieces of text of one paragraph; text boxes inside it are blocks of their own, and deleted text is gone."""
    for run in paragraph.iter(qn("w:r")):
        above = {ancestor.tag for ancestor in run.iterancestors()} if run.getparent() is not paragraph else set()
        if qn("w:del") in above or any(one.tag == qn("w:txbxContent") for one in between(run, paragraph)):
            continue
        text = "".join(piece(child) for child in run)
        if text:
            size = number(run.find(f"{qn('w:rPr')}/{qn('w:sz')}"), 0) / 2
            yield {"text": text, "bold": is_on(run, "w:b"), "italic": is_on(run, "w:i"), "size": min(size, 30)}


def between(run: Any, paragraph: Any) -> Iterator[Any]:
    """What a run lies in, up to its paragraph."""
    for ancestor in run.iterancestors():
        if ancestor is paragraph:
            return
        yield ancestor


def piece(child: Any) -> str:
    """The text of one part of a run."""
    if child.tag == qn("w:t"):
        return child.text or ""
    if child.tag == qn("w:tab"):
        return "\t"
    return "\n" if child.tag in {qn("w:br"), qn("w:cr")} else ""


def is_on(run: Any, name: str) -> bool:
    """Whether a run is bold or italic by itself."""
    flag = run.find(f"{qn('w:rPr')}/{qn(name)}")
    return flag is not None and flag.get(qn("w:val"), "true") not in {"0", "false", "off"}


def words_of(blocks: list[Block]) -> str:
    """The words of blocks, one line each; cells of a table stand side by side."""
    lines = []
    for block in blocks:
        if block["kind"] == "table":
            for row in block["rows"]:
                lines.append("\t".join(words_of(cell["blocks"]).replace("\n", " ") for cell in row))
        else:
            lines.append("".join(run["text"] for run in block["runs"]))
    return "\n".join(lines)
