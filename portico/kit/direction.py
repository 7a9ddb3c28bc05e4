"""Marks that turn the direction of text around (CVE-2021-42574): what people typed must not rearrange what we say.

They stay in the database and in exports, as typed; pages, mails and PDFs leave them out. Arabic and Hebrew need
none of them: letters know their direction, and the stylesheet keeps each name to itself.
"""

import re

MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def without_marks(text: str) -> str:
    """The text without them."""
    return text if text.isascii() else MARKS.sub("", text)
