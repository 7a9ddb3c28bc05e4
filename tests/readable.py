"""What somebody can read out of an answer or a mail: text and properties of PDFs, pictures' metadata, calendars."""

from email.message import EmailMessage, Message
from io import BytesIO

import pypdfium2
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from PIL import Image, UnidentifiedImageError


def readable(content: bytes, kind: str) -> str:
    """Everything that can be read in a file of this kind, besides its raw bytes."""
    raw = content.decode("utf-8", "replace")
    if kind.startswith("application/pdf"):
        return f"{raw}\n{in_pdf(content)}"
    if kind.startswith("image/") and "svg" not in kind:
        return f"{raw}\n{in_picture(content)}"
    if kind.startswith("text/calendar"):
        return raw.replace("\r\n ", "")
    return raw


def in_pdf(content: bytes) -> str:
    """The words of all pages, and the properties of the file; what is no PDF at all has no more than its bytes."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return ""
    try:
        words = [page.get_textpage().get_text_bounded() for page in document]
        return "\n".join([*words, str(document.get_metadata_dict())])
    finally:
        document.close()


def in_picture(content: bytes) -> str:
    """What a camera or a program wrote into it; what is no picture at all has no more than its bytes."""
    try:
        with Image.open(BytesIO(content)) as picture:
            return f"{picture.info} {dict(picture.getexif())}"
    except UnidentifiedImageError:
        return ""


def in_mail(message: EmailMessage | Message) -> str:
    """Headers and all parts of a mail, decoded."""
    found = [str(message.items())]
    for part in message.walk():
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            found.append(readable(payload, part.get_content_type()))
            found.append(str(part.items()))
    return "\n".join(found)


def content_of(response: HttpResponseBase) -> bytes:
    """A short file, as it was handed out whole."""
    assert isinstance(response, HttpResponse)
    return response.content
