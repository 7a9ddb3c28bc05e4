"""What is listed: skills, languages, certificates."""

import re
from itertools import pairwise
from typing import Any

from portico.candidates.resume.dates import spans_in, without
from portico.candidates.resume.entries import BULLET
from portico.candidates.resume.folding import fold
from portico.candidates.resume.headings import kind_of
from portico.candidates.resume.languages import LEVEL, NAMES, language_in
from portico.candidates.resume.sections import Section
from portico.candidates.resume.shapes import Line, Piece
from portico.candidates.resume.vocabulary import is_school

type Json = dict[str, Any]

PARTS = re.compile(r"\s*[,;|•·●▪◦∙⋅\t/]\s+|\s*[;|•●▪·]\s*|,(?=\S)(?!\d)")
CERTIFICATE = re.compile(r"\b(?:certified|certification|licensed|licen[cs]e|zertifi\w+)\b")
GROUP = re.compile(r"^([^:,;]{2,45})\s*:\s*(.*)$")
LANGUAGE_PARTS = re.compile(r"[,;|•·●]|\s{3,}|\bund\b|\band\b|\bet\b|\by\b")
LANGUAGE_LABEL = re.compile(
    r"(?i)^\W*(?:spoken |foreign )?(?:languages?|sprachen|sprachkenntnisse|langues|idiomas|"
    r"mother tongue\(?s?\)?|muttersprache|other languages?|langue maternelle|lengua materna)\s*(?::|"
    r"\s{2,})\s*(.+)$"
)
LEVELS = re.compile(
    r"(?i)^\W*(?:expert|advanced|intermediate|beginner|master|proficient|basic|novice|experienced|skilled|"
    r"good|excellent|fluent|native|competent|familiar|"
    r"sehr gut|gut|grundkenntnisse|fortgeschritten|experte|basiskenntnisse|avancé|intermédiaire|débutant|"
    r"avanzado|intermedio|básico|alto|medio|nivel \w+|\d+\+?\s*(?:years?|yrs?|jahre|ans|años)|\d+\s*%|"
    r"[●○★☆■□▪▫•]+|[\d./]+)\W*$"
)
TRAILING_LEVEL = re.compile(
    r"(?i)\s*[(–—:-]+\s*(?:expert|advanced|intermediate|beginner|proficient|basic|sehr gut|gut|"
    r"grundkenntnisse|avancé|avanzado|medio|\d+\+?\s*(?:years?|yrs?|jahre|ans|años)(?: exp\w*)?)\)?\s*$"
)


def skills_of(sections: list[Section]) -> list[Json]:
    """Skills in their groups."""
    groups: list[Json] = []
    for section in sections:
        if section.kind == "skills":
            groups += groups_in(section.lines)
    return [group for group in groups if group.get("keywords")]


def groups_in(lines: list[Line]) -> list[Json]:
    """The groups of one part: "Languages: SQL, Python", labels in the margin, or columns with a bold head each."""
    groups: list[Json] = [{"name": "", "keywords": []}]
    columns: dict[int, Json] = {}
    margin = label_margin(lines)
    open_line = False
    for at, line in enumerate(lines):
        goes_on = open_line and line.gap < 0.9 and line.text[:1].isalnum()
        open_line = False
        for number, block in enumerate(line.blocks):
            text = BULLET.sub("", block.text).strip()
            head = GROUP.match(text)
            label = label_of(block)
            if margin is not None and number == 0 and len(line.blocks) > 1 and block.x1 < margin:
                groups.append({"name": text, "keywords": []})
                columns.clear()
                goes_on = False
            elif head and not LEVELS.match(head[2] or "x"):
                groups.append({"name": head[1].strip(), "keywords": items(head[2])})
                columns[round(block.x0 / 12)] = groups[-1]
            elif label:
                groups.append({"name": label.strip(" :"), "keywords": items(text[len(label) :])})
                columns.clear()
            elif is_group_head(block.words[0].bold, lines) and all(word.bold for word in block.words):
                groups.append({"name": text, "keywords": []})
                columns[round(block.x0 / 12)] = groups[-1]
            elif text and not LEVELS.match(text):
                group = columns.get(round(block.x0 / 12), groups[-1])
                single = len(line.blocks) == 1 or margin is not None
                extend(group["keywords"], spread(block, text), goes_on=goes_on and single)
        open_line = wrapped(line, lines[at + 1] if at + 1 < len(lines) else None)
    named = [group for group in groups if are_skills(group)]
    bare = [{"name": "", "keywords": [group["name"]]} for group in named if group["name"] and not group["keywords"]]
    return [group for group in named if group["keywords"]] + bare


