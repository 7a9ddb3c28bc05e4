"""Which piece of an entry's head is what: every entry of a résumé votes, because they are set alike."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from portico.candidates.resume.entries import Entry, Head
from portico.candidates.resume.labels import inline_role, role_of
from portico.candidates.resume.shapes import Piece
from portico.candidates.resume.towns import is_town
from portico.candidates.resume.vocabulary import REMOTE, is_place, is_region, title_score

STRONG = re.compile(r"\s+[|•·∙⋅‖¦~@◦●]\s+|\s+[-–—]\s+|\s*[|•]\s*|\t+|\s+(?:@)\s*|(?<=\S)\s+—\s*")
AT = re.compile(r"\s+(?:at|bei|beim|chez|with)\s+(?=[A-ZÄÖÜÉ])|\s*@\s*")
PLACEHOLDERS = re.compile(
    r"\bCompany Name\b|\bName of (?:the )?(?:company|employer)\b|\bCity\s*,\s*State\b(?:\s*,\s*(?:USA|"
    r"Country))?|\[[^\]]{3,30}\]"
)
"""What templates and people who hide names leave where an employer or a place would stand."""
JOINING = re.compile(r"(?i)(?:\b(?:in|of|by|de|des|en|and|und|et|y|for|the|à|du|im|der)|[&,(/+])$")
OPENING = re.compile(r"^[,)&/+:]|^(?:and|of|in|und|et|de|y|for|\()\b", re.IGNORECASE)
type Scorer = Callable[[str], float]

EDGES = " \t-–—|·•,;:~@/\u2022"


@dataclass(slots=True)
class Slot:
    """One text of a head, and where in the head it stands."""

    key: tuple[int, int]
    text: str
    bold: bool
    style: tuple[float, bool, bool, int]
    role: str = ""
    """What a label says outright that it is; "town" where it may just be a place."""


def slots_of(entry: Entry, split_at: bool = True) -> tuple[list[Slot], list[str]]:
    """The texts of an entry's head in order, and the places found among them."""
    slots: list[Slot] = []
    places: list[str] = []
    for head in entry.heads:
        number = 0
        label = role_of(head.line.blocks[0].text) if len(head.line.blocks) > 1 else ""
        for text, piece in texts_of(head, split_at):
            if role_of(text.strip(EDGES)):
                label = role_of(text.strip(EDGES))
                continue
            role, text = inline_role(text)
            role = role or label
            if role in {"date", "text"}:
                continue
            if role == "place":
                places.append(text.strip(EDGES))
                continue
            text, place = without_place(text.strip(EDGES))
            if place:
                places.append(place)
            role = role or ("town" if len(text.split()) <= 4 and "," not in text and is_town(text, 20_000) else "")
            if text and any(char.isalpha() for char in text):
                slots.append(Slot((head.offset, number), text, piece.words[0].bold, piece.style, role))
                number += 1
    return slots, places


def texts_of(head: Head, split_at: bool) -> list[tuple[str, Piece]]:
    """The texts of one line: cut at gaps, at another look, and at signs that part."""
    found: list[tuple[str, Piece]] = []
    for piece in merged(head.pieces):
        parts = STRONG.split(PLACEHOLDERS.sub(" | ", piece.text))
        if split_at:
            parts = [part for whole in parts for part in AT.split(whole, maxsplit=1)]
        found += [(part, piece) for part in parts if part and part.strip(EDGES)]
    return found


def merged(pieces: list[Piece]) -> list[Piece]:
    """Pieces that only differ in look but read as one are put together."""
    found: list[Piece] = []
    for piece in pieces:
        signs = not any(char.isalnum() for char in piece.text)
        if found and not piece.after_gap and (signs or joins(found[-1].text, piece.text)):
            found[-1] = Piece([*found[-1].words, *piece.words], found[-1].after_gap)
        else:
            found.append(piece)
    return found


def joins(one: str, other: str) -> bool:
    """Whether one text goes on in the other."""
    if one.endswith(",") or other.startswith(","):
        return False
    return bool(JOINING.search(one) or OPENING.match(other))


def without_place(text: str) -> tuple[str, str]:
    """A text without the place at its end or start, and that place."""
    if is_place(text):
        return "", text
    if REMOTE.match(text.rpartition(",")[2]) and "," in text:
        return text.rpartition(",")[0].strip(EDGES), "Remote"
    inner = re.search(r"\(([^()]+)\)\s*$", text)
    if inner and is_place(inner[1]):
        return text[: inner.start()].strip(EDGES), inner[1]
    parts = [part.strip() for part in text.split(",")]
    if len(parts) >= 3 and is_region(parts[-1]):
        keep = len(parts) - (3 if len(parts) >= 4 and is_region(parts[-2]) else 2)
        return ", ".join(parts[:keep]), ", ".join(parts[keep:])
    if len(parts) == 2 and len(parts[1].split()) <= 4 and is_town(parts[1]) and not title_score(parts[1]):
        return parts[0], parts[1]
    return text, ""


def votes(entries: list[list[Slot]], score: Scorer) -> dict[tuple[int, int], float]:
    """How well each place in the head fits, over all entries."""
    sums: dict[tuple[int, int], list[float]] = defaultdict(list)
    for slots in entries:
        for slot in slots:
            sums[slot.key].append(score(slot.text))
    return {key: sum(values) / (len(values) + 0.5) for key, values in sums.items()}
