"""What kind of file it is, by what is in it; its name may say anything."""

from pathlib import Path
from typing import Literal
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from portico.imports.problems import Unreadable

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head")
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")


def kind_of(path: Path) -> Literal["workbook", "text"]:
    """A workbook or a text file; anything else is refused with what to do about it."""
    with path.open("rb") as file:
        start = file.read(512)
    if not start.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise Unreadable(_("This file is empty."))
    if start.startswith(_OLD_OFFICE):
        raise Unreadable(
            _("This is an old Excel file, or one locked with a password. Open it in Excel and save it as .xlsx or CSV.")
        )
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise Unreadable(
            _("This is a web page, even if its name says otherwise. Open it in Excel and save it as .xlsx or CSV.")
        )
    if start.startswith(_ZIP):
        return _of_zip(path)
    if start.startswith(_OTHERS) or is_binary(start):
        raise Unreadable(_("This is not a table. Portico imports Excel (.xlsx) and CSV files."))
    return "text"


def is_binary(start: bytes) -> bool:
    """Whether a file's beginning is no text in any encoding; zeros alone may be UTF-16."""
    strange = sum(byte < 32 and byte not in b"\0\t\n\r\x0b\x0c\x1a\x1b" for byte in start)
    return strange * 50 > len(start)


def _of_zip(path: Path) -> Literal["workbook"]:
    try:
        with ZipFile(path) as archive:
            names = set(archive.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(_("This Excel file is damaged. Open it in Excel and save it again.")) from error
    if "xl/workbook.xml" in names or ("[Content_Types].xml" in names and any(name.startswith("xl/") for name in names)):
        return "workbook"
    if "content.xml" in names:
        raise Unreadable(_("This is an OpenDocument file. Open it and save it as .xlsx or CSV."))
    raise Unreadable(_("This is not a table. Portico imports Excel (.xlsx) and CSV files."))
