"""Résumés in a ZIP file: read one by one, without trusting what the archive says about itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.conf import settings
from django.utils.translation import gettext as _

from portico.imports.problems import Unreadable
from portico.imports.running.resumes import KEPT, Resumes, plain
from portico.kit.rules import RuleBroken

MOST_FILES = 20_000
_CHUNK = 1 << 16


def zipped(path: Path) -> Resumes:
    """The files in a ZIP; folders, hidden files and what other systems put beside are left out."""
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        raise Unreadable(_("This is not a ZIP file, or it is damaged.")) from None
    if len(parts) > MOST_FILES:
        raise Unreadable(_("There are more than %(most)s files in this ZIP.") % {"most": f"{MOST_FILES:,}"})
    wanted = {plain(part.filename): part for part in parts if is_resume(part)}

    @contextmanager
    def fetch(name: str) -> Iterator[Path]:
        with TemporaryDirectory(prefix="portico-resumes-") as folder:
            place = Path(folder) / Path(wanted[name].filename.replace("\\", "/")).name
            unpack(path, wanted[name], place)
            yield place

    names = {name: part.filename.replace("\\", "/").rpartition("/")[2] for name, part in wanted.items()}
    return Resumes(names, fetch)


def is_resume(part: ZipInfo) -> bool:
    """Whether a part of the archive may be a résumé at all."""
    pieces = part.filename.replace("\\", "/").split("/")
    hidden = any(piece.startswith((".", "__")) for piece in pieces)
    return not part.is_dir() and not hidden and Path(pieces[-1]).suffix.lower() in KEPT


def unpack(path: Path, part: ZipInfo, place: Path) -> None:
    """One file, never more of it than an upload may have."""
    most = settings.UPLOAD_LIMIT_MB * 1024 * 1024
    written = 0
    try:
        with ZipFile(path) as archive, archive.open(part) as packed, place.open("wb") as file:
            while chunk := packed.read(_CHUNK):
                written += len(chunk)
                if written > most:
                    raise RuleBroken(_("This file is larger than %(limit)d MB.") % {"limit": settings.UPLOAD_LIMIT_MB})
                file.write(chunk)
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        raise RuleBroken(_("This file could not be unpacked.")) from None
