"""The part of the story that candidates follow: their offers, their messages, how the agency says no, their alerts."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from demo.people import BY_SLUG
from demo.story import Story
from portico.agencies.models import Member
from portico.candidates.models import Candidate
from portico.candidates.settings import change_settings
from portico.jobs.advert_search import AdvertSearch
from portico.jobs.alerts import save_for
from portico.jobs.stages import Stage
from portico.kit.times import now
from portico.pipeline.candidate_threads import CandidateMessage
from portico.pipeline.label_news import tell_due
from portico.pipeline.models import Application
from portico.pipeline.offers import make_offer
from portico.pipeline.rejections import RejectionText
from portico.records.editing import shown

NEXT: dict[str, dict[str, Any]] = {
    "screening": {"next_text": "We read your profile closely and call you. Please keep your phone at hand."},
    "client_review": {"expect_days": 5},
}
TEXTS = [
    ("Friendly, after an interview", "It was good to meet you. For [job], somebody with a little more of what the "
     "company needs was found. We would like to keep in touch about other positions.", False),
    ("Short", "Thank you for your interest in [job]. It did not work out this time.", False),
]  # fmt: skip


def tell_of_following(story: Story, now_there: datetime) -> None:
    """What candidates and their recruiters did lately; nothing at an agency without the demo's candidates."""
    if not Candidate.objects.filter(agency=story.agency, email=BY_SLUG["candidate-two"].email).exists():
        return
    owner = story.staff(BY_SLUG["owner"].email)
    story.at(now_there - timedelta(weeks=20), choose_words, owner)
    for hours, deed in ((70, ask), (66, answer), (50, offer), (26, ask_again), (24, save_search)):
        story.at(now_there - timedelta(hours=hours), deed, story)
    story.at(now_there - timedelta(hours=20), tell_labels)


def choose_words(owner: Member) -> None:
    """What candidates read in some stages, and how the agency says no."""
    change_settings(owner.agency, by=owner, rejection_hours=24)
    for kind, changes in NEXT.items():
        stage = Stage.first(owner.agency_id, kind)
        stage.change(changes, seen=shown(stage, list(changes)), by=owner)
    for name, words, usual in TEXTS:
        RejectionText(agency=owner.agency, name=name, words=words, is_usual=usual).keep(by=owner)


def candidate_of(story: Story, slug: str) -> Candidate:
    """One of the candidates one can be."""
    rows = Candidate.objects.select_related("member__user", "owner__user", "agency")
    return rows.get(agency=story.agency, email=BY_SLUG[slug].email)


def ask(story: Story) -> None:
    """Aoife asks her recruiter something."""
    aoife = candidate_of(story, "candidate-two")
    text = "The second talk went well, I think. Do you know when they decide?"
    CandidateMessage.send(aoife, text=text, by=aoife.portal_place)


def answer(story: Story) -> None:
    """And is answered."""
    aoife = candidate_of(story, "candidate-two")
    text = "They liked you a lot. I expect their offer this week and send it to you here."
    CandidateMessage.send(aoife, text=text, by=aoife.owner or story.staff(BY_SLUG["recruiter"].email))


def offer(story: Story) -> None:
    """The offer comes."""
    aoife = candidate_of(story, "candidate-two")
    rows = Application.objects.open().filter(candidate=aoife, stage__kind=Stage.Kind.OFFER)
    run = rows.select_related("candidate__member__user", "job__owner__user", "agency").first()
    if run is None:
        return
    by = aoife.owner or story.staff(BY_SLUG["recruiter"].email)
    today = now().date()
    made = make_offer(
        run,
        by=by,
        start=today + timedelta(weeks=6),
        type=run.job.type,
        pay=Decimal(92000),
        pay_currency="EUR",
        pay_per="year",
        conditions="Two days a week in the office, 26 days of holiday, three months of trial.",
        until=today + timedelta(days=16),
    )
    made.send(by=by)


def ask_again(story: Story) -> None:
    """Dario waits for an answer."""
    dario = candidate_of(story, "candidate-dario")
    text = "Hello Dana, is there news from the hotel? I could also start a week earlier."
    CandidateMessage.send(dario, text=text, by=dario.portal_place)


def save_search(story: Story) -> None:
    """He keeps his eyes open."""
    save_for(
        candidate_of(story, "candidate-dario").portal_place, AdvertSearch(words="night", place="London"), how="daily"
    )


def tell_labels() -> None:
    """Whoever follows an application has heard of what changed."""
    tell_due(now())
