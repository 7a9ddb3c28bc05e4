"""Proposing candidates for a job: points for what fits, each with its reason; a human decides.

What counts is what somebody can do, has done and wants, where they live and when they can start. Nothing about age,
sex, origin, family, health, belief or looks is read, and no name either.
"""

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.candidates.finding import KIND
from portico.candidates.models import Candidate, Skill, name_key
from portico.candidates.places import Point, distance, locate
from portico.candidates.profile import Absence, Confirmation, Experience
from portico.jobs.models import Job
from portico.kit.times import ago, day, now
from portico.pipeline.models import Application
from portico.pipeline.suggestions import Suggestion, SuggestionList
from portico.records.ranking import Want, best, folded_texts, frequency, weight
from portico.records.search_words import Term, fold

METHOD = "points 1"
LOOKED_AT = 200
"""So many with most of the words are looked at one by one."""
MOST_SHOWN = 100
MOST_SKILLS = 15
LONGEST_SKILL = 4
"""Words."""
READ = 6000
"""Characters of the description."""
FAR = 100
"""Kilometers, from which on nearness brings nothing."""
POINTS = {"skills": 40, "title": 20, "place": 12, "start": 8, "pay": 8, "type": 6, "fresh": 6}
"""The most that each reason can bring; together 100."""
PIECE = re.compile(r"[^\s,;:()\[\]•|/\"“”!?*]+")
ENGLISH = "a an and as at by for from in into of on or our the to we with you your all"
OTHERS = "m w d f x und der die das für mit von im am et de la le les des du en y el los las"
EMPTY_WORDS = frozenset(f"{ENGLISH} {OTHERS}".split())


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody stands where they stand: its kind, what a person reads, what it brought."""

    kind: str
    words: str
    points: int


@dataclass(slots=True)
class Fit:
    """A candidate with the reasons for their place."""

    candidate: Candidate
    reasons: list[Reason] = field(default_factory=list)

    @property
    def points(self) -> int:
        """All reasons together, at most 100."""
        return sum(reason.points for reason in self.reasons)


@dataclass(slots=True)
class Wanted:
    """What of the job is looked for."""

    job: Job
    title: dict[str, int] = field(default_factory=dict)
    """Words of the title with what they are worth."""
    skills: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Skills the agency knows that the job speaks of: name and worth by key."""
    point: Point | None = None

    def as_words(self) -> dict[str, Any]:
        """As it is kept in the log."""
        return {
            "title": list(self.title),
            "skills": [name for name, _worth in self.skills.values()],
            "place": self.job.city if self.point else "",
        }


@dataclass(slots=True)
class Known:
    """What is read about all candidates at once, by their numbers."""

    texts: dict[int, str]
    posts: dict[int, list[Experience]]
    away: set[int]
    confirmed: dict[int, datetime]


def wanted_by(job: Job) -> Wanted:
    """Read the job: the words of its title, the skills it speaks of, its place."""
    total = Candidate.objects.filter(agency=job.agency_id).current().count()
    words = [word for word in dict.fromkeys(fold(job.title)) if word not in EMPTY_WORDS and len(word) > 1]
    title = {word: worth_of(job.agency_id, total, (word,), "body") for word in words[:8]}
    skills = {
        skill.key: (skill.name, worth_of(job.agency_id, total, tuple(fold(skill.name)), "main"))
        for skill in skills_named(job)
    }
    return Wanted(job, title, skills, locate(job.city, "", job.country))


def worth_of(agency_id: int, total: int, words: tuple[str, ...], zone: str) -> int:
    """What somebody is worth who has this: more, the fewer do."""
    return max(1, weight(total, frequency(agency_id, KIND, Term(words), zone)))


def skills_named(job: Job) -> list[Skill]:
    """Those of the agency's skills that stand in the job's title or description, in their order there."""
    pieces = [piece.strip(".") for piece in PIECE.findall(f"{job.title} {job.description[:READ]}")]
    runs = (
        " ".join(pieces[at : at + length])
        for at in range(len(pieces))
        for length in range(LONGEST_SKILL, 0, -1)
        if at + length <= len(pieces)
    )
    keys = list(dict.fromkeys(name_key(run)[:100] for run in runs))
    found = {skill.key: skill for skill in Skill.objects.filter(agency=job.agency_id, key__in=keys)}
    return [found[key] for key in keys if key in found and fold(found[key].name) and key not in EMPTY_WORDS][
        :MOST_SKILLS
    ]


