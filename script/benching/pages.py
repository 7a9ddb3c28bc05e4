"""The main pages: where each lies, who looks at it, and how near it is to come to the floor."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from script.benching.pool import Trade, trades
from script.benching.volume import Volume
from script.benching.work import APPLICATIONS, JOBS_EACH, SUBMISSIONS

NEAR, FAR = (3, 4), (6, 7)
"""At most so many times the floor, on SQLite and on PostgreSQL."""
EACH = 8
"""Different addresses of one page, so that not one row is asked for over and over."""
SKIPS = 25
"""So far apart lie the clients that are looked at, where there are enough of them."""

STAFF, CLIENT, NOBODY = "staff", "client", ""


@dataclass(frozen=True, slots=True)
class Look:
    """One address and who opens it: the number of their member, 0 for a visitor."""

    path: str
    member: int
    floor: str


@dataclass(frozen=True, slots=True)
class Main:
    """A main page. `address` gives path and the floor's number for the client at this place."""

    name: str
    title: str
    side: str
    bar: tuple[int, int]
    address: Callable[[Volume, int], tuple[str, int]]
    growth: float = 1.3

    def looks(self, volume: Volume) -> list[Look]:
        """The addresses that are measured, one after the other."""
        found = []
        for at in range(min(EACH, volume.clients)):
            place = at * SKIPS % volume.clients if volume.clients > EACH * SKIPS else at
            path, number = self.address(volume, place)
            member = {STAFF: volume.recruiter, CLIENT: volume.client + place, NOBODY: 0}[self.side]
            found.append(Look(path, member, f"/{self.name}/{number}/"))
        return found


def job(volume: Volume, place: int) -> int:
    """The client's job with the long pipeline."""
    return place * JOBS_EACH + 1


def share(volume: Volume, place: int) -> int:
    """Its share on the client's portal."""
    return place * len(SUBMISSIONS) + 1


def submission(volume: Volume, place: int) -> int:
    """Somebody shown there."""
    return place * sum(SUBMISSIONS) + 3


def candidate(volume: Volume, place: int) -> int:
    """Somebody who runs on it."""
    return (place * sum(APPLICATIONS) + 3) * 37 % volume.candidates + 1


def search(words: str) -> Callable[[Volume, int], tuple[str, int]]:
    """The list of candidates narrowed to what was typed; the floor is told the number of the skill."""

    def address(volume: Volume, place: int) -> tuple[str, int]:
        from portico.candidates.models import Skill

        one = trades_of()[place % len(trades_of())].skills[0]
        return f"/desk/candidates/?q={quote(typed(words, place))}", Skill.objects.get(agency=volume.agency, name=one).pk

    return address


def typed(words: str, place: int) -> str:
    """What is typed: skills and titles of the made-up trades in the place of {one}, {two} and {title}."""
    trade = trades_of()[place % len(trades_of())]
    return words.format(one=trade.skills[0], two=trade.skills[1], title=trade.title, begun=trade.skills[0][:4])


def trades_of() -> list[Trade]:
    """The trades of all volumes."""
    if not TRADES:
        TRADES.extend(trades(random.Random(7)))
    return TRADES


def public_job(volume: Volume, place: int) -> tuple[str, int]:
    """A client's first advert."""
    from portico.jobs.models import Advert

    advert = Advert.objects.get(agency=volume.agency, job=job(volume, place))
    return f"/jobs/{advert.pk}/{advert.slug}/", advert.pk


TRADES: list[Trade] = []
PAGES = [
    Main("client_jobs", "client's job list", CLIENT, FAR, lambda v, at: ("/client/jobs/", at)),
    Main("board", "client's board", CLIENT, NEAR, lambda v, at: (f"/client/jobs/{share(v, at)}/", share(v, at))),
    Main(
        "submission", "submission page", CLIENT, NEAR,
        lambda v, at: (f"/client/submissions/{submission(v, at)}/", submission(v, at)),
    ),
    Main("jobs", "desk job list", STAFF, FAR, lambda v, at: ("/desk/jobs/", at)),
    Main("pipeline", "job pipeline", STAFF, NEAR, lambda v, at: (f"/desk/jobs/{job(v, at)}/", job(v, at))),
    Main("candidates", "candidate list", STAFF, NEAR, lambda v, at: ("/desk/candidates/", at)),
    Main("search", "candidate search", STAFF, FAR, search("{one}"), 4.0),
    Main(
        "candidate", "candidate page", STAFF, NEAR,
        lambda v, at: (f"/desk/candidates/{candidate(v, at)}/", candidate(v, at)),
    ),
    Main("dashboard", "dashboard", STAFF, FAR, lambda v, at: ("/desk/", at)),
    Main("public_jobs", "public job list", NOBODY, FAR, lambda v, at: ("/jobs/", at)),
    Main("public_job", "public job page", NOBODY, FAR, public_job),
    Main("sign_in", "sign-in", NOBODY, FAR, lambda v, at: ("/sign-in/", at)),
]  # fmt: skip
