"""What a page is taken apart into: words, pieces of a line, lines."""

from dataclasses import dataclass, field
from functools import cached_property

BROKEN = "\u00ad"
"""A hyphen that only parts a word at the end of its line."""


@dataclass(slots=True)
class Word:
    """One word where it stands on its page; coordinates run to the right and down."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    bold: bool = False
    italic: bool = False
    color: int = 0
    link: str = ""

    @property
    def size(self) -> float:
        """Its height, which stands for the size of the letters."""
        return self.bottom - self.top

    @property
    def style(self) -> tuple[float, bool, bool, int]:
        """What words that look alike share."""
        return (round(self.size), self.bold, self.italic, self.color)


def alike(one: Word, other: Word) -> bool:
    """Whether two words are set in one look; sizes that differ a little are the same."""
    if one.bold != other.bold or one.italic != other.italic or one.color != other.color:
        return False
    return abs(one.size - other.size) <= 0.15 * max(one.size, other.size)


@dataclass(slots=True)
class Link:
    """A place on a page that leads somewhere."""

    x0: float
    x1: float
    top: float
    bottom: float
    target: str


@dataclass(slots=True)
class Page:
    """One page: its words, and where its links lead."""

    width: float
    height: float
    words: list[Word]
    links: list[Link] = field(default_factory=list)


@dataclass(slots=True)
class Piece:
    """A run of words in one look, without a wide gap inside."""

    words: list[Word]
    after_gap: bool = False
    """Whether white space separates it from the piece before it, not only another look."""

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def style(self) -> tuple[float, bool, bool, int]:
        return max(self.words, key=lambda word: len(word.text)).style


@dataclass
class Line:
    """One line of text in reading order."""

    words: list[Word]
    page: int
    column: int
    gap: float = 0.0
    """White space above it, in line heights."""
    room: float = 0.0
    """How wide the column is it stands in."""
    right: float = 0.0
    """Where that column ends."""
    edge_is_sure: bool = False
    """Whether several lines reach that far, so that words go on below because there is no room left."""

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def pieces(self) -> list[Piece]:
        """The line cut where the look changes and at wide gaps."""
        found: list[Piece] = []
        before: Word | None = None
        for word in self.words:
            wide = before is not None and word.x0 - before.x1 > 1.3 * max(word.size, before.size, 6)
            if before is None or wide or not alike(word, before):
                found.append(Piece([], after_gap=wide))
            found[-1].words.append(word)
            before = word
        return found

    @cached_property
    def blocks(self) -> list[Piece]:
        """The line cut at wide gaps only."""
        found: list[Piece] = []
        for piece in self.pieces:
            if not found or piece.after_gap:
                found.append(Piece([], after_gap=piece.after_gap))
            found[-1].words.extend(piece.words)
        return found

    @cached_property
    def style(self) -> tuple[float, bool, bool, int]:
        """The look of most of its letters."""
        return Piece(self.words).style

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @property
    def is_bold(self) -> bool:
        return all(word.bold for word in self.words)

    def holding(self, words: list[Word], gap: float | None = None) -> "Line":
        """A line in the same place with these words."""
        return Line(
            words, self.page, self.column, self.gap if gap is None else gap, self.room, self.right, self.edge_is_sure
        )

    def breaks_before(self, following: "Line") -> bool:
        """Whether the first word of the line below would not have fitted at the end of this one."""
        first = following.words[0]
        needed = first.x1 - first.x0 + 0.2 * self.size
        return self.page == following.page and self.x1 + needed > self.right - 0.5
