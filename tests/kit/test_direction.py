"""Text that turns around what stands beside it is shown without the marks that do so."""

import pytest
from django.utils.safestring import mark_safe

from portico.kit import templating
from portico.kit.direction import without_marks

TRICKS = ["Anna\u202eredro", "\u2066Approved\u2069", "\u202dRosa\u202c", "a\u200eb\u200fc\u061c"]


@pytest.fixture(autouse=True)
def _page(monkeypatch: pytest.MonkeyPatch) -> None:
    source = "{% macro bold(text) %}<b>{{ text }}</b>{% endmacro %}{{ text }}{{ bold(text) }}"
    monkeypatch.setattr(templating, "load", {"tests/direction.html": source}.get)


def printed(text: str) -> str:
    """A page that shows this text, plainly and through a macro."""
    return templating.render("tests/direction.html", {"text": text})


@pytest.mark.parametrize("text", TRICKS)
def test_direction_marks_are_not_printed(text: str) -> None:
    """CVE-2021-42574: overrides and isolates make a text read otherwise than it is."""
    plain = without_marks(text)
    assert not set(plain) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
    assert printed(text) == f"{plain}<b>{plain}</b>"
    assert printed(mark_safe(f"<i>{text}</i>")) == f"<i>{plain}</i><b><i>{plain}</i></b>"
    assert "&lt;i&gt;" in printed(f"<i>{text}"), "what people typed is still escaped"


@pytest.mark.parametrize("text", ["محمد العربي", "שלום", "می\u200cخواهم", "क्\u200dष", "👩‍👩‍👧", "Zoë"])
def test_languages_keep_what_they_write_with(text: str) -> None:
    assert printed(text) == f"{text}<b>{text}</b>"
