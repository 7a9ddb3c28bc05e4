"""Text that turns around what stands beside it is shown without the marks that do so."""

import pytest
from django.utils.safestring import mark_safe

from portico.kit.direction import without_marks
from portico.kit.templating import finalize

TRICKS = ["Anna\u202eredro", "\u2066Approved\u2069", "\u202dRosa\u202c", "a\u200eb\u200fc\u061c"]


@pytest.mark.parametrize("text", TRICKS)
def test_direction_marks_are_not_printed(text: str) -> None:
    """CVE-2021-42574: overrides and isolates make a text read otherwise than it is."""
    plain = finalize(text)
    assert plain == without_marks(text)
    assert not set(plain) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
    assert hasattr(finalize(mark_safe(text)), "__html__")
    assert not hasattr(plain, "__html__"), "what people typed is still escaped"


@pytest.mark.parametrize("text", ["محمد العربي", "שלום", "می\u200cخواهم", "क्\u200dष", "👩‍👩‍👧", "Zoë"])
def test_languages_keep_what_they_write_with(text: str) -> None:
    assert finalize(text) == text
