"""What of a candidate can be shown to a client, field by field. The name is always shown."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.agencies.roles import May

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


MONEY = frozenset({"pay"})
"""Chosen only by those who see money themselves."""


def known(names: list[str]) -> list[str]:
    """Only the fields there are, in their order."""
    return [name for name in FIELDS if name in names]


def offered(by: Member) -> dict[str, object]:
    """The fields this person may choose among."""
    return {name: label for name, label in FIELDS.items() if name not in MONEY or by.may(May.SEE_MONEY)}


def chosen(names: Iterable[str], *, before: Iterable[str], by: Member) -> list[str]:
    """What is shown from now on. For those who do not see money, whether pay is shown stays as it was."""
    wanted = set(names)
    if not by.may(May.SEE_MONEY):
        wanted = (wanted - MONEY) | (MONEY & set(before))
    return known(list(wanted))


def usual() -> list[str]:
    """What a new share shows."""
    return list(USUAL)
