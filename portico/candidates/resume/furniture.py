"""What stands on pages without belonging to the text: page numbers, names repeated on top, dates of printing."""

import re
from collections import Counter

from portico.candidates.resume.folding import fold
from portico.candidates.resume.shapes import Line, Page

PAGE = re.compile(
    r"(?i)^\W*(?:(?:.{0,50}\W)?(?:page|seite|página|pagina)\W*\d+(?:\W+(?:of|von|de|sur|"
    r"/)\W*\d+)?(?:\W.{0,50})?|\d+\s*(?:/|of|von|de)\s*\d+|\d{1,2}|.{3,50}\W\d\s?/\s?\d)\W*$"
)
PRINTED = re.compile(
    r"(?i)^\W*(?:last updated|updated|stand|last modified|dernière mise à jour|mise à jour|actualizado|"
    r"printed)\b.{0,40}\d{4}\W*$|^[^\W\d][\w /.-]{2,30},\s*(?:den |le |the |a )?\d{1,2}\.\s?(?:\d{1,2}\.|"
    r"[^\W\d]+)\s?\d{4}$"
)
EDGE = 0.085


def text_lines(lines: list[Line], pages: list[Page]) -> tuple[list[Line], list[Line]]:
    """The lines of the text itself, and those at the edges of pages that are not part of it."""
    repeated = repeated_at_edges(lines, pages)
    kept, edges = [], []
    for index, line in enumerate(lines):
        page = pages[line.page]
        low, high = at_edge(line, page)
        following = lines[index + 1] if index + 1 < len(lines) else None
        last = following is None or following.page != line.page or following.column != line.column
        apart = low and last and line.gap > 2.2 and "@" in line.text
        if (
            PRINTED.match(line.text)
            or ((low or high) and PAGE.match(line.text))
            or ((low or (high and line.page)) and fold_digits(line.text) in repeated)
            or apart
        ):
            edges.append(line)
        else:
            kept.append(line)
    return kept, edges


def at_edge(line: Line, page: Page) -> tuple[bool, bool]:
    """Whether a line stands at the bottom or at the top of its page."""
    return line.words[0].top > page.height * (1 - EDGE), line.words[0].bottom < page.height * EDGE


def fold_digits(text: str) -> str:
    """A text in which every number is the same."""
    return re.sub(r"\d+", "0", fold(text))


def repeated_at_edges(lines: list[Line], pages: list[Page]) -> set[str]:
    """Texts at the top or bottom of more than one page."""
    seen: Counter[str] = Counter()
    for line in lines:
        if any(at_edge(line, pages[line.page])):
            seen[fold_digits(line.text)] += 1
    return {text for text, times in seen.items() if times > 1 and text}
