"""The lines that carry an entry's dates."""

import re
from dataclasses import replace

from portico.candidates.resume.dates import JOIN, MONTH, NOW, YEAR, Span, spans_in
from portico.candidates.resume.shapes import Line

BULLET = re.compile(r"^\s*(?:[•●▪◦‣∙○■□▶►➢➤✓✔»›◆◇❖⁃*⚫⬤🞄]|[-–—·]\s|[-–—·]$|[\uf000-\uf8ff]\s?|o\s(?=[A-Z]))\s*")
OPEN_END = re.compile(rf"(?:\d{{4}}|\d{{4}}\)?)(?:{JOIN})$", re.IGNORECASE)
BEGINS_DATE = re.compile(rf"^\W*(?:(?:[^\W\d]+\.?\s)?(?:\d{{1,2}}[/.])?(?:19|20)\d\d|(?:{NOW})\b)", re.IGNORECASE)
DATE_WORD = re.compile(
    rf"(?i)^(?:(?:{MONTH})\.?,?|[0-3]?\d[/.](?:[0-3]?\d[/.])?{YEAR}|{YEAR}|[-–—]|to|bis|à|au|al?|hasta|"
    rf"until|(?:{NOW})|la)*[-–—,]?$"
)
NOW_WORD = re.compile(rf"(?i)\b(?:{NOW})\b")
IN_A_SENTENCE = re.compile(r"(?i)\b(?:in|since|of|by|for|until|during|from|en|im|seit|depuis|desde|ab|jahr|year)$")
LENGTH = re.compile(
    r"(?i)^\W*(?:\d+\s*(?:years?|yrs?\.?|months?|mos?\.?|jahre?|monate?|ans?|mois|años?|"
    r"mes(?:es)?)\W*(?:and|und|et|y)?\W*){1,2}$"
)
SEASON = re.compile(
    r"(?i)\b(?:spring|summer|fall|autumn|winter|sommer|herbst|frühjahr|été|automne|hiver|printemps|verano|"
    r"otoño|invierno|primavera)\b"
)


def is_bullet(line: Line) -> bool:
    """Whether a line begins with a list sign."""
    return bool(BULLET.match(line.text))


def prepared(lines: list[Line]) -> list[Line]:
    """Lines whose dates are whole: broken ranges joined, dates that stand beside running text put to the head above."""
    found: list[Line] = []
    for line in lines:
        if LENGTH.match(line.text):
            continue
        above = found[-1] if found else None
        if (
            above is not None
            and OPEN_END.search(above.text)
            and BEGINS_DATE.match(line.text)
            and not spans_in(above.text)[-1].is_range
        ):
            found[-1] = joined(above, line)
            continue
        if above is not None and (moved := in_date_column(above, line)):
            found[-1], rest = moved
            found += [rest] if rest.words else []
            continue
        line, beside = parted(line)
        home = next((at for at in range(len(found) - 1, -1, -1) if not is_bullet(found[at])), None)
        if beside is not None and home is not None:
            found[home] = joined(found[home], beside)
        if line.words:
            found.append(line)
    return found


def in_date_column(above: Line, line: Line) -> tuple[Line, Line] | None:
    """Two lines with a narrow column of dates on their left, where a range goes on in the second one."""
    one, other = leading_dates(above), leading_dates(line)
    if not one or not other or abs(above.words[0].top - line.words[0].top) > 3.5 * max(above.size, line.size):
        return None
    first, rest = above.words[:one], above.words[one:]
    more, after = line.words[:other], line.words[other:]
    dates = " ".join(word.text for word in [*first, *more])
    spans = spans_in(dates)
    if len(spans) != 1 or not spans[0].is_range or spans[0].last < len(dates) - 1:
        return None
    alone = spans_in(" ".join(word.text for word in first))
    apart = not rest or not after or abs(rest[0].x0 - after[0].x0) < 20
    if (
        (alone and alone[0].is_range and (alone[0].end or NOW_WORD.search(above.text)))
        or not apart
        or not (rest or after)
    ):
        return None
    return above.holding([*first, *more, *rest]), line.holding(after)


