"""The settings of one level as their page lists them: the control, where the value comes from, what a reset brings."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from portico.backoffice.forms.portal_settings import SettingsForm
from portico.portals.settings import PortalSettings, Source
from portico.portals.words import GROUPS, GUARDED, Setting, said


@dataclass(slots=True)
class Line:
    """One setting."""

    name: str
    label: str
    help: str
    unit: str
    level: str
    said: str
    source: str
    back: str
    """What a reset brings back, in words; nothing where there is nothing to reset."""
    own: bool
    """Said on the level that is edited."""
    wide: bool
    bound: Any = None
    """The control; none where the reader only looks."""
    rows: list[dict[str, Any]] = field(default_factory=list)
    """The stages with their controls, for order and names."""


@dataclass(slots=True)
class Part:
    """A group of settings."""

    name: str
    label: str
    lines: list[Line]
    guarded: bool


def source_words(level: str, *, at: str) -> str:
    """Where a value comes from, for somebody who edits the level `at`."""
    words = {
        "built_in": _("Built in"),
        "agency": _("Changed here") if at == "agency" else _("The agency’s default"),
        "portal": _("This portal’s own"),
        "share": _("This share’s own"),
    }
    return words[level]


def read_parts(
    form: SettingsForm | None,
    sources: dict[str, Source],
    above: PortalSettings,
    stages: dict[int, str],
    *,
    at: str,
) -> list[Part]:
    """All groups; with a form, those settings it holds can be edited."""
    found = []
    for group in GROUPS:
        lines = [read_line(one, form, sources[one.name], above, stages, at=at) for one in group.settings]
        found.append(Part(group.name, str(group.label), lines, all(one.name in GUARDED for one in group.settings)))
    return found


def read_line(
    setting: Setting,
    form: SettingsForm | None,
    source: Source,
    above: PortalSettings,
    stages: dict[int, str],
    *,
    at: str,
) -> Line:
    """One setting; names of stages stand in one table with their order."""
    name = setting.name
    own = source.level == at
    editable = form is not None and name in form.names
    line = Line(
        name=name,
        label=str(setting.label),
        help=str(setting.help),
        unit=str(setting.unit),
        level=source.level,
        said=said(name, source.value, stages),
        source=source_words(source.level, at=at),
        back=said(name, getattr(above, name), stages) if own and editable else "",
        own=own,
        wide=bool(setting.choices and isinstance(source.value, tuple)) or setting.lines or name in WIDE,
    )
    if form is not None and editable and name not in {"stage_names", "stage_order"}:
        line.bound = form[name]
    if form is not None and editable and name == "stage_order":
        line.rows = [
            {"stage": one, "place": form[f"place_{one.pk}"], "name": form[f"name_{one.pk}"]} for one in form.stages
        ]
    return line


WIDE = {"header", "footer", "welcome", "stage_order"}
