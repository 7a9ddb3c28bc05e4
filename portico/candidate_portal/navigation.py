"""The candidates' navigation: what stands in it. An item appears when its page exists."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.agencies.roles import Side
from portico.pipeline.models import CandidateMessage

ITEMS: list[tuple[str, Any, str]] = [
    # page, label, icon
    ("candidate_portal:start", _("Home"), "house"),
    ("careers:jobs", _("Jobs"), "search"),
    ("candidate_portal:applications", _("Applications"), "briefcase"),
    ("candidate_portal:messages", _("Messages"), "message-square"),
    ("candidate_portal:profile", _("Profile"), "user-round"),
    ("candidate_portal:privacy", _("Privacy"), "shield-check"),
]


def portal(request: HttpRequest) -> dict[str, Any]:
    """me_nav: the items, the present one marked; drawn only by pages that use it."""
    member = getattr(request, "maybe_member", None)
    if member is None or member.side != Side.CANDIDATE:
        return {}
    return {"me_nav": SimpleLazyObject(lambda: items(member, request.path))}


def items(member: Member, here: str) -> list[dict[str, Any]]:
    """What stands in it for this person."""
    found = []
    for name, label, icon in ITEMS:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        current = here == address if name.endswith(":start") else here.startswith(address)
        item: dict[str, Any] = {"label": str(label), "url": address, "icon": icon, "current": current}
        if name.endswith(":messages"):
            item["count"] = unread_by(member)
        found.append(item)
    return found


def unread_by(member: Member) -> int:
    """Messages of the agency they have not read."""
    return CandidateMessage.objects.visible_to(member).unread_by(member).count()
