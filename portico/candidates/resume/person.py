"""Who somebody is: name, headline, place, and the words about themselves."""

import re
from typing import Any

from portico.candidates.resume.contact import EMAIL, PHONE, URL, email_in, links_in, phone_in, profiles
from portico.candidates.resume.dates import spans_in
from portico.candidates.resume.entries import is_bullet
from portico.candidates.resume.folding import fold
from portico.candidates.resume.location import STREET, place_of
from portico.candidates.resume.sections import Section
from portico.candidates.resume.shapes import Line, Page
from portico.candidates.resume.towns import is_town
from portico.candidates.resume.vocabulary import is_place, is_region, title_score
from portico.candidates.resume.wordlists import words_in

type Json = dict[str, Any]

NOT_NAMES = re.compile(
    r"(?i)^(?:curriculum vitae|resume|résumé|lebenslauf|cv|bewerbung|currículum(?: vitae)?|hoja de vida|"
    r"page \d+.*|contact|kontakt|europass.*|personal information|download.*)$"
)
PARTICLES = words_in("particles")
LABEL = re.compile(
    r"(?i)^\W*(?:address|anschrift|adresse|dirección|direccion|location|wohnort|ort|city|lives in|"
    r"based in|domicilio|residence|name ?/ ?surname|surname ?/ ?first name.{0,12}|first name ?/ ?surname|"
    r"name|nombre|nom|vorname nachname|prénom|ubicación|lieu)\s*(?::|\t|\s{2,}|$)\s*"
)
SEPARATORS = re.compile(r"\s*[|•·∙⋅●◦◆⬥♦]\s*|\s+[-–—]\s+|\s{3,}|[\uf000-\uf8ff]+|\s+/\s+|[☎✆✉📞📧📍🏠⌂]")


def basics_of(sections: list[Section], pages: list[Page]) -> Json:
    """The head of a résumé as JSON Resume has it."""
    tops = [line for section in sections if section.kind == "top" for line in section.lines]
    near = tops + [line for section in sections if section.kind in {"contact", "edge"} for line in section.lines]
    every = [line for section in sections for line in section.lines]
    name_line, name = name_in(near)
    basics: Json = {"name": name}
    basics["email"] = email_in(near, []) or email_in(every, pages)
    basics["phone"] = phone_in(near, []) or phone_in([line for line in every if line.page == 0], pages)
    basics |= profiles(links_in(near or every, pages, basics["email"]))
    city = place_in([line for line in near if line is not name_line or len(line.blocks) > 1], name)
    basics["location"] = city
    basics["label"] = headline_in(tops, name_line, name, city)
    basics["summary"] = summary_in(sections, tops, name_line, basics["label"])
    if not basics["label"]:
        basics["label"], basics["summary"] = opening_title(basics["summary"])
    return {key: value for key, value in basics.items() if value}


def opening_title(summary: str) -> tuple[str, str]:
    """A title that a summary begins with ("Buyer – Sixteen years of …"), and the rest of it."""
    cut = re.match(r"^([^.–—:]{5,60}?)(?:\s+[–—-]\s+|[.:]\s+)(?=\S)", summary)
    if cut and len(cut[1].split()) <= 6 and title_score(cut[1]) >= 0.8 and len(summary) - cut.end() > 30:
        return cut[1], summary[cut.end() :]
    return "", summary


def name_in(lines: list[Line]) -> tuple[Line | None, str]:
    """The line with the name, and the name: the largest letters at the top that can be one."""
    best: tuple[float, Line, str] | None = None
    for index, line in enumerate(lines):
        for piece in name_pieces(line):
            if not could_be_name(piece):
                continue
            labeled = bool(re.match(r"(?i)\W*(?:name|nombre|nom)\b", line.text))
            score = line.size - 0.12 * index - 4 * line.page - (3 if title_score(piece) else 0) + (20 if labeled else 0)
            if best is None or score > best[0] + 0.09 * line.size:
                best = (score, line, piece)
            break
    if best is None:
        return None, ""
    _, line, name = best
    place = lines.index(line)
    following = lines[place + 1] if place + 1 < len(lines) else None
    if following is not None and goes_on(line, following, name):
        name = f"{name} {following.text}"
    return line, tidy_name(name)


