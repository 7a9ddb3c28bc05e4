"""What a file really is, told by its bytes, and the name it is shown under.

Kept here are PDF, Word (.docx), PNG, JPEG, WebP and plain text. The bytes decide, never the name or the browser's
word: a program called cv.pdf is refused, a PDF called cv.exe becomes cv.pdf. Plain text has no signature, so it must be
called .txt, be readable text, and not begin like a web page or a script. Everything else is refused with what to do
instead.
"""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portico.kit.rules import RuleBroken


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file that is kept."""

    extension: str
    content_type: str
    is_picture: bool = False
    opens_inline: bool = False
    """A browser may show it in place; everything else is only ever downloaded."""


PDF = FileType("pdf", "application/pdf", opens_inline=True)
DOCX = FileType("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
PNG = FileType("png", "image/png", is_picture=True, opens_inline=True)
JPEG = FileType("jpg", "image/jpeg", is_picture=True, opens_inline=True)
WEBP = FileType("webp", "image/webp", is_picture=True, opens_inline=True)
TEXT = FileType("txt", "text/plain")
UNKNOWN = FileType("bin", "application/octet-stream")
BY_CONTENT_TYPE = {kind.content_type: kind for kind in (PDF, DOCX, PNG, JPEG, WEBP, TEXT)}
ACCEPT = ".pdf,.docx,.png,.jpg,.jpeg,.webp,.txt"
"""For the `accept` attribute of upload fields."""

LONGEST_TEXT = 2_000_000
MOST_ZIP_ENTRIES = 2_000
LARGEST_UNZIPPED = 100_000_000
NAME_LENGTH = 200

# Endings that are taken off a shown name before the right one is put on; "Dr. Smith" and "CV v1.2" keep theirs.
ENDINGS = re.compile(
    r"\.(pdf|docx?|docm|dot[xm]?|od[ts]|rtf|txt|text|md|pages|wpd|xps|png|jpe?g?|jfif|webp|gif|bmp|tiff?|hei[cf]|svg|avif"
    r"|x?html?|shtml|mht|xml|m?js|php|phtml|aspx?|jsp|py|sh|exe|com|scr|pif|bat|cmd|msi|dll|jar|vbs|ps1|lnk|app|apk|dmg"
    r"|iso|zip|rar|7z|gz|tar|csv|xls[xm]?|pptx?|eml|msg|url|hta|swf)\s*$",
    re.IGNORECASE,
)


def recognize(data: bytes, name: str) -> FileType:
    """The type of these bytes. RuleBroken for what is not kept, with words on what to do."""
    if not data:
        raise RuleBroken(_("This file is empty. Choose it again."))
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:5] == b"%PDF-":
        return PDF
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data.startswith(b"PK\x03\x04"):
        return check_word_file(data)
    if name.lower().rstrip(". ").endswith((".txt", ".text")) and reads_as_text(data):
        return TEXT
    raise RuleBroken(refusal(data))


def refusal(data: bytes) -> str:
    """Why a file is not kept, in words that help."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _("Old Word files (.doc) cannot be kept. Open it in Word and save it as .docx or PDF.")
    if data.startswith(b"{\\rtf"):
        return _("RTF files cannot be kept. Save it as .docx or PDF.")
    if data[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypheif", b"ftypavif"}:
        return _("This picture format cannot be kept. Save it as JPEG or PNG.")
    return _(
        "This kind of file cannot be kept. Use a PDF, a Word file (.docx), a PNG, JPEG or WebP picture, or a .txt file."
    )


def check_word_file(data: bytes) -> FileType:
    """A zip is kept only when it is an honest Word file: small inside, no macros, no password."""
    try:
        if not directory_is_small(data):
            raise zipfile.BadZipFile
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if "word/document.xml" not in names or "[Content_Types].xml" not in names:
                raise RuleBroken(refusal(b""))
            with archive.open("[Content_Types].xml") as types:
                declared = types.read(1_000_000)
    except RuleBroken:
        raise
    except Exception:  # zipfile has many ways to be unhappy with a broken file
        raise RuleBroken(_("This Word file is damaged. Save it again in Word, or save it as PDF.")) from None
    if any(name.lower().endswith("vbaproject.bin") for name in names) or b"macroenabled" in declared.lower():
        raise RuleBroken(_("This Word file holds macros. Save it as .docx without macros, or as PDF."))
    if len(members) > MOST_ZIP_ENTRIES or sum(member.file_size for member in members) > LARGEST_UNZIPPED:
        raise RuleBroken(_("This Word file is far larger inside than outside. Save it as PDF."))
    return DOCX


def directory_is_small(data: bytes) -> bool:
    """Whether the zip's table of contents can be read without much memory: looked up before anything parses it."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end < 0 or end + 22 > len(data):
        return False
    entries = int.from_bytes(data[end + 10 : end + 12], "little")
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    return entries <= MOST_ZIP_ENTRIES and size <= 1_000_000


def reads_as_text(data: bytes) -> bool:
    """Whether these are words of a person, not a program, a web page or a script."""
    if len(data) > LONGEST_TEXT:
        return False
    text = as_text(data)
    if text is None or text.lstrip()[:2] in {"<!", "<?", "#!"} or re.match(r"\s*<\w+[\s>]", text):
        return False
    return not any(unicodedata.category(char) == "Cc" and char not in "\t\r\n\f" for char in set(text))


def as_text(data: bytes) -> str | None:
    """The text in these bytes, whatever its encoding; None where there is none to be found."""
    encodings = ["utf-8-sig"]
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    from charset_normalizer import from_bytes  # large, and rarely asked for

    best = from_bytes(data[:100_000]).best()
    return data.decode(best.encoding, errors="replace") if best else None


def shown_name(name: str, kind: FileType, *, fallback: str = "document") -> str:
    """A file's name as people see it: no folders, nothing invisible, and the right ending for what it is."""
    text = unicodedata.normalize("NFC", name)
    text = re.split(r"[/\\]", text)[-1]
    text = "".join(char for char in text if not is_invisible(char))
    text = " ".join(text.split()).strip(". ")
    while ENDINGS.search(text):
        text = ENDINGS.sub("", text).rstrip(". ")
    text = text or fallback
    return f"{text[: NAME_LENGTH - len(kind.extension) - 1].rstrip('. ')}.{kind.extension}"


def is_invisible(char: str) -> bool:
    """Control characters, direction marks and the like; the joiners that Persian and Hindi write with are kept."""
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} and char not in "\u200c\u200d\t\n\r"
