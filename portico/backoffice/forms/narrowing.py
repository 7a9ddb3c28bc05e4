"""What a share takes away from its portal: check boxes of its form, each with where its value comes from."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.jobs.models import Job
from portico.portals.models import JobShare, Portal, PortalDefaults
from portico.portals.settings import NARROWING, PortalSettings, Source

LESS: dict[str, object] = {
    "rating": _("No stars"),
    "judging": _("Only to look at: no approving, no declining"),
    "feedback": _("No remarks"),
    "moving": _("No moving of candidates"),
    "interviews": _("No asking for interviews"),
    "forwarding": _("No forwarding to colleagues"),
    "named": _("Blind profiles: no names"),
    "watermark": _("Watermark on documents"),
}
"""In the words of taking away. (Whether documents may be downloaded, every share says anyway.)"""
assert set(LESS) | {"downloads"} == set(NARROWING)


def taken_away(name: str) -> bool:
    """The value of a setting that shows or allows less."""
    return name == "watermark"


@dataclass(frozen=True, slots=True)
class Less:
    """One thing a share can take away, or that its portal has taken away already."""

    name: str
    label: str
    source: str
    """The level that the value in force comes from."""
    field: str
    """The form's field; none where the portal leaves nothing to take away."""


def portal_sources(job: Job, by: Member) -> tuple[PortalSettings, dict[str, Source]]:
    """What holds on the portal of the job's organization, or would hold on a new one."""
    portal = Portal.objects.visible_to(by).filter(organization=job.organization_id).first()
    return portal.sources() if portal is not None else PortalDefaults.sources(job.agency_id)


def narrowing_fields(settings: PortalSettings, share: JobShare | None) -> dict[str, forms.Field]:
    """A check box for each thing that the portal still shows or allows."""
    values = share.values if share is not None else {}
    return {
        f"less_{name}": forms.BooleanField(
            label=str(label), required=False, initial=values.get(name) is taken_away(name)
        )
        for name, label in LESS.items()
        if getattr(settings, name) is not taken_away(name)
    }


def narrowing_lines(form: forms.Form, sources: dict[str, Source]) -> list[Less]:
    """All of them, for the page."""
    found = []
    for name, label in LESS.items():
        field = f"less_{name}" if f"less_{name}" in form.fields else ""
        own = bool(field) and bool(form[field].value())
        found.append(Less(name, str(label), "share" if own else sources[name].level, field))
    return found


def narrowing_values(cleaned: dict[str, Any], share: JobShare | None) -> dict[str, bool]:
    """What the share says for itself; what the portal takes away now stays as the share had it."""
    before = share.values if share is not None else {}
    found = {name: value for name, value in before.items() if name in NARROWING}
    for name in LESS:
        if cleaned.get(f"less_{name}"):
            found[name] = taken_away(name)
        elif f"less_{name}" in cleaned:
            found.pop(name, None)
    return found
