"""Everybody asks at every address for what is not theirs, at a site that runs: nobody gets in, nothing changes."""

import random
from collections import Counter
from html import unescape

from demo.mirror import world as mirror
from demo.mirror.canaries import WORD
from demo.mirror.world import Actor, World
from portico.agencies.models import Agency
from portico.pipeline.models import Offer
from script.soaking.frame import Budget, Outcome
from script.soaking.site import Answer, NoAnswer, running
from tests.isolation import digest
from tests.isolation.grid import Cell, cells, listed
from tests.isolation.policy import OTHER, OWN, RANDOM, expected, gets_in, is_public
from tests.isolation.trying import ACTORS, ODD
from tests.untouched import SEEN

METHODS = ("GET", "HEAD", "POST", *ODD)
SLOWED_DOWN = {429}
"""Who asks this fast is told to wait."""


def run(budget: Budget) -> Outcome:
    """Cells in an order drawn anew, until the time is over."""
    outcome = Outcome("every address asked for what is not theirs, over HTTP")
    for agency in Agency.objects.all():
        agency.host = f"soak-{agency.pk}.localhost"
        agency.save(update_fields=["host"])
    world = mirror.build()
    hosts = ",".join(cast.agency.host for cast in world.casts.values())
    read_offers()
    rows = [(actor, cell, method) for actor in people(world) for cell, method in tried_by(world, actor)]
    random.shuffle(rows)
    before = {letter: digest.digest(cast.agency, SEEN) for letter, cast in world.casts.items()}
    statuses: Counter[int] = Counter()
    with running(budget.folder) as site:
        site.start_web(workers=2, ALLOWED_HOSTS=f"{hosts},127.0.0.1")
        budget = budget.restarted()
        for actor, cell, method in rows:
            if budget.over:
                break
            browser = site.browser({"host": actor.host, "sessions": {"": "", actor.name: actor.cookie}}, actor.name)
            try:
                answer = browser.ask(method, cell.path)
            except NoAnswer as error:
                outcome.check(False, f"{actor.name} {method} {cell.path}: {error}")
                continue
            statuses[answer.status] += 1
            wrong = wrong_with(world, actor, cell, method, answer)
            outcome.check(not wrong, f"{actor.name} {method} {cell.route.name} ({cell.scope}) {cell.path}: {wrong}")
    for letter, cast in world.casts.items():
        after = digest.digest(cast.agency, SEEN)
        differs = [name for name in before[letter] if before[letter][name] != after.get(name) and counts(name)]
        outcome.check(not differs, f"agency {letter}: changed {differs}")
    outcome.figures = {"cells in all": len(rows)} | {str(status): count for status, count in statuses.most_common(6)}
    return outcome


def read_offers() -> None:
    """That an offer was opened for the first time changes where it stands: they are opened before."""
    for offer in Offer.objects.filter(status=Offer.Status.SENT):
        if (member := offer.application.candidate.member) is not None:
            offer.was_read(by=member)


def people(world: World) -> list[Actor]:
    """Who tries."""
    return [actor for actor in world.actors if actor.name in ACTORS]


def tried_by(world: World, actor: Actor) -> list[tuple[Cell, str]]:
    """What must be refused, by every method; their own pages are only looked at."""
    found = []
    for route in listed():
        inside = gets_in(actor, route)
        for cell in cells(world, actor, route):
            refused = not inside or (cell.scope != OWN and not is_public(route))
            foreign = is_public(route) and cell.scope in {OTHER, RANDOM}
            looks = ("GET", "HEAD") if route.safe and (cell.scope == OWN or foreign) else ()
            found += [(cell, method) for method in (METHODS if refused else looks)]
    return found


def wrong_with(world: World, actor: Actor, cell: Cell, method: str, answer: Answer) -> str:
    """What must not be: the status, or words of somebody else."""
    if answer.status not in expected(actor, cell.route, method, cell.scope) | SLOWED_DOWN:
        return str(answer.status)
    said = unescape(answer.text) + answer.headers.get("location", "")
    name, staff = actor.name.removeprefix("B "), actor.side == "staff" and actor.state == "in"
    mine = {one.word for one in world.canaries if one.agency == actor.agency and (staff or name in one.readers)}
    words = sorted(set(WORD.findall(said)) - mine)
    return f"reads {', '.join(words)}" if words else ""


def counts(table: str) -> bool:
    """Whether a table may not change by refused requests and looks: not what notes who was here or tried."""
    noted = ("attempt", "session", "visit", "view", "look", "suggestion", "link", "event", "ox_", "device")
    return not any(part in table for part in (*noted, "member", "user"))
