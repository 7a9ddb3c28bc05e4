"""Reading and filling the settings form as a browser does, and a changed value for every setting."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html  # type: ignore[import-untyped]

from tests.records.samples import picture
from tests.world import Acme

type Typed = dict[str, Any]


def filled(browser: Client, path: str) -> dict[str, list[str]]:
    """Everything the settings form of a page would send as it stands."""
    tree = html.fromstring(browser.get(path).content)
    form = tree.xpath("//form[contains(@class, 'settings-form')]")[0]
    found: dict[str, list[str]] = {}
    for name, value in form.form_values():
        found.setdefault(name, []).append(value)
    found.pop("logo", None)
    return found


def sent(browser: Client, path: str, typed: Typed) -> Any:
    """The form as it stands, with this typed over it, sent and followed. None: the box is not ticked."""
    data: dict[str, Any] = {**filled(browser, path), **typed}
    return browser.post(path, {key: value for key, value in data.items() if value is not None}, follow=True)


def stage(kind: str) -> Callable[[Acme], str]:
    """The number of the first stage of a kind."""
    return lambda world: str(world.stage(kind).pk)


def off(name: str) -> tuple[Callable[[Acme], Typed], Callable[[Acme], Any]]:
    """A box that is no longer ticked."""
    return (lambda _: {name: None}, lambda _: False)


def on(name: str) -> tuple[Callable[[Acme], Typed], Callable[[Acme], Any]]:
    """A box that is ticked now."""
    return (lambda _: {name: "on"}, lambda _: True)


def typed(name: str, value: Any, kept: Any = None) -> tuple[Callable[[Acme], Typed], Callable[[Acme], Any]]:
    """Something typed or chosen, and how it is kept."""
    return (lambda _: {name: value}, lambda _: value if kept is None else kept)


def logo() -> SimpleUploadedFile:
    """A picture."""
    return SimpleUploadedFile("logo.png", picture("PNG"), "image/png")


def visible(world: Acme) -> list[int]:
    """The stages that clients see, in the agency's order."""
    kinds = ("submitted", "client_review", "interview", "offer", "placed")
    numbers = {world.stage(kind).pk for kind in kinds}
    return sorted(numbers)


CHANGED: dict[str, tuple[Callable[[Acme], Typed], Callable[[Acme], Any]]] = {
    "color": typed("color", "#1a7f37"),
    "logo": (lambda _: {"logo": logo()}, lambda _: "brand/"),
    "header": typed("header", "Northwind and Acme"),
    "footer": typed("footer", "Call us at any hour"),
    "welcome": typed("welcome", "Good to see you"),
    "columns": typed("columns", ["place", "answer"], ("place", "answer")),
    "stage_order": (
        lambda w: {f"place_{w.stage('offer').pk}": "1", f"place_{w.stage('submitted').pk}": "9"},
        lambda w: w.stage("offer").pk,
    ),
    "stage_names": (
        lambda w: {f"name_{w.stage('offer').pk}": "Talks"},
        lambda w: ((w.stage("offer").pk, "Talks"),),
    ),
    "rating": off("rating"),
    "judging": off("judging"),
    "feedback": off("feedback"),
    "moving": off("moving"),
    "approve_stage": (lambda w: {"approve_stage": stage("interview")(w)}, lambda w: w.stage("interview").pk),
    "decline_stage": (lambda w: {"decline_stage": stage("submitted")(w)}, lambda w: w.stage("submitted").pk),
    "reasons": typed("reasons", "Too far\r\nToo far\r\n\r\nToo dear", ("Too far", "Too dear")),
    "reason_required": off("reason_required"),
    "downloads": off("downloads"),
    "forwarding": off("forwarding"),
    "interviews": off("interviews"),
    "requisitions": off("requisitions"),
    "request_fields": typed("request_fields", ["pay"], ("pay",)),
    "job_edits": off("job_edits"),
    "colleagues": typed("colleagues", "yes"),
    "permission": on("permission"),
    "hears_answers": typed("hears_answers", "team"),
    "hears_moves": typed("hears_moves", "team"),
    "hears_messages": typed("hears_messages", "team"),
    "hears_requests": typed("hears_requests", "team"),
    "hears_views": typed("hears_views", "team"),
    "answer_days": typed("answer_days", "5", 5),
    "remind_days": typed("remind_days", "7", 7),
    "reminders": typed("reminders", "0", 0),
    "named": off("named"),
    "fields": typed("fields", ["skills"], ("skills",)),
    "watermark": on("watermark"),
    "link_mode": typed("link_mode", "direct"),
    "direct_days": typed("direct_days", "3", 3),
    "link_days": typed("link_days", "30", 30),
    "access_days": typed("access_days", "90", 90),
    "reauth_hours": typed("reauth_hours", "8", 8),
    "remembered": off("remembered"),
    "domains": typed("domains", "@Northwind.example\n", ("northwind.example",)),
}
