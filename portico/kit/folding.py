"""What a template says alike on every page is worked out once, when it is read: texts in the reader's language, icons,
addresses up to their numbers. In the template they stay what they are: `_("Candidates")`, `icon("star")`,
`url("…", job.pk)`.
"""

import json
import re
from ast import literal_eval
from collections.abc import Callable
from typing import Any

from django.urls import NoReverseMatch
from django.utils.html import escape
from django.utils.translation import gettext

from portico.kit.addresses import pieces_for_numbers

WORD = r'"((?:[^"\\\n]|\\.)*)"'
TEXT = re.compile(rf"(?<![\w.])_\({WORD}\)")
ALONE = re.compile(rf"{{{{ {WORD} }}}}")
CALL = re.compile(rf"{{{{ (icon|svg|symbol|url|static)\({WORD}(?:, (\d+))?\) }}}}")
NUMBERED = re.compile(rf"{{{{ url\({WORD}((?:, [a-z_]+(?:\.[a-z_]+)*)+)\) }}}}")
TAG = re.compile(r"{{.*?}}|{%.*?%}", re.DOTALL)
BESIDE_TAGS = re.compile(r"({{.*?}}|{%.*?%})|[^{]+|{", re.DOTALL)
WIDE = re.compile(r"[^\x00-\x7f]")
ADDRESS = re.compile(rf"(?<![\w.])url\({WORD}((?:, [a-z_]+(?:\.[a-z_]+)*)*)\)")
FIELD = re.compile(r"{{ (field|file_drop)\((\w+(?:\.\w+)*)\[(\"\w+\")\]")
PLACES = {"field": "kit/form.html", "file_drop": "kit/file_drop.html"}
"""Macros that draw a field of a form; `field_of` and `file_drop_of` do so without making the macro anew."""
OTHER = re.compile(r"{%|{{|{#")
"""What would be a tag in the middle of a text."""


def fold(source: str, calls: dict[str, Callable[..., Any]], *, html: bool, strict: bool = False) -> str:
    """The template with what never changes in it written out, in the language that is active.

    `strict`: what goes into an address instead of a number is an error, as it is for who puts addresses together.
    """
    source = TEXT.sub(_translated, source)
    if not html:
        return source
    source = CALL.sub(lambda found: _called(found, calls), ALONE.sub(_plain, source))
    source = FIELD.sub(lambda found: _field(found, source), source)
    number = "|number" if strict else ""
    source = NUMBERED.sub(lambda found: _numbered(found, number), source)
    return TAG.sub(lambda tag: ADDRESS.sub(lambda found: _joined(found, number), tag[0]), source)


def narrow(source: str) -> str:
    """The template with characters beyond ASCII as references, which browsers show alike: one “…” or “★” makes a
    whole page take twice the room in memory, and all that is done with it as a text twice the time and more."""
    return BESIDE_TAGS.sub(lambda found: found[0] if found[1] else WIDE.sub(_reference, found[0]), source)


def _reference(found: re.Match[str]) -> str:
    """A character by its number."""
    return f"&#{ord(found[0])};"


def _translated(found: re.Match[str]) -> str:
    """A text as a constant of the template."""
    return json.dumps(gettext(_word(found[1])), ensure_ascii=False)


def _plain(found: re.Match[str]) -> str:
    """A constant that is written by itself, as the page's own text."""
    word = _word(found[1])
    keeps = OTHER.search(word) or word != word.strip()  # Blanks beside a tag would go with the line's indentation.
    return found[0] if keeps else str(escape(word))


def _called(found: re.Match[str], calls: dict[str, Callable[..., Any]]) -> str:
    """An icon, a file of the site's own, or the address of a page that has no numbers."""
    name, word, size = "icon" if found[1] == "svg" else found[1], found[2], found[3]
    if name not in calls or (name in {"url", "symbol", "static"} and size):
        return found[0]
    try:
        return str(calls[name](word, *([int(size)] if size else [])))
    except (NoReverseMatch, ValueError, KeyError, AttributeError):
        return found[0]


def _numbered(found: re.Match[str], number: str) -> str:
    """An address with numbers: what stands between them is written out, if only numbers can stand there."""
    names = found[2].removeprefix(", ").split(", ")
    first, *others = pieces_for_numbers(_word(found[1]), len(names)) or [""]
    if not others:
        return found[0]
    numbers = zip(names, others, strict=True)
    return str(escape(first)) + "".join(f"{{{{ {one}{number} }}}}{escape(piece)}" for one, piece in numbers)


def _field(found: re.Match[str], source: str) -> str:
    """A field of a form, by its name."""
    ours = re.search(rf'{{% from "{PLACES[found[1]]}" import (?:[^%]*, )?{found[1]}[, ]', source)
    return f"{{{{ {found[1]}_of({found[2]}, {found[3]}" if ours else found[0]


def _joined(found: re.Match[str], number: str) -> str:
    """The same where an address is handed on: `menu_link(_("Merge"), url("backoffice:merge", candidate.pk))`."""
    names = found[2].removeprefix(", ").split(", ") if found[2] else []
    first, *others = pieces_for_numbers(_word(found[1]), len(names)) or [""]
    if not first:
        return found[0]
    numbers = zip(names, others, strict=True)
    text = " ~ ".join([f'"{escape(first)}"', *(f'{one}{number} ~ "{escape(piece)}"' for one, piece in numbers)])
    return f"({text})|safe"


def _word(quoted: str) -> str:
    """The text between the quotation marks."""
    return str(literal_eval(f'"{quoted}"'))
