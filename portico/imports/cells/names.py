"""A person's name in one cell, as its parts. What is written is never reordered by guessing where names come from."""

import re
from dataclasses import dataclass

from portico.imports.cell import Cell, as_text
from portico.imports.cells.vocabulary import words as words_of

_ONE_LETTER = re.compile(r"[^\W\d_]\.?")
_JOINING = ("y", "e", "i")
_NO_NAME = re.compile(r"[\W\d_]*|n/?a|#n/a", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name. `given` and `family` in the order written give `full`."""

    full: str
    given: str
    family: str
    salutation: str = ""


def is_salutation(text: str) -> bool:
    """Whether a text is "Mr", "Frau", "Dr." and the like, and nothing else."""
    words = text.casefold().replace(".", " ").split()
    return bool(words) and all(word in words_of("salutations") for word in words)


def joined_name(given: str, middle: str, family: str) -> PersonName:
    """A name whose parts are cells of their own."""
    given = " ".join(f"{given} {middle}".split())
    family = " ".join(family.split())
    if family and not given:
        return read_name(family) or PersonName(family, "", family)
    return PersonName(f"{given} {family}".strip(), given, family)


def read_name(cell: Cell) -> PersonName | None:
    """The parts of a name in one cell; None where there is none."""
    text = " ".join(as_text(cell).split()).strip(" ,;")
    if _NO_NAME.fullmatch(text):
        return None
    words, salutation = _without_salutation(text.split(" "))
    words, after = _without_titles(words)
    text = " ".join(words)
    last, comma, first = text.partition(",")
    if comma and first.strip():
        given, more = _generation(first.replace(",", " ").split())
        return _named(" ".join(given), " ".join(filter(None, [last.strip(), more or after])), salutation)
    words = text.replace(",", " ").split()
    if not words:
        return PersonName(as_text(cell), "", as_text(cell))
    words, generation = _generation(words)
    cut = _family_from(words)
    if capitals := _leading_capitals(words):
        return PersonName(" ".join(words), " ".join(words[capitals:]), " ".join(words[:capitals]), salutation)
    return _named(" ".join(words[:cut]), " ".join([*words[cut:], *filter(None, [generation or after])]), salutation)


def _named(given: str, family: str, salutation: str) -> PersonName:
    return PersonName(f"{given} {family}".strip(), given, family, salutation)


def _without_salutation(words: list[str]) -> tuple[list[str], str]:
    cut = 0
    while cut < len(words) - 1 and words[cut].casefold().rstrip(".") in words_of("salutations"):
        if len(words[cut]) == 1:  # "M Dupont" may be Marie
            break
        cut += 1
    return words[cut:], " ".join(words[:cut])


def _without_titles(words: list[str]) -> tuple[list[str], str]:
    """Letters after a name (PhD, CEng) are left out; Jr and III are part of it."""
    kept, generation = list(words), ""
    while len(kept) > 1:
        last = kept[-1].strip("(),").casefold().replace(".", "")
        behind_comma = kept[-2].endswith(",")
        if last in words_of("letters_after_names") and (behind_comma or not kept[-1].islower()) and len(kept) > 2:
            kept.pop()
        elif last in words_of("generations") and behind_comma:
            generation = kept.pop().strip("(),")
        else:
            break
    kept[-1] = kept[-1].rstrip(",")
    return kept, generation


def _generation(words: list[str]) -> tuple[list[str], str]:
    if len(words) > 2 and words[-1].casefold().rstrip(".") in words_of("generations"):
        return words[:-1], words[-1]
    return words, ""


def _family_from(words: list[str]) -> int:
    """Where the family name begins: the last word, and particles before it."""
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].casefold() in words_of("particles"):
        cut -= 1
    if cut > 2 and words[cut - 1].casefold() in _JOINING and not _ONE_LETTER.fullmatch(words[cut - 2]):
        cut -= 2  # Ramón y Cajal
    return max(cut, 0)


def _leading_capitals(words: list[str]) -> int:
    """DUPONT Marie: how many words at the start are a family name in capitals; the name stays as it is written."""
    count = 0
    while count < len(words) and len(words[count].strip(".")) > 1 and words[count].isupper():
        count += 1
    mixed = all(len(word) > 1 and not word.isupper() and not word.endswith(".") for word in words[count:])
    return count if 0 < count < len(words) and mixed and len(words[0]) > 2 else 0