def are_skills(group: Json) -> bool:
    """Whether a group holds skills; languages and hobbies stand among them too."""
    kind = kind_of(group["name"])
    if fold(group["name"]) in NAMES:
        return False
    if kind == "languages":
        return sum(bool(language_in(one)) for one in group["keywords"]) < 0.5 * len(group["keywords"])
    return kind not in {"other", "education", "work", "summary"}


def label_of(block: Piece) -> str:
    """The words in bold, or in another color, that a line of plain ones begins with."""
    words = block.words
    count = next((place for place, word in enumerate(words) if word.bold != words[0].bold), 0)
    return " ".join(word.text for word in words[:count]) if words[0].bold and 0 < count <= 4 else ""


def label_margin(lines: list[Line]) -> float | None:
    """Where the second column begins, where each line is a label and what it stands for."""
    pairs = [line for line in lines if len(line.blocks) == 2 and not BULLET.match(line.text)]
    if not pairs or len(pairs) < 0.4 * len(lines):
        return None
    second = pairs[0].blocks[1].x0
    same = all(abs(line.blocks[1].x0 - second) < 4 for line in pairs)
    listed = len(pairs) > 1 and any(PARTS.search(line.blocks[1].text) for line in pairs)
    return second - 2 if same and listed else None


def spread(block: Piece, text: str) -> str:
    """A text whose items are parted by nothing but wider gaps, with commas put there."""
    if PARTS.search(text) or len(block.words) < 2:
        return text
    found = [block.words[0].text]
    for before, word in pairwise(block.words):
        found.append((", " if word.x0 - before.x1 > 0.45 * max(word.size, 6) else " ") + word.text)
    return BULLET.sub("", "".join(found)).strip()


def is_group_head(bold: bool, lines: list[Line]) -> bool:
    """Bold words open a group only where most words are not bold."""
    return bold and sum(word.bold for line in lines for word in line.words) < 0.6 * sum(
        len(line.words) for line in lines
    )


def wrapped(line: Line, following: Line | None) -> bool:
    """Whether a line is so full that its last item goes on in the next."""
    if line.text.rstrip().endswith((",", "•", "|", "·", ";")) or not PARTS.search(line.text):
        return False
    return len(line.text) > 12 and following is not None and line.breaks_before(following)


def extend(keywords: list[str], text: str, *, goes_on: bool) -> None:
    """Add the items of a text; its first one may end what the line above began."""
    found = items(text)
    if goes_on and keywords and found:
        keywords[-1] = f"{keywords[-1]} {found[0]}"
        found = found[1:]
    keywords += found


def items(text: str) -> list[str]:
    """The single skills of a line."""
    text = hide_commas(text)
    found = []
    for part in PARTS.split(text):
        part = TRAILING_LEVEL.sub("", part.replace("\0", ",")).strip(" .•·-–—|,;:")
        part = re.sub(r"^(?:and|und|et|y)\s+", "", part)
        if part and not LEVELS.match(part) and any(char.isalpha() for char in part) and len(part) < 80:
            found.append(part)
    return found


def hide_commas(text: str) -> str:
    """Commas inside brackets part nothing."""
    return re.sub(r"\([^()]*\)", lambda match: match[0].replace(",", "\0"), text)


def languages_of(sections: list[Section]) -> list[Json]:
    """Languages with how well they are spoken: under their heading, behind their label, or in a line of their own."""
    found: dict[str, Json] = {}
    for section in sections:
        if section.kind == "languages":
            for line in section.lines:
                for part in LANGUAGE_PARTS.split(" | ".join(block.text for block in line.blocks)):
                    add_language(found, part)
    for section in sections:
        if section.kind in {"skills", "other", "top", "contact", "education"} and not found:
            for line in section.lines:
                elsewhere(found, line)
    return list(found.values())


