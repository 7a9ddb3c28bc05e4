"""Which encoding a text file is in."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_CHUNK = 1 << 20
_SAMPLE = 1 << 16
_AROUND = 2000
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
# Letters and signs that western European and American text is made of, beyond ASCII.
_WESTERN = frozenset("ÀÁÂÄÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØŒÙÚÛÜŸßàáâäãåæçèéêëìíîïñòóôöõøœùúûüÿ–—‘’“”„•…€£°«»¿¡ºª·´§®™\u00a0")

LENIENT = "portico-lenient"
"""An error handler: single bytes that do not fit (one old export pasted into another) are read as cp1252."""


def _lenient(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    odd = error.object[error.start : error.end]
    if error.encoding.replace("-", "").lower() == "utf8":
        return odd.decode("cp1252", errors="replace"), error.end
    return "\ufffd", error.end


codecs.register_error(LENIENT, _lenient)


def encoding_of(path: Path) -> str:
    """The name of a text file's encoding: its byte order mark's, else UTF-8 where it fits, else the likeliest."""
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    if wide := _without_mark(start):
        return wide
    accents = _lines_not_utf8(path)
    if not accents:
        return "utf-8"
    letters = b"".join(_UTF8_LETTER.findall(accents))
    if len(letters) * 2 > len(_HIGH_BYTE.findall(accents)):
        return "utf-8"
    return _single_byte(accents)


def _without_mark(start: bytes) -> str:
    """UTF-16 shows by its NULs: every other byte of western text is one."""
    half = max(len(start) // 2, 1)
    if start[1::2].count(0) > half * 0.6:
        return "utf-16-le"
    if start[0::2].count(0) > half * 0.6:
        return "utf-16-be"
    return ""


def _lines_not_utf8(path: Path) -> bytes:
    """A sample of the lines beyond ASCII, or nothing where the whole file is good UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            if _ends_whole(decoder):
                return b""
        except UnicodeDecodeError:
            pass
        file.seek(0)
        sample = bytearray()
        while len(sample) < _SAMPLE and (chunk := file.read(_CHUNK)):
            sample += b"\n".join(_lines_with_accents(chunk))[:_SAMPLE]
    return bytes(sample[:_SAMPLE])


def _lines_with_accents(chunk: bytes) -> Iterator[bytes]:
    """The lines beyond ASCII, and of very long ones what stands around their accents."""
    for line in chunk.splitlines() if not chunk.isascii() else ():
        at = 0
        while not line.isascii() and (found := _HIGH_BYTE.search(line, at)):
            at = found.start() + _AROUND
            yield line[max(0, found.start() - _AROUND) : at]


def _ends_whole(decoder: codecs.IncrementalDecoder) -> bool:
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _single_byte(accents: bytes) -> str:
    western = accents.decode("cp1252", errors="replace")
    beyond = [letter for letter in western if not letter.isascii()]
    if sum(letter in _WESTERN for letter in beyond) >= len(beyond) * 0.95:
        return "cp1252"
    from charset_normalizer import from_bytes  # large, and rarely asked for

    best = from_bytes(accents).best()
    return best.encoding if best else "cp1252"
