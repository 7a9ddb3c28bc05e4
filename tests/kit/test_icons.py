"""Icons are those of the lucide package, line by line."""

import xml.etree.ElementTree as ET

import pytest

from portico.kit import icons


def lines(svg: str) -> list[tuple[str, dict[str, str]]]:
    """What is drawn, without the frame."""
    names = [(one.tag.rpartition("}")[2], dict(one.attrib)) for one in ET.fromstring(svg).iter()]
    return names[1:]


def test_every_icon_of_the_package_is_drawn_as_it_is_there() -> None:
    names = [name.removesuffix(".svg") for name in icons.drawings().namelist() if name.endswith(".svg")]
    assert len(names) > 1000
    for name in names:
        drawn = str(icons.icon(name))
        assert lines(drawn) == lines(icons.drawings().read(f"{name}.svg").decode()), name
        assert "\n" not in drawn


def test_an_icon_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="no-such-icon"):
        icons.icon("no-such-icon")
