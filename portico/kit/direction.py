"""Marks that turn the direction of text around (CVE-2021-42574): what people typed must not rearrange what we say.

They stay in the database and in exports, as typed; pages, mails and PDFs leave them out. Arabic and Hebrew need
none of them: letters know their direction, and the stylesheet keeps each name to itself.
"""

import re

ALL = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
MARKS = re.compile(f"[{ALL}]")


def without_marks(text: str) -> str:
    """The text without them. Mostly there are none: to look for each of them is quicker than an expression."""
    if text.isascii() or not any(mark in text for mark in ALL):
        return text
    return MARKS.sub("", text)
