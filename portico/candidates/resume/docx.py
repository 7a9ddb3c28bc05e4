"""A Word file laid out on one long page, so that the rest of the reader sees words with places as it does in a PDF.

Read with the standard library: its parser fetches nothing from outside and stops at inflated entities.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree as Xml

from portico.candidates.resume.docx_styles import Look, Styles, number, w
from portico.candidates.resume.shapes import Link, Page, Word

WIDTH, MARGIN = 600.0, 40.0
PAGE_WIDTH = 900.0
"""Text breaks at WIDTH; what follows a tab, a date mostly, may stand out beyond."""
LETTER = 0.5
"""Width of a letter in heights: only what stands beside or below what matters, not the exact place."""
LARGEST_PART = 20_000_000
MOST_WORDS = 20_000
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
DEEPEST = 8


@dataclass(slots=True)
class Sheet:
    """The page as it fills from top to bottom."""

    styles: Styles
    targets: dict[str, str]
    words: list[Word] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def pages_of(data: bytes) -> list[Page]:
    """The one long page of a Word file. ValueError where it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [page_of(archive)]
    except (zipfile.BadZipFile, KeyError, Xml.ParseError, NotImplementedError, RuntimeError) as error:
        raise ValueError("no Word file that can be opened") from error


def page_of(archive: zipfile.ZipFile) -> Page:
    """Page headers, the text, then page footers."""
    names = archive.namelist()
    sheet = Sheet(Styles(part(archive, "word/styles.xml")) if "word/styles.xml" in names else Styles(None), {})
    y = MARGIN
    parts = sorted(name for name in names if re.fullmatch(r"word/header\d*\.xml", name))
    parts += ["word/document.xml", *sorted(name for name in names if re.fullmatch(r"word/footer\d*\.xml", name))]
    seen: set[str] = set()
    for name in parts:
        root = part(archive, name)
        words = "".join(root.itertext()).strip()
        if not words or words in seen:
            continue
        seen.add(words)
        sheet.targets = targets_of(archive, name, names)
        body = root.find(w("body")) if name == "word/document.xml" else root
        if body is not None:
            y = lay_out(sheet, body, MARGIN, WIDTH - MARGIN, y, 0) + 8
    return Page(PAGE_WIDTH, y + MARGIN, sheet.words, sheet.links)


def part(archive: zipfile.ZipFile, name: str) -> Xml.Element:
    """One file of the archive as a tree; no more of it is unpacked than a résumé can hold."""
    with archive.open(name) as opened:
        data = opened.read(LARGEST_PART + 1)
    if len(data) > LARGEST_PART or b"<!DOCTYPE" in data[:4096]:
        raise ValueError("no Word file that can be opened")
    return Xml.fromstring(data)


def targets_of(archive: zipfile.ZipFile, name: str, names: list[str]) -> dict[str, str]:
    """Where the links of one part lead, by their number."""
    folder, _, file = name.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels"
    if relations not in names:
        return {}
    root = part(archive, relations)
    return {one.get("Id", ""): one.get("Target", "") for one in root if one.get("TargetMode") == "External"}


def lay_out(sheet: Sheet, parent: Xml.Element, left: float, right: float, y: float, depth: int) -> float:
    """Set paragraphs and tables one below the other; returns where the next one begins."""
    for child in parent:
        if len(sheet.words) > MOST_WORDS:
            break
        if child.tag == w("p"):
            y = set_paragraph(sheet, child, left, right, y, depth)
        elif child.tag == w("tbl") and depth < DEEPEST:
            y = set_table(sheet, child, left, right, y, depth)
        elif child.tag in {w("sdt"), w("sdtContent"), w("ins"), w("customXml"), w("smartTag")}:
            y = lay_out(sheet, child, left, right, y, depth)
    return y


def set_table(sheet: Sheet, table: Xml.Element, left: float, right: float, y: float, depth: int) -> float:
    """Set a table's cells side by side."""
    grid = [number(column, "w", 1000) for column in table.findall(f"{w('tblGrid')}/{w('gridCol')}")] or [1000]
    total = sum(grid) or 1
    edges = [left + (right - left) * sum(grid[:place]) / total for place in range(len(grid) + 1)]
    for row in table.iter(w("tr")):
        if row not in list(table) and not any(row in list(inner) for inner in table.iter(w("sdtContent"))):
            continue
        column, bottom = 0, y
        for cell in row.iter(w("tc")):
            if not holds(row, cell):
                continue
            span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
            covered = max(1, number(span, "val", 1))
            start, end = edges[min(column, len(edges) - 2)], edges[min(column + covered, len(edges) - 1)]
            bottom = max(bottom, lay_out(sheet, cell, start, max(end - 14, start + 40), y, depth + 1))
            column += covered
        y = bottom
    return y + 4


