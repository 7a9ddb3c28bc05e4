"""A watermark over a page: who looks at it, and when. It is drawn when the page is handed out and kept nowhere."""

from io import BytesIO

from portico.kit.times import moment, now

SLOPE = 30
GAP = 2.4
INK = (90, 90, 90, 70)


def marked(picture: bytes, reader: str) -> bytes:
    """The picture with the reader's address and the time across it."""
    from PIL import Image, ImageDraw, ImageFont

    page = Image.open(BytesIO(picture), formats=("WEBP",)).convert("RGBA")
    words = f"{reader} · {moment(now())}"
    font = ImageFont.load_default(max(14, page.width // 40))
    long = int((page.width**2 + page.height**2) ** 0.5)
    layer = Image.new("RGBA", (long, long), (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    _left, top, right, bottom = pen.textbbox((0, 0), words, font=font)
    step, width = int((bottom - top) * GAP * 3), int(right) + 80
    for row, y in enumerate(range(0, long, step)):
        for x in range(-(row % 2) * width // 2, long, width):
            pen.text((x, y), words, font=font, fill=INK)
    turned = layer.rotate(SLOPE, resample=Image.Resampling.BICUBIC)
    left, upper = (long - page.width) // 2, (long - page.height) // 2
    page.alpha_composite(turned.crop((left, upper, left + page.width, upper + page.height)))
    out = BytesIO()
    page.convert("RGB").save(out, "WEBP", quality=80, method=1)
    return out.getvalue()
