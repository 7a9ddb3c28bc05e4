"""What an agency writes once and Portico fills for each person: the only place where that is done.

Text of an agency is never read by a template engine. A mark of a fixed list, like {name} or [job], is replaced by plain
text, in one pass: what is put in is not looked at again, and everything else stays as it was typed.
"""

import re
from collections.abc import Collection, Mapping

NAME = re.compile(r"\{([a-z_]{1,30})\}")
"""What is written like a placeholder in braces."""


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its marks replaced, written out as they stand in it, like "[job]"."""
    if not values:
        return text
    marks = re.compile("|".join(re.escape(mark) for mark in sorted(values, key=len, reverse=True)))
    return marks.sub(lambda found: values[found[0]], text)


def without_marks(value: str, marks: Collection[str]) -> str:
    """A value whose own text looks like a mark, so that it stays text if the result is filled once more."""
    return value.replace("[", "(").replace("]", ")") if any(mark in value for mark in marks) else value


def names_in(text: str) -> list[str]:
    """What stands in braces."""
    return NAME.findall(text)


def braced(values: Mapping[str, str]) -> dict[str, str]:
    """Values by their mark in braces."""
    return {f"{{{name}}}": value for name, value in values.items()}
