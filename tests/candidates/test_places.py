"""Where a place is, looked up offline."""

import pytest

from portico.candidates.places import box, distance, locate


@pytest.mark.parametrize(
    ("written", "near"),
    [
        (("Köln", "", "Germany"), (50.9, 6.95)),
        (("cologne", "", "Deutschland"), (50.9, 6.95)),
        (("London", "", ""), (51.5, -0.1)),
        (("London", "Ontario", "Canada"), (43.0, -81.2)),
        (("Springfield, IL", "", ""), (39.8, -89.6)),
        (("Portland", "ME", ""), (43.7, -70.3)),
        (("Atlanta", "", "Georgia"), (33.7, -84.4)),
        (("Tbilisi", "", "Georgia"), (41.7, 44.8)),
        (("Toronto", "CA", ""), (43.7, -79.4)),
        (("Berlin-Mitte", "", ""), (52.5, 13.4)),
        (("東京", "", ""), (35.7, 139.7)),
    ],
)
def test_a_town_is_found_as_people_write_it(written: tuple[str, str, str], near: tuple[float, float]) -> None:
    found = locate(*written)
    assert found is not None
    assert distance(found, near) < 15


@pytest.mark.parametrize(
    "written", [("", "", ""), ("Remote", "", ""), ("Berlin", "", "Nowhereland"), ("x" * 5000, "", ""), ("\0", "%", "'")]
)
def test_what_is_no_town_has_no_place(written: tuple[str, str, str]) -> None:
    assert locate(*written) is None


def test_the_way_from_london_to_paris_is_344_km() -> None:
    assert round(distance((51.50853, -0.12574), (48.85341, 2.3488))) == 344


def test_a_box_around_a_point_at_the_date_line_or_a_pole_holds_both_sides() -> None:
    assert "OR" in str(box((-17.0, 179.9), 100))
    assert "longitude__range" not in str(box((89.9, 0.0), 100))
