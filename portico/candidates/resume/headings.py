"""The words over the parts of a résumé, in English, German, French and Spanish."""

import re
from functools import lru_cache

from portico.candidates.resume.folding import fold
from portico.candidates.resume.wordlists import group_of_phrase

KIND_OF = group_of_phrase("headings")
TELLING = [
    ("certificates", re.compile(r"certif|licen[sc]|zertifi|habilitation|accredit")),
    (
        "other",
        re.compile(
            r"project|projekt|projet|proyecto|volunt|ehrenamt|benevol|award|publication|interest|reference|hobb|honors|"
            r"training|course|patent|member"
        ),
    ),
    (
        "work",
        re.compile(
            r"experience|employment|work history|berufs|werdegang|experiencia|trayectoria|career (?:history|background)"
        ),
    ),
    ("education", re.compile(r"education|academic|ausbildung|studium|formation|formacion|educacion|etudes|estudios")),
    ("languages", re.compile(r"^(?:foreign |spoken )?languages?\b|sprachen|langues|idiomas")),
    (
        "skills",
        re.compile(r"skills|competenc|expertise|kenntnisse|kompetenz|habilidades|conocimientos|proficienc|technolog"),
    ),
    ("summary", re.compile(r"summary|profile|objective|about")),
]
ENDS = re.compile(r"\s+(?:continued|cont|cont d|fortsetzung|suite)$")
BOTH = re.compile(r"\s*(?:&|\+|/|,|\band\b|\bund\b|\bet\b|\by\b)\s*", re.IGNORECASE)


@lru_cache(maxsize=2048)
def kind_of(text: str) -> str:
    """The kind of part this heading opens; empty where the text is no known heading."""
    if len(text) > 60 or len(text) < 3 or text[-1:] in ".!?,":
        return ""
    folded = joined(text)
    if kind := KIND_OF.get(ENDS.sub("", folded), ""):
        return kind
    halves = [KIND_OF.get(fold(half), "") for half in BOTH.split(text)]
    return halves[0] if len(halves) in {2, 3} and all(halves) else ""


@lru_cache(maxsize=512)
def likely_kind_of(text: str) -> str:
    """The kind of a line that looks like a heading, by a telling word in it."""
    if kind := kind_of(text):
        return kind
    folded = joined(text)
    if len(folded.split()) <= 5 and not any(char.isdigit() for char in folded):
        return next((kind for kind, telling in TELLING if telling.search(folded)), "")
    return ""


def joined(text: str) -> str:
    """Folded; letters set apart (S K I L L S) are put together again."""
    folded = fold(text)
    parts = folded.split()
    if len(parts) > 3 and len(folded) - len(parts) + 1 <= 1.7 * len(parts):
        together = folded.replace(" ", "")
        return next((phrase for phrase in KIND_OF if phrase.replace(" ", "") == together), together)
    return folded


def kinds_in(text: str) -> set[str]:
    """All kinds that a heading such as "Education & Certifications" names."""
    return {kind for half in BOTH.split(text) if (kind := KIND_OF.get(fold(half), ""))} | {kind_of(text)} - {""}
