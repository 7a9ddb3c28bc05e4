"""Text as people type it, in headings, paragraphs and lists: by blank lines, and dashes or stars in front."""

import re
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise

from django.utils.safestring import SafeString

ITEM = re.compile(r"^\s*(?:[-*•–·]|\d{1,2}[.)])\s+(.*)$")
LONGEST_HEADING = 70


@dataclass(slots=True)
class Block:
    """A piece of a text: `kind` is heading, text or list."""

    kind: str
    lines: list[str] = field(default_factory=list)


def blocks_of(text: str) -> list[Block]:
    """The pieces of a text, in their order."""
    blocks: list[Block] = []
    fresh = True
    for line in text.replace("\r\n", "\n").split("\n"):
        item = ITEM.match(line)
        kind, words = ("list", item[1].strip()) if item else ("text", line.strip())
        if not words:
            fresh = True
            continue
        if not blocks or blocks[-1].kind != kind or (fresh and kind == "text"):
            blocks.append(Block(kind))
        blocks[-1].lines.append(words)
        fresh = False
    for block, after in pairwise(blocks):
        if is_heading(block, after):
            block.kind, block.lines = "heading", [block.lines[0].rstrip(":")]
    return blocks


def is_heading(block: Block, after: Block) -> bool:
    """Whether a piece is one short line over something: “What you do:”."""
    if block.kind != "text" or len(block.lines) != 1 or len(block.lines[0]) > LONGEST_HEADING:
        return False
    line = block.lines[0]
    return line.endswith(":") or (line[-1] not in ".!?,;…" and after.kind in {"list", "text"})


def as_html(text: str) -> SafeString:
    """The same as HTML of a few plain elements, for readers that take nothing else."""
    return SafeString("".join(block_html(block) for block in blocks_of(text)))


def block_html(block: Block) -> str:
    """One piece."""
    lines = [escape(line) for line in block.lines]
    if block.kind == "list":
        return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"
    if block.kind == "heading":
        return f"<p><strong>{lines[0]}</strong></p>"
    return f"<p>{'<br>'.join(lines)}</p>"


def opening(text: str, length: int = 160) -> str:
    """How a text begins, cut between two words."""
    blocks = blocks_of(text)
    said = [block for block in blocks if block.kind == "text"] or blocks
    words = " ".join(line for block in said for line in block.lines)
    if len(words) <= length:
        return words
    return words[: words.rfind(" ", 0, length) if " " in words[:length] else length].rstrip(" ,;:–-") + " …"
