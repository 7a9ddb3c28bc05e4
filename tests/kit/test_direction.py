"""Text that turns around what stands beside it is shown without the marks that do so."""

import pytest
from django.utils.safestring import mark_safe

from portico.kit import templating
from portico.kit.direction import without_marks

TRICKS = ["Anna\u202eredro", "\u2066Approved\u2069", "\u202dRosa\u202c", "a\u200eb\u200fc\u061c"]
TRIAL = "trial/direction.html"


@pytest.fixture(autouse=True)
def _a_template_of_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templating, "load", lambda name: "<b>{{ value }}</b>" if name == TRIAL else None)


def drawn(value: object) -> str:
    """A page that prints this."""
    return templating.render(TRIAL, {"value": value})


@pytest.mark.parametrize("text", TRICKS)
def test_direction_marks_are_not_printed(text: str) -> None:
    """CVE-2021-42574: overrides and isolates make a text read otherwise than it is."""
    assert drawn(text) == f"<b>{without_marks(text)}</b>" == drawn(mark_safe(text))
    assert not set(drawn(text)) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
    assert drawn(f"<i>{text}") == f"<b>&lt;i&gt;{without_marks(text)}</b>", "what people typed is still escaped"


@pytest.mark.parametrize("text", ["محمد العربي", "שלום", "می\u200cخواهم", "क्\u200dष", "👩‍👩‍👧", "Zoë"])
def test_languages_keep_what_they_write_with(text: str) -> None:
    assert drawn(text) == f"<b>{text}</b>"


def test_what_would_be_printed_otherwise_than_meant_is_refused_while_portico_is_made() -> None:
    with pytest.raises(TypeError, match="None"):
        drawn(None)
