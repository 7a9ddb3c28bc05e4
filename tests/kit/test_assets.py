"""One stylesheet and one script, joined from parts."""

import os
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from portico.kit import assets


def test_the_bundles_hold_every_part_in_order() -> None:
    for name, parts in assets.BUNDLES.items():
        found = finders.find(name)
        assert found
        text = Path(found).read_text()
        places = [text.index(part.read_text()) for part in parts]
        assert places == sorted(places)


def test_every_stylesheet_and_script_is_in_a_bundle() -> None:
    bundled = {part for parts in assets.BUNDLES.values() for part in parts}
    assert {*assets.PARTS.glob("css/*.css"), *assets.PARTS.glob("js/*.js")} == bundled


def test_a_changed_part_makes_a_new_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = tmp_path / "a.css"
    part.write_text("old")
    monkeypatch.setattr(assets, "BUNDLES", {"kit/test.css": [part]})
    assert assets.build("kit/test.css").read_text() == "old"
    part.write_text("new")
    os.utime(part, (2_000_000_000, 2_000_000_000))
    assert assets.build("kit/test.css").read_text() == "new"


def test_collecting_static_files_finds_the_bundles() -> None:
    listed = {name for name, _storage in assets.BundleFinder().list([])}
    assert listed == {"kit/portico.css", "kit/portico.js"}
    assert assets.BundleFinder().find("kit/other.css") == []
