"""The words of a PDF with their places. Speaks to PDFium's plain functions: their Python classes cost more to load."""

import contextlib
import ctypes
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from portico.candidates.resume.pdfium import Rect, library
from portico.candidates.resume.shapes import BROKEN, Link, Page, Word

MOST_PAGES = 12
MOST_LETTERS = 40_000
GAP = 0.14
"""White space that ends a word, in heights of its letters."""
GUESSED_GAP = 0.06
"""The same where PDFium, too, thinks that a word ends."""
GUESSED = "\0"
BOLD = re.compile(r"bold|black|heavy|semib|demi|medi(?!um ?ital)|cmbx|sfbx|lmb|-bd|dunh", re.IGNORECASE)
ITALIC = re.compile(r"ital|obli|cmti|sfti|slant", re.IGNORECASE)
SPACES = frozenset(" \t\r\n\u00a0\u2002\u2003\u2009\u202f\u3000\f\v")
UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\ufeff\ufffe\uffff") | {chr(code) for code in range(32)} - set(
    "\x02\x0f\x15\x16\x1b\x1c\x1d\x1e\x1f"
)
TEX_LETTERS = {
    "\x02": BROKEN,
    "\x15": "–",
    "\x16": "—",
    "\x0f": "•",
    "\x1b": "ff",
    "\x1c": "fi",
    "\x1d": "fl",
    "\x1e": "ffi",
    "\x1f": "ffl",
}
"""What TeX's own fonts have where others have nothing to see; and PDFium's sign for a hyphen that parts a word."""

pdfium = library()

type Letter = tuple[str, float, float, float, float, bool, bool, int]


def pages_of(data: bytes) -> list[Page]:
    """The pages of a PDF. ValueError where it is none, or is protected by a password."""
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise ValueError("no PDF that can be opened")
    pages = []
    left = MOST_LETTERS
    for number in range(min(pdfium.FPDF_GetPageCount(document), MOST_PAGES)):
        page = pdfium.FPDF_LoadPage(document, number)
        if page and left > 0:
            pages.append(page_of(document, page, left))
            left -= sum(len(word.text) for word in pages[-1].words)
    return pages


def page_of(document: Any, page: Any, most: int) -> Page:
    """One page's words and links."""
    height = pdfium.FPDF_GetPageHeightF(page)
    text = pdfium.FPDFText_LoadPage(page)
    words = readable(words_of(list(letters_of(text, height, most)))) if text else []
    found = Page(pdfium.FPDF_GetPageWidthF(page), height, words, list(links_of(document, page, height)))
    if text:
        pdfium.FPDFText_ClosePage(text)
    pdfium.FPDF_ClosePage(page)
    return found


def letters_of(text: Any, height: float, most: int) -> Iterator[Letter]:
    """Each letter with its box and look, in the order of the file."""
    box = Rect()
    look = Look(text)
    for index in range(min(pdfium.FPDFText_CountChars(text), most)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if not code or 0xD800 <= code <= 0xDFFF:
            continue
        if pdfium.FPDFText_IsGenerated(text, index) == 1:
            yield (GUESSED, 0.0, 0.0, 0.0, 0.0, False, False, 0)
        elif pdfium.FPDFText_GetLooseCharBox(text, index, box):
            yield (chr(code), box.left, box.right, height - box.top, height - box.bottom, *look.of(index))


class Look:
    """How the letters of a page look: bold, italic, color."""

    def __init__(self, text: Any) -> None:
        self.text = text
        self.name, self.flags = ctypes.create_string_buffer(256), ctypes.c_int()
        self.parts = [ctypes.c_uint() for _ in range(4)]
        self.fonts: dict[tuple[bytes, int], tuple[bool, bool]] = {}

    def of(self, index: int) -> tuple[bool, bool, int]:
        """The look of one letter."""
        pdfium.FPDFText_GetFontInfo(self.text, index, self.name, 256, self.flags)
        key = (self.name.value, self.flags.value)
        if key not in self.fonts:
            font = key[0].decode("utf-8", "replace").rpartition("+")[2]
            bold = bool(BOLD.search(font)) or pdfium.FPDFText_GetFontWeight(self.text, index) >= 600
            self.fonts[key] = bold, bool(ITALIC.search(font)) or bool(key[1] & 64)
        red, green, blue, _ = self.parts
        pdfium.FPDFText_GetFillColor(self.text, index, *self.parts)
        return *self.fonts[key], red.value << 16 | green.value << 8 | blue.value


def words_of(letters: list[Letter]) -> Iterator[Word]:
    """Letters put together to words wherever no white space, other line or other size parts them."""
    word: Word | None = None
    last, guessed = 0.0, False
    gap = usual_gap(letters)
    for char, x0, x1, top, bottom, bold, italic, color in letters:
        if char == GUESSED:
            guessed = True
            continue
        if char in SPACES or char in UNSEEN:
            if word and char in SPACES:
                yield word
                word = None
            continue
        char = TEX_LETTERS.get(char, char)
        if word and goes_on(word, last, x0, top, bottom, min(GUESSED_GAP, gap) if guessed else gap):
            word.text += char
            word.x1 = max(word.x1, x1)
            word.top, word.bottom = min(word.top, top), max(word.bottom, bottom)
        else:
            if word:
                yield word
            word = Word(char, x0, x1, top, bottom, bold, italic, color)
        last, guessed = x0, False
    if word:
        yield word


def usual_gap(letters: list[Letter]) -> float:
    """White space that ends a word on this page: less where the letters overlap each other."""
    gaps = []
    for before, after in pairwise(letters):
        size = after[4] - after[3]
        if size > 1 and abs(before[4] - after[4]) < 0.5 and abs(after[1] - before[2]) < 0.3 * size:
            gaps.append((after[1] - before[2]) / size)
    middle = sorted(gaps)[len(gaps) // 2] if gaps else 0.0
    return middle + 0.055 if middle < -0.02 else GAP


def readable(words: Iterator[Word]) -> list[Word]:
    """Words whose letters went through the wrong encoding are put right; what only was white space goes."""
    found = []
    for word in words:
        if any(char in "ÂÃâï" for char in word.text):
            with contextlib.suppress(UnicodeError):
                word.text = word.text.encode("cp1252").decode("utf-8")
            word.text = word.text.strip("\u00a0\u200b").removesuffix("Â")
            if not re.sub(r"[ïâÂ¼€‹\s]", "", word.text):
                continue
        found.append(word)
    return found


def goes_on(word: Word, last: float, x0: float, top: float, bottom: float, gap: float) -> bool:
    """Whether a letter belongs to the word before it, whose last letter began at `last`."""
    size = max(bottom - top, 1.0)
    if abs((top + bottom) / 2 - (word.top + word.bottom) / 2) > 0.4 * size:
        return False
    return x0 - word.x1 < gap * size and x0 > last - 0.2 * size


def links_of(document: Any, page: Any, height: float) -> Iterator[Link]:
    """Where the page can be clicked, and where that leads."""
    start, link = ctypes.c_int(0), ctypes.c_void_p()
    while pdfium.FPDFLink_Enumerate(page, start, link):
        action = pdfium.FPDFLink_GetAction(link)
        box = Rect()
        if not action or not pdfium.FPDFLink_GetAnnotRect(link, box):
            continue
        length = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
        if 1 < length < 2000:
            target = ctypes.create_string_buffer(length)
            pdfium.FPDFAction_GetURIPath(document, action, target, length)
            top, bottom = sorted((height - box.top, height - box.bottom))
            yield Link(
                min(box.left, box.right), max(box.left, box.right), top, bottom, target.value.decode("utf-8", "replace")
            )
