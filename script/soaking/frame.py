"""What every part of the soak is given and hands back, and the list of parts."""

import time
from dataclasses import asdict, dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

PARTS: list[str] = [
    "races",
    "isolation",
    "writers",
    "web_kills",
    "worker_kills",
    "mail",
    "database_away",
    "disk_full",
    "mail_trouble",
    "crowd",
    "draining",
    "narrow",
    "forged_tasks",
    "clocks",
    "halves",
    "long_reader",
    "big_import",
]
"""Modules of this folder, in the order in which they run; each has `run(budget) -> Outcome`."""


@dataclass(frozen=True)
class Budget:
    """How long a part may take, and where it works. Django stands on a database of its own with the world in it."""

    seconds: float
    folder: Path
    """The site's data folder."""
    world: dict[str, Any]
    """Who is who in it: see world.py."""
    began: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """Seconds that remain."""
        return self.began + self.seconds - time.monotonic()

    @property
    def over(self) -> bool:
        """Whether it is time to end."""
        return self.left <= 0

    def restarted(self) -> "Budget":
        """The same time again, from now on: the site is up, which may take long on a busy machine."""
        return replace(self, began=time.monotonic())


@dataclass
class Outcome:
    """What a part found."""

    tried: str
    """What was done to the site, in a few words."""
    times: int = 0
    """How often."""
    survived: int = 0
    """How often nothing was lost."""
    losses: list[str] = field(default_factory=list)
    """What was lost or broken: any makes the soak fail."""
    figures: dict[str, Any] = field(default_factory=dict)
    """What else is worth knowing."""
    seconds: float = 0.0

    def check(self, fine: bool, loss: str) -> bool:
        """Count one trial; say what was lost where it was not fine."""
        self.times += 1
        if fine:
            self.survived += 1
        else:
            self.losses.append(loss)
        return fine

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


class Part(Protocol):
    """A module that tries one thing."""

    def run(self, budget: Budget) -> Outcome:
        """Try until the budget is over."""


def part(name: str) -> Part:
    """A part by its name."""
    return cast(Part, import_module(f"script.soaking.{name}"))
