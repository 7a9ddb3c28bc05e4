"""Schools: which degree in what, where, from when to when."""

import re
from typing import Any

from portico.candidates.resume.dates import Span, spans_in
from portico.candidates.resume.entries import Entry, Head, entries_of, is_bullet
from portico.candidates.resume.folding import fold
from portico.candidates.resume.lists import is_certificate
from portico.candidates.resume.sections import Section
from portico.candidates.resume.shapes import Line
from portico.candidates.resume.slots import EDGES, Slot, slots_of
from portico.candidates.resume.vocabulary import is_degree, is_school

type Json = dict[str, Any]

GRADES = re.compile(
    r"(?i)[\s,;|(·–-]*\b(?:c?gpa|grade|note|abschlussnote|gesamtnote|mention|score|result|average|"
    r"promedio|nota media|moyenne|with (?:high(?:est)? )?distinction|"
    r"(?:summa|magna) cum laude|cum laude|(?:first|second|upper|lower)[ -]class|2[:.][12])\b.*$"
)
IN = re.compile(r"\s+(?:in|en|of|de|im)\s+|\s*[,:–|]\s+|\s+-\s+")
FULL = re.compile(
    r"(?i)^((?:bachelor|master|doctor|associate|licenciatura|grado|licence|diplôme|diplom|"
    r"doctorado)\w*(?:['’]s)?(?: (?:of|of applied|en|d['’]|de) ?[\w]+(?: (?:administration|sciences?|arts|"
    r"engineering))?)?)"
)


TOUCHING = re.compile(
    r"(?i)^((?:bachelor|master|associate|doctor)(?:['’]?s)?(?:\s+of\s+(?:applied\s+|fine\s+|"
    r"business\s+)?\w+)?(?:\s+degree)?|(?:high school\s+)?diploma|graduate|ged|"
    r"certificate(?:\s+of\s+\w+)?|ph\.?d\.?|b\.?sc?\.?|m\.?sc?\.?|b\.?a\.?|m\.?a\.?|mba)(?:\s*:\s*|\s+)(.+)$"
)
"""A degree and a school with nothing between them."""


def education_of(sections: list[Section]) -> list[Json]:
    """All schools, in the order of the page."""
    found: list[Json] = []
    for section in sections:
        if section.kind == "education":
            found += schools_in(section.lines)
    return found


def schools_in(lines: list[Line]) -> list[Json]:
    """The entries of one part; where dates are missing, each school or degree opens one."""
    entries = entries_of(lines, singles=True)
    entries = entries or undated_entries(lines)
    found = []
    for entry in entries:
        slots, _ = slots_of(entry, split_at=False)
        school, degree = told_apart(slots)
        if not school or not degree:
            more = [Slot((9, 0), line.text, False, line.style) for line in entry.body[:2] if not is_bullet(line)]
            school, degree = told_apart([*slots, *more])
        if not school and is_certificate(degree):
            continue
        one = school_of(entry.span, school, degree)
        if len(one) > 0 and (school or is_degree(degree)):
            found.append(one)
    return found


def undated_entries(lines: list[Line]) -> list[Entry]:
    """Entries of a part without any date: a second school, or a second degree, begins a new one."""
    found: list[Entry] = []
    seen: set[str] = set()
    for line in lines:
        if is_bullet(line) and len(line.text) > 90:
            continue
        kind = "school" if is_school(line.text) else "degree" if is_degree(line.text) else ""
        both = is_school(line.text) and is_degree(line.text)
        if not found or (kind and (kind in seen or both)):
            found.append(Entry(Span(0, 0), has_date=False))
            seen = set()
        seen |= {"school", "degree"} if both else {kind} - {""}
        found[-1].heads.append(Head(len(found[-1].heads), line.pieces, line))
    return found


def told_apart(slots: list[Slot]) -> tuple[str, str]:
    """The school and the degree among an entry's texts."""
    named = {slot.role: clean(slot.text) for slot in slots if slot.role in {"degree", "school"}}
    if len(named) == 2:
        return named["school"], named["degree"]
    texts = [
        clean(slot.text)
        for slot in slots
        if slot.role not in {"text", "date"} and (slot.role != "town" or is_degree(slot.text))
    ]
    texts = [text for text in texts if text and not re.fullmatch(r"[\d.,/ ]+", text)]
    if not texts:
        return "", ""
    if len(texts) == 1:
        return one_text(texts[0])
    schools = [(is_school(text) * 2 - is_degree(text), -index) for index, text in enumerate(texts)]
    school = -max(schools)[1]
    rest = [text for index, text in enumerate(texts) if index != school]
    degrees = [text for text in rest if is_degree(text)]
    if not degrees:
        split = one_text(texts[school])
        if split[1] and is_degree(texts[school]) and not is_school(split[1]):
            return split[0], f"{split[1]}, {rest[0]}" if not is_school(rest[0]) and len(rest[0]) < 60 else split[1]
        if split[1] and is_degree(split[1]):
            return split
        return texts[school], rest[0]
    degree = degrees[0]
    at = rest.index(degree)
    if at + 1 < len(rest) and len(fold(degree).split()) <= 4 and not is_school(rest[at + 1]) and len(rest[at + 1]) < 60:
        degree = f"{degree}, {rest[at + 1]}"
    return texts[school], degree


def one_text(text: str) -> tuple[str, str]:
    """School and degree out of one text, parted by a comma or dash."""
    if (touching := TOUCHING.match(text)) and is_school(touching[2]) and not re.match(r"(?i)of|in\b", touching[2]):
        return touching[2].strip(EDGES), touching[1]
    parts = [part.strip() for part in re.split(r",\s+|:\s+|\s+[-–—|]\s+|\s+(?:at|from)\s+", text) if part.strip()]
    schools = [
        part
        for part in parts
        if is_school(part)
        and not (is_degree(part) and len(parts) > 1 and not re.search(r"(?i)univ|school|college|schule", part))
    ]
    if len(parts) > 1 and schools:
        rest = [part for part in parts if part not in schools]
        if any(is_degree(part) for part in rest):
            return ", ".join(schools), ", ".join(rest)
    if len(parts) > 1 and len(schools) == 1 and schools[0] == parts[-1]:
        return schools[0], ", ".join(parts[:-1])
    if is_school(text) and not is_degree(text):
        return text, ""
    return ("", text) if is_degree(text) else (text, "")


def clean(text: str) -> str:
    """A text without grades and loose dates."""
    for span in reversed(spans_in(text)):
        text = text[: span.first] + text[span.last :]
    return re.sub(r"\(\s*\)", "", GRADES.sub("", text)).strip(EDGES + " (")


def school_of(span: Span, school: str, degree: str) -> Json:
    """One entry as JSON Resume has it."""
    kind, area = degree_parts(degree)
    one = {"institution": school.strip(EDGES), "studyType": kind, "area": area}
    if span.is_range:
        one |= {"startDate": span.start, "endDate": span.end}
    else:
        one["endDate"] = span.start
    return {key: value for key, value in one.items() if value}


def degree_parts(text: str) -> tuple[str, str]:
    """A degree's kind and its subject: "Bachelor of Science", "Computer Science"."""
    text = text.strip(EDGES)
    if whole := FULL.match(text):
        rest = text[whole.end() :]
        if rest and (cut := IN.match(rest)):
            return whole[1], rest[cut.end() :].strip(EDGES)
        if not rest.strip(EDGES):
            return whole[1], ""
    cut = IN.search(text)
    if cut and is_degree(text[: cut.start()]):
        return text[: cut.start()].strip(EDGES), text[cut.end() :].strip(EDGES)
    return text, ""
