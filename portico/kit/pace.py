"""How fast somebody may read public pages, over all processes of all machines together.

Each process counts by itself, which costs nothing, and now and then adds what it counted to a row that all share: a
person, who reads a few pages a minute, never writes a row. The nearer the limit, the more often.
"""

import hashlib
from datetime import timedelta

from django.core.cache import cache
from django.db import models
from django.db.models import F

from portico.kit.times import now
from portico.kit.trouble import by_the_way

A_MINUTE = timedelta(minutes=1)
TOLD_EACH = 20
"""What a process counts before it tells the others is this part of what is left."""
KEPT = timedelta(hours=1)


class Pace(models.Model):
    """How often something was done by somebody in one stretch of time, as far as the processes have told."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=now, db_index=True)

    def __str__(self) -> str:
        return str(self.count)


def too_fast(kind: str, key: str, *, most: int, within: timedelta = A_MINUTE) -> bool:
    """Count one more look; whether that is more than `most` in the running stretch of time."""
    seconds = int(within.total_seconds())
    name = f"pace:{kind}:{key}:{int(now().timestamp()) // seconds}"
    mine, told, known = cache.get(name, (0, 0, 0))  # all I counted, what of it I told, and the sum of all when I did
    mine += 1
    if known <= most and mine - told > max(0, (most - known) // TOLD_EACH):
        with by_the_way():
            known, told = add(name, mine - told), mine
    cache.set(name, (mine, told, known), seconds)
    return bool(max(mine, known + mine - told) > most)


def add(name: str, count: int) -> int:
    """Tell the others, and hear how many it were by all of them together."""
    hashed = hashlib.sha256(name.encode()).hexdigest()
    rows = Pace.objects.filter(key=hashed)
    if not rows.update(count=F("count") + count):
        Pace.objects.bulk_create([Pace(key=hashed)], ignore_conflicts=True)
        rows.update(count=F("count") + count)
        Pace.objects.filter(at__lt=now() - KEPT).delete()
    return rows.values_list("count", flat=True).first() or count