def holds(row: Xml.Element, cell: Xml.Element) -> bool:
    """Whether a cell is the row's own, not one of a table inside it."""
    return any(cell is child or (cell in list(child.iter(w("tc"))) and child.tag == w("sdt")) for child in row)


def set_paragraph(sheet: Sheet, paragraph: Xml.Element, left: float, right: float, y: float, depth: int) -> float:
    """Set one paragraph, its lines broken where the room ends."""
    properties = paragraph.find(w("pPr"))
    look = sheet.styles.look_of(properties)
    x, limit = left + look.indent, right
    pieces = runs_of(sheet, paragraph, look)
    tallest = max((own.size for kind, text, own, _ in pieces if kind == "text" and text.strip()), default=look.size)
    before = y + look.space
    if look.listed and any(True for _ in paragraph.iter(w("t"))):
        sheet.words.append(Word("•", x, x + 4, before, before + look.size))
        x += 10
    cursor, top = x, before
    for kind, text, run_look, target in pieces:
        if kind == "break":
            cursor, top, limit = x, top + tallest * 1.25, right
            continue
        if kind == "tab":
            cursor = next_stop(cursor, left, right, look)
            limit = PAGE_WIDTH - MARGIN if right > WIDTH - 2 * MARGIN else right
            continue
        for piece in re.findall(r"\S+|\s+", text):
            if piece.isspace():
                cursor += run_look.size * 0.28
                continue
            width = len(piece) * run_look.size * LETTER
            if cursor + width > limit and cursor > x + 40:
                cursor, top = x, top + tallest * 1.25
            cursor = put(sheet, piece, cursor, width, top, run_look, target)
    for box in paragraph.iter(w("txbxContent")):
        if depth < DEEPEST and not in_fallback(paragraph, box):
            top = lay_out(sheet, box, left, right, top + tallest * 1.25, depth + 1)
    return top + tallest * 1.25


def put(sheet: Sheet, text: str, x: float, width: float, top: float, look: Look, target: str) -> float:
    """Set one word, joined to the one before it where nothing parts them."""
    last = sheet.words[-1] if sheet.words else None
    if last is not None and last.top == top and abs(last.x1 - x) < 0.01 and last.text != "•":
        last.text += text
        last.x1 = x + width
    else:
        sheet.words.append(Word(text, x, x + width, top, top + look.size, look.bold, look.italic, look.color))
    if target:
        sheet.links.append(Link(x, x + width, top, top + look.size, target))
    return x + width


def next_stop(cursor: float, left: float, right: float, look: Look) -> float:
    """Where a tab leads: the paragraph's next stop, or simply further on."""
    for stop in look.stops:
        place = left + stop * (right - left) if stop <= 1 else left + stop
        if place > cursor + 2:
            return max(place, cursor + 20) if place < right - 60 else max(cursor + 24, right - 110)
    return cursor + 30


def runs_of(sheet: Sheet, paragraph: Xml.Element, look: Look) -> list[tuple[str, str, Look, str]]:
    """The pieces of a paragraph: text, tab or break, each with its look and where it leads."""
    found: list[tuple[str, str, Look, str]] = []

    def walk(element: Xml.Element, target: str) -> None:
        for child in element:
            if child.tag == w("r"):
                read_run(child, target)
            elif child.tag == w("hyperlink"):
                walk(child, sheet.targets.get(child.get(RELATION, ""), ""))
            elif child.tag in {w("ins"), w("smartTag"), w("sdt"), w("sdtContent"), w("fldSimple"), w("customXml")}:
                walk(child, target)

    def read_run(run: Xml.Element, target: str) -> None:
        own = sheet.styles.run_look(run.find(w("rPr")), look)
        for child in run:
            if child.tag == w("t") and child.text:
                found.append(("text", child.text.upper() if own.caps else child.text, own, target))
            elif child.tag == w("tab"):
                found.append(("tab", "", own, target))
            elif child.tag in {w("br"), w("cr")}:
                found.append(("break", "", own, target))
            elif child.tag == w("noBreakHyphen"):
                found.append(("text", "-", own, target))

    walk(paragraph, "")
    return found


def in_fallback(paragraph: Xml.Element, box: Xml.Element) -> bool:
    """Whether a text box is the copy that Word keeps for old programs."""
    return any(box is inner for old in paragraph.iter(FALLBACK) for inner in old.iter(w("txbxContent")))
