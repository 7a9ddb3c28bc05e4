"""What every page knows of its reader."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest

from portico.agencies.roles import May
from portico.kit.addresses import address


def reader(request: HttpRequest) -> dict[str, Any]:
    """member (a small dict, or nothing), agency, may, and the address of the brand's stylesheet."""
    agency = getattr(request, "agency", None)
    if agency is None:
        return {"member": None, "agency": None, "may": {}}
    member = getattr(request, "member", None) or getattr(request, "maybe_member", None)
    grants: frozenset[May] = member.grants if member else frozenset()
    return {
        "agency": {
            "name": agency.name,
            "logo": address("access:logo", agency.logo_print) if agency.logo_print else "",
            "zone": agency.zone,
        },
        "brand_css": address("access:brand", agency.brand_print),
        "member": {"name": member.name, "email": member.email, "role": member.role_name, "side": member.side}
        if member
        else None,
        "may": dict(permissions(grants)),
    }


@lru_cache(maxsize=500)
def permissions(grants: frozenset[May]) -> tuple[tuple[str, bool], ...]:
    """Each permission by its name, and whether it is among these."""
    return tuple((may.value, may in grants) for may in May)
