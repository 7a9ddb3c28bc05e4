"""What everybody reads alike, kept by this process for a moment. Never what somebody may see: whoever uses it asks the
database, through the door, for each row that is shown.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakSet

from portico.kit.times import now

KNOWN: "WeakSet[Remembered[Any]]" = WeakSet()


class Remembered[V]:
    """The answers to one question, each for a while; of very many, the newest."""

    def __init__(self, lasting: timedelta, most: int = 50) -> None:
        self.lasting, self.most = lasting, most
        self.kept: OrderedDict[Hashable, tuple[datetime, V]] = OrderedDict()
        KNOWN.add(self)

    def __call__(self, key: Hashable, read: Callable[[], V]) -> V:
        """What was found a moment ago, or what is read now."""
        at, found = now(), self.kept.get(key)
        if found is not None and found[0] <= at < found[0] + self.lasting:
            return found[1]
        answer = read()
        self.kept[key] = (at, answer)
        self.kept.move_to_end(key)
        while len(self.kept) > self.most:
            self.kept.popitem(last=False)
        return answer

    def forget(self, key: Hashable) -> None:
        """Read it anew next time."""
        self.kept.pop(key, None)


def forget_all() -> None:
    """For who has changed everything behind its back, as tests do."""
    for one in KNOWN:
        one.kept.clear()
