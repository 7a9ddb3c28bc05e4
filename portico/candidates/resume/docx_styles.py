"""How a Word file's paragraphs and letters look, styles and what they are based on included."""

from dataclasses import dataclass, replace
from xml.etree import ElementTree as Xml

NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADING_SIZES = {"title": 26.0, "heading 1": 16.0, "heading 2": 13.0, "heading 3": 12.0, "subtitle": 13.0}


def w(name: str) -> str:
    """A name of Word's own vocabulary."""
    return NAMESPACE + name


def number(element: Xml.Element | None, name: str, otherwise: int) -> int:
    """A number that stands in an attribute."""
    text = "" if element is None else element.get(w(name), "").removeprefix("-").partition(".")[0]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else otherwise


def flag(properties: Xml.Element, name: str, otherwise: bool) -> bool:
    """Whether something such as bold is switched on here."""
    found = properties.find(w(name))
    return otherwise if found is None else found.get(w("val"), "true") not in {"0", "false", "off", "none"}


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a paragraph or of a run in it."""

    size: float = 11.0
    bold: bool = False
    italic: bool = False
    caps: bool = False
    color: int = 0
    indent: float = 0.0
    space: float = 0.0
    listed: bool = False
    stops: tuple[float, ...] = ()


class Styles:
    """The styles of one file."""

    def __init__(self, root: Xml.Element | None) -> None:
        self.base = Look()
        self.found: dict[str, Xml.Element] = {}
        if root is None:
            return
        defaults = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
        self.base = self.run_look(defaults, self.base)
        self.found = {style.get(w("styleId"), ""): style for style in root.findall(w("style"))}
        plain = next(
            (one for one in self.found.values() if one.get(w("type")) == "paragraph" and one.get(w("default")) == "1"),
            None,
        )
        if plain is not None:
            self.base = self.styled(plain, self.base)

    def look_of(self, properties: Xml.Element | None) -> Look:
        """How a paragraph looks."""
        if properties is None:
            return self.base
        look = self.base
        name = properties.find(w("pStyle"))
        if name is not None:
            look = self.along(name.get(w("val"), ""), look, 0)
        return self.paragraph_look(properties, look)

    def along(self, identity: str, look: Look, depth: int) -> Look:
        """A style's look, after that of the style it is based on."""
        style = self.found.get(identity)
        if style is None or depth > 8:
            return look
        parent = style.find(w("basedOn"))
        if parent is not None:
            look = self.along(parent.get(w("val"), ""), look, depth + 1)
        return self.styled(style, look)

    def styled(self, style: Xml.Element, look: Look) -> Look:
        """A look changed by one style."""
        name = style.find(w("name"))
        title = (name.get(w("val"), "") if name is not None else "").lower()
        if title in HEADING_SIZES:
            look = replace(look, size=HEADING_SIZES[title], bold=True)
        if title.startswith("list"):
            look = replace(look, listed=title != "list paragraph")
        paragraph = style.find(w("pPr"))
        if paragraph is not None:
            look = self.paragraph_look(paragraph, look)
        return self.run_look(style.find(w("rPr")), look)

    def paragraph_look(self, properties: Xml.Element, look: Look) -> Look:
        """A look changed by a paragraph's own settings."""
        indent, space, tabs = (properties.find(w(name)) for name in ("ind", "spacing", "tabs"))
        if properties.find(w("numPr")) is not None:
            look = replace(look, listed=True)
        if indent is not None:
            first = number(indent, "left", number(indent, "start", 0)) - number(indent, "hanging", 0)
            look = replace(look, indent=min(200.0, max(0, first) / 20))
        if space is not None:
            look = replace(look, space=min(30.0, number(space, "before", int(look.space * 20)) / 20))
        if tabs is not None:
            stops = [number(tab, "pos", 0) / 20 for tab in tabs.findall(w("tab")) if tab.get(w("val")) != "clear"]
            look = replace(look, stops=tuple(sorted(stop for stop in stops if stop > 0)))
        return look

    def run_look(self, properties: Xml.Element | None, look: Look) -> Look:
        """A look changed by a run's own settings."""
        if properties is None:
            return look
        size = number(properties.find(w("sz")), "val", round(look.size * 2)) / 2
        color = properties.find(w("color"))
        value = color.get(w("val"), "") if color is not None else ""
        shade = (
            int(value, 16)
            if len(value) == 6 and all(char in "0123456789abcdefABCDEF" for char in value)
            else look.color
        )
        return replace(
            look,
            size=min(max(size, 4.0), 60.0),
            bold=flag(properties, "b", look.bold),
            italic=flag(properties, "i", look.italic),
            caps=flag(properties, "caps", look.caps),
            color=shade,
        )
