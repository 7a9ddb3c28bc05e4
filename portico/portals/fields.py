"""What of a candidate can be shown to a client, field by field. The name is always shown."""

from django.utils.translation import gettext_lazy as _

FIELDS: dict[str, object] = {
    "headline": _("Headline"),
    "position": _("Current position"),
    "place": _("Location"),
    "skills": _("Skills"),
    "languages": _("Languages"),
    "availability": _("Availability"),
    "summary": _("Profile summary"),
    "linkedin": _("LinkedIn"),
    "pay": _("Pay expectation"),
    "email": _("Email"),
    "phone": _("Phone"),
}
USUAL = ["headline", "position", "place", "skills", "languages", "availability"]
"""Shown unless the recruiter chooses otherwise: nothing a client could call past the agency with."""


def known(names: list[str]) -> list[str]:
    """Only the fields there are, in their order."""
    return [name for name in FIELDS if name in names]


def usual() -> list[str]:
    """What a new share shows."""
    return list(USUAL)
