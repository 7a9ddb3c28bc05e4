"""Addresses of named pages, put together from pieces that are looked up once."""

import re
from functools import cache
from typing import Any

from django.core.signals import setting_changed
from django.dispatch import receiver
from django.urls import NoReverseMatch, reverse

MARK = 10**16
"""A number that stands in no address."""
WORD = re.compile(r"[\w-]+", re.ASCII)


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """The path of a named page, like `reverse`; hundreds of them in a list cost next to nothing."""
    if (
        len(args) == 1
        and type(args[0]) is int
        and 0 <= args[0] < MARK
        and not kwargs
        and (pair := _beside_number(name))
    ):
        return f"{pair[0]}{args[0]}{pair[1]}"
    if kwargs or not all(map(is_plain, args)):
        return reverse(name, args=args or None, kwargs=kwargs or None)
    pieces = _pieces(name, tuple(map(type, args)))
    if not pieces:
        return reverse(name, args=args)
    return pieces[0] + "".join(f"{one}{piece}" for one, piece in zip(args, pieces[1:], strict=True))


def is_plain(value: Any) -> bool:
    """Whether it stands in an address as it is: a number, or a word of letters, digits and hyphens."""
    return 0 <= value < MARK if type(value) is int else type(value) is str and WORD.fullmatch(value) is not None


def pieces_for_numbers(name: str, count: int) -> list[str]:
    """What stands before, between and after the numbers of a page's address; nothing where words may stand there."""
    try:
        found = _pieces(name, (int,) * count)
        words = [_pieces(name, tuple(str if at == one else int for at in range(count))) for one in range(count)]
    except NoReverseMatch:
        return []
    return [] if any(words) else found


@cache
def _beside_number(name: str) -> list[str]:
    """What stands before and after the one number of an address: most addresses of a list are of this kind."""
    return _pieces(name, (int,))


@cache
def _pieces(name: str, kinds: tuple[type, ...]) -> list[str]:
    """What stands before, between and after what is asked for; nothing where the address takes only certain words."""
    marks = [MARK + at if kind is int else f"x{MARK + at}" for at, kind in enumerate(kinds)]
    try:
        rest, pieces = reverse(name, args=marks or None), []
    except NoReverseMatch:
        if str in kinds:
            return []
        raise
    for mark in marks:
        piece, _mark, rest = rest.partition(str(mark))
        pieces.append(piece)
    return [*pieces, rest]


@receiver(setting_changed)
def forget(*, setting: str, **_changed: Any) -> None:
    """Other addresses hold, as in tests."""
    if setting == "ROOT_URLCONF":
        _pieces.cache_clear()
        _beside_number.cache_clear()
