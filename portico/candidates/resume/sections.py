"""The parts of a résumé: which lines stand under which heading."""

from collections import Counter
from dataclasses import dataclass, field

from portico.candidates.resume.headings import kind_of, likely_kind_of
from portico.candidates.resume.shapes import Line, Word

type Style = tuple[float, bool, bool, int]


@dataclass(slots=True)
class Section:
    """One part: its kind, its heading's words, its lines."""

    kind: str
    title: str = ""
    lines: list[Line] = field(default_factory=list)


def body_size(lines: list[Line]) -> float:
    """The size of the letters of most of the text."""
    sizes: Counter[float] = Counter()
    for line in lines:
        for word in line.words:
            sizes[round(word.size * 2) / 2] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def sections_of(lines: list[Line]) -> list[Section]:
    """The parts in reading order. The first one, "top", is what stands above any heading."""
    lines = [part for line in broken_headings(lines) for part in opened(line)]
    styles = heading_styles(lines)
    body = body_size(lines)
    found = [Section("top")]
    column = lines[0].column if lines else 0
    for index, line in enumerate(lines):
        if line.column != column:
            column = line.column
            found.append(Section("top"))
        kind = heading_kind(line, styles, body, lines[index + 1] if index + 1 < len(lines) else None)
        if kind:
            found.append(Section(kind, bare(line.text)))
        else:
            found[-1].lines.append(line)
    return found


def broken_headings(lines: list[Line]) -> list[Line]:
    """Headings in a narrow margin that take up two lines stand on one."""
    found: list[Line] = []
    for line in lines:
        above = found[-1] if found else None
        if above is not None and (whole := one_heading(above, line)):
            found[-1:] = whole
        else:
            found.append(line)
    return found


def one_heading(above: Line, line: Line) -> list[Line]:
    """Two lines as a heading of two lines and what stands beside it; nothing where they are none."""
    one, other = above.blocks[0], line.blocks[0]
    alone = len(above.blocks) == 1 and len(line.blocks) == 1
    if abs(one.x0 - other.x0) > 3 or not same_look(one.words[0], other.words[0]) or line.gap > 0.8:
        return []
    if kind_of(bare(one.text)) and not kind_of(bare(f"{one.text} {other.text}")):
        return []
    beside = [word for block in above.blocks[1:] for word in block.words]
    differs = beside and not same_look(one.words[0], beside[0])
    if not kind_of(bare(f"{one.text} {other.text}")) or not (alone or differs):
        return []
    rest = [word for block in line.blocks[1:] for word in block.words]
    parts = [above.holding([*one.words, *other.words])]
    parts += [above.holding(beside, 0.0)] if beside else []
    return parts + ([line.holding(rest)] if rest else [])


def opened(line: Line) -> list[Line]:
    """A line whose heading stands in the margin, before its text, as two lines; any other as it is."""
    cuts = line.pieces if larger_first(line) else line.blocks
    if len(cuts) < 2 or not kind_of(bare(cuts[0].text)):
        return [line]
    first, rest = cuts[0].words, [word for cut in cuts[1:] for word in cut.words]
    if same_look(first[0], rest[0]) or first[-1].text.endswith(":"):
        return [line]
    return [line.holding(first), line.holding(rest, 0.0)]


def larger_first(line: Line) -> bool:
    """Whether a line begins in larger letters than it goes on with."""
    pieces = line.pieces
    return len(pieces) > 1 and pieces[0].words[0].size > 1.15 * pieces[1].words[0].size


def same_look(one: Word, other: Word) -> bool:
    """Whether two words are set alike."""
    return one.bold == other.bold and one.color == other.color and abs(one.size - other.size) < 0.8


def bare(text: str) -> str:
    """A heading's words without icons and signs around them."""
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return text[start:end]


def heading_styles(lines: list[Line]) -> Counter[Style]:
    """How the known headings of this résumé look."""
    found: Counter[Style] = Counter()
    for line in lines:
        if kind_of(bare(line.text)):
            found[look(line)] += 1
    return found


def look(line: Line) -> Style:
    """A line's look, capitals included."""
    size, bold, _italic, color = line.style
    return (size, bold, line.text.isupper(), color)


def heading_kind(line: Line, styles: Counter[Style], body: float, following: Line | None) -> str:
    """The kind of part this line opens, or nothing where it is no heading."""
    text = bare(line.text)
    if line.text[:1] in "•-–*" and len(text) > 1 and not line.is_bold:
        return ""
    kind = kind_of(text)
    common = styles.most_common(1)[0] if styles else None
    usual = styles[look(line)]
    if kind:
        plain = usual < 2 and common and common[1] >= 3 and not (stands_out(line, body) and line.gap > 0.55)
        return "" if plain or (line.text[-1:] in ",;") else kind
    if usual >= 2 and stands_out(line, body) and len(text.split()) <= 6 and not any(char.isdigit() for char in text):
        exclusive = sum(1 for style in styles if style == look(line))
        if exclusive and (line.size > body * 1.12 or line.text.isupper()) and len(line.blocks) == 1:
            return likely_kind_of(text) or (
                "other" if usual >= 3 and line.text.isupper() and following is not None else ""
            )
    return ""


def stands_out(line: Line, body: float) -> bool:
    """Whether a line is set larger, bolder or in capitals."""
    return line.is_bold or line.text.isupper() or line.size > body * 1.08 or line.style[3] != 0
