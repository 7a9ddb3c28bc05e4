"""Which answer is right: the table of tests/access_table.py, for every actor and whosever row it is."""

from demo.mirror.world import Actor
from portico.operations.routes import Route
from tests.access_table import ACCESS
from tests.test_access import DESK, GROUPS, NOT_THERE

ROLES = {
    "limited recruiter": "consultant",
    "read-only": "reader",
    "deactivated recruiter": "gone",
    "revoked contact": "revoked",
    "anonymous": "stranger",
    "B owner": "owner",
    "support": "recruiter",
}
SIDES = {
    "staff": DESK,
    "client": {"client", "viewer", "client_admin"},
    "candidate": {"candidate"},
}
OWN, NOT_MINE, OTHER, RANDOM = "own", "not mine", "other agency", "random"
LOOKS = {200, 301, 302}
DEEDS = {200, 302, 400, 409, 422}
"""A deed that is sent without any of its fields may be refused in words."""
NAMED_IN_THE_FORM = {"access:switch", "backoffice:settings_provider_untie"}
"""Deeds whose row is named in the form that is sent, or that end what no agency here has begun."""
ANY = set(range(200, 500))
TURNED_AWAY = {302}
NO_METHOD = {405}


def role_of(actor: Actor) -> str:
    """What the table calls this person."""
    if actor.side == "client" and actor.state == "in":
        return "client_admin"
    return ROLES.get(actor.name) or ("candidate" if actor.side == "candidate" else actor.name)


def is_public(route: Route) -> bool:
    """Whether everybody may ask."""
    return "*" in GROUPS[ACCESS[route.name]]


def gets_in(actor: Actor, route: Route) -> bool:
    """Whether the gate lets them through."""
    group = GROUPS[ACCESS[route.name]]
    return "*" in group or (actor.state == "in" and role_of(actor) in group)


def at_the_gate(actor: Actor, route: Route) -> set[int]:
    """How who does not get in is turned away: to sign in, "not yours to do", or "there is no such page"."""
    if actor.state == "out":
        return TURNED_AWAY
    group = GROUPS[ACCESS[route.name]]
    side = SIDES[actor.side]
    return {403} if group & side else {404}


def expected(actor: Actor, route: Route, method: str, scope: str) -> set[int]:
    """Which statuses are right. The support acts as a recruiter, and much of what they may do is refused to it."""
    right = right_for(actor, route, method, scope)
    return right | {403} if actor.role == "support" and method in {"GET", "HEAD", "POST"} else right


def right_for(actor: Actor, route: Route, method: str, scope: str) -> set[int]:
    """Which statuses are right for whoever acts in their own name."""
    if method not in {"GET", "HEAD", "POST"}:
        return NO_METHOD
    allowed = method in route.methods
    if not gets_in(actor, route):
        return at_the_gate(actor, route) | (set() if allowed else NO_METHOD)
    if is_public(route):
        return ANY
    if not allowed:
        return NO_METHOD
    if scope != OWN:
        return {404}
    if route.name in NOT_THERE or route.name in NAMED_IN_THE_FORM:
        return LOOKS | {404}
    return DEEDS if method == "POST" else LOOKS
