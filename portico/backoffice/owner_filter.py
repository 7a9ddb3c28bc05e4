"""Whose rows a list shows: chosen among a few of our own people, typed where an agency has many."""

import re
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from portico.agencies.gate import DeskRequest
from portico.agencies.models import Member
from portico.backoffice.forms.pickers import SUGGESTED
from portico.kit.prepared import prepared

MOST = 50
"""People up to whom a list is chosen from: a thousand names would be half of each page, and nobody finds theirs."""
NOBODY = 0
"""The number of no member: a name that nobody has leaves no rows."""
NUMBERED = re.compile(r"(?:^|#)(\d{1,18})$", re.ASCII)


@prepared
def staff_names(member: Member) -> QuerySet[Any]:
    """The agency's own people who are in."""
    rows = Member.objects.visible_to(member).staff().order_by("user__name", "pk")
    return rows.values_list("pk", "user__name", "user__email")


@prepared
def too_many(member: Member) -> QuerySet[Any]:
    """One of them, if there are more than can be chosen from: of many the names are not even put in order."""
    return Member.objects.visible_to(member).staff().order_by().values_list("pk")[MOST : MOST + 1]


class OwnerFilter:
    """What a list's address says of the owner: `me`, a number, a suggestion that was picked, or a name as typed."""

    def __init__(self, request: DeskRequest) -> None:
        self.member = request.member
        self.typed = request.GET.get("owner", "").strip()[:200]
        numbered = NUMBERED.search(self.typed)
        mine = _("Mine")
        self.asked = "me" if self.typed == mine else numbered[1] if numbered else self.typed
        self.many = bool(too_many(self.member))
        names = [] if self.many else staff_names(self.member)
        self.options = [("me", mine), *((str(pk), name or mail) for pk, name, mail in names)]
        if self.asked and not self.many and self.asked not in dict(self.options):
            raise BadRequest("Unknown owner.")

    @cached_property
    def number(self) -> int | None:
        """Whose rows they are; None where all are shown."""
        if not self.asked:
            return None
        if self.asked == "me":
            return self.member.pk
        if not self.many:
            return int(self.asked)
        rows = Member.objects.visible_to(self.member).staff()
        found = (
            rows.filter(pk=int(self.asked)) if self.asked.isdecimal() else rows.filter(user__name__iexact=self.asked)
        )
        several = list(found.values_list("pk", flat=True)[:2])
        return several[0] if len(several) == 1 else NOBODY

    @cached_property
    def shown(self) -> str:
        """What stands in the field where one types: whom it found, or else what was typed."""
        if self.asked == "me":
            return _("Mine")
        if self.number:
            return label(Member.objects.visible_to(self.member).select_related("user").get(pk=self.number))
        return self.typed


def label(one: Member) -> str:
    """Name and number, as it is picked."""
    return f"{one.name} #{one.pk}"


def suggestions(member: Member, typed: str) -> list[dict[str, str]]:
    """Our own people whose name holds every word typed; oneself first, before anything is."""
    rows = Member.objects.visible_to(member).staff().select_related("user")
    for word in typed.split()[:5]:
        rows = rows.filter(user__name__icontains=word)
    found = [{"value": label(one), "label": one.name} for one in rows.order_by("user__name", "pk")[:SUGGESTED]]
    return found if typed else [{"value": _("Mine"), "label": ""}, *found]
