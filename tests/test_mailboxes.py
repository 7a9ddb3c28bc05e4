"""One rule says which spellings are the same mailbox, wherever people are told apart by their address."""

import re
from pathlib import Path

import pytest

from portico.agencies.mailbox import mail_key
from portico.agencies.models import User
from tests.world import Acme

SAME = [
    ("Ann@Example.COM", "ann@example.com"),
    (" ann@example.com ", "ann@example.com"),
    ("ann@bücher.example", "ann@xn--bcher-kva.example"),
    ("ANN@BÜCHER.example", "ann@bücher.example"),
    ("ann@bu\u0308cher.example", "ann@b\u00fccher.example"),
    ("\uff41nn@example.com", "ann@example.com"),
    ("jos\u00e9@example.com", "jose\u0301@example.com"),
]
DIFFERENT = [
    ("ann+work@example.com", "ann@example.com"),
    ("a.nn@example.com", "ann@example.com"),
    ('"ann"@example.com', "ann@example.com"),
    ("ann@example.com", "ann@example.com.evil.example"),
    ("\u0430nn@example.com", "ann@example.com"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_these_are_one_mailbox(acme: Acme, one: str, other: str) -> None:
    assert mail_key(one) == mail_key(other)
    user = User(agency=acme.agency, email=one, name="Ann")
    user.save()
    assert User.objects.of(acme.agency, other) == user


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_these_are_two(one: str, other: str) -> None:
    assert mail_key(one) != mail_key(other)


def test_the_longest_addresses_have_a_key_that_can_be_kept(acme: Acme) -> None:
    for long in ("a" * 64 + "@" + "b." * 90 + "example", "a@" + "ü." * 120 + "de", "ß" * 64 + "@" + "ﬃ." * 80 + "de"):
        key = mail_key(long)
        assert len(key) <= 254
        assert key == mail_key(long.upper().lower())
        assert key != mail_key("x" + long)
        User(agency=acme.agency, email=long[:254], name="Ann").save()


def test_nobody_compares_addresses_by_a_rule_of_their_own() -> None:
    own = re.compile(r"email\w*(\.lower\(|\.casefold\(|__iexact|\.upper\()")
    there = {
        f"{path.name}: {line.strip()}"
        for path in (Path(__file__).parent.parent / "portico").rglob("*.py")
        for line in path.read_text().splitlines()
        if own.search(line)
    }
    assert there == set()
