"""Files on records: taking one in, and the one place that hands one out.

`take_in` keeps PDF, DOCX, PNG, JPEG, WebP and plain text, told apart by their bytes (see filetypes.py for the rules),
up to UPLOAD_LIMIT_MB. Bytes lie in the file store under a random name of ours; the user's name is only ever shown.
Pictures are drawn anew, at most 4,000 pixels on a side, so that place, camera and anything hidden in them are gone.
The same upload on the same record is kept once. Encrypted or broken PDFs are kept; they only get no preview.
"""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from portico.agencies.models import Agency, Member
from portico.kit.rules import RuleBroken
from portico.kit.storing import forget
from portico.records import filetypes, quotas, scanner
from portico.records.events import record
from portico.records.filetypes import FileType
from portico.records.locking import hold
from portico.records.models import Document, PageImage
from portico.records.reading import Unreadable, read
from portico.records.subjects import kind_of

type Upload = UploadedFile[Any] | Path

ON_KEPT: list[Callable[[Document], object]] = []
"""Called inside the transaction with every document that is kept anew; packages above add theirs in `ready`."""

PICTURE_LONGEST = 4000
LOGO_LONGEST = 512
AT_ONCE = 1024 * 1024
"""Bytes that are answered from memory; what is longer leaves as it is read from the store."""
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


def take_in(
    upload: Upload,
    *,
    on: models.Model,
    by: Member | None,
    kind: str = Document.Kind.RESUME,
    name: str | None = None,
    at: datetime | None = None,
    imported: bool = False,
    cleaned_before: bool = False,
) -> Document:
    """Keep a file on a record and have its preview made. The same bytes again are the document already there.

    RuleBroken, with words for the person, when the file is empty, too large, damaged or not of a kind that is kept, or
    when the agency has no room for it; `counted` when the room was asked for before, as it came with an application.
    """
    data = bytes_of(upload)
    given = (upload.name or "") if name is None else name
    file_type = filetypes.recognize(data, given)
    sha256 = hashlib.sha256(data).hexdigest()
    if already := same_on(on, sha256, by):
        return already
    content = data if cleaned_before else cleaned(data, file_type)
    if not cleaned_before:
        quotas.check_room(on.agency_id, len(content))  # type: ignore[attr-defined]
    name = filetypes.shown_name(given, file_type, fallback=str(Document.Kind(kind).label))
    document = written_down(on, content, file_type, document_kind=kind, name=name, sha256=sha256, added_by=by)
    document.added = at or document.added
    try:
        return add(document, on, by=by, at=at, imported=imported)
    except BaseException:
        forget([document.key])
        raise


def written_down(on: models.Model, content: bytes, file_type: FileType, **facts: Any) -> Document:
    """The bytes in the store, and their row, not saved yet."""
    agency_id: int = on.agency_id  # type: ignore[attr-defined]
    return Document(
        agency_id=agency_id,
        kind=kind_of(on),
        object_id=on.pk,
        key=store(content, f"documents/{agency_id}", file_type.extension),
        content_type=file_type.content_type,
        size=len(content),
        scan=Document.Scan.WAITING if scanner.is_configured() else Document.Scan.NOT_NEEDED,
        **facts,
    )


@transaction.atomic
def add(document: Document, on: models.Model, *, by: Member | None, at: datetime | None, imported: bool) -> Document:
    """Write the document down, unless somebody just put the same file on the same record."""
    from portico.records.tasks import prepare, scan

    hold(on)
    if already := same_on(on, document.sha256, by):
        forget([document.key])
        return already
    document.save()
    record(on, "document.added", by=by, at=at, imported=imported, document=document.name, document_id=document.pk)
    document.in_bulk = imported
    prepare.using(priority=document.turn).enqueue(document.pk)
    if document.scan == Document.Scan.WAITING:
        scan.using(priority=document.turn).enqueue(document.pk)
    for tell in ON_KEPT:
        tell(document)
    return document


def same_on(on: models.Model, sha256: str, by: Member | None) -> Document | None:
    """The document with the same bytes on the same record; brought back if it was archived."""
    found = Document.objects.on(on).filter(agency_id=on.agency_id, sha256=sha256).order_by("pk").first()  # type: ignore[attr-defined]
    if found is not None and found.is_infected:
        raise RuleBroken(_("There is a virus in this file. It cannot be kept."))
    if found is not None and found.archived:
        found.restore(by=by)
    return found


def bytes_of(upload: Upload) -> bytes:
    """The file's bytes, refused before reading when there are too many."""
    limit = settings.UPLOAD_LIMIT_MB * 1024 * 1024
    size = upload.stat().st_size if isinstance(upload, Path) else upload.size or 0
    if size > limit:
        raise RuleBroken(
            _("This file is larger than %(limit)d MB. Make it smaller, for example by saving it as PDF.")
            % {"limit": settings.UPLOAD_LIMIT_MB}
        )
    if isinstance(upload, Path):
        return upload.read_bytes()
    upload.seek(0)
    data: bytes = upload.read(limit + 1)
    return data


def cleaned(data: bytes, file_type: FileType) -> bytes:
    """What is stored: pictures drawn anew, text as UTF-8, everything else as it came."""
    if file_type.is_picture:
        form = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[file_type.extension]
        return redrawn(data, form, PICTURE_LONGEST)
    if file_type is filetypes.TEXT:
        return (filetypes.as_text(data) or "").encode()
    return data


def redrawn(data: bytes, form: str, longest: int) -> bytes:
    """A picture's pixels in a new file."""
    try:
        return read("picture", data, form=form, longest=longest).pictures[0]
    except Unreadable as no:
        if "animated" in str(no):
            raise RuleBroken(_("Moving pictures cannot be kept. Choose a still picture.")) from None
        if "too large" in str(no) or "DecompressionBomb" in str(no):
            raise RuleBroken(_("This picture has too many pixels. Make it smaller and try again.")) from None
        raise RuleBroken(_("This picture is damaged. Open it, save it again as JPEG or PNG, and try again.")) from None


