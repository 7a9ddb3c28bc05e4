"""The forms that stand on a page, as a browser would send them."""

from collections import defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

UNSENT = {"submit", "button", "reset", "image", "file"}


@dataclass
class Drawn:
    """One form: where it goes, and what stands in its fields."""

    action: str = ""
    method: str = "get"
    values: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    files: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    """Each button's own address, name and value."""
    options: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Everything that a field could send: what stands in it, and what can be chosen or ticked."""


class FormReader(HTMLParser):
    """Reads the forms of a page, and the fields outside that belong to them."""

    def __init__(self, here: str) -> None:
        super().__init__()
        self.here = here
        self.forms: list[Drawn] = []
        self.by_id: dict[str, Drawn] = defaultdict(Drawn)
        self.inside: Drawn | None = None
        self.area = self.select = ""
        self.options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A form, or something one fills in."""
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = self.by_id[has["id"]] if "id" in has else Drawn()
            self.inside.action = has.get("action") or self.here
            self.inside.method = has.get("method", "get").lower()
            self.forms.append(self.inside)
        target = self.by_id[has["form"]] if "form" in has else self.inside
        if target is None:
            return
        name = has.get("name", "")
        if tag == "button":
            target.buttons.append((has.get("formaction", ""), name, has.get("value", "")))
        elif tag == "input" and name:
            self.fill(target, name, has)
        elif tag == "textarea" and name:
            self.area = name
            target.values[name].append("")
        elif tag == "select" and name:
            self.select, self.options = name, []
        elif tag == "option" and self.select:
            self.options.append((has.get("value", ""), "selected" in has))
            target.options[self.select].append(has.get("value", ""))

    def fill(self, target: Drawn, name: str, has: dict[str, str]) -> None:
        """An input sends its value; a box or dot only where it is ticked, yet the field is there."""
        kind = has.get("type", "text")
        values = target.values[name] if kind not in UNSENT else []
        target.options[name].append(has.get("value", ""))
        if kind == "file":
            target.files.append(name)
        elif kind not in {"checkbox", "radio"} or "checked" in has:
            values.append(has.get("value", "on" if kind in {"checkbox", "radio"} else ""))

    def handle_data(self, data: str) -> None:
        """What stands in a text area."""
        if self.area and self.inside is not None:
            self.inside.values[self.area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        """The end of a form, a text area, a list of choices."""
        if tag == "form":
            self.inside = None
        elif tag == "textarea":
            self.area = ""
        elif tag == "select" and self.select and self.inside is not None:
            chosen = [value for value, selected in self.options if selected] or [v for v, _s in self.options[:1]]
            self.inside.values[self.select] += chosen
            self.select = ""


def forms_on(html: str, here: str) -> list[Drawn]:
    """All forms of a page; those with several buttons once for each."""
    reader = FormReader(here)
    reader.feed(html)
    reader.close()
    found: list[Drawn] = []
    for form in reader.forms:
        form.values.pop("csrfmiddlewaretoken", None)
        form.options.pop("csrfmiddlewaretoken", None)
        for action, name, value in form.buttons or [("", "", "")]:
            values: Any = {key: list(listed) for key, listed in form.values.items()}
            if name:
                values[name] = [value]
            found.append(Drawn(action or form.action, form.method, values, form.files, options=form.options))
    return found
