"""Changing the settings of one level: only what was changed, and never over somebody else's change."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from portico.jobs.stages import Stage
from portico.kit.rules import Conflict
from portico.portals.settings import PortalSettings
from portico.portals.words import SETTINGS, said
from portico.records.editing import SIGNER, unsealed


def plain(value: Any) -> str:
    """A value as comparable text."""
    return json.dumps(value).replace("\\r\\n", "\\n")


def sealed(settings: PortalSettings, names: Iterable[str]) -> str:
    """What a form showed of these settings: it travels in the form's hidden `seen` and comes back with the answer."""
    return SIGNER.sign(json.dumps({name: plain(getattr(settings, name)) for name in names}))


def stage_words(agency_id: int) -> dict[int, str]:
    """The agency's stages by number."""
    return dict(Stage.objects.filter(agency=agency_id).order_by("position", "pk").values_list("pk", "name"))


@dataclass(frozen=True, slots=True)
class Changed:
    """What a level says for itself from now on, and what was changed, in words."""

    values: dict[str, Any]
    names: list[str]
    text: str

    @property
    def words(self) -> dict[str, Any]:
        """What the event speaks of."""
        return {"fields": ", ".join(str(SETTINGS[name].label) for name in self.names), "text": self.text}


def changed(
    own: dict[str, Any], there: PortalSettings, changes: dict[str, Any], *, seen: str, agency_id: int
) -> Changed:
    """The level's values with these changes. `there`: what holds on the level now; `seen`: what the form showed."""
    before = unsealed(seen)
    names = [name for name, value in changes.items() if plain(value) != before.get(name, plain(getattr(there, name)))]
    stages = stage_words(agency_id)
    for name in names:
        now = plain(getattr(there, name))
        if name in before and now not in (before[name], plain(changes[name])):
            words = {"setting": SETTINGS[name].label, "value": said(name, getattr(there, name), stages)}
            raise Conflict(
                _("Somebody else changed “%(setting)s” to “%(value)s” meanwhile. Check your entry and save again.")
                % words
            )
    lines = [line(name, getattr(there, name), changes[name], stages) for name in names]
    stored = {name: json.loads(plain(changes[name])) for name in names}
    return Changed({**own, **stored}, names, "\n".join(lines))


def without(own: dict[str, Any], name: str, *, there: PortalSettings, above: PortalSettings, agency_id: int) -> Changed:
    """The level's values when one setting comes from above again."""
    if name not in own or name not in SETTINGS:
        return Changed(own, [], "")
    text = line(name, getattr(there, name), getattr(above, name), stage_words(agency_id))
    return Changed({key: value for key, value in own.items() if key != name}, [name], text)


def line(name: str, before: Any, after: Any, stages: dict[int, str]) -> str:
    """One setting before and after."""
    return f"{SETTINGS[name].label}: {said(name, before, stages)} → {said(name, after, stages)}"
