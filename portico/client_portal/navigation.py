"""The main places of the client portal, in the order of its menu. Each part of the portal adds its own."""

from typing import Any

from django.utils.translation import gettext as _

from portico.agencies.roles import May
from portico.client_portal.reading.eyes import Eyes
from portico.client_portal.reading.requisitions import takes_requisitions


def nav_of(eyes: Eyes, here: str) -> list[dict[str, Any]]:
    """The menu for these eyes; `here` is the key of the place they are at. A preview shows what it can open."""
    places = [
        ("home", _("Home"), "house", "start", True),
        ("jobs", _("Jobs"), "briefcase", "jobs", True),
        ("interviews", _("Interviews"), "calendar-clock", "interview_list", eyes.settings.interviews),
        ("requisitions", _("Requisitions"), "file-plus", "requisition_list", takes_requisitions(eyes)),
        ("people", _("People"), "users", "people", not eyes.preview and eyes.member.may(May.INVITE_COLLEAGUES)),
        ("profile", _("Profile"), "user-round", "profile_page", not eyes.preview),
    ]
    return [
        {"label": label, "url": eyes.address(page, view=""), "icon": icon, "current": key == here}
        for key, label, icon, page, there in places
        if there
    ]
