"""What is wrong with a file or a cell, in words for the person who chose the file."""

from typing import Any

from portico.kit.rules import RuleBroken

SHOWN_CHARACTERS = 60


class Unreadable(RuleBroken):
    """A file that cannot be read as a table at all."""


class NotUnderstood(Exception):
    """A cell whose meaning is not certain. Its sentence has room for %(value)s and %(column)s."""

    def __init__(self, sentence: str, **details: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.details = details

    def told(self, column: str, value: str) -> str:
        """The sentence about this very cell."""
        return self.sentence % {"column": column, "value": shortened(value), **self.details}


def shortened(value: str) -> str:
    """As much of a cell as a sentence can bear, on one line."""
    line = " ".join(value.split())
    return line if len(line) <= SHOWN_CHARACTERS else f"{line[: SHOWN_CHARACTERS - 1]}…"
