"""Writing a mail: in the transaction of the deed that causes it, so that neither comes without the other."""

import unicodedata
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from email.utils import parseaddr
from typing import Any, TypedDict, Unpack
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portico.agencies.brand import ink_on
from portico.agencies.models import Agency, Member
from portico.kit import templating
from portico.kit.times import now
from portico.messaging.holding import whose_address
from portico.messaging.models import Email
from portico.messaging.sealing import seal
from portico.messaging.tasks import ask
from portico.records.subjects import kind_of

LEADS: list[Callable[[Member, str], str]] = []
"""How packages above turn a page's address into what a mail to this member links to."""


def one_line(text: str, longest: int) -> str:
    """Text that is safe in a header: no line breaks or control characters of any kind, no encoded words."""
    plain = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    short = " ".join(plain.replace("=?", "= ?").split())
    return short if len(short) <= longest else f"{short[: longest - 1]}…"


def check_address(to: str) -> None:
    """ValidationError unless this is one mail address."""
    validate_email(to)
    if one_line(to, 254) != to:
        raise ValidationError(_("Enter a valid email address."))


class Kind(TypedDict, total=False):
    """What kind of mail it is."""

    urgent: bool
    """Somebody waits at the screen: it goes first."""
    calendar: str
    """An invitation."""
    topic: str
    number: int
    """Of bulk mail alone."""


@transaction.atomic
def write(
    agency: Agency,
    *,
    to: str,
    template: str,
    context: Mapping[str, Any] | None = None,
    links: Mapping[str, str] | None = None,
    codes: Mapping[str, str] | None = None,
    about: Iterable[models.Model | None] = (),
    member: Member | None = None,
    to_name: str = "",
    not_before: datetime | None = None,
    **kind: Unpack[Kind],
) -> Email:
    """Put one mail to one person into the outbox; ValidationError: a bad `to`.
    `template` names three files: <template>.subject.txt, .txt and .html. They write a link as [[link:name]] and a code
    as [[code:name]]; the values in `links` and `codes` are sealed, filled in only at delivery, and then erased.
    """
    check_address(to)
    rows = [row for row in about if row is not None]
    secrets = {**_led(member, links or {}), **(codes or {})}
    email = Email.objects.create(
        agency=agency,
        to=to,
        to_name=one_line(to_name or (member.name if member else ""), 100),
        message_id=f"<{uuid.uuid4().hex}@{agency.host}>",
        reaches=whose_address(to, [member, *rows]),
        template=template,
        about=[[kind_of(row), row.pk] for row in rows],
        sealed=seal(secrets),
        next_try=not_before or now(),
        asked=None if not_before else now(),
        **kind,
        member=member,
        **sender_of(agency),
        **_render(agency, template, {"to_name": to_name, **(context or {})}),
    )
    if not_before is None:
        ask(email)
    return email


def _led(member: Member | None, links: Mapping[str, str]) -> dict[str, str]:
    """The addresses as they lead this member to their pages."""
    led = dict(links)
    if member is None:
        return led
    for lead in LEADS:
        led = {name: lead(member, address) for name, address in led.items()}
    return led


def sender_of(agency: Agency) -> dict[str, str]:
    """From whom the agency's mails come, and where answers go."""
    return {
        "sender_name": one_line(agency.sender_name or agency.name, 100),
        "sender_email": agency.sender_email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "reply_to": agency.reply_to,
    }


def _render(agency: Agency, template: str, context: dict[str, Any]) -> dict[str, str]:
    """Subject, text and HTML, with dates in the agency's zone."""
    frame = {
        "agency": {"name": agency.name, "site": agency.site, "logo": ""},
        "brand": agency.brand_color,
        "brand_ink": ink_on(agency.brand_color),
    }
    values = _without_placeholders({**frame, **context})
    with timezone.override(ZoneInfo(agency.zone)):
        subject, text, html = (
            templating.render(f"{template}.{ending}", values) for ending in ("subject.txt", "txt", "html")
        )
    plain = text.strip().replace("\x00", "") + "\n"
    return {"subject": one_line(subject, 200), "text": plain, "html": html.replace("\x00", "")}


def _without_placeholders(value: Any) -> Any:
    """What people typed cannot stand for a link: only templates write placeholders."""
    if isinstance(value, str):
        return value.replace("[[", "[ [")
    if isinstance(value, dict):
        return {key: _without_placeholders(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_without_placeholders(one) for one in value]
    return value
