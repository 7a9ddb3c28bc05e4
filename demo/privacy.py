"""The part of the story about people's data: wordings, consents, a wish to be erased, a hold."""

from datetime import datetime, timedelta

from demo.story import Story
from portico.agencies.models import Member
from portico.candidates import consents, wordings
from portico.candidates.consents import current_texts
from portico.candidates.models import Candidate, Consent
from portico.candidates.settings import change_settings
from portico.kit.times import now
from portico.pipeline import holding, privacy_requests

WORDS: dict[str, tuple[int | None, str]] = {
    "talent_pool": (
        24,
        "You may keep my profile and documents after this application, to tell me of other jobs that fit.",
    ),
    "marketing": (None, "You may mail me news and new jobs. Each mail has a link to stop them."),
    "sharing": (24, "You may show my profile to companies that look for people, after you have asked me."),
}
SHORT_WORDS = "You may mail me new jobs that fit my profile. Each mail has a link to stop them."
AGENT = "Mozilla/5.0 (Linux; Android 16; Mobile)"
ASKED = 24


def tell_of_privacy(story: Story, today: datetime) -> None:
    """Wordings half a year ago, consents since then, and what waits today."""
    story.at(today - timedelta(days=170), publish_wordings, story)
    story.at(today - timedelta(days=120), agree, story)
    story.at(today - timedelta(days=60), publish_shorter, story)
    story.at(today - timedelta(days=4), ask_for_erasure, story)
    story.at(today - timedelta(days=2), hold_one, story)


def owner_of(story: Story) -> Member:
    """Who runs the agency."""
    return Member.objects.select_related("user", "agency").get(agency=story.agency, role="owner")


def people_of(story: Story) -> list[Candidate]:
    """The candidates on the portal, and some others."""
    rows = Candidate.objects.filter(agency=story.agency, archived=None).exclude(email="")
    rows = rows.select_related("member__user", "agency")
    return [*rows.exclude(member=None).order_by("pk"), *rows.filter(member=None).order_by("pk")[:ASKED]]


def publish_wordings(story: Story) -> None:
    """The owner writes how people are asked."""
    by = owner_of(story)
    for purpose, (months, words) in WORDS.items():
        wordings.publish(wordings.write_draft(story.agency, purpose, text=words, months=months, by=by), by=by)
    change_settings(story.agency, by=by, equal_opportunity=True)


def publish_shorter(story: Story) -> None:
    """One wording gets a second version; the first answers keep the first."""
    by = owner_of(story)
    draft = wordings.write_draft(story.agency, "marketing", text=SHORT_WORDS, months=None, by=by)
    wordings.publish(draft, by=by)


def agree(story: Story) -> None:
    """Most say yes, some say no to mails; a few yeses of earlier times run out soon."""
    texts = current_texts(story.agency, list(WORDS))
    for number, person in enumerate(people_of(story)):
        proof = {"way": "portal" if person.member else "application", "ip": "198.51.100.20", "agent": AGENT}
        for text in texts:
            verb = consents.refuse if text.purpose == "marketing" and number % 4 == 3 else consents.give
            given = verb(person, text, by=person.member, **proof)
            if text.purpose == "talent_pool" and number % 5 == 0:
                soon = now() + timedelta(days=120 + 10 + number % 15)
                Consent.objects.filter(pk=given.pk).update(expires=soon)


def ask_for_erasure(story: Story) -> None:
    """Somebody phones and wishes to be erased; who it was is still to be checked."""
    people = people_of(story)
    by = owner_of(story)
    privacy_requests.ask(people[-1], "erasure", way="phone", by=by)
    if len(people) > 2:
        called = "Called back at the number we have"
        privacy_requests.ask(people[-2], "erasure", way="mail", by=by, identity=called)


def hold_one(story: Story) -> None:
    """One of them has an open dispute."""
    people = people_of(story)
    if len(people) > 2:
        holding.hold(people[-2], reason="Claim about unpaid hours", by=owner_of(story))
