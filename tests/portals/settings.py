"""Switching a portal's settings, and looking into what its people get."""

import re
from typing import Any

from django.core import mail
from django.test import Client

from portico.access.models import AccessLink
from portico.agencies.models import Agency, Member
from portico.portals.models import Portal
from tests.world import Acme


def switch(portal: Portal, **values: Any) -> Portal:
    """Give a portal settings of its own."""
    portal.custom, portal.values = True, values
    portal.save(update_fields=["custom", "values"])
    return Portal.objects.get(pk=portal.pk)


def northwind(acme: Acme, **values: Any) -> Portal:
    """Northwind's portal with these settings."""
    return switch(Portal.objects.get(organization=acme.northwind), **values)


def browser_at(agency: Agency) -> Client:
    """Somebody's browser on the agency's site, in which nobody is signed in."""
    return Client(headers={"host": agency.host})


def link_in_mail(run_tasks: Any, to: str) -> str:
    """The path of the link in the newest mail to somebody."""
    run_tasks()
    body = next(str(one.body) for one in reversed(mail.outbox) if to in one.to[0])
    found = re.search(r"https?://[^/\s]+(/\S+)", body)
    assert found, body
    return found[1]


def open_link(agency: Agency, path: str) -> tuple[Client, Any]:
    """Follow an emailed link in a fresh browser; nothing is pressed yet."""
    browser = browser_at(agency)
    return browser, browser.get(path, follow=True)


def is_in(browser: Client) -> bool:
    """Whether the client portal opens."""
    return bool(browser.get("/client/").status_code == 200)


def newest(member: Member) -> AccessLink:
    """The newest link of a person."""
    return AccessLink.objects.filter(member=member).latest("pk")
