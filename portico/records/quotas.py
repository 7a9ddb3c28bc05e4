"""How much room an agency's files have: set for the site (STORAGE_QUOTA_MB) or for one agency; 0 is no limit."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from portico.agencies.models import Agency
from portico.kit.rules import RuleBroken
from portico.records.models import Document

MB = 1024 * 1024
WARN_AT = 0.8

COUNTED: list[type[models.Model]] = [Document]
"""Rows with a size that take room; packages above add theirs in `ready`."""
ON_NEARLY_FULL: list[Callable[["Room"], object]] = []
"""Called when a file is taken in above the warning line, and each day while it is so."""


@dataclass(frozen=True, slots=True)
class Room:
    """What an agency's files take, of how much."""

    agency: Agency
    used: int
    quota: int
    """0: no limit."""

    @property
    def share(self) -> float:
        """How full it is: 1 is full."""
        return self.used / self.quota if self.quota else 0.0

    @property
    def is_nearly_full(self) -> bool:
        """Whether somebody should do something about it."""
        return self.share >= WARN_AT


def room_of(agency: Agency) -> Room:
    """Counted from an index, so that it may be asked before every file."""
    used = 0
    for model in COUNTED:
        counted: Any = model._base_manager.filter(agency=agency).aggregate(models.Sum("size"))
        used += counted["size__sum"] or 0
    return Room(agency, used, limit_of(agency))


def limit_of(agency: Agency) -> int:
    """How many bytes its files may take; 0: as many as there are."""
    return (agency.storage_quota_mb if agency.storage_quota_mb is not None else settings.STORAGE_QUOTA_MB) * MB


def check_room(agency_id: int, size: int) -> None:
    """RuleBroken where a file of this size has no room any more; owners hear of it before and then."""
    agency = Agency.objects.get(pk=agency_id)
    if not limit_of(agency):
        return
    room = room_of(agency)
    after = Room(agency, room.used + size, room.quota)
    if after.used > after.quota:
        raise RuleBroken(
            _("There is no room for this file: %(agency)s has used up its %(quota)d MB. It was told so.")
            % {"agency": agency.name, "quota": room.quota // MB}
        )
    if after.is_nearly_full:
        tell_of(after)


def tell_of(room: Room) -> None:
    """It is getting full: whoever wants to know hears of it."""
    for tell in ON_NEARLY_FULL:
        tell(room)


def tell_of_all() -> None:
    """By the clock: also where nothing comes in any more because nothing fits."""
    for agency in Agency.objects.at_work().exclude(storage_quota_mb=0):
        room = room_of(agency)
        if room.is_nearly_full:
            tell_of(room)