def suggest(job: Job, *, to: Member) -> tuple[Wanted, list[Fit]]:
    """Those who fit best and are not on the job, best first, each with the reasons. At most 200."""
    wanted = wanted_by(job)
    rows = Candidate.objects.visible_to(to).current()
    rows = rows.exclude(pk__in=Application.objects.filter(job=job).values("candidate"))
    ranked = best(job.agency_id, KIND, rows, wants_of(wanted), limit=LOOKED_AT).best
    order = [number for number, _points in ranked]
    people = {row.pk: row for row in rows.filter(pk__in=order).prefetch_related("skills")}
    known = read_known(job, order)
    fits = [Fit(people[pk], reasons_for(people[pk], wanted, known, to)) for pk in order if pk in people]
    return wanted, sorted(fits, key=lambda fit: -fit.points)


def wants_of(wanted: Wanted) -> list[Want]:
    """The words that bring somebody onto the list at all."""
    wants = []
    for name, worth in wanted.skills.values():
        term = Term(tuple(fold(name)))
        wants += [Want(term, "main", 4 * worth), Want(term, "body", worth)]
    for word, worth in wanted.title.items():
        wants += [Want(Term((word,)), "main", 3 * worth), Want(Term((word,)), "body", worth)]
    return wants


def read_known(job: Job, numbers: list[int]) -> Known:
    """A few questions to the database, however many people there are."""
    posts: dict[int, list[Experience]] = defaultdict(list)
    for post in Experience.objects.filter(candidate__in=numbers):
        posts[post.candidate_id].append(post)
    start = start_of(job)
    away = Absence.objects.filter(candidate__in=numbers, first__lte=start, last__gte=start)
    said = Confirmation.objects.filter(candidate__in=numbers).order_by()
    return Known(
        texts=folded_texts(KIND, numbers, titles=False),
        posts=posts,
        away=set(away.values_list("candidate", flat=True)),
        confirmed=dict(said.values_list("candidate").annotate(Max("at"))),
    )


def start_of(job: Job) -> date:
    """When the work is to begin: the day the job names, else in a month."""
    today = now().date()
    return job.target if job.target and job.target > today else today + timedelta(days=30)


def reasons_for(who: Candidate, wanted: Wanted, known: Known, to: Member) -> list[Reason]:
    """Everything that speaks for this candidate, and what it brings."""
    text, posts = known.texts.get(who.pk, ""), known.posts.get(who.pk, [])
    for name in fold(f"{who.first_name} {who.last_name}"):
        text = text.replace(f" {name} ", " ")  # Their résumé holds their name; it counts for nothing.
    reasons = [
        *by_skills(who, wanted, text),
        *by_title(who, wanted, posts, text),
        *by_place(who, wanted),
        *by_start(who, wanted.job, known),
        *(by_pay(who, wanted.job) if to.may(May.SEE_MONEY) else []),
        *by_type(who, wanted.job),
        *by_freshness(who, known),
        *by_employer(who, wanted.job, posts),
    ]
    return [reason for reason in reasons if reason.words]


def by_skills(who: Candidate, wanted: Wanted, text: str) -> list[Reason]:
    """Skills they name count in full, those only their documents speak of by half."""
    whole = sum(worth for _name, worth in wanted.skills.values())
    if not whole:
        return []
    mine = {skill.key for skill in who.skills.all()}
    named = [(name, worth) for key, (name, worth) in wanted.skills.items() if key in mine]
    read = [
        (name, worth)
        for key, (name, worth) in wanted.skills.items()
        if key not in mine and f" {' '.join(fold(name))} " in text
    ]
    reasons = []
    for words, found, part in ((_("Skills: %s"), named, 1.0), (_("In the documents: %s"), read, 0.5)):
        points = round(POINTS["skills"] * part * sum(worth for _name, worth in found) / whole)
        if found:
            reasons.append(Reason("skills", words % ", ".join(name for name, _worth in found), points))
    return reasons


def by_title(who: Candidate, wanted: Wanted, posts: list[Experience], text: str) -> list[Reason]:
    """Words of the job's title: in what they do now, in what they did, or anywhere."""
    whole = sum(wanted.title.values())
    if not whole:
        return []
    now_words = set(fold(f"{who.title} {who.headline}"))
    share = sum(worth for word, worth in wanted.title.items() if word in now_words) / whole
    choices = [(POINTS["title"] * share, _("Is %s") % (who.title or who.headline))]
    for post in posts:
        words = set(fold(post.title))
        part = sum(worth for word, worth in wanted.title.items() if word in words) / whole
        choices.append((POINTS["title"] * 0.7 * part, _("Was %s") % post))
    there = [word for word in wanted.title if f" {word} " in text]
    part = sum(wanted.title[word] for word in there) / whole
    choices.append((POINTS["title"] * 0.3 * part, _("In the documents: %s") % ", ".join(there)))
    points, words_said = max(choices, key=lambda choice: choice[0])
    return [Reason("title", words_said, round(points))] if round(points) else []


