"""Addresses put together from pieces are the ones that Django finds."""

import pytest
from django.urls import NoReverseMatch, reverse

from portico.kit.addresses import address

ASKED: list[tuple[str, tuple[int | str, ...]]] = [
    ("access:sign_in", ()),
    ("backoffice:job", (7,)),
    ("backoffice:job", (10**17,)),
    ("careers:job", (7, "night-porter_2")),
    ("access:brand", ("0a1b2c",)),
    ("access:brand", ("a b ü%",)),
    ("careers:share_image", (3, "9f")),
]


@pytest.mark.parametrize(("name", "args"), ASKED)
def test_an_address_is_the_one_that_django_finds(name: str, args: tuple[int | str, ...]) -> None:
    for _again in range(2):
        assert address(name, *args) == reverse(name, args=args)


def test_what_has_no_address_is_refused_as_ever() -> None:
    for args in [("seven",), (7, 8)]:
        with pytest.raises(NoReverseMatch):
            address("backoffice:job", *args)
