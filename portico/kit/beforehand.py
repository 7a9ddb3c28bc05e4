"""Macros are drawn when a template is read, with blanks where a page puts something in.

`{{ deed(_("Take off"), url("desk:x", one.pk), icon="x") }}` becomes the form that it draws, with `{{ one.pk }}` in its
address. To call a macro took twenty times as long as to write what it draws. What cannot be drawn without the page
stays as it is.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString

from portico.kit.blanks import STAYS, TEXT
from portico.kit.folding import TAG
from portico.kit.macros import brought, named, said_only, words

SETTLED = re.compile(rf"{TEXT}|\({TEXT}\)\|safe|\d+|true|false")
"""What is the same on every page."""
CALLED = re.compile(r"{{ (\w+)\((.*)\) }}|{% call (\w+)\((.*)\) %}", re.DOTALL)
OPENS, ENDS = re.compile(r"{% call\b"), "{% endcall %}"
TOKEN = re.compile(rf"{TEXT}|[()\[\]{{}},]|[^\"()\[\]{{}},]+|.", re.DOTALL)
NAMED = re.compile(r"(\w+)=(?!=)")
PAIR = re.compile(rf"({TEXT}): (.*)", re.DOTALL)

PROOF, BODY = "⟨A form's proof⟩", "⟨What is called for⟩"
"""In the places of `csrf()` and `caller()`."""


_WITHOUT_PAGE: ContextVar[bool] = ContextVar("_WITHOUT_PAGE", default=False)


@contextmanager
def without_page() -> Iterator[None]:
    """While this lasts, a template is being read: what is drawn is for no page yet."""
    token = _WITHOUT_PAGE.set(True)
    try:
        yield
    finally:
        _WITHOUT_PAGE.reset(token)


def proof() -> SafeString:
    """In place of `csrf()`; what is drawn once for everybody has none."""
    if not _WITHOUT_PAGE.get():
        raise RuntimeError("A form's proof belongs to one page; this is drawn for all of them.")
    return SafeString(PROOF)


@dataclass(slots=True)
class Call:
    """A macro as a template calls it."""

    name: str
    spans: list[tuple[int, int]]
    """Where it stands: its tag; before and after its body, if it has one."""
    told: str
    """As the template says it."""
    said: str
    """The same with names for what a page puts in."""
    blanks: list[str]
    """What a page puts in."""
    given: list[int | str]
    """To which arguments, by place or by name."""

    def alone(self, bring: str) -> str:
        """The small template that draws it; `bring` imports the macro."""
        place, name = named(bring)
        given = ",".join(map(str, self.given))
        return (bring.replace(place, f"{place}?{name}:{given}", 1) if given else bring) + self.said

    def put_in(self, drawn: str, source: str) -> list[str]:
        """What stands in the template instead, span by span; nothing where its body would not stand there once."""
        pieces = drawn.replace(PROOF, "{{ csrf() }}").split(BODY)
        if len(pieces) != len(self.spans) or (STAYS in drawn and len(pieces) > 1):
            return []
        ends = zip(pieces, self.spans, strict=True)
        return [f"{one}\n" if one.endswith("%}") and source[end : end + 1] == "\n" else one for one, (_, end) in ends]


@lru_cache(maxsize=4)
def calls(source: str) -> list[Call]:
    """The macros that a template calls and that could be drawn without a page."""
    open_calls, found = list[tuple[Call | None, int]](), list[Call]()
    for tag in TAG.finditer(source):
        if tag[0] == ENDS and open_calls:
            call, began = open_calls.pop()
            if call and not re.search(r"{% (?:set|macro|block) ", source[began : tag.start()]):
                call.spans.append(trimmed(source, tag))
                found.append(call)
            continue
        call = call_of(tag)
        if OPENS.match(tag[0]):
            if call:
                call.spans = [trimmed(source, tag)]
                call.said += BODY + ENDS
            open_calls.append((call, tag.end()))
        elif call:
            found.append(call)
    return found


def trimmed(source: str, tag: re.Match[str]) -> tuple[int, int]:
    """Where a tag stands, with the white space around it that the engine leaves out."""
    start, end = tag.span()
    before = source[:start].rstrip(" \t")
    if not before or before[-1] == "\n":
        start = len(before)
    line = re.compile(r"\n(?:[ \t]+(?={%))?").match(source, end)
    return start, line.end() if line else end


def call_of(tag: re.Match[str]) -> Call | None:
    """The macro that is called here, if it can be read."""
    found = CALLED.fullmatch(tag[0])
    if not found:
        return None
    name, given = (found[1], found[2]) if found[1] else (found[3], found[4])
    blanks, places = list[str](), list[int | str]()
    told = with_blanks(given, blanks, places)
    if told is None:
        return None
    opens, closes = ("{{ ", " }}") if found[1] else ("{% call ", " %}")
    return Call(name, [tag.span()], tag[0], f"{opens}{name}({told}){closes}", blanks, places)


def parted(given: str) -> list[str] | None:
    """What stands between commas, outside of quotation marks and brackets; nothing where brackets do not close."""
    parts, depth = [""], 0
    for token in TOKEN.findall(given):
        depth += (token in "([{") - (token in ")]}")
        if token == '"' or depth < 0:
            return None
        if token == "," and not depth:
            parts.append("")
        else:
            parts[-1] += token
    return None if depth else [part.strip() for part in parts if part.strip()]


def with_blanks(given: str, blanks: list[str], places: list[int | str]) -> str | None:
    """What is given to a macro, with a blank for each thing that a page puts in, and where these are."""
    parts, told = parted(given), list[str]()
    for number, part in enumerate(parts or []):
        named = NAMED.match(part)
        at, before = named.end() if named else 0, len(blanks)
        said = value_with_blanks(part[at:], blanks)
        if said is None:
            return None
        if len(blanks) > before:
            places.append(named[1] if named else number)
        told.append(part[:at] + said)
    return None if parts is None else ", ".join(told)


def value_with_blanks(value: str, blanks: list[str]) -> str | None:
    """One of these."""
    if SETTLED.fullmatch(value) or value in {"{}", "[]"}:
        return value
    if value[:1] == "[" and value[-1:] == "]":
        inside = with_blanks(value[1:-1], blanks, [])
        return None if inside is None else f"[{inside}]"
    if value[:1] == "{" and value[-1:] == "}":
        pairs = [PAIR.fullmatch(part) for part in parted(value[1:-1]) or []]
        said = [(pair[1], value_with_blanks(pair[2], blanks)) for pair in pairs if pair]
        whole = len(said) == len(pairs) and all(one for _key, one in said)
        return f"{{{', '.join(f'{key}: {one}' for key, one in said)}}}" if whole else None
    if not value:
        return None
    blanks.append(value)
    return f"blank{len(blanks) - 1}"


def drawn(source: str, draw: Callable[[int, Call], str | None]) -> str:
    """The template with its macros drawn, and without the imports that it does not need any more.

    `draw` draws one of them alone, by its number; it gives nothing where that cannot be done without the page.
    """
    put_in, stay = list[tuple[tuple[int, int], str]](), dict[str, str]()
    bring = brought(source)
    for number, call in enumerate(calls(source)):
        shown = draw(number, call)
        if shown is not None:
            stay[f"⟨stays {number}⟩"] = bring[call.name] + call.told
            pieces = call.put_in(shown, source)
            put_in.extend(
                (span, piece.replace(STAYS, f"⟨stays {number}⟩"))
                for span, piece in zip(call.spans, pieces, strict=False)
            )
    told, at = "", 0
    for (start, end), piece in sorted(put_in):
        told += source[at : max(start, at)] + piece
        at = end
    told += source[at:]
    told = said_only(told, bring.keys() - words(told))
    return re.sub(r"⟨stays \d+⟩", lambda mark: stay[mark[0]], told)
