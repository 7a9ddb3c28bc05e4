"""Reads one file that a stranger made, in a process of its own without Django, the database, the network or secrets.

`python -m portico.records.reading_child picture|pages '{options}'` in a folder that holds the file as `source`. It
writes `result.json` and pictures beside it. Whatever goes wrong here ends this process and nothing else.
"""

import contextlib
import json
import sys
import time
import warnings
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from portico.records.limits import give_up

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 10_000
RENDER_UNTIL = 7.0
"""Seconds of CPU after which no further page is drawn: those already there are kept."""
TEXT_UNTIL = 3.0
LONGEST_TEXT = 400_000


def limit_itself() -> None:
    """Give up what is not needed for reading: time, memory, the network, huge pictures."""
    give_up()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def open_picture() -> Image.Image:
    """The picture, its size and number of frames checked before a single pixel is decoded."""
    picture = Image.open("source", formats=("PNG", "JPEG", "WEBP"))
    if max(picture.size) > LONGEST_SIDE or picture.width * picture.height > MOST_PIXELS:
        raise ValueError("too large")
    if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
        raise ValueError("animated")
    return picture


def upright(picture: Image.Image, longest: int) -> Image.Image:
    """The picture turned as it was taken, at most `longest` pixels on a side, with nothing but its pixels."""
    picture.thumbnail((longest, longest))
    turned = ImageOps.exif_transpose(picture)
    see_through = turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info
    plain = turned.convert("RGBA" if see_through else "L" if turned.mode in {"1", "L"} else "RGB")
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def read_picture(options: dict[str, Any]) -> dict[str, Any]:
    """Draw the picture anew: whatever else the file carried (place, camera, hidden data) is gone."""
    picture = upright(open_picture(), options["longest"])
    form = options["form"]
    if form == "JPEG" and picture.mode == "RGBA":
        picture = picture.convert("RGB")
    picture.save("picture", form, **({} if form == "PNG" else {"quality": 90}))
    return {"width": picture.width, "height": picture.height}


def read_pages(options: dict[str, Any]) -> dict[str, Any]:
    """The words of a document, and its pages as pictures."""
    match options["type"]:
        case "pdf":
            return draw_pdf(Path("source"), options, None)
        case "docx":
            from portico.records.reading_docx import blocks_of, words_of

            blocks = blocks_of("source")
            text = words_of(blocks)
        case "txt":
            text = Path("source").read_text(encoding="utf-8")
            blocks = [{"kind": "line", "runs": [{"text": line}]} for line in text.splitlines()[:5000]]
        case _:
            return draw_picture(options)
    return draw_pdf(typeset(blocks), options, text)


def draw_picture(options: dict[str, Any]) -> dict[str, Any]:
    """A picture is a document of one page without words."""
    page = upright(open_picture(), options["longest"])
    page.save("page-001.webp", "WEBP", quality=80, method=2)
    return {"text": "", "count": 1, "pages": [[page.width, page.height]]}


def typeset(blocks: list[dict[str, Any]]) -> Path:
    """Paragraphs and tables as a PDF. The words reach typst as data only, never as something it reads as a command."""
    import typst

    template = Path(__file__).with_name("word_pages.typ").read_bytes()
    Path("pages.pdf").write_bytes(typst.compile(template, sys_inputs={"blocks": json.dumps(blocks[:5000])}))
    return Path("pages.pdf")


def draw_pdf(path: Path, options: dict[str, Any], text: str | None) -> dict[str, Any]:
    """Each page as a WebP picture, up to the number asked for and as long as there is time."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    if text is None:
        text = pdf_words(pdf)
    with contextlib.suppress(Exception):
        pdf.init_forms()
    pages: list[list[int]] = []
    for number in range(min(len(pdf), options["most"])):
        if time.process_time() > RENDER_UNTIL:
            break
        page = pdf[number]
        scale = min(options["dpi"] / 72, options["longest"] / max(*page.get_size(), 1.0))
        picture = page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
        picture.save(f"page-{number + 1:03}.webp", "WEBP", quality=80, method=1)
        pages.append([picture.width, picture.height])
        page.close()
    return {"text": text, "count": len(pdf), "pages": pages}


def pdf_words(pdf: Any) -> str:
    """The words of a PDF, page by page, up to a length and a time that any résumé stays far below."""
    parts: list[str] = []
    length = 0
    for number in range(len(pdf)):
        if length > LONGEST_TEXT or time.process_time() > TEXT_UNTIL:
            break
        with contextlib.suppress(Exception):  # one broken page does not lose the others' words
            page = pdf[number]
            parts.append(page.get_textpage().get_text_bounded())
            length += len(parts[-1])
            page.close()
    return "\n".join(parts)[:LONGEST_TEXT]


def main() -> None:
    """Read `source` and write down what was in it."""
    limit_itself()
    options = json.loads(sys.argv[2])
    result = read_picture(options) if sys.argv[1] == "picture" else read_pages(options)
    if "text" in result:
        result["text"] = result["text"][:LONGEST_TEXT].replace("\0", "").encode("utf-8", "replace").decode()
    Path("result.json").write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main()
