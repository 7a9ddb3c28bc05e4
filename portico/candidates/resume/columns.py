"""Words of a page put in the order in which a person reads them: by columns, then by lines."""

from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from portico.candidates.resume.dates import has_date
from portico.candidates.resume.headings import kind_of
from portico.candidates.resume.shapes import BROKEN, Line, Page, Word

MAIN, SIDE = 0, 1
STEP = 3.0
NARROWEST_GUTTER = 7.0
FEWEST_LINES = 4


def lines_of(pages: list[Page]) -> list[Line]:
    """All lines: what stands across the page and the main column first, page by page, then what stands beside it."""
    main: list[Line] = []
    side: list[Line] = []
    for number, page in enumerate(pages):
        words = [word for word in page.words if 0 <= word.x0 <= page.width and 0 <= word.top <= page.height]
        above, left, right, below = split(page, words)
        main += rows(above, number, MAIN)
        if left or right:
            left_rows, right_rows = rows(left, number, MAIN), rows(right, number, MAIN)
            narrow, wide = sorted((left_rows, right_rows), key=weight)
            for line in narrow:
                line.column = SIDE
            side += narrow
            main += wide
        main += rows(below, number, MAIN)
    return with_bullets(whole_words(main + side))


def whole_words(lines: list[Line]) -> list[Line]:
    """Words that were parted at the end of a line are put together again there."""
    found: list[Line] = []
    for line in lines:
        above = found[-1] if found else None
        last = above.words[-1] if above is not None else None
        if above is not None and last is not None and last.text.endswith(BROKEN):
            near = above.page == line.page and above.column == line.column
            text = last.text.rstrip(BROKEN)
            if near and line.words[0].text[:1].islower() and len(above.words) > 0:
                above.words[-1] = replace(last, text=text + line.words[0].text)
                line = line.holding(line.words[1:])
            else:
                above.words[-1] = replace(last, text=text + "-")
        if line.words:
            found.append(line)
    return found


def with_bullets(lines: list[Line]) -> list[Line]:
    """List signs from fonts of signs come as letters: a lone letter that begins line after line is one."""
    starts = Counter(line.words[0].text for line in lines if len(line.words) > 1 and len(line.words[0].text) == 1)
    signs = {
        text
        for text, times in starts.items()
        if times >= 3 and text.isalpha() and text.islower() and text not in "aeioyàé"
    }
    for line in lines:
        if signs:
            line.words = [replace(word, text="•") if word.text in signs else word for word in line.words]
    return lines


def weight(lines: list[Line]) -> int:
    """How much is said in a column."""
    return sum(len(line.text) for line in lines)


def split(page: Page, words: list[Word]) -> tuple[list[Word], list[Word], list[Word], list[Word]]:
    """Above the columns, left, right, below them; everything above where there is one column only."""
    best = best_gutter(page, words)
    if best is None:
        return words, [], [], []
    x, top, bottom = best
    inside = [word for word in words if top <= middle(word) <= bottom]
    left = [word for word in inside if word.x1 <= x + 1]
    right = [word for word in inside if word.x1 > x + 1]
    if not are_columns(rows(left, 0, MAIN), rows(right, 0, MAIN)):
        return words, [], [], []
    return (
        [word for word in words if middle(word) < top],
        left,
        right,
        [word for word in words if middle(word) > bottom],
    )


def middle(word: Word) -> float:
    """Where the middle of a word's line runs."""
    return (word.top + word.bottom) / 2


def best_gutter(page: Page, words: list[Word]) -> tuple[float, float, float] | None:
    """The white strip with most words on its poorer side: its x and how far it reaches down the page."""
    best: tuple[float, tuple[float, float, float]] | None = None
    by_row: dict[int, list[Word]] = {}
    for word in words:
        by_row.setdefault(round(middle(word) / 2), []).append(word)
    height, x = sorted((middle(word), word.x1) for word in words), page.width * 0.18
    while x < page.width * 0.8:
        for top, bottom in free_stretches(page, list(by_row.values()), x):
            inside = height[bisect_left(height, (top, 0.0)) : bisect_left(height, (bottom, 9e9))]
            left = sum(1 for _, right in inside if right <= x)
            poorer = min(left, len(inside) - left)
            score = poorer + 0.02 * (bottom - top)
            if poorer >= FEWEST_LINES and (best is None or score > best[0]):
                best = (score, (x, top, bottom))
        x += STEP
    return best[1] if best else None


