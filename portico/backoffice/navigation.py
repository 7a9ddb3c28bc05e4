"""The desk's navigation: what stands in it, and who sees which part."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portico.agencies.roles import May, Side
from portico.backoffice.reading.profile_changes import changes_waiting_count
from portico.backoffice.reading.requisitions import waiting_count
from portico.kit.addresses import address

ITEMS: list[tuple[str, Any, str, May]] = [
    # page, label, icon, permission
    ("start", _("Today"), "inbox", May.SEE_DESK),
    ("job_list", _("Jobs"), "briefcase-business", May.SEE_DESK),
    ("requisition_list", _("Requisitions"), "file-plus", May.SEE_DESK),
    ("candidate_list", _("Candidates"), "users", May.SEE_DESK),
    ("profile_change_list", _("Profile updates"), "user-round-check", May.SEE_DESK),
    ("interview_list", _("Interviews"), "calendar-clock", May.SEE_DESK),
    ("organization_list", _("Organizations"), "building-2", May.SEE_DESK),
    ("contact_list", _("Contacts"), "contact", May.SEE_DESK),
    ("portal_list", _("Client portals"), "app-window", May.SEE_DESK),
    ("import_list", _("Imports"), "file-up", May.IMPORT),
    ("settings", _("Settings"), "settings", May.SEE_DESK),
]


@lru_cache(maxsize=200)
def items_for(grants: frozenset[May], _language: str | None) -> tuple[tuple[str, str, str, str], ...]:
    """Page, label, address and icon of what somebody with these permissions may use, in the reader's language."""
    return tuple(
        (name, str(label), address(f"backoffice:{name}"), icon) for name, label, icon, need in ITEMS if need in grants
    )


def desk(request: HttpRequest) -> dict[str, Any]:
    """nav: the items this person may use, the present one marked."""
    member = getattr(request, "member", None)
    if member is None or member.side != Side.STAFF:
        return {}
    items, here = [], request.path
    for name, label, there, icon in items_for(member.grants if member.is_in else frozenset(), get_language()):
        current = here == there if name == "start" else here.startswith(there)
        item = {"label": label, "url": there, "icon": icon, "current": current}
        if name == "requisition_list":
            item |= {"count": waiting_count(member), "current": current or "/job-changes/" in here}
        if name == "profile_change_list":
            item |= {"count": changes_waiting_count(member), "current": current or "/desk/updates/" in here}
        items.append(item)
    return {"nav": items}
