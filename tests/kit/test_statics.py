"""Static files while two versions answer beside each other."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def site(db: None, settings: Any, tmp_path: Path) -> Client:
    """A site as it runs for real, with one file of its own."""
    (tmp_path / "static/kit").mkdir(parents=True)
    (tmp_path / "static/kit/portico.css").write_text("body { color: red }")
    (tmp_path / "static/kit/portico.0123456789ab.css").write_text("body { color: red }")
    settings.STATIC_ROOT = tmp_path / "static"
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    return Client(headers={"host": "acme.localhost"})


def test_a_page_of_another_version_gets_what_there_is_and_nobody_keeps_it(site: Client) -> None:
    answer = site.get("/static/kit/portico.ba9876543210.css")

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"body { color: red }"  # type: ignore[attr-defined]
    assert answer["Cache-Control"] == "no-store"
    answer.close()


@pytest.mark.parametrize("name", ["kit/none.ba9876543210.css", "kit/portico.ba98.css", "../kit/portico.css"])
def test_what_no_version_has_is_not_there(site: Client, name: str) -> None:
    assert site.get(f"/static/{name}").status_code in {400, 404}


def test_its_own_files_are_served_as_ever(site: Client) -> None:
    answer = site.get("/static/kit/portico.css")

    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, False)
    answer.close()
