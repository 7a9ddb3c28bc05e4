"""The people one can be in the demo."""

from dataclasses import dataclass

from portico.agencies.models import Agency, Member
from portico.agencies.roles import Side

ACME, RIVAL = "acme.localhost", "rival.localhost"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demo world, by a short name for the address."""

    slug: str
    host: str
    email: str
    side: str
    who: str


PEOPLE = [
    Person("owner", ACME, "olivia.hart@acme.example", Side.STAFF, "Owner of Acme Staffing"),
    Person("recruiter", ACME, "rosa.delgado@acme.example", Side.STAFF, "Recruiter"),
    Person("consultant", ACME, "dana.weiss@acme.example", Side.STAFF, "Consultant, sees only the jobs of her own desk"),
    Person("finance", ACME, "finn.mercer@acme.example", Side.STAFF, "Finance, reads everything with money"),
    Person("viewer", ACME, "vera.lund@acme.example", Side.STAFF, "Read only"),
    Person(
        "client-maya", ACME, "maya.lindqvist@northwind.example", Side.CLIENT, "Hiring manager at Northwind Logistics"
    ),
    Person("client-jonas", ACME, "jonas.berg@northwind.example", Side.CLIENT, "Her colleague, with chosen jobs only"),
    Person("client-priya", ACME, "priya.raman@helixhealth.example", Side.CLIENT, "Hiring manager at Helix Health"),
    Person("candidate-dario", ACME, "dario@example.com", Side.CANDIDATE, "Candidate"),
    Person("candidate-two", ACME, "aoife.brennan@example.com", Side.CANDIDATE, "Candidate, submitted to Northwind"),
    Person("rival-owner", RIVAL, "rita.vance@rival.example", Side.STAFF, "Owner of the rival agency"),
]
BY_SLUG = {person.slug: person for person in PEOPLE}


def member_behind(person: Person) -> Member | None:
    """Their place in the demo world."""
    members = Member.objects.filter(agency__host=person.host, user__email=person.email, side=person.side)
    return members.select_related("user", "agency").first()


def address_of(person: Person, port: str) -> str:
    """The page that signs one in as this person."""
    host = "127.0.0.1" if person.host == ACME else person.host
    return f"http://{host}:{port}/demo/as/{person.slug}/"


def set_port(port: str) -> None:
    """The demo's mails link to the port it runs on now."""
    Agency.objects.filter(host=ACME).update(site=f"http://127.0.0.1:{port}")
    Agency.objects.filter(host=RIVAL).update(site=f"http://{RIVAL}:{port}")
