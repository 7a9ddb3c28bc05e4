"""The contact sheets: all pictures on one page, as HTML to click through and as one PNG to look at."""

from html import escape
from pathlib import Path

from PIL import Image, ImageDraw

from script.picturing.crawl import Shot

THUMBS = ((300, 210), (300, 210), (97, 210), (97, 210))
GAP, CAPTION, COLUMNS = 8, 18, 2

STYLE = """
body { font: 14px system-ui; margin: 2rem; background: #f4f4f2; color: #222 }
section { display: flex; gap: 8px; align-items: start; margin: 0 0 2rem; flex-wrap: wrap }
h2 { font-size: 1rem; margin: 0; flex: 0 0 100% } li { color: #b00020 }
img { border: 1px solid #ccc; max-height: 420px; object-fit: cover; object-position: top }
"""


def html_sheet(shots: list[Shot], folder: Path) -> str:
    """A page with each shot's four pictures, linked, and its faults."""
    parts = [f"<!doctype html><html lang=en><meta charset=utf-8><title>Portico's pages</title><style>{STYLE}</style>"]
    for shot in shots:
        faults = "".join(f"<li>{escape(fault)}</li>" for fault in shot.faults)
        parts.append(
            f"<section><h2>{escape(shot.person)} · {escape(shot.kind)} · {escape(shot.path)}</h2><ul>{faults}</ul>"
        )
        for picture in shot.pictures:
            address = escape(picture.relative_to(folder).as_posix())
            parts.append(f'<a href="{address}"><img loading=lazy src="{address}" alt=""></a>')
        parts.append("</section>")
    return "\n".join(parts)


def thumb(picture: Path, size: tuple[int, int]) -> Image.Image:
    """The top of a picture, made small."""
    with Image.open(picture) as full:
        scale = size[0] / full.width
        top = full.crop((0, 0, full.width, min(full.height, int(size[1] / scale))))
        small = top.resize((size[0], max(1, int(top.height * scale)))).convert("RGB")
    canvas = Image.new("RGB", size, "white")
    canvas.paste(small, (0, 0))
    return canvas


def png_sheet(shots: list[Shot]) -> Image.Image:
    """All pictures in rows of two pages."""
    wide = sum(width for width, _ in THUMBS) + GAP * len(THUMBS) + GAP * 2
    high = THUMBS[0][1] + CAPTION + GAP * 2
    rows = -(-len(shots) // COLUMNS)
    sheet = Image.new("RGB", (wide * COLUMNS, high * max(1, rows)), "#d9d9d4")
    draw = ImageDraw.Draw(sheet)
    for number, shot in enumerate(shots):
        x, y = number % COLUMNS * wide + GAP, number // COLUMNS * high + GAP
        color = "#b00020" if shot.faults else "#222222"
        draw.text((x, y), f"{shot.person}  {shot.path}"[:110], fill=color)
        for picture, size in zip(shot.pictures, THUMBS, strict=False):
            sheet.paste(thumb(picture, size), (x, y + CAPTION))
            x += size[0] + GAP
    return sheet


def write_sheets(shots: list[Shot], folder: Path) -> None:
    """Write both contact sheets."""
    (folder / "index.html").write_text(html_sheet(shots, folder), encoding="utf-8")
    png_sheet(shots).save(folder / "sheet.png", optimize=True)
