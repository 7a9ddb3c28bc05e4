"""The agency's colors: one is chosen, the ink on it follows from contrast."""

import hashlib
import re
from functools import lru_cache


def parse(color: str) -> tuple[int, int, int]:
    """#1a2b3c as three numbers; ValueError for anything else."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", color):
        raise ValueError(color)
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def luminance(color: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    parts = [value / 255 for value in parse(color)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colors, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ink_on(color: str) -> str:
    """Black or white, whichever reads better on the color."""
    return "#ffffff" if contrast(color, "#ffffff") >= contrast(color, "#111111") else "#111111"


@lru_cache(maxsize=1000)
def stylesheet(color: str) -> str:
    """The brand as the few tokens everything else derives from."""
    return f":root{{--brand:{color};--brand-ink:{ink_on(color)}}}"


@lru_cache(maxsize=1000)
def fingerprint(text: str) -> str:
    """A short name for exactly this content."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


LEGIBLE = 4.5
"""The least contrast of a button's text with its color (WCAG 2.2, AA)."""


def legibility(color: str) -> float:
    """How well a button's text reads on the color: contrast with the better ink, 1 to 21."""
    return contrast(color, ink_on(color))


def legible_like(color: str) -> str:
    """The nearest darker color on which text reads well enough; the color itself where it does."""
    red, green, blue = parse(color)
    for percent in range(100, 0, -2):
        darker = f"#{red * percent // 100:02x}{green * percent // 100:02x}{blue * percent // 100:02x}"
        if legibility(darker) >= LEGIBLE:
            return darker
    return "#000000"
