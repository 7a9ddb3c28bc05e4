"""Excel workbooks: which sheets there are, their texts and which number formats are dates.

Read here as a stream and not with a library: those hold a whole sheet in memory, and one cell at the far end of an
otherwise empty sheet makes the fastest of them ask for 500 GB, which ends the process.
"""

import posixpath
import re
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from portico.imports.problems import Unreadable
from portico.imports.reading.archive import Archive, local
from portico.imports.reading.record import MAX_CELL

_BUILT_IN_DATES = {*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)}
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook."""

    name: str
    part: str
    hidden: bool


class Workbook:
    """What all sheets of a workbook share."""

    def __init__(self, path: Path) -> None:
        self.archive = Archive(path)
        self.since_1904 = False
        self.sheets: list[Sheet] = []
        self._find_sheets()
        if not self.sheets:
            raise Unreadable(_("This Excel file has no sheet with cells."))

    def _find_sheets(self) -> None:
        book = min((name for name in self.archive.parts if name.endswith("xl/workbook.xml")), default="")
        if not book:
            raise Unreadable(_("This Excel file is damaged. Open it in Excel and save it again."))
        folder, file = posixpath.split(book)
        targets: dict[str, str] = {}
        listed: list[tuple[str, str, bool]] = []

        def relation(name: str, attributes: dict[str, str]) -> None:
            if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                targets[attributes.get("Id", "")] = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")

        def element(name: str, attributes: dict[str, str]) -> None:
            match local(name):
                case "workbookPr":
                    self.since_1904 = attributes.get("date1904") in ("1", "true")
                case "sheet":
                    key = next((value for at, value in attributes.items() if local(at) == "id"), "")
                    hidden = attributes.get("state", "visible") != "visible"
                    listed.append((attributes.get("name", ""), key, hidden))

        relations = f"{folder}/_rels/{file}.rels"
        if relations in self.archive:
            self.archive.read(relations, StartElementHandler=relation)
        self.archive.read(book, StartElementHandler=element)
        for name, key, hidden in listed:
            if (part := targets.get(key, "")) in self.archive and "worksheet" in part.lower():
                self.sheets.append(Sheet(name, part, hidden))

    def sheet(self, name: str = "") -> Sheet:
        """The sheet of that name, or the first that is not hidden."""
        if name:
            for sheet in self.sheets:
                if sheet.name == name:
                    return sheet
            raise Unreadable(_("This Excel file has no sheet called “%(name)s”.") % {"name": name})
        return next((sheet for sheet in self.sheets if not sheet.hidden), self.sheets[0])

    def texts(self) -> list[str]:
        """The shared texts, which cells name by their number."""
        texts: list[str] = []
        part = next((name for name in self.archive.parts if name.endswith("xl/sharedstrings.xml")), "")
        if not part:
            return texts
        pieces: list[str] = []
        inside: list[str] = []

        def start(name: str, _attributes: dict[str, str]) -> None:
            inside.append(local(name))

        def end(name: str) -> None:
            inside.pop()
            if local(name) == "si":
                texts.append(unescaped("".join(pieces)[: MAX_CELL + 1]))
                pieces.clear()

        def text(data: str) -> None:
            if inside[-1] == "t" and "rPh" not in inside:  # rPh: how a Japanese text is pronounced
                pieces.append(data)

        self.archive.read(part, StartElementHandler=start, EndElementHandler=end, CharacterDataHandler=text)
        return texts

    def date_styles(self) -> set[int]:
        """The numbers of those cell styles that show a number as a date."""
        part = next((name for name in self.archive.parts if name.endswith("xl/styles.xml")), "")
        formats: dict[int, str] = {}
        styles: list[int] = []
        inside: list[str] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            tag = local(name)
            if tag == "numFmt":
                formats[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
            elif tag == "xf" and inside[-1] == "cellXfs":
                styles.append(_number(attributes.get("numFmtId")))
            inside.append(tag)

        def end(_name: str) -> None:
            inside.pop()

        if part:
            self.archive.read(part, StartElementHandler=start, EndElementHandler=end)
        return {at for at, style in enumerate(styles) if _is_date(style, formats.get(style))}


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


def _is_date(style: int, code: str | None) -> bool:
    if code is None:
        return style in _BUILT_IN_DATES
    letters = _NOT_FORMAT.sub("", code.partition(";")[0]).lower()
    clock_only = ("h" in letters or "s" in letters) and not ("d" in letters or "y" in letters)
    return not clock_only and any(letter in letters for letter in "dmy")


def unescaped(text: str) -> str:
    """Text with "_x000D_" turned back into the character it stands for."""
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text
