"""Both agencies, and what `manage.py world` prints of them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from demo.mirror import further, strand
from demo.mirror.canaries import Canary
from demo.mirror.cast import PASSWORD, Cast, found_agency
from demo.mirror.house import House
from demo.mirror.secrets import secrets_of
from demo.mirror.signing import link_for, session_of, support_session_as
from demo.mirror.strand import Strand, Thing
from portico.access import inviting, members
from portico.agencies.models import Agency
from portico.kit.times import now

HOSTS = {"A": "acme.localhost", "B": "rival.localhost"}
TITLES = ("Night porter", "Day porter", "Charge nurse")
OTHERS = ("B owner", "B c1", "B k1")
"""The rival's people who try: its owner, and the client and candidate with the same addresses as c1 and k1."""
GONE = ("deactivated recruiter", "revoked contact")


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who tries every address."""

    name: str
    agency: str
    side: str
    role: str
    email: str
    host: str
    site: str
    cookie: str
    link: str
    state: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON, with the password and the cookie's name."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return {**told, "cookie_name": settings.SESSION_COOKIE_NAME, "password": PASSWORD}


@dataclass
class World:
    """Two agencies with the same things in them, and nothing in common."""

    casts: dict[str, Cast]
    actors: list[Actor]
    things: list[Thing]
    secrets: list[dict[str, Any]]
    canaries: list[Canary]
    built: datetime = field(default_factory=now)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "agencies": {letter: {"id": c.agency.pk, "host": c.agency.host} for letter, c in self.casts.items()},
            "actors": [actor.as_dict() for actor in self.actors],
            "objects": [
                {"kind": t.kind, "id": t.id, "agency": t.agency, "strand": t.strand, "of": sorted(t.of)}
                for t in self.things
            ],
            "secrets": self.secrets,
            "canaries": [
                {"word": c.word, "agency": c.agency, "field": c.field, "readers": sorted(c.readers)}
                for c in self.canaries
            ],
        }


@transaction.atomic
def build(port: str = "") -> World:
    """Both agencies, completely or not at all."""
    world = World({}, [], [], [], [])
    for letter, host in HOSTS.items():
        cast, things = build_agency(letter, host, f"http://{host}{':' if port else ''}{port}")
        world.casts[letter] = cast
        world.things += things
        world.actors += [actor for actor in actors_of(cast, world) if letter == "A" or actor.name in OTHERS]
        world.secrets += secrets_of(cast)
        world.canaries += cast.words.found
    nobody = Actor("anonymous", "A", "", "", "", HOSTS["A"], world.casts["A"].agency.site, "", "", "out")
    world.actors.insert(0, nobody)
    world.built = now()
    return world


def build_agency(letter: str, host: str, site: str) -> tuple[Cast, list[Thing]]:
    """One of them: its people, its own rows, and three strands."""
    cast = found_agency(letter, host, site)
    whole = House(cast)
    whole.settle_in()
    strands = strands_of(cast)
    for one in strands:
        strand.play(one)
        further.go_on(one)
    whole.make_lists()
    whole.bring_list([one.candidate.pk for one in strands])
    whole.expect_strangers()
    whole.get_mail()
    return cast, [*whole.things, *(thing for one in strands for thing in one.things)]


def strands_of(cast: Cast) -> list[Strand]:
    """Two at one client, one at another; a contact whose access will be ended; a candidate no client ever sees."""
    northwind, helix = (cast.organization(name) for name in ("Northwind Logistics", "Helix Health"))
    contacts = [
        cast.contact("c1", "Maya Lindqvist", northwind),
        cast.contact("c2", "Jonas Berg", northwind),
        cast.contact("c3", "Priya Raman", helix),
    ]
    cast.contact("revoked contact", "Rolf Gone", northwind)
    names = ("Dario Conti", "Elena Rossi", "Hugo Alvarez")
    candidates = [cast.candidate(f"k{number}", name) for number, name in enumerate(names, start=1)]
    places = (northwind, northwind, helix)
    rows = zip(TITLES, places, contacts, candidates, strict=True)
    return [Strand(cast, number, *row) for number, row in enumerate(rows, start=1)]


def actors_of(cast: Cast, world: World) -> list[Actor]:
    """Everybody with a session and a link; then two of them lose their access."""
    agency, whole, found, sessions = cast.agency, House(cast), [], {}
    prefix = "" if cast.words.agency == "A" else "B "
    for who, member in cast.members.items():
        cookie, sessions[who] = session_of(member)
        state = "out" if who in GONE else "in"
        facts = (cast.words.agency, member.side, member.role, member.email, agency.host, agency.site)
        found.append(Actor(f"{prefix}{who}", *facts, cookie, link_for(member), state))
    as_recruiter = ("staff", "support", "", agency.host, agency.site, support_session_as(cast["recruiter"]), "", "in")
    found.append(Actor(f"{prefix}support", cast.words.agency, *as_recruiter))
    whole.sign_in_everywhere(sessions)
    world.things += whole.things
    members.deactivate(cast["deactivated recruiter"], by=cast["owner"])
    inviting.revoke(cast["revoked contact"], cast["owner"])
    return found


def exists() -> bool:
    """Whether there is any agency already."""
    return Agency.objects.exists()
