"""How a portal looks: addresses of its colors and its logo, and what stands above and below its pages."""

from typing import Any

from portico.agencies.models import Agency
from portico.kit.addresses import address
from portico.portals.models import Portal, PortalDefaults
from portico.portals.settings import PortalSettings


def look_of(settings: PortalSettings, agency: Agency) -> dict[str, Any]:
    """What a page of the portal needs to look like it; where nothing is set, it looks like the agency."""
    logo = print_of(settings.logo) or agency.logo_print
    color = settings.color.removeprefix("#")
    sheet = address("access:color", color) if color else address("access:brand", agency.brand_print)
    return {
        "brand_css": sheet,
        "look": {
            "logo": address("access:logo", logo) if logo else "",
            "header": settings.header,
            "footer": settings.footer,
        },
    }


def print_of(key: str) -> str:
    """The name of a stored logo's exact content, or nothing."""
    return key.rsplit("/", 1)[-1].split(".")[0] if key else ""


def has_logo(agency: Agency, key: str) -> bool:
    """Whether one of the agency's portals shows this picture."""
    kept = Portal.objects.filter(agency=agency.pk, values__logo=key).exists()
    return kept or PortalDefaults.of(agency.pk).get("logo") == key
