"""Jobs and schools as entries: a head around each stretch of time, and the text below it."""

from collections import Counter
from dataclasses import dataclass, field, replace

from portico.candidates.resume.anchors import BULLET, anchors_in, is_bullet, prepared
from portico.candidates.resume.dates import Span, spans_in
from portico.candidates.resume.labels import inline_role, role_of
from portico.candidates.resume.shapes import Line, Piece, Word, alike
from portico.candidates.resume.vocabulary import title_score

MOST_HEAD_LINES = 4

__all__ = ["BULLET", "Entry", "Head", "entries_of", "is_bullet"]


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


def entries_of(lines: list[Line], *, singles: bool = False) -> list[Entry]:
    """The entries of a part, in the order of the page."""
    lines = prepared(lines)
    anchors = anchors_in(lines, singles=singles)
    if not anchors:
        return []
    places = [index for index, _ in anchors]
    bodies = body_flags(lines, set(places))
    ups = heads_above(lines, places, bodies)
    found = []
    for place, (index, span) in enumerate(anchors):
        end = anchors[place + 1][0] - ups[place + 1] if place + 1 < len(anchors) else len(lines)
        downs = heads_below(lines, index, end, bodies)
        entry = Entry(span)
        for at in range(index - ups[place], index + downs + 1):
            pieces = undated(lines[at], span if at == index else None)
            if pieces:
                entry.heads.append(Head(at - index, pieces, lines[at]))
        entry.heads = merge_wrapped(entry.heads)
        entry.body = lines[index + downs + 1 : end]
        take_labeled(entry, index + downs + 1, lines[index + downs + 1 : end], index)
        found.append(entry)
    return found


def merge_wrapped(heads: list[Head]) -> list[Head]:
    """Heads whose words went on in the next line because there was no room left."""
    found: list[Head] = []
    for head in heads:
        last = found[-1] if found else None
        if last is not None and len(last.pieces) and wraps(last, head):
            first, *more = head.pieces
            whole = Piece([*last.pieces[-1].words, *first.words], last.pieces[-1].after_gap)
            found[-1] = Head(last.offset, [*last.pieces[:-1], whole, *more], head.line)
        else:
            found.append(head)
    return found


def wraps(above: Head, head: Head) -> bool:
    """Whether a head is the rest of the one above it."""
    words, last = head.pieces[0].words, above.pieces[-1].words[-1]
    if last is not above.line.words[-1] or words[0] is not head.line.words[0] or not alike(last, words[0]):
        return False
    if abs(above.line.blocks[-1].x0 - words[0].x0) > 3 or not above.line.edge_is_sure:
        return False
    return above.line.breaks_before(head.line) and above.line.right - above.line.x1 < 0.3 * above.line.room


def take_labeled(entry: Entry, first: int, lines: list[Line], anchor: int) -> None:
    """Lines further down that say outright that they are title, employer, school or degree."""
    for at, line in enumerate(lines, start=first):
        if role_of(line.blocks[0].text) or inline_role(line.text)[0]:
            entry.heads.append(Head(at - anchor, line.pieces, line))


def body_flags(lines: list[Line], anchors: set[int]) -> list[bool]:
    """Which lines are running text: list items, sentences, and what they go on with."""
    heads_at = Counter(round(text_x0(lines[index])) for index in anchors)
    usual = heads_at.most_common(1)[0][0] if heads_at else 0
    flags: list[bool] = []
    for index, line in enumerate(lines):
        if index in anchors:
            flags.append(False)
            continue
        above = lines[index - 1] if index else None
        flags.append(is_body(line, above, bool(flags and flags[-1]), usual))
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
    if inline_role(text)[0] not in {"", "text"} or role_of(line.blocks[0].text) not in {"", "text"}:
        return False
    if usual + 5 < line.x0 < usual + 60 and len(line.blocks) == 1 and not line.words[0].bold:
        return True
    if text.endswith((".", ";")) and len(text) > 45:
        return True
    long = line.x1 - line.x0 > 0.72 * line.room and len(text) > 60 and len(line.blocks) == 1
    if long and not line.is_bold:
        return True
    return above is not None and above_is_body and continues(line, above)


def continues(line: Line, above: Line) -> bool:
    """Whether a line goes on with the running text above it."""
    text = line.text
    if line.gap > max(above.gap, 0.55) * 1.5 + 0.1 or line.words[0].bold or len(line.blocks) > 1:
        return False
    if line.style[1:] != above.style[1:] or abs(line.size - above.size) > 0.6:
        return False
    if title_score(text) >= 0.8 and len(text) < 60 and line.gap > above.gap + 0.2 and not text[:1].islower():
        return False
    if text[:1].islower() or above.breaks_before(line) or text.endswith("."):
        return True
    return line.gap <= above.gap + 0.15 and title_score(text) < 0.8 and abs(line.x0 - above.x0) < 3


def heads_above(lines: list[Line], anchors: list[int], bodies: list[bool]) -> list[int]:
    """How many lines above each anchor are its head. A résumé's entries look alike: the doubtful follow the sure."""
    climbs = [climb(lines, index, anchors[place - 1] if place else -1, bodies) for place, index in enumerate(anchors)]
    votes = Counter(count for count, sure in climbs if sure)
    usual = votes.most_common(1)[0][0] if votes else 0
    if climbs and climbs[0][1] and votes and votes[climbs[0][0]] >= votes[usual]:
        usual = climbs[0][0]
    return [count if sure else min(count, usual) for count, sure in climbs]


def climb(lines: list[Line], index: int, floor: int, bodies: list[bool]) -> tuple[int, bool]:
    """Lines above an anchor that look like heads, and whether something clear ended them."""
    count = 0
    while index - count - 1 > floor and count < MOST_HEAD_LINES:
        at = index - count - 1
        if bodies[at]:
            return count, True
        gap, above = lines[at + 1].gap, lines[at].gap if at > floor + 1 else 0.0
        if gap > wide_gap(lines) and gap > 1.3 * above:
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
        line, above = lines[index + count + 1], lines[index + count]
        if bodies[index + count + 1] or line.gap > max(wide_gap(lines), 1.0) or len(line.text) > 110:
            break
        if count and line.gap > above.gap + 0.35 and not line.words[0].bold:
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
        words: list[Word] = []
        for word in piece.words:
            first, last = at, at + len(word.text)
            at = last + 1
            if first >= span.last or last <= span.first:
                if (
                    first >= span.last > at - len(word.text) - 2 - 1
                    and words
                    and first - span.last < 4
                    and span.first > 0
                ):
                    kept.append(Piece(words, piece.after_gap))
                    words = []
                words.append(word)
            elif rest := (word.text[: max(0, span.first - first)] + word.text[max(0, span.last - first) :]).strip(
                "()[]"
            ):
                words.append(replace(word, text=rest))
        if words and any(char.isalnum() for word in words for char in word.text):
            kept.append(Piece(words, piece.after_gap))
    return kept
