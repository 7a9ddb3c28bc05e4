"""The settings of client portals in words: one line each, from which forms, pages and events are drawn."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portico.portals.fields import FIELDS
from portico.portals.settings import COLUMNS, REQUEST_FIELDS

type Words = str | Promise
HEARERS: dict[str, object] = {
    "owner": _("The job’s owner"),
    "team": _("The owner and the team"),
    "nobody": _("Nobody"),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: what it is called, what it does, and what may be chosen."""

    name: str
    label: Words
    help: Words = ""
    unit: Words = ""
    least: int = 0
    most: int = 0
    choices: Mapping[str, object] | None = None
    stage: bool = False
    """One of the agency's stages, or none."""
    lines: bool = False
    """Several texts, one a line."""


@dataclass(frozen=True, slots=True)
class Group:
    """Settings that stand together."""

    name: str
    label: Words
    settings: tuple[Setting, ...]


APPEARANCE = Group(
    "appearance",
    _("Appearance"),
    (
        Setting("color", _("Color"), _("Marks the main button, links and what is chosen.")),
        Setting("logo", _("Logo"), _("PNG, JPEG or WebP; stands at the top of every page.")),
        Setting("header", _("Line at the top"), _("One short line above every page.")),
        Setting("footer", _("Text at the foot"), _("Below every page: address, legal notice, telephone.")),
        Setting("welcome", _("Welcome"), _("Stands first on the client’s start page.")),
        Setting("columns", _("Shown on boards and lists"), _("Beside name and stage."), choices=COLUMNS),
        Setting("stage_order", _("Order of stages")),
        Setting("stage_names", _("Names of stages for clients")),
    ),
)
BEHAVIOR = Group(
    "behavior",
    _("Behavior"),
    (
        Setting("rating", _("Clients give stars")),
        Setting("judging", _("Clients approve and decline"), _("Otherwise they only look.")),
        Setting("feedback", _("Clients write remarks")),
        Setting("moving", _("Clients move candidates"), _("Into the stages that are open to clients.")),
        Setting("approve_stage", _("An approval moves to"), stage=True),
        Setting("decline_stage", _("A no moves to"), stage=True),
        Setting("reasons", _("Reasons for a no"), _("One a line. Without any, clients write their own."), lines=True),
        Setting("reason_required", _("A no needs a reason")),
        Setting("downloads", _("Documents may be downloaded"), _("Each share says whether its own may be.")),
        Setting("forwarding", _("Clients forward a candidate to colleagues"), _("By a link that can be ended.")),
        Setting("interviews", _("Clients ask for interviews")),
        Setting("requisitions", _("Clients ask for people")),
        Setting("request_fields", _("A request must hold"), _("Beside its title."), choices=REQUEST_FIELDS),
        Setting("job_edits", _("Clients propose changes to jobs")),
        Setting(
            "colleagues",
            _("Client admins invite colleagues"),
            choices={"no": _("No"), "approval": _("With your approval"), "yes": _("Yes, at once")},
        ),
        Setting("permission", _("Candidates must say yes before they are shown")),
        Setting("hears_answers", _("Who hears of answers"), choices=HEARERS),
        Setting("hears_moves", _("Who hears of moves"), choices=HEARERS),
        Setting("hears_messages", _("Who hears of messages"), choices=HEARERS),
        Setting("hears_requests", _("Who hears of requests"), choices=HEARERS),
        Setting("hears_views", _("Who hears of first looks"), choices=HEARERS),
        Setting("answer_days", _("Time for a first answer"), _("0: not counted."), unit=_("business days"), most=60),
        Setting("remind_days", _("Remind clients after"), _("0: never."), unit=_("days"), most=90),
        Setting("reminders", _("Remind at most"), unit=_("times"), most=10),
    ),
)
SECURITY = Group(
    "security",
    _("Security"),
    (
        Setting("named", _("Names are shown"), _("Otherwise every profile is blind until you reveal it.")),
        Setting("fields", _("The most that is ever shown"), _("Shares choose among these."), choices=FIELDS),
        Setting("watermark", _("Watermark on documents"), _("The reader’s mail address and the time.")),
        Setting(
            "link_mode",
            _("Links in mails"),
            choices={"lasting": _("Lasting, with a check in new browsers"), "direct": _("Let in directly for a while")},
        ),
        Setting("direct_days", _("Direct links let in for"), unit=_("days"), least=1, most=90),
        Setting("link_days", _("Lasting links live"), _("0: until they are ended."), unit=_("days"), most=730),
        Setting("access_days", _("Suspend access without a visit in"), _("0: never."), unit=_("days"), most=730),
        Setting("reauth_hours", _("Sign in again after"), _("0: when the session ends."), unit=_("hours"), most=720),
        Setting("remembered", _("Browsers may be remembered")),
        Setting("domains", _("Mail domains that may be invited"), _("One a line. Without any: all."), lines=True),
    ),
)
GROUPS = (APPEARANCE, BEHAVIOR, SECURITY)
SETTINGS: dict[str, Setting] = {one.name: one for group in GROUPS for one in group.settings}
GUARDED = frozenset({*(one.name for one in SECURITY.settings), "permission"})
"""Changed only by those who change the agency's settings."""


def said(name: str, value: Any, stages: Mapping[int, str]) -> str:
    """A value as people read it; `stages`: the agency's own names."""
    return ", ".join(parts(name, value, stages)) or _t("none")


def parts(name: str, value: Any, stages: Mapping[int, str]) -> Iterator[str]:
    """The pieces of a value in words."""
    setting = SETTINGS[name]
    if name in {"color", "logo"} and not value:
        yield _t("the agency’s own")
    elif name == "logo":
        yield _t("a picture of its own")
    elif name == "stage_names":
        yield from (f"{stages[pk]} → {text}" for pk, text in value if pk in stages)
    elif name == "stage_order":
        yield from (stages[pk] for pk in value if pk in stages)
        if not value:
            yield _t("as in your pipeline")
    elif setting.stage:
        yield stages.get(value, "")
    elif isinstance(value, bool):
        yield _t("on") if value else _t("off")
    elif isinstance(value, tuple):
        yield from (str((setting.choices or {}).get(one, one)) for one in value)
    elif setting.choices:
        yield str(setting.choices.get(value, value))
    elif value == 0 and str(setting.help).startswith("0: "):
        yield str(setting.help).removeprefix("0: ").removesuffix(".")
    elif value != "":
        yield f"{value} {setting.unit}".strip()