def in_order(label: str, name: str) -> str:
    """A name given as "Surname, First name" with the first name first."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and re.search(r"(?i)surname|nachname|apellido|nom\b", label) else name


def goes_on(line: Line, following: Line, name: str) -> bool:
    """Whether a name set large takes up two lines."""
    alike = abs(following.size - line.size) < 1.5 and following.gap < 0.8 and line.column == following.column
    short = len(name.split()) + len(following.words) <= 5 and len(line.blocks) == 1
    large = line.size > 14 or len(name.split()) == 1
    return alike and short and large and could_be_name(following.text) and not title_score(following.text)


def name_pieces(line: Line) -> list[str]:
    """What on a line could be a name of its own."""
    text = LABEL.sub("", line.text)
    found = [text]
    if len(line.blocks) > 1 and LABEL.fullmatch(line.blocks[0].text):
        found = [in_order(line.blocks[0].text, " ".join(block.text for block in line.blocks[1:]))]
    elif len(line.blocks) > 1:
        found += [LABEL.sub("", block.text) for block in line.blocks]
    sizes = [piece for piece in line.pieces if piece.words[0].size > 0.85 * line.size]
    if sizes and len(sizes) < len(line.pieces):
        found.insert(0, " ".join(piece.text for piece in sizes))
    found += SEPARATORS.split(text)[:1]
    return [one.strip(" ,|–-") for one in found]


def could_be_name(text: str) -> bool:
    """Whether a text can be a person's name."""
    text = text.strip()
    words = text.split()
    if not 1 <= len(words) <= 7 or len(text) > 48 or any(char.isdigit() or char in "@/:;!?" for char in text):
        return False
    if NOT_NAMES.match(text) or text.endswith(".") or words[-1].lower() in {"und", "and", "et", "y", "&", "/"}:
        return False
    letters = [word for word in words if word[:1].isalpha() and word not in PARTICLES]
    return bool(letters) and sum(word[:1].isupper() for word in letters) >= 0.6 * len(letters)


def tidy_name(name: str) -> str:
    """A name in usual capitals."""
    name = name.strip(" ,|-–")
    if name.isupper() or name.islower():
        name = " ".join("-".join(part.capitalize() for part in word.split("-")) for word in name.split())
    return name


def parts_of(line: Line) -> list[str]:
    """The pieces of a line of contact details."""
    found = []
    for block in line.blocks:
        text = LABEL.sub("", block.text)
        for pattern in (EMAIL, URL):
            text = pattern.sub(" | ", text)
        text = PHONE.sub(lambda match: match[0] if len(re.sub(r"\D", "", match[0])) < 7 else " | ", text)
        found += [part.strip(" ,;") for part in SEPARATORS.split(text)]
    return [part for part in found if part]


def place_in(lines: list[Line], name: str) -> Json:
    """Where somebody lives, as the lines at the top tell it."""
    for line in lines:
        labeled = bool(LABEL.match(line.text))
        for part in parts_of(line):
            if part != name and len(part) < 90 and (found := place_of(part, labeled=labeled)):
                return found
    return {}


def headline_in(lines: list[Line], name_line: Line | None, name: str, place: Json) -> str:
    """What somebody calls themselves: the line by their name."""
    if name_line is None or name_line not in lines:
        return ""
    start = lines.index(name_line)
    rest = [piece.text for piece in name_line.pieces if fold(piece.text) not in fold(name) and fold(piece.text)]
    if rest and len(rest) < len(name_line.pieces) and is_headline(" ".join(rest), place):
        return " ".join(rest).strip(" |,–-•·")
    around = [*lines[start + 1 : start + 4], *lines[max(0, start - 1) : start]]
    for line in around:
        text = beneath(line, name_line)
        if fold(text) in fold(name) or fold(name) in fold(text):
            continue
        if line.page == name_line.page and is_headline(text, place):
            return text.strip(" |,–-•·")
    return ""


def beneath(line: Line, name_line: Line) -> str:
    """What of a line stands below or above the name, where other things stand at the side."""
    aligned = [block.text for block in line.blocks if abs(block.x0 - name_line.x0) < 4]
    return aligned[0] if aligned else line.text


def is_headline(text: str, place: Json) -> bool:
    """Whether a line can stand for what somebody is."""
    if (
        EMAIL.search(text)
        or URL.search(text)
        or spans_in(text)
        or not 4 <= len(text) <= 110
        or text.endswith((".", ":"))
    ):
        return False
    if LABEL.match(text) or NOT_NAMES.match(text) or re.search(r"\d{4,}", text):
        return False
    if is_place(text) or is_region(text) or is_town(text, 50_000):
        return False
    return bool(not place or fold(place.get("city", "")) not in fold(text)) and not STREET.search(text)


def summary_in(sections: list[Section], tops: list[Line], name_line: Line | None, label: str) -> str:
    """The paragraph about themselves, under its heading or at the top."""
    for section in sections:
        if section.kind == "summary" and section.lines:
            return " ".join(line.text.lstrip("•●▪◦‣- ") for line in section.lines)
    running: list[str] = []
    for line in tops:
        sentence = (
            len(line.text) > 50 and not EMAIL.search(line.text) and not PHONE.search(line.text) and line.text != label
        )
        if line is not name_line and (sentence or (running and line.gap < 0.9 and not is_bullet(line))):
            if sentence or running:
                running.append(line.text)
        elif running:
            break
    text = " ".join(running)
    return text if len(text) > 80 or text.endswith(".") else ""
