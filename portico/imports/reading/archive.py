"""A workbook is a zip of XML files. This opens it without trusting what it says about itself."""

from collections.abc import Callable, Iterator
from copy import copy
from pathlib import Path
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from django.utils.translation import gettext as _

from portico.imports.problems import Unreadable

MAX_PARTS = 5_000
MAX_SHEET = 2_000_000_000
"""Unpacked bytes of one sheet. It is read as a stream, so this bounds time, not memory."""
MAX_KEPT = 100_000_000
"""Unpacked bytes of a part that is held in memory: the texts, the styles, the list of sheets."""
MAX_RATIO = 400
"""How many times smaller a big part may be packed. Real sheets reach some 30."""
_BIG = 20_000_000
_CHUNK = 1 << 16

Handlers = dict[str, Callable[..., Any]]


class Archive:
    """The parts of a workbook."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with ZipFile(path) as archive:
            parts = archive.infolist()
        if len(parts) > MAX_PARTS:
            raise Unreadable(_("This Excel file is damaged. Open it in Excel and save it again."))
        self.parts = {part.filename.lstrip("/").lower(): part for part in parts}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.parts

    def _checked(self, name: str, limit: int) -> ZipInfo:
        part = self.parts[name.lower()]
        suspicious = part.file_size > _BIG and part.file_size > part.compress_size * MAX_RATIO
        if part.file_size > limit or suspicious:
            raise too_big()
        if part.flag_bits & 1:
            raise Unreadable(_("This Excel file is locked with a password. Save it without one."))
        return part

    def chunks(self, name: str, limit: int = MAX_KEPT) -> Iterator[bytes]:
        """The unpacked bytes of a part, never more than the limit, whatever size the archive claims."""
        part = copy(self._checked(name, limit))
        part.file_size = limit + 1
        unpacked = 0
        try:
            with ZipFile(self.path) as archive, archive.open(part) as file:
                while chunk := file.read(_CHUNK):
                    unpacked += len(chunk)
                    if unpacked > limit or (unpacked > _BIG and unpacked > part.compress_size * MAX_RATIO):
                        raise too_big()
                    yield chunk
        except (BadZipFile, ZlibError, OSError, EOFError, ValueError, NotImplementedError) as error:
            raise Unreadable(_("This Excel file is damaged. Open it in Excel and save it again.")) from error

    def parse(self, name: str, handlers: Handlers, limit: int = MAX_KEPT) -> Iterator[None]:
        """Feed a part to expat, pausing after every chunk, so that rows can be handed on while it is read."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        for event, handler in handlers.items():
            setattr(parser, event, handler)
        try:
            for chunk in self.chunks(name, limit):
                parser.Parse(chunk, False)
                yield
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Unreadable(_("This Excel file is damaged. Open it in Excel and save it again.")) from error
        yield

    def read(self, name: str, **handlers: Callable[..., Any]) -> None:
        """Feed a whole part to expat at once."""
        for _pause in self.parse(name, handlers):
            pass


def _refuse_doctype(*_declared: object) -> None:
    raise Unreadable(_("This Excel file is damaged. Open it in Excel and save it again."))


def too_big() -> Unreadable:
    """The workbook is too much for one."""
    return Unreadable(
        _("This Excel file is too big to be opened safely. Save the sheet as CSV: there any length will do.")
    )


def local(name: str) -> str:
    """An element's or attribute's name without its namespace, of which workbooks have several."""
    return name.rpartition(" ")[2]
