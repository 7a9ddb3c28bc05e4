"""A template brings from another one only the macros it names.

The engine makes every macro of the other template anew for each import, which took longer than drawing with the one
that was wanted. So `{% from "kit/form.html" import field %}` asks for kit/form.html#field: its text without the rest.
"""

import re
from collections.abc import Set

from portico.kit.folding import TAG

BROUGHT = re.compile(r'{% from "([^"#]+)" import ([^%]+?) %}')
ALONE = re.compile(rf"{BROUGHT.pattern}(\n?)")
MACRO = re.compile(r"{% macro (\w+)\(.*?{% endmacro %}\n?", re.DOTALL)
WORD = re.compile(r"\w+")
QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"')


def by_name(source: str) -> str:
    """The template, with other ones named by what is brought from them."""

    def name(found: re.Match[str]) -> str:
        asked = ",".join(sorted({one.split()[0] for one in found[2].split(",")}))
        return f'{{% from "{found[1]}#{asked}" import {found[2]} %}}'

    return BROUGHT.sub(name, source)


def brought(source: str) -> dict[str, str]:
    """What a template brings from others, by the name that it has there, each with an import of its own."""
    return {
        one.split()[-1]: f'{{% from "{found[1]}" import {one.strip()} %}}'
        for found in BROUGHT.finditer(source)
        for one in found[2].split(",")
    }


def named(bring: str) -> tuple[str, str]:
    """The template and the macro, by its name there, that an import of one macro brings."""
    found = BROUGHT.fullmatch(bring)
    return (found[1], found[2].split()[0]) if found else ("", "")


def words(source: str) -> set[str]:
    """What a template speaks of, beside what it brings."""
    return set(WORD.findall(QUOTED.sub("", " ".join(TAG.findall(BROUGHT.sub("", source))))))


def said_only(source: str, gone: Set[str]) -> str:
    """A template that does not bring these any more."""

    def still(found: re.Match[str]) -> str:
        here = [one.strip() for one in found[2].split(",") if one.split()[-1] not in gone]
        return f'{{% from "{found[1]}" import {", ".join(here)} %}}{found[3]}' if here else ""

    return ALONE.sub(still, source)


def only(source: str, names: list[str]) -> str:
    """A template without the macros that none of these names needs, and without what only those bring."""
    macros = {found[1]: found[0] for found in MACRO.finditer(source)}
    needed, asked = set[str](), [*names, *words(MACRO.sub("", source))]
    while asked:
        if (one := asked.pop()) in macros and one not in needed:
            needed.add(one)
            asked.extend(words(macros[one]))
    kept = MACRO.sub(lambda found: found[0] if found[1] in needed else "", source)
    return said_only(kept, brought(kept).keys() - words(kept))
