"""Whether a row's columns are fetched one by one, after the query that was to bring them."""

from typing import Any

import pytest
from django.db.models import Model


@pytest.fixture
def nothing_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A column that a page's query did not bring is an error."""

    def late(row: Model, *_args: Any, fields: Any = None, **_how: Any) -> None:
        raise AssertionError(f"{type(row).__name__} reads {fields} afterwards")

    monkeypatch.setattr(Model, "refresh_from_db", late)
