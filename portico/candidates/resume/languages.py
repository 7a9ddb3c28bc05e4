"""Names of languages as résumés write them, and words for how well they are spoken."""

import re

from portico.candidates.resume.folding import fold
from portico.candidates.resume.wordlists import words_in

NAMES = words_in("languages", "names")
LEVEL = re.compile(
    r"(?i)\b(?:native|fluent|mother tongue|bilingual|professional|working|proficien\w*|conversational|"
    r"intermediate|basic|advanced|elementary|limited|beginner|[abc][12]|"
    r"muttersprach\w*|fließend|verhandlungssicher|gute|grundkenntnisse|langue maternelle|courant|bilingue|"
    r"scolaire|intermédiaire|notions|nativ[oa]|materna|fluido|avanzado|medio|básico|toefl|toeic|ielts|"
    r"delf|dele)\b"
)
MOST_WORDS = 3


def language_in(text: str) -> str:
    """The language that a text begins with, as it is written there; empty where it begins with none."""
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)
    for start in range(min(len(words), 3)):
        for count in range(MOST_WORDS, 0, -1):
            part = words[start : start + count]
            if len(part) == count and fold(" ".join(part)) in NAMES:
                return " ".join(part)
    return ""
