"""What is listed: skills, languages, certificates."""

import re
from typing import Any

from portico.candidates.resume.dates import spans_in, without
from portico.candidates.resume.entries import BULLET
from portico.candidates.resume.folding import fold
from portico.candidates.resume.languages import LEVEL, language_in
from portico.candidates.resume.sections import Section
from portico.candidates.resume.shapes import Line

type Json = dict[str, Any]

PARTS = re.compile(r"\s*[,;|•·●▪◦∙⋅\t/]\s+|\s*[;|•●▪·]\s*|,(?=\S)(?!\d)")
GROUP = re.compile(r"^([^:,;]{2,45})\s*:\s*(.*)$")
LEVELS = re.compile(
    r"(?i)^\W*(?:expert|advanced|intermediate|beginner|master|proficient|basic|novice|experienced|skilled|good|excellent|fluent|native|competent|familiar|"
    r"sehr gut|gut|grundkenntnisse|fortgeschritten|experte|basiskenntnisse|avancé|intermédiaire|débutant|avanzado|intermedio|básico|alto|medio|nivel \w+|\d+\+?\s*(?:years?|yrs?|jahre|ans|años)|\d+\s*%|[●○★☆■□▪▫•]+|[\d./]+)\W*$"
)
TRAILING_LEVEL = re.compile(
    r"(?i)\s*[(–—:-]+\s*(?:expert|advanced|intermediate|beginner|proficient|basic|sehr gut|gut|grundkenntnisse|avancé|avanzado|medio|\d+\+?\s*(?:years?|yrs?|jahre|ans|años)(?: exp\w*)?)\)?\s*$"
)


def skills_of(sections: list[Section]) -> list[Json]:
    """Skills in their groups."""
    groups: list[Json] = []
    for section in sections:
        if section.kind == "skills":
            groups += groups_in(section.lines)
    return [group for group in groups if group.get("keywords")]


def groups_in(lines: list[Line]) -> list[Json]:
    """The groups of one part: "Languages: SQL, Python", or columns with a bold head each."""
    groups: list[Json] = [{"name": "", "keywords": []}]
    columns: dict[int, Json] = {}
    open_line = False
    for line in lines:
        listed, goes_on = BULLET.match(line.text), open_line and line.gap < 0.9
        open_line = False
        for block in line.blocks:
            text = BULLET.sub("", block.text).strip()
            head = GROUP.match(text)
            if head and not LEVELS.match(head[2] or "x"):
                groups.append({"name": head[1].strip(), "keywords": items(head[2])})
                columns[round(block.x0 / 12)] = groups[-1]
            elif is_group_head(block.words[0].bold, lines) and all(word.bold for word in block.words):
                groups.append({"name": text, "keywords": []})
                columns[round(block.x0 / 12)] = groups[-1]
            elif text and not LEVELS.match(text):
                group = columns.get(round(block.x0 / 12), groups[-1])
                extend(group["keywords"], text, goes_on=goes_on and not listed and len(line.blocks) == 1)
            open_line = len(line.blocks) == 1 and wrapped(line, lines)
    return [group for group in groups if group["keywords"]] + [
        {"name": "", "keywords": [group["name"]]} for group in groups if group["name"] and not group["keywords"]
    ]


def is_group_head(bold: bool, lines: list[Line]) -> bool:
    """Bold words open a group only where most words are not bold."""
    return bold and sum(word.bold for line in lines for word in line.words) < 0.6 * sum(len(line.words) for line in lines)


def wrapped(line: Line, lines: list[Line]) -> bool:
    """Whether a line is so full that its last item goes on in the next."""
    if line.text.rstrip().endswith((",", "•", "|", "·", ";")):
        return False
    widest = max(other.x1 for other in lines)
    return line.x1 > widest - 0.12 * line.room and len(line.text) > 24


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
    """Languages with how well they are spoken."""
    found: dict[str, Json] = {}
    for section in sections:
        if section.kind == "languages":
            for line in section.lines:
                for part in re.split(r"[,;|•·●]|\s{3,}|\bund\b|\band\b|\bet\b", " | ".join(block.text for block in line.blocks)):
                    add_language(found, part)
    for section in sections:
        for line in section.lines if section.kind in {"skills", "other", "top", "contact", "education"} else []:
            head = re.match(r"(?i)^\W*(?:spoken |foreign )?(?:languages?|sprachen|sprachkenntnisse|langues|idiomas|mother tongue\(?s?\)?|muttersprache|other languages?)\s*(?::|\s{2,}|\b)\s*(.+)$", line.text)
            if head and not found.get("-"):
                for part in re.split(r"[,;|•·]", head[1]):
                    add_language(found, part, only=True)
    return list(found.values())


def add_language(found: dict[str, Json], text: str, *, only: bool = False) -> None:
    """Take down the language a text names, once."""
    name = language_in(text)
    if not name or (only and len(text.split()) > 5) or fold(name) in found:
        return
    rest = text.replace(name, "", 1).strip(" \t()[]:–—-•·|")
    found[fold(name)] = {"language": name} | ({"fluency": rest} if rest and (LEVEL.search(rest) or len(rest) < 30) else {})


def certificates_of(sections: list[Section]) -> list[Json]:
    """Certificates with who gave them and when."""
    found: list[Json] = []
    for section in sections:
        if section.kind == "certificates":
            for texts, date in certificate_lines(section.lines):
                name, issuer = texts[0], texts[1] if len(texts) > 1 else ""
                one = {"name": name, "issuer": issuer, "date": date}
                found.append({key: value for key, value in one.items() if value})
    return found


def certificate_lines(lines: list[Line]) -> list[tuple[list[str], str]]:
    """Each certificate's texts and date."""
    found: list[tuple[list[str], str]] = []
    above: Line | None = None
    for line in lines:
        text = BULLET.sub("", line.text).strip()
        spans = spans_in(text)
        plain = without(text, spans).strip(" ,–-|·()")
        texts = [part.strip(" ,–-|·()") for part in re.split(r"\s+[|·•–—-]\s+|\s*[|•·]\s*|,\s+(?=[A-Z])", plain) if part.strip(" ,–-|·()")]
        date = (spans[0].end or spans[0].start) if spans else ""
        bulleted = bool(BULLET.match(line.text))
        if found and above is not None and not bulleted and belongs(line, above, found[-1], texts, date):
            last, old = found[-1]
            if goes_on(line, above, plain):
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
    same = line.style[1:] == above.style[1:] and line.gap <= 0.6
    return same and (text[:1].islower() or above.x1 - above.x0 > 0.8 * above.room and len(above.text) > 18 and not spans_in(above.text))
