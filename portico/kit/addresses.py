"""Addresses of named pages. Those with numbers are put together from pieces that are looked up once."""

from functools import cache
from typing import Any

from django.core.signals import setting_changed
from django.dispatch import receiver
from django.urls import reverse

MARK = 10**16
"""A number that stands in no address."""


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """The path of a named page, like `reverse`; hundreds of them in a list cost next to nothing."""
    if kwargs or not all(type(number) is int and 0 <= number < MARK for number in args):
        return reverse(name, args=args or None, kwargs=kwargs or None)
    pieces = _pieces(name, len(args))
    if len(args) == 1:
        return f"{pieces[0]}{args[0]}{pieces[1]}"
    return pieces[0] + "".join(f"{number}{piece}" for number, piece in zip(args, pieces[1:], strict=True))


@cache
def _pieces(name: str, numbers: int) -> list[str]:
    """What stands before, between and after the numbers of a page's address."""
    marks = [MARK + number for number in range(numbers)]
    rest, pieces = reverse(name, args=marks or None), []
    for mark in marks:
        piece, _mark, rest = rest.partition(str(mark))
        pieces.append(piece)
    return [*pieces, rest]


@receiver(setting_changed)
def forget(*, setting: str, **_changed: Any) -> None:
    """Other addresses hold, as in tests."""
    if setting == "ROOT_URLCONF":
        _pieces.cache_clear()
