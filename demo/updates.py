"""The part of the story in which candidates are asked to look over their profile, and recruiters decide."""

from datetime import datetime, timedelta
from typing import Any

from demo.people import BY_SLUG
from demo.story import Story
from portico.agencies.models import Member
from portico.candidates.descriptions import DescriptionTemplate
from portico.candidates.models import Candidate, ProfileChange
from portico.candidates.profile_fields import read_field
from portico.candidates.proposing import propose
from portico.candidates.reviewing import decide
from portico.candidates.update_asking import Question, ask
from portico.candidates.update_requests import UpdateRequest
from portico.kit.times import now

TEMPLATE = """{name}: {headline}

{title} at {employer}, {place}.
Knows: {skills}
Languages: {languages}
Available from {available_from}
Notice: {notice}"""
ASKED = 9
"""So many others are asked with many, and answer in different ways, or not."""


def tell_of_updates(story: Story, now_there: datetime) -> None:
    """Who was asked lately; nothing at an agency without the demo's candidates."""
    if not Candidate.objects.filter(agency=story.agency, email=BY_SLUG["candidate-two"].email).exists():
        return
    rosa, owner = story.staff(BY_SLUG["recruiter"].email), story.staff(BY_SLUG["owner"].email)
    story.at(now_there - timedelta(weeks=19), write_template, owner)
    story.at(now_there - timedelta(days=9), ask_many, story, rosa)
    story.at(now_there - timedelta(days=6), answer_some, story, rosa)
    story.at(now_there - timedelta(days=4), remind_some, story, rosa)
    story.at(now_there - timedelta(hours=30), change_own, story)
    story.at(now_there - timedelta(hours=20), ask_dario, story, rosa)


def write_template(owner: Member) -> None:
    """The pattern recruiters begin descriptions with."""
    DescriptionTemplate(agency=owner.agency, name="Short profile", text=TEMPLATE).keep(by=owner, is_default=True)


def others(story: Story) -> list[Candidate]:
    """Candidates with an address who are none of those one can be."""
    rosa = story.staff(BY_SLUG["recruiter"].email)
    rows = Candidate.objects.filter(agency=story.agency, member=None, owner=rosa).current()
    rows = rows.exclude(email="").exclude(title="")
    return list(rows.select_related("agency", "layout", "member").order_by("pk")[:ASKED])


def ask_many(story: Story, rosa: Member) -> None:
    """Rosa asks some with many."""
    fields = ("phone", "city", "title", "employer", "notice", "available_from")
    words = "We have new positions near you and want to be sure that we know what you do now."
    for candidate in others(story):
        ask(candidate, Question(fields=fields, days=0, message=words, way=UpdateRequest.Way.BULK), by=rosa)


def requests(story: Story) -> list[UpdateRequest]:
    """What was asked, in the order of the candidates."""
    rows = UpdateRequest.objects.filter(agency=story.agency, way=UpdateRequest.Way.BULK)
    return list(
        rows.select_related("candidate__member", "candidate__layout", "agency", "asked_by__user").order_by("pk")
    )


def answer_some(story: Story, rosa: Member) -> None:
    """Three answer: all is right, something waits, something is declined; one begins."""
    right, waits, declined, begun = requests(story)[:4]
    day = (now() + timedelta(days=50)).date().isoformat()
    said: list[tuple[UpdateRequest, dict[str, Any]]] = [
        (right, {"notice": "4 weeks", "available_from": day}),
        (waits, {"title": f"Senior {waits.candidate.title}", "notice": "3 months"}),
        (declined, {"employer": "Self-employed", "notice": "none"}),
    ]
    usual = {"city": "Leeds", "phone": "+44 113 496 0100", "available_from": day, "notice": "4 weeks", "employer": "–"}
    for request, values in said:
        seen = {key: read_field(request.candidate, key) for key in request.fields}
        known = [key for key, value in seen.items() if value and key not in values]
        missing = {key: value for key, value in usual.items() if key not in values and not seen.get(key, "-")}
        request.submit({**values, **missing}, right=known, seen=seen, by=None)
    begun.keep_for_later({"typed": {"notice": ["2 weeks"]}}, by=None)
    change = ProfileChange.objects.get(request_id=declined.pk, field="employer")
    decide(
        declined.candidate, [], [change], by=rosa, reason="Your contract there runs until May. Call me when it ends."
    )


def remind_some(story: Story, rosa: Member) -> None:
    """Two are reminded, one is left alone."""
    for request in requests(story)[4:6]:
        request.remind(by=rosa)
    requests(story)[6].cancel(by=rosa)


def change_own(story: Story) -> None:
    """Aoife changes her profile in the portal: some of it waits for Rosa."""
    aoife = Candidate.objects.get(agency=story.agency, email=BY_SLUG["candidate-two"].email)
    values = {
        "title": "Lead Backend Engineer",
        "summary": "Backend engineer with ten years in freight and parcel software; now I lead five people.",
        "travel_km": 40,
    }
    propose(aoife, values, by=aoife.portal_place, way=ProfileChange.Way.PORTAL)


def ask_dario(story: Story, rosa: Member) -> None:
    """Dario is asked, and has not answered."""
    dario = Candidate.objects.get(agency=story.agency, email=BY_SLUG["candidate-dario"].email)
    fields = ("phone", "city", "headline", "experience", "notice", "available_from")
    ask(dario, Question(fields=fields, days=0, message="A hotel group asks for you. Is all of this right?"), by=rosa)
