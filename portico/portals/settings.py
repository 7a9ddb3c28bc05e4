"""What a client portal looks like, allows and guards: built in, changed by the agency, by one portal, by one share.

Each level speaks only of what differs. The agency's own defaults hold for every portal; a portal with custom settings
goes its own way; a share may take away, never add.
"""

from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args, get_origin

from django.utils.translation import gettext_lazy as _

from portico.portals.fields import FIELDS

Hearer = Literal["owner", "team", "nobody"]
LinkMode = Literal["lasting", "direct"]
Colleagues = Literal["no", "approval", "yes"]

COLUMNS: dict[str, object] = {
    "line": _("What they do"),
    "place": _("Location"),
    "availability": _("Availability"),
    "skills": _("Skills"),
    "rating": _("Stars"),
    "summary": _("Executive Summary"),
    "answer": _("Answer"),
    "since": _("Waiting since"),
}
REQUEST_FIELDS: dict[str, object] = {
    "description": _("Description"),
    "qualifications": _("Qualifications"),
    "headcount": _("Headcount"),
    "start": _("Start"),
    "place": _("Location"),
    "employment": _("Type"),
    "pay": _("Pay range"),
    "cost_center": _("Cost center"),
    "purchase_order": _("Purchase order"),
    "time_approver": _("Who approves hours"),
}
REASONS = (
    "Not enough experience",
    "Skills do not match",
    "Pay expectation too high",
    "Not available in time",
    "Position filled another way",
    "Other reason",
)


@dataclass(frozen=True, slots=True)
class PortalSettings:
    """The settings in force for a portal, or for one share of it."""

    # Appearance
    color: str = ""
    """Hexadecimal; nothing: the agency's color."""
    logo: str = ""
    """Key of the stored picture; nothing: the agency's logo."""
    header: str = ""
    footer: str = ""
    welcome: str = ""
    columns: tuple[str, ...] = ("line", "place", "availability", "skills", "rating", "answer", "since")
    stage_order: tuple[int, ...] = ()
    """Stages by id; those not named follow in the agency's order."""
    stage_names: tuple[tuple[int, str], ...] = ()
    """Names that clients read instead of the agency's own."""
    # Behavior
    rating: bool = True
    judging: bool = True
    feedback: bool = True
    moving: bool = True
    approve_stage: int = 0
    """Stage an approval moves to; 0: none."""
    decline_stage: int = 0
    reasons: tuple[str, ...] = REASONS
    reason_required: bool = True
    requisitions: bool = True
    request_fields: tuple[str, ...] = ("description",)
    """What a requisition must hold besides its title."""
    job_edits: bool = True
    interviews: bool = True
    downloads: bool = True
    """Where off, no share of the portal lets documents be downloaded."""
    forwarding: bool = True
    colleagues: Colleagues = "approval"
    permission: bool = False
    """Candidates must say yes before they are shown."""
    hears_answers: Hearer = "owner"
    hears_moves: Hearer = "owner"
    hears_messages: Hearer = "owner"
    hears_requests: Hearer = "owner"
    hears_views: Hearer = "nobody"
    answer_days: int = 2
    """Business days a client has for a first answer."""
    remind_days: int = 3
    """Days until a client who has not answered is reminded, and again after as many; 0: never."""
    reminders: int = 2
    """How often a client is reminded of the same thing."""
    # Security
    named: bool = True
    """Whether names are shown; where not, every profile is blind until it is revealed."""
    fields: tuple[str, ...] = tuple(FIELDS)
    """The most that is ever shown of a candidate."""
    link_mode: LinkMode = "lasting"
    direct_days: int = 14
    """How long a direct link lets in."""
    link_days: int = 0
    """How long lasting links live; 0: until they are ended."""
    access_days: int = 0
    """Days without a visit after which access is suspended; 0: never."""
    reauth_hours: int = 0
    """Hours after which somebody must sign in again; 0: not before the session ends."""
    remembered: bool = True
    """Whether browsers may be remembered."""
    domains: tuple[str, ...] = ()
    """Mail domains that may be invited; none: all."""
    watermark: bool = False

    def stage_name(self, stage_id: int, otherwise: str) -> str:
        """What clients call a stage."""
        return dict(self.stage_names).get(stage_id, "") or otherwise

    def in_order[S: Any](self, stages: list[S]) -> list[S]:
        """Stages in the order clients see them in."""
        place = {pk: index for index, pk in enumerate(self.stage_order)}
        return sorted(stages, key=lambda stage: place.get(stage.pk, len(place)))


BUILT_IN = PortalSettings()
KINDS: dict[str, Any] = {field.name: field.type for field in fields(PortalSettings)}
SECURITY = (
    "named", "fields", "link_mode", "direct_days", "link_days", "access_days", "reauth_hours", "remembered", "domains",
    "watermark",
)  # fmt: skip
APPEARANCE = ("color", "logo", "header", "footer", "welcome", "columns", "stage_order", "stage_names")
BEHAVIOR = tuple(name for name in KINDS if name not in {*SECURITY, *APPEARANCE})
NARROWING = (
    "rating", "judging", "feedback", "moving", "interviews", "forwarding", "downloads", "named", "watermark",
)  # fmt: skip
"""What a share may say for itself: each only in the direction that shows or allows less."""
LONGEST = 1000


def cleaned(name: str, value: Any) -> Any:
    """A stored value if it still fits the setting; else None."""
    kind = KINDS.get(name)
    if kind is bool:
        return value if isinstance(value, bool) else None
    if kind is int:
        return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**18 else None
    if kind is str:
        return value[:LONGEST] if isinstance(value, str) else None
    if get_origin(kind) is tuple:
        return _cleaned_list(name, value)
    return value if value in get_args(kind) else None


def _cleaned_list(name: str, value: Any) -> tuple[Any, ...] | None:
    if not isinstance(value, list | tuple):
        return None
    if name == "stage_names":
        pairs = [tuple(one) for one in value if isinstance(one, list | tuple) and len(one) == 2]
        return tuple(one for one in pairs if isinstance(one[0], int) and isinstance(one[1], str))
    wanted = int if name == "stage_order" else str
    return tuple(one for one in value if isinstance(one, wanted))


@dataclass(frozen=True, slots=True)
class Source:
    """The level a setting's value comes from."""

    level: Literal["built_in", "agency", "portal", "share"]
    value: Any


def in_force(*levels: dict[str, Any]) -> PortalSettings:
    """Settings from these levels, the later ones over the earlier ones."""
    found: dict[str, Any] = {}
    for values in levels:
        for name, value in values.items():
            fits = cleaned(name, value)
            if fits is not None:
                found[name] = fits
    return replace(BUILT_IN, **found) if found else BUILT_IN


def layered(*levels: tuple[str, dict[str, Any]]) -> tuple[PortalSettings, dict[str, Source]]:
    """Settings from these levels, the later ones over the earlier ones, and where each value comes from."""
    sources = {name: Source("built_in", getattr(BUILT_IN, name)) for name in KINDS}
    for level, values in levels:
        for name, value in values.items():
            fits = cleaned(name, value)
            if fits is not None:
                sources[name] = Source(level, fits)  # type: ignore[arg-type]
    return in_force(*(values for _level, values in levels)), sources


def narrowed(settings: PortalSettings, values: dict[str, Any]) -> PortalSettings:
    """What a share leaves of its portal's settings."""
    if not values:
        return settings
    less: dict[str, Any] = {}
    for name in NARROWING:
        value = cleaned(name, values.get(name))
        if value is not None:
            above = getattr(settings, name)
            less[name] = (above or value) if name == "watermark" else (above and value)
    return replace(settings, **less)
