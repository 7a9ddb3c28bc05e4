"""Icons of the lucide package, as SVG in the page."""

import re
from functools import cache
from importlib.resources import files
from zipfile import ZipFile

from django.utils.html import escape
from django.utils.safestring import SafeString

AROUND = re.compile(r"^<svg[^>]*>|</svg>\s*$|(?<=>)\s+|\s+(?=/?>)")
LINES = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'


@cache
def drawings() -> ZipFile:
    """All of the package's icons. Its own function reads the list of all of them for each: 20 milliseconds an icon."""
    return ZipFile(str(files("lucide") / "lucide.zip"))


def lines_of(name: str) -> str:
    """What is drawn in an icon's 24 by 24 squares; a KeyError where there is no such icon."""
    return " ".join(AROUND.sub("", drawings().read(f"{name}.svg").decode()).split())


@cache
def icon(name: str, size: int = 18) -> SafeString:
    """An icon, hidden from screen readers."""
    box = f'width="{int(size)}" height="{int(size)}" viewBox="0 0 24 24"'
    return SafeString(f'<svg {box} {LINES} aria-hidden="true" class="icon">{lines_of(name)}</svg>')


@cache
def symbols(*names: str) -> SafeString:
    """Icons that a page shows many times, drawn once and out of sight; `symbol` shows them."""
    drawn = [f'<symbol id="i-{name}" viewBox="0 0 24 24">{lines_of(name)}</symbol>' for name in names]
    return SafeString(f'<svg class="symbols" aria-hidden="true">{"".join(drawn)}</svg>')


@cache
def symbol(name: str) -> SafeString:
    """One of the icons that `symbols` drew on the same page: a tenth of the bytes."""
    return SafeString(f'<svg class="icon" aria-hidden="true"><use href="#i-{escape(name)}"/></svg>')