def elsewhere(found: dict[str, Json], line: Line) -> None:
    """Languages on a line that stands under another heading."""
    head = LANGUAGE_LABEL.match(" ".join(block.text + ("  " if len(line.blocks) > 1 else "") for block in line.blocks))
    if head:
        for part in re.split(r"[,;|•·]", head[1]):
            add_language(found, part, only=True)
        return
    parts = [part for part in LANGUAGE_PARTS.split(line.text) if part.strip()]
    blocks = [block.text for block in line.blocks]
    level = len(blocks) == 2 and LEVEL.search(blocks[1]) and len(blocks[1].split()) <= 5
    if len(parts) > 1 and all(language_in(part) and len(part.split()) <= 4 for part in parts):
        for part in parts:
            add_language(found, part, only=True)
    elif level and fold(blocks[0]) in NAMES:
        add_language(found, " ".join(blocks))


def add_language(found: dict[str, Json], text: str, *, only: bool = False) -> None:
    """Take down the language a text names, once."""
    name = language_in(text)
    if not name or (only and len(text.split()) > 5) or fold(name) in found:
        return
    rest = text.replace(name, "", 1).strip(" \t()[]:–—-•·|")
    found[fold(name)] = {"language": name} | (
        {"fluency": rest} if rest and (LEVEL.search(rest) or len(rest) < 30) else {}
    )


def certificates_of(sections: list[Section]) -> list[Json]:
    """Certificates with who gave them and when."""
    found: list[Json] = []
    for section in sections:
        lines = section.lines if section.kind == "certificates" else []
        if section.kind == "education":
            lines = [line for line in section.lines if is_certificate(line.text)]
        if lines:
            for texts, date in certificate_lines(lines):
                name, issuer = texts[0], texts[1] if len(texts) > 1 else ""
                one = {"name": name, "issuer": issuer, "date": date}
                found.append({key: value for key, value in one.items() if value})
    return found


def is_certificate(text: str) -> bool:
    """Whether a line among the schools is a certificate of no school."""
    return bool(CERTIFICATE.search(fold(text))) and not is_school(text) and len(text) < 100


def certificate_lines(lines: list[Line]) -> list[tuple[list[str], str]]:
    """Each certificate's texts and date."""
    found: list[tuple[list[str], str]] = []
    above: Line | None = None
    for line in lines:
        text = BULLET.sub("", line.text).strip()
        spans = spans_in(text)
        plain = without(text, spans).strip(" ,–-|·()")
        texts = [
            part.strip(" ,–-|·()")
            for part in re.split(r"\s+[|·•–—-]\s+|\s*[|•·]\s*|,\s+(?=[A-ZÄÖÜÉÈ])", plain)
            if part.strip(" ,–-|·()")
        ]
        date = (spans[0].end or spans[0].start) if spans else ""
        bulleted = bool(BULLET.match(line.text))
        if found and above is not None and not bulleted and belongs(line, above, found[-1], texts, date):
            last, old = found[-1]
            if goes_on(line, above, plain) and not above.text.endswith(","):
                last[-1] = f"{last[-1]} {texts[0]}" if texts else last[-1]
                texts = texts[1:]
            found[-1] = (last + texts, old or date)
        elif texts:
            found.append((texts, date))
        above = line
    return found


def belongs(line: Line, above: Line, last: tuple[list[str], str], texts: list[str], date: str) -> bool:
    """Whether a line tells more of the certificate above it."""
    if line.gap > above.gap + 0.45 and above.gap > 0:
        return False
    if goes_on(line, above, line.text):
        return True
    lighter = (above.words[0].bold and not line.words[0].bold) or line.size < above.size - 0.8
    different = line.style[1:] != above.style[1:] and not line.words[0].bold
    return (not texts and bool(date) and not last[1]) or lighter or different or line.x0 > above.x0 + 6


def goes_on(line: Line, above: Line, text: str) -> bool:
    """Whether a line is the rest of a full one."""
    same = line.style[1:] == above.style[1:] and line.gap <= max(0.6, above.gap)
    return same and (text[:1].islower() or (above.breaks_before(line) and not spans_in(above.text)))
