"""How fast somebody may read public pages. Counted in each web process by itself: cheap, and no row is written."""

from datetime import timedelta

from django.core.cache import cache

from portico.kit.times import now

A_MINUTE = timedelta(minutes=1)


def too_fast(kind: str, key: str, *, most: int, within: timedelta = A_MINUTE) -> bool:
    """Count one more look; whether that is more than `most` in the running stretch of time."""
    seconds = int(within.total_seconds())
    name = f"pace:{kind}:{key}:{int(now().timestamp()) // seconds}"
    cache.add(name, 0, seconds)
    try:
        return cache.incr(name) > most
    except ValueError:  # thrown out in this very moment
        return False