def free_stretches(page: Page, by_row: list[list[Word]], x: float) -> list[tuple[float, float]]:
    """Where, from top to bottom, nothing crosses the strip at x."""
    crossing = [spot for row in by_row if (spot := crossed(row, x))]
    found, top = [], 0.0
    for start, end in [*sorted(crossing), (page.height, page.height)]:
        if start - top > page.height * 0.12:
            found.append((top, start))
        top = max(top, end)
    return found


def crossed(row: list[Word], x: float) -> tuple[float, float] | None:
    """From where to where a row crosses the strip at x, or only happens to leave a hole between two words there."""
    half = NARROWEST_GUTTER / 2
    before, after, room = -1e9, 1e9, 0.9 * row[0].size
    for word in row:
        if word.x0 < x + half and word.x1 > x - half:
            return word.top, word.bottom
        if word.x1 <= x:
            before = max(before, word.x1)
        else:
            after = min(after, word.x0)
    return (row[0].top, row[0].bottom) if after - before < room else None


def are_columns(left: list[Line], right: list[Line]) -> bool:
    """Whether two sides are read one after the other; else they are labels (dates, headings) beside their text."""
    if len(left) < FEWEST_LINES or len(right) < FEWEST_LINES:
        return False
    heads_left, heads_right = (sum(1 for line in side if kind_of(line.text)) for side in (left, right))
    beside = share_beside(*sorted((left, right), key=len))
    poorer = min(left, right, key=weight)
    dated = sum(1 for line in poorer if has_date(line.text) and len(line.text) < 30) / len(poorer)
    if dated > 0.4 or (dated > 0.2 and beside > 0.8):
        return False
    others = sum(1 for line in poorer if not kind_of(line.text))
    if heads_left and heads_right and others >= 2:
        return True
    return beside < 0.6 and others >= 3 and bool(heads_left or heads_right)


def share_beside(fewer: list[Line], more: list[Line]) -> float:
    """How many lines of one side stand on the same height as one of the other."""
    tops = sorted(line.words[0].bottom for line in more)
    hits = 0
    for line in fewer:
        bottom = line.words[0].bottom
        place = bisect_left(tops, bottom - 2)
        hits += place < len(tops) and tops[place] <= bottom + 2
    return hits / len(fewer)


def rows(words: list[Word], page: int, column: int) -> list[Line]:
    """Words that stand on one height make a line."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (middle(word), word.x0)):
        for row in reversed(lines[-3:]):
            if same_row(row[0], word):
                row.append(word)
                break
        else:
            lines.append([word])
    found = [Line(together(sorted(row, key=lambda word: word.x0)), page, column) for row in lines]
    found.sort(key=lambda line: (middle(line.words[0]), line.x0))
    full = [line.x1 for line in found if len(line.words) > 5 and len(line.blocks) == 1]
    right = max(full or [line.x1 for line in found], default=0.0)
    reaching = sum(1 for x1 in full if x1 > right - 0.12 * page_width(found))
    width = page_width(found)
    for above, line in zip([None, *found], found, strict=False):
        line.room, line.right, line.edge_is_sure = width, right, reaching > 2
        if above is not None:
            line.gap = max(0.0, line.words[0].top - above.words[0].bottom) / max(min(line.size, above.size), 4)
    return found


def page_width(lines: list[Line]) -> float:
    """How wide the lines of a column are together."""
    return max((line.x1 for line in lines), default=0.0) - min((line.x0 for line in lines), default=0.0)


def same_row(first: Word, word: Word) -> bool:
    """Whether two words stand on one line, small raised ones included."""
    overlap = min(first.bottom, word.bottom) - max(first.top, word.top)
    return overlap > 0.5 * min(first.size, word.size)


def together(row: list[Word]) -> list[Word]:
    """Words again where a line is set with wide spaces between its letters."""
    short = sum(1 for word in row if len(word.text) <= 2)
    if len(row) < 5 or short < 0.7 * len(row) or sum(len(word.text) for word in row) > 1.8 * len(row):
        return row
    gaps = sorted(after.x0 - before.x1 for before, after in pairwise(row))
    usual = gaps[len(gaps) // 2]
    found = [row[0]]
    for word in row[1:]:
        if word.x0 - found[-1].x1 <= 1.6 * usual + 0.5:
            found[-1] = replace(found[-1], text=found[-1].text + word.text, x1=word.x1)
        else:
            found.append(word)
    return found
