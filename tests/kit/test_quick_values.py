"""Columns read the short way hold what Django reads in them, and each row has its own."""

from json import dumps, loads
from typing import Any

import pytest

from portico.kit.quick_values import SHORT, told


@pytest.mark.parametrize(
    "value",
    [
        [],
        {},
        ["skills", "place"],
        ["é ★"],
        [1, 2],
        [["a"], ["b"]],
        [{"a": 1}],
        {"a": [1]},
        "word",
        7,
        True,
        None,
        ["x" * SHORT],
    ],
)
def test_json_is_read_as_it_is_and_no_two_rows_share_it(value: Any) -> None:
    text = dumps(value)
    one, other = told(text), told(text)
    assert one == other == loads(text)
    if isinstance(value, list | dict):
        assert one is not other
        if value and isinstance(value, list) and isinstance(value[0], list | dict):
            assert one[0] is not other[0]
    if one == ["skills", "place"]:
        one.append("pay")
        assert told(text) == other == ["skills", "place"]


def test_no_json_at_all_is_nothing() -> None:
    assert told(None) is None
