"""Browsers in which somebody of the world is signed in, without going through the sign-in page."""

import html
import re
from typing import Any

from django.conf import settings
from django.test import Client

from portico.agencies.models import Member
from portico.kit.times import now


def browser_of(member: Member, **options: object) -> Client:
    """A test client in which this person is signed in on their agency's site."""
    client = Client(headers={"host": member.agency.host}, **options)  # type: ignore[arg-type]
    session = client.session
    at = now().isoformat()
    session.update({"member": member.pk, "proof": member.user.session_proof, "began": at, "seen": at})
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    return client


def text_of(response: Any) -> str:
    """A page's source with its entities resolved."""
    return html.unescape(response.content.decode())


def hidden_in(response: Any, name: str) -> str:
    """The value of a hidden field on a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found is not None, name
    return html.unescape(found.group(1))
