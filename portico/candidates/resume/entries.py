"""Jobs and schools as entries: a head around each stretch of time, and the text below it."""

import re
from collections import Counter
from dataclasses import dataclass, field

from portico.candidates.resume.dates import Span, spans_in
from portico.candidates.resume.shapes import Line, Piece

BULLET = re.compile(r"^\s*(?:[•●▪◦‣∙○■□▶►➢➤✓✔»›◆◇❖⁃*⚫⬤🞄]|[-–—·]\s|[-–—·]$|\uf0b7|\uf0a7|[\uf000-\uf8ff]\s?|o\s(?=[A-Z]))\s*")
MOST_HEAD_LINES = 4


@dataclass(slots=True)
class Head:
    """One line of an entry's head: where it stands around the date, and its pieces without the date."""

    offset: int
    pieces: list[Piece]
    line: Line


@dataclass(slots=True)
class Entry:
    """One job or school before its words are told apart."""

    span: Span
    heads: list[Head] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    has_date: bool = True


def is_bullet(line: Line) -> bool:
    """Whether a line begins with a list sign."""
    return bool(BULLET.match(line.text))


def span_of(line: Line, *, singles: bool) -> Span | None:
    """The stretch of time that makes this line the anchor of an entry."""
    if is_bullet(line) and not line.text.lstrip()[:1] in "–-":
        if len(line.text) > 90:
            return None
    spans = spans_in(line.text)
    ranges = [span for span in spans if span.is_range] or (spans if singles else [])
    if not ranges:
        return None
    span = ranges[-1]
    before, after = line.text[: span.first].strip(), line.text[span.last :].strip()
    if len(before) + len(after) > 140 or (re.search(r"[a-z]{3,}\.\s*$", line.text) and len(before) > 50):
        return None
    if before and after and after[:1].islower() and len(after) > 25:
        return None
    return span


def entries_of(lines: list[Line], *, singles: bool = False) -> list[Entry]:
    """The entries of a part, in the order of the page."""
    anchors = [(index, span) for index, line in enumerate(lines) if (span := span_of(line, singles=singles))]
    if not anchors and not singles:
        return entries_of(lines, singles=True)
    if not anchors:
        return []
    bodies = body_flags(lines, {index for index, _ in anchors})
    ups = heads_above(lines, [index for index, _ in anchors], bodies)
    found = []
    for place, (index, span) in enumerate(anchors):
        end = anchors[place + 1][0] - ups[place + 1] if place + 1 < len(anchors) else len(lines)
        downs = heads_below(lines, index, end, bodies)
        entry = Entry(span)
        for at in range(index - ups[place], index + downs + 1):
            pieces = undated(lines[at], span if at == index else None)
            if pieces:
                entry.heads.append(Head(at - index, pieces, lines[at]))
        entry.body = lines[index + downs + 1 : end]
        found.append(entry)
    return found


def body_flags(lines: list[Line], anchors: set[int]) -> list[bool]:
    """Which lines are running text: list items, sentences, and what they go on with."""
    left = min((lines[index].x0 for index in anchors), default=0.0)
    heads_at = Counter(round(text_x0(lines[index])) for index in anchors)
    usual = heads_at.most_common(1)[0][0] if heads_at else left
    flags: list[bool] = []
    for index, line in enumerate(lines):
        if index in anchors:
            flags.append(False)
            continue
        flags.append(is_body(line, lines[index - 1] if index else None, bool(flags and flags[-1]), usual))
    return flags


def text_x0(line: Line) -> float:
    """Where a line's words begin that are no date."""
    for block in line.blocks:
        spans = spans_in(block.text)
        if not spans or len(block.text) > sum(span.last - span.first for span in spans) + 3:
            return block.x0
    return line.x0


def is_body(line: Line, above: Line | None, above_is_body: bool, usual: float) -> bool:
    """Whether a line is running text and no head."""
    text = line.text
    if is_bullet(line):
        return True
    if line.x0 > usual + 5 and len(line.blocks) == 1 and not line.words[0].bold and line.x0 < usual + 60:
        return True
    if text.endswith((".", ";")) and len(text) > 45:
        return True
    long = line.x1 - line.x0 > 0.72 * line.room and len(text) > 60 and len(line.blocks) == 1
    if long and not line.is_bold:
        return True
    if above is None or not above_is_body or line.gap > max(above.gap, 0.55) * 1.5 + 0.1:
        return False
    goes_on = not line.words[0].bold and line.style[1:] == above.style[1:] and len(line.blocks) == 1
    return goes_on and (text[:1].islower() or above.x1 - above.x0 > 0.6 * above.room or text.endswith("."))


def heads_above(lines: list[Line], anchors: list[int], bodies: list[bool]) -> list[int]:
    """How many lines above each anchor belong to its head. Entries of one résumé look alike: the doubtful follow the sure."""
    counts, sure = [], []
    for place, index in enumerate(anchors):
        floor = anchors[place - 1] if place else -1
        count, certain = climb(lines, index, floor, bodies)
        counts.append(count)
        sure.append(certain)
    votes = Counter(count for count, certain in zip(counts, sure, strict=True) if certain)
    usual = votes.most_common(1)[0][0] if votes else 0
    if counts and sure[0] and votes and votes[counts[0]] >= votes[usual]:
        usual = counts[0]
    return [count if certain else min(count, usual) for count, certain in zip(counts, sure, strict=True)]


def climb(lines: list[Line], index: int, floor: int, bodies: list[bool]) -> tuple[int, bool]:
    """Lines above an anchor that look like heads, and whether something clear ended them."""
    count = 0
    while index - count - 1 > floor and count < MOST_HEAD_LINES:
        at = index - count - 1
        if bodies[at]:
            return count, True
        if lines[at + 1].gap > wide_gap(lines) and lines[at + 1].gap > 1.3 * (lines[at].gap if at > floor + 1 else 0) and count + 1 > 0:
            return count, True
        count += 1
    return count, floor < 0


def wide_gap(lines: list[Line]) -> float:
    """White space that parts entries from each other."""
    gaps = sorted(line.gap for line in lines[1:])
    return max(0.75, 1.7 * gaps[len(gaps) // 2]) if gaps else 1.0


def heads_below(lines: list[Line], index: int, end: int, bodies: list[bool]) -> int:
    """How many lines below an anchor still belong to its head."""
    count = 0
    while index + count + 1 < end and count < 3:
        line = lines[index + count + 1]
        if bodies[index + count + 1] or line.gap > max(wide_gap(lines), 1.0) or len(line.text) > 110:
            break
        count += 1
    return count


def undated(line: Line, span: Span | None) -> list[Piece]:
    """A line's pieces without its date."""
    if span is None:
        spans = [found for found in spans_in(line.text) if found.is_range]
        if not spans:
            return line.pieces
        span = spans[0]
    kept: list[Piece] = []
    at = 0
    for piece in line.pieces:
        words = []
        for word in piece.words:
            middle = at + len(word.text) / 2
            if not span.first <= middle < span.last:
                words.append(word)
            at += len(word.text) + 1
        if words and any(char.isalnum() for word in words for char in word.text):
            kept.append(Piece(words, piece.after_gap))
    return kept
