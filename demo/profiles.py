"""The part of the story in which layouts are made, and one candidate fills in a whole profile."""

from datetime import date, datetime, timedelta
from typing import Any

from demo.people import BY_SLUG
from demo.story import Story
from portico.agencies.models import Agency, Member
from portico.candidates.changing_layouts import add_layout
from portico.candidates.credentials import add_absence, add_credential, verify
from portico.candidates.models import Candidate, ProfileChange
from portico.candidates.own_profile import save_own
from portico.candidates.proposing import accept
from portico.kit.times import now

TEMPS = {
    **dict.fromkeys(("first_name", "last_name", "phone", "city", "right_to_work", "available_from"), "mandatory"),
    **dict.fromkeys(("skills", "experience", "languages", "work_types", "travel_km"), "suggested"),
    **dict.fromkeys(("linkedin", "website", "headline", "wants"), "hidden"),
}
EXPERTS = {
    **dict.fromkeys(("first_name", "last_name", "phone", "headline", "skills", "experience"), "mandatory"),
    **dict.fromkeys(("education", "languages", "linkedin", "notice", "pay", "work_types", "remote"), "suggested"),
}
POSTS = [
    {"title": "Night Porter", "employer": "Lochside Lodge", "place": "Edinburgh", "started": "2023-04"},
    {
        "title": "Concierge",
        "employer": "The Grange Hotel",
        "place": "Edinburgh",
        "started": "2019-06",
        "ended": "2023-03",
    },
    {"title": "Receptionist", "employer": "Hotel Aurora", "place": "Bologna", "started": "2016", "ended": "2019-05"},
]
SCHOOLS = [
    {"school": "Istituto Alberghiero di Bologna", "degree": "Diploma", "field": "Hotel management", "ended": "2016"},
]
TEXT = "Nights on reception and concierge for 84 rooms: late arrivals, audit, first aid, calm guests."


def tell_of_profiles(story: Story, now_there: datetime) -> None:
    """What stands in profiles by now; nothing at an agency without the demo's candidates."""
    if not Candidate.objects.filter(agency=story.agency, email=BY_SLUG["candidate-two"].email).exists():
        return
    rosa, owner = story.staff(BY_SLUG["recruiter"].email), story.staff(BY_SLUG["owner"].email)
    story.at(now_there - timedelta(weeks=20), make_layouts, story.agency, owner)
    story.at(now_there - timedelta(days=16), fill_in, story)
    story.at(now_there - timedelta(days=15), look_over, story, rosa)


def make_layouts(agency: Agency, owner: Member) -> None:
    """Two ways of asking."""
    add_layout(agency, name="Temps", welcome="Five minutes, and we can call you for shifts.", fields=TEMPS, by=owner)
    add_layout(agency, name="Professionals", welcome="", fields=EXPERTS, by=owner)


def dario(story: Story) -> Candidate | None:
    """The candidate one can be, once they are on the portal."""
    rows = Candidate.objects.filter(agency=story.agency, email=BY_SLUG["candidate-dario"].email, member__isnull=False)
    return rows.select_related("member__user", "agency").first()


def fill_in(story: Story) -> None:
    """Dario fills in the rest of his profile."""
    found = dario(story)
    if found is None or found.member is None:
        return
    today, me = now().date(), found.member
    values: dict[str, Any] = {
        "experience": [{**POSTS[0], "is_current": True, "text": TEXT}, *POSTS[1:]],
        "education": SCHOOLS,
        "languages": [{"name": "Italian", "level": "native"}, {"name": "English", "level": "C1"}],
        "work_types": ["temporary", "permanent"],
        "available_from": (today + timedelta(days=24)).isoformat(),
        "travel_km": 25,
        "notice": "Two weeks",
        "right_to_work": "EU Settlement Scheme",
        "wants": "Nights or late shifts, in a house that keeps its people.",
    }
    save_own(found, values, by=me, way=ProfileChange.Way.PORTAL)
    for name, kind, issuer, left in (
        ("First aid at work", "certificate", "Scottish Red Cross Training", 40),
        ("Fire marshal", "training", "Lothian Fire Training", 11),
        ("SIA door supervisor", "license", "Security Industry Authority", 400),
    ):
        facts = {"credential_kind": kind, "name": name, "issuer": issuer, "expires": today + timedelta(days=left)}
        add_credential(found, facts, by=me)
    first = date(today.year, 12, 24)
    add_absence(found, first, first + timedelta(days=3), by=me, note="Family in Bologna")


def look_over(story: Story, rosa: Member) -> None:
    """Rosa takes over what Dario wrote, and checks two of three papers."""
    found = dario(story)
    if found is None:
        return
    for change in ProfileChange.objects.filter(candidate=found).waiting().order_by("pk"):
        accept(change, by=rosa)
    for row in found.credentials.exclude(credential_kind="license").select_related("candidate"):
        verify(row, by=rosa)