def by_place(who: Candidate, wanted: Wanted) -> list[Reason]:
    """Nearness, within what they are ready to travel."""
    if wanted.point is None or who.latitude is None or who.longitude is None:
        return []
    km = round(distance(wanted.point, (who.latitude, who.longitude)))
    if who.travel_km is not None and km > who.travel_km:
        return [Reason("place", _("%(km)d km away, travels %(most)d km") % {"km": km, "most": who.travel_km}, 0)]
    points = round(POINTS["place"] * max(0.0, 1 - km / FAR))
    said = _("%d km away") % km if km else _("In the same town")
    return [Reason("place", said, points)] if points else []


def by_start(who: Candidate, job: Job, known: Known) -> list[Reason]:
    """Free when the work begins."""
    start = start_of(job)
    if who.pk in known.away:
        return [Reason("start", _("Away on %s") % day(start), 0)]
    if who.available_from is None:
        return []
    points = POINTS["start"] if who.available_from <= start else 0
    return [Reason("start", _("Available from %s") % day(who.available_from), points)]


def by_pay(who: Candidate, job: Job) -> list[Reason]:
    """What they expect lies within what the job pays."""
    most = job.pay_to if job.pay_to is not None else job.pay_from
    same = (who.pay_currency, who.pay_per) == (job.pay_currency, job.pay_per)
    if most is None or who.pay_expected is None or not same or who.pay_expected > most:
        return []
    return [Reason("pay", _("Pay fits"), POINTS["pay"])]


def by_type(who: Candidate, job: Job) -> list[Reason]:
    """They look for this kind of work."""
    if job.type not in who.work_types:
        return []
    return [Reason("type", _("Looks for this kind of work: %s") % job.get_type_display().lower(), POINTS["type"])]


def by_freshness(who: Candidate, known: Known) -> list[Reason]:
    """What is known of them is new."""
    last = max(filter(None, [who.changed, known.confirmed.get(who.pk)]))
    days = (now() - last).days
    points = POINTS["fresh"] if days <= 90 else POINTS["fresh"] // 2 if days <= 365 else 0
    return [Reason("fresh", _("Profile from %s") % ago(last), points)] if points else []


def by_employer(who: Candidate, job: Job, posts: list[Experience]) -> list[Reason]:
    """They know the organization; whether that is good is for a human to say, so it brings nothing."""
    name = fold(job.organization.name)
    there = any(fold(employer) == name for employer in [who.employer, *(post.employer for post in posts)])
    return [Reason("employer", _("Works or worked at %s") % job.organization.name, 0)] if there else []


@transaction.atomic
def note_shown(job: Job, wanted: Wanted, shown: list[Fit], considered: int, *, to: Member) -> SuggestionList:
    """Keep in the log what somebody is shown; the same list within the hour is kept once."""
    said = [(fit.candidate.pk, fit.points) for fit in shown]
    mark = hashlib.sha256(repr((METHOD, said)).encode()).hexdigest()
    lately = SuggestionList.objects.filter(job=job, shown_to=to, mark=mark, at__gte=now() - timedelta(hours=1))
    if found := lately.first():
        return found
    kept = SuggestionList(
        agency_id=job.agency_id, job=job, shown_to=to, shown_to_name=to.name, considered=considered, method=METHOD
    )
    kept.wanted, kept.mark = wanted.as_words(), mark
    kept.save()
    Suggestion.objects.bulk_create(
        Suggestion(
            agency_id=job.agency_id,
            shown_in=kept,
            candidate=fit.candidate,
            place=place,
            points=fit.points,
            reasons=[[reason.kind, reason.words, reason.points] for reason in fit.reasons],
        )
        for place, fit in enumerate(shown, start=1)
    )
    return kept


@transaction.atomic
def take_up(job: Job, candidate: Candidate, *, by: Member) -> Application:
    """A human puts somebody who was proposed on the job; the log keeps that it was so."""
    application = Application.add(job, candidate, by=by, source=_("Suggested"))
    lists = SuggestionList.objects.filter(job=job)
    Suggestion.objects.filter(shown_in__in=lists, candidate=candidate, added__isnull=True).update(added=now())
    return application
