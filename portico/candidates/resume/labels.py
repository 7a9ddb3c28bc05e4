"""Words that say outright what stands beside them: "Position: …", "Name and address of employer | …"."""

import re

from portico.candidates.resume.folding import fold
from portico.candidates.resume.wordlists import group_of_phrase

ROLE_OF = group_of_phrase("labels")
INLINE = re.compile(r"^\W*([^:]{3,45}?)\s*:\s+(?=\S)")


def role_of(text: str) -> str:
    """What a label announces: title, employer, degree, school, date, place or text; empty where it is no label."""
    return ROLE_OF.get(fold(text), "") if 3 < len(text) < 80 else ""


def inline_role(text: str) -> tuple[str, str]:
    """The role of a label at the start of a text, and the text after it."""
    found = INLINE.match(text)
    role = role_of(found[1]) if found else ""
    return (role, text[found.end() :]) if found and role else ("", text)
