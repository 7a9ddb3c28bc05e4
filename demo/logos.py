"""Logos for made-up agencies: an initial in a shape, drawn on the spot."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = 320


def draw(initial: str, color: str, shape: str, place: Path) -> Path:
    """A PNG with one letter; `shape`: circle or square."""
    picture = Image.new("RGBA", (SIZE, SIZE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    inner = (8, 8, SIZE - 8, SIZE - 8)
    if shape == "circle":
        pen.ellipse(inner, fill=color)
    else:
        pen.rounded_rectangle(inner, radius=64, fill=color)
        pen.polygon(
            [(SIZE - 120, SIZE - 8), (SIZE - 8, SIZE - 120), (SIZE - 8, SIZE - 72), (SIZE - 72, SIZE - 8)], fill="white"
        )
    pen.text((SIZE / 2, SIZE / 2), initial, font=ImageFont.load_default(200), fill="white", anchor="mm")
    picture.save(place)
    return place
