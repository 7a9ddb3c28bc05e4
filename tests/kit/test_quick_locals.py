"""Language, zone and connections belong to whoever runs, as with Django's own way of keeping them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from django.utils import timezone, translation

from portico.kit.quick_locals import OneValue


def test_a_value_is_set_read_and_deleted() -> None:
    one = OneValue("one")
    assert getattr(one, "value", "none") == "none"
    one.value = None
    assert one.value is None
    del one.value
    with pytest.raises(AttributeError):
        _ = one.value


def test_language_and_zone_of_one_thread_are_not_anothers() -> None:
    with ThreadPoolExecutor(1) as other, translation.override("fr"), timezone.override(ZoneInfo("Asia/Tokyo")):
        assert other.submit(translation.get_language).result() == "en"
        assert other.submit(timezone.get_current_timezone_name).result() == "UTC"
        assert translation.get_language() == "fr"
        assert timezone.get_current_timezone_name() == "Asia/Tokyo"
    assert timezone.get_current_timezone_name() == "UTC"


def test_language_of_one_coroutine_is_not_anothers() -> None:
    async def speaks(language: str) -> str | None:
        with translation.override(language):
            await asyncio.sleep(0.01)
            return translation.get_language()

    async def both() -> list[str | None]:
        return list(await asyncio.gather(speaks("fr"), speaks("de")))

    # In a thread of its own: a browser of the stories may keep a loop in this one.
    with ThreadPoolExecutor(1) as other:
        assert other.submit(asyncio.run, both()).result() == ["fr", "de"]


def test_each_thread_has_a_connection_of_its_own() -> None:
    with ThreadPoolExecutor(1) as other:
        theirs = other.submit(lambda: connections["default"]).result()
        assert theirs is other.submit(lambda: connections["default"]).result()
    assert theirs is not connections["default"]
    assert connections["default"] is connections["default"]