def store(data: bytes, folder: str, extension: str) -> str:
    """Put bytes into the file store under a random name, and return it."""
    token = secrets.token_hex(16)
    return default_storage.save(f"{folder}/{token[:2]}/{token}.{extension}", ContentFile(data))


def stored(key: str) -> bytes:
    """The bytes behind a key. FileNotFoundError when the store has lost them."""
    with default_storage.open(key) as file:
        data: bytes = file.read()
    return data


def serve(
    document: Document,
    *,
    download: bool,
    title: str = "",
    request: HttpRequest | None = None,
    unscanned: bool = False,
) -> HttpResponseBase:
    """The document's bytes. The caller has fetched the document through a door: here nobody is asked for a right.

    With a title, the file is called so instead of its name inside the agency. With the request, its Range is
    answered (206, 416). What still waits for the virus scanner is not found, or with `unscanned` only a download.
    """
    if document.is_infected or not (document.is_safe or unscanned):
        raise Http404("Not handed out: a virus, or not scanned yet")
    file_type = filetypes.BY_CONTENT_TYPE.get(document.content_type, filetypes.UNKNOWN)
    content_type = "text/plain; charset=utf-8" if file_type is filetypes.TEXT else file_type.content_type
    attachment = download or not file_type.opens_inline or not document.is_safe
    name = f"{title}.{file_type.extension}" if title else document.name
    return answer(document.key, content_type, name=name, attachment=attachment, request=request)


def serve_page(page: PageImage) -> HttpResponseBase:
    """One page of a document as a picture."""
    return answer(page.key, "image/webp", name=f"page-{page.number}.webp", attachment=False)


def answer(
    key: str, content_type: str, *, name: str, attachment: bool, request: HttpRequest | None = None
) -> HttpResponseBase:
    """A file of the store with the headers that keep it harmless; a long one piece by piece. A missing one is a 404."""
    try:
        file = default_storage.open(key)
        size = file.size
    except OSError:
        raise Http404(f"The file store has no {key}") from None
    status, start, stop = part_asked_for(request, size)
    response: HttpResponse | StreamingHttpResponse
    if stop - start <= AT_ONCE:
        with file:
            file.seek(start)
            response = HttpResponse(file.read(stop - start), content_type=content_type)
    elif status == 200:
        response = FileResponse(file, content_type=content_type)
    else:
        response = StreamingHttpResponse(pieces(file, start, stop), content_type=content_type)
    return harmless(response, (status, start, stop), size, name=name, attachment=attachment, ranges=request is not None)


def respond(
    data: bytes, content_type: str, *, name: str, attachment: bool, request: HttpRequest | None = None
) -> HttpResponse:
    """Bytes with the headers that keep them harmless, and that keep them out of every cache."""
    part = part_asked_for(request, len(data))
    response = HttpResponse(data[part[1] : part[2]], content_type=content_type)
    return harmless(response, part, len(data), name=name, attachment=attachment, ranges=request is not None)


def harmless[R: HttpResponseBase](
    response: R, part: tuple[int, int, int], size: int, *, name: str, attachment: bool, ranges: bool
) -> R:
    """The headers of a file on its way out."""
    status, start, stop = part
    response.status_code = status
    if ranges:
        response["Accept-Ranges"] = "bytes"
    if status != 200:
        response["Content-Range"] = f"bytes {f'{start}-{stop - 1}' if status == 206 else '*'}/{size}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = content_disposition_header(attachment, name) or "attachment"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    response["Content-Length"] = str(stop - start)
    return response


def part_asked_for(request: HttpRequest | None, size: int) -> tuple[int, int, int]:
    """The status and the part of the file that is answered; requests for several parts get the whole."""
    asked = re.fullmatch(r"bytes=(\d{0,15})-(\d{0,15})", request.headers.get("Range", "").strip()) if request else None
    if request is None or asked is None or not any(asked.groups()) or "If-Range" in request.headers:
        return 200, 0, size
    first, last = asked.groups()
    start = int(first) if first else max(0, size - int(last))
    stop = min(size, int(last) + 1 if first and last else size)
    return (206, start, stop) if start < stop else (416, 0, 0)


def pieces(file: "File[Any]", start: int, stop: int) -> Iterator[bytes]:
    """One part of a long file, as it is read."""
    with file:
        file.seek(start)
        while (left := stop - file.tell()) > 0 and (piece := file.read(min(left, AT_ONCE))):
            yield piece


def keep_logo(upload: Upload) -> str:
    """Keep a picture as a logo: drawn anew as WebP, at most 512 pixels on a side. Returns its key."""
    data = bytes_of(upload)
    if not filetypes.recognize(data, upload.name or "").is_picture:
        raise RuleBroken(_("A logo must be a picture: PNG, JPEG or WebP."))
    logo = redrawn(data, "WEBP", LOGO_LONGEST)
    key = f"brand/{hashlib.sha256(logo).hexdigest()[:16]}.webp"
    if not default_storage.exists(key):
        default_storage.save(key, ContentFile(logo))
    return key


def store_logo(agency: Agency, upload: Upload) -> None:
    """Take a new logo for the agency."""
    agency.logo_key = keep_logo(upload)
    agency.save(update_fields=["logo_key"])


def serve_logo(key: str) -> HttpResponseBase:
    """A logo that we drew. Its address changes with its content, so it may be kept for a year by anybody."""
    response = answer(key, "image/webp", name="logo.webp", attachment=False)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
