"""Words of a page that is only a picture, read by the program tesseract where it is installed."""

import csv
import io
import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from portico.candidates.resume.shapes import Page, Word

DPI = 220
MOST_PAGES = 3
MOST_PIXELS = 30_000_000
SURE_ENOUGH = 30
LONGEST_WAIT = 20
KNOWN = ("eng", "deu", "fra", "spa")
FOLDERS = "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin"


def program() -> str | None:
    """Where tesseract is, if it is installed."""
    return shutil.which("tesseract", path=FOLDERS)


def pages_of(data: bytes) -> list[Page]:
    """The pages of a picture or of a PDF of pictures. ValueError where nothing here can read them."""
    tesseract = program()
    if tesseract is None:
        raise ValueError("no words in it, and no tesseract installed")
    spoken = languages(tesseract)
    return [read_page(tesseract, spoken, picture, scale) for picture, scale in pictures(data)]


def pictures(data: bytes) -> Iterator[tuple[Image.Image, float]]:
    """Each page as a gray picture, and how many of its dots make a point."""
    if not data.lstrip().startswith(b"%PDF-"):
        picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP"))
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("too large")
        yield picture.convert("L"), max(picture.size) / 842
        return
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        scale = min(DPI / 72, (MOST_PIXELS / max(page.get_width() * page.get_height(), 1)) ** 0.5)
        yield page.render(scale=scale, grayscale=True).to_pil().convert("L"), scale


def languages(tesseract: str) -> str:
    """The languages it can read, of those that résumés here are written in."""
    said = subprocess.run(
        [tesseract, "--list-langs"], capture_output=True, text=True, timeout=LONGEST_WAIT, check=False
    )
    there = set(said.stdout.split())
    return "+".join(language for language in KNOWN if language in there) or "eng"


def read_page(tesseract: str, spoken: str, picture: Image.Image, scale: float) -> Page:
    """The words on one picture with their places, in points."""
    picture.save("page.png")
    line = [tesseract, "page.png", "page", "-l", spoken, "--psm", "3", "--dpi", str(round(72 * scale)), "tsv"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(line, env=environment, capture_output=True, timeout=LONGEST_WAIT, check=False)
    if done.returncode:
        raise ValueError("tesseract could not read it")
    table = Path("page.tsv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    return Page(picture.width / scale, picture.height / scale, words_in(rows, scale))


def words_in(rows: list[dict[str, str]], scale: float) -> list[Word]:
    """Words of tesseract's table; all of one line get the line's height, which stands for the size of its letters."""
    lines: dict[tuple[str, ...], list[Word]] = defaultdict(list)
    for row in rows:
        text = (row.get("text") or "").strip()
        if row["level"] != "5" or not text or float(row["conf"]) < SURE_ENOUGH:
            continue
        left, top, width, height = (int(row[name]) / scale for name in ("left", "top", "width", "height"))
        key = (row["block_num"], row["par_num"], row["line_num"])
        lines[key].append(Word(text, left, left + width, top, top + height))
    found = []
    for words in lines.values():
        top, bottom = min(word.top for word in words), max(word.bottom for word in words)
        for word in words:
            word.top, word.bottom = top, bottom
        found += words
    return found