def leading_dates(line: Line) -> int:
    """How many words at the start of a line belong to a date."""
    count = next((place for place, word in enumerate(line.words) if not DATE_WORD.match(word.text)), len(line.words))
    return count if count <= 5 else 0


def joined(line: Line, other: Line) -> Line:
    """Two lines as one."""
    return line.holding([*line.words, *other.words])


def parted(line: Line) -> tuple[Line, Line | None]:
    """Running text without the date or length of time that stands beside it at the far right."""
    blocks = line.blocks
    if (
        len(blocks) < 2
        or not (is_bullet(line) or blocks[0].text[:1].islower())
        or blocks[-1].x0 < line.x0 + 0.5 * line.room
    ):
        return line, None
    last = blocks[-1]
    if LENGTH.match(last.text):
        return line.holding([word for block in blocks[:-1] for word in block.words]), None
    spans = spans_in(last.text)
    if len(spans) != 1 or len(last.text) > spans[0].last - spans[0].first + 4:
        return line, None
    rest = line.holding([word for block in blocks[:-1] for word in block.words])
    return rest, line.holding(last.words)


def anchors_in(lines: list[Line], *, singles: bool) -> list[tuple[int, Span]]:
    """The lines with dates that open entries: stretches of time, and single dates that stand where those stand."""
    found = [(index, span) for index, line in enumerate(lines) if (span := span_of(line))]
    ranges = [(index, span) for index, span in found if span.is_range]
    plain = [(index, span) for index, span in ranges if not is_bullet(lines[index])]
    if plain:
        alike = [
            (index, span)
            for index, span in found
            if not span.is_range and stands_alike(lines, index, span, plain, singles)
        ]
        return sorted(plain + alike, key=lambda one: one[0])
    if ranges and not singles:
        return ranges
    plain = [(index, span) for index, span in found if not is_bullet(lines[index])]
    return plain or found


def stands_alike(lines: list[Line], index: int, span: Span, ranges: list[tuple[int, Span]], singles: bool) -> bool:
    """Whether a single date stands where the stretches of time of the other entries stand."""
    line = lines[index]
    if is_bullet(line) or (any(abs(index - other) <= 1 for other, _ in ranges) and not line.blocks[1:]):
        return False
    others = [lines[other] for other, _ in ranges]
    at_right = any(abs(line.x1 - other.x1) < 4 and len(other.blocks) > 1 for other in others) and len(line.blocks) > 1
    at_left = span.first <= 1 and any(
        abs(line.x0 - other.x0) < 3 and spans_in(other.text)[0].first <= 1 for other in others
    )
    alone = len(line.text) <= span.last - span.first + 10 and any(len(other.text) <= 30 for other in others)
    at_end = (
        (singles or any(abs(line.x0 - other.x0) < 2 for other in others))
        and span.last >= len(line.text.rstrip(" )]"))
        and any(found[-1].last >= len(other.text.rstrip(" )]")) for other in others if (found := spans_in(other.text)))
    )
    return at_right or at_left or alone or at_end


def span_of(line: Line) -> Span | None:
    """The stretch of time, or the date, that may make this line the anchor of an entry."""
    spans = spans_in(line.text)
    ranges = [span for span in spans if span.is_range] or spans
    if not ranges or (is_bullet(line) and len(line.text) > 90):
        return None
    span = ranges[-1]
    if not span.is_range and (season := SEASON.search(line.text[: span.first])):
        span = replace(span, first=season.start())
    before, after = line.text[: span.first].strip(), line.text[span.last :].strip()
    if len(before) + len(after) > 140 or (re.search(r"[a-z]{3,}\.\s*$", line.text) and len(before) > 50):
        return None
    if before and after and after[:1].islower() and len(after) > 25:
        return None
    if not span.is_range and IN_A_SENTENCE.search(before):
        return None
    if not span.is_range and before and after and len(before) + len(after) > 120:
        return None
    return span
