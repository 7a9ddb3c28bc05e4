"""The candidates of a volume: names, skills, a life, a résumé with its words, and what the search finds of them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from portico.agencies.models import Agency, Member
from portico.candidates.models import Candidate, Education, Experience, Skill
from portico.candidates.places import locate
from portico.kit.times import now
from portico.records.models import Document, Event, EventSubject, Note, PageImage, SearchEntry
from portico.records.search_words import fold, folded, folded_names
from script.benching.loading import Row, derive, load, load_pairs, moment
from script.benching.pool import CITIES, Trade, trades, word

KIND = "candidates.candidate"
PAGES = 2000
"""Passages that résumés are put together from."""
WORDS_OF_A_PASSAGE = 70
PASSAGES = 5
DAYS = 1400
"""Over how many days they came."""


@dataclass(slots=True)
class Person:
    """One of them, by number."""

    number: int
    first: str
    last: str
    trade: Trade
    skills: list[str]
    city: str
    passages: list[int]

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}"

    @property
    def title(self) -> str:
        """What they do."""
        return self.trade.title.title()

    @property
    def email(self) -> str:
        """Where mail reaches them: nowhere."""
        return f"{self.first}.{self.last}.{self.number}@example.com".lower()

    @property
    def phone(self) -> str:
        """A number nobody has."""
        return f"+44 77{self.number:08d}"


@dataclass
class Crowd:
    """How many, of which agency; the same for the same number."""

    agency: Agency
    count: int
    owners: list[int]
    seed: int = 7
    trades: list[Trade] = field(init=False)

    def __post_init__(self) -> None:
        chance = random.Random(self.seed)
        self.trades = trades(chance)
        common = [word(chance, 2) for _ in range(400)]
        rare = [word(chance) for _ in range(3000)]
        half = WORDS_OF_A_PASSAGE // 2
        self.passages = [
            " ".join(chance.choices(common, k=half) + chance.choices(rare, k=half)).capitalize() + "."
            for _ in range(PAGES)
        ]
        self.folded = [" ".join(fold(passage)) for passage in self.passages]
        self.firsts = [word(chance, 2).title() for _ in range(300)]
        self.lasts = [word(chance).title() for _ in range(4000)]
        self.points = {city: locate(city) or (0.0, 0.0) for city in CITIES}
        self.moments = [moment(now() - timedelta(days=DAYS * at / 5000)) for at in range(5000)]

    def people(self) -> Iterator[Person]:
        """One after the other; the same each time."""
        chance = random.Random(self.seed + 1)
        pick = chance.random
        for number in range(1, self.count + 1):
            trade = self.trades[int(pick() * len(self.trades))]
            yield Person(
                number,
                self.firsts[int(pick() * 300)],
                self.lasts[int(pick() * 4000)],
                trade,
                chance.sample(trade.skills, 1 + int(pick() * 5)),
                CITIES[int(pick() * len(CITIES))],
                [int(pick() * PAGES) for _ in range(PASSAGES)],
            )

    def added(self, number: int) -> Any:
        """When they came: the last ones most recently."""
        return self.moments[4999 - number * 4999 // self.count]

    def fill(self) -> None:
        """All of it."""
        named = sorted({skill for trade in self.trades for skill in trade.skills})
        skills = {skill.name: skill.pk for skill in Skill.named(self.agency.pk, named)}
        load(Candidate, CANDIDATE, map(self.candidate, self.people()), agency_id=self.agency.pk)
        pairs = ((person.number, skills[name]) for person in self.people() for name in person.skills)
        load_pairs(Candidate.skills.through._meta.db_table, ("candidate_id", "skill_id"), pairs)
        load(Document, DOCUMENT, map(self.document, self.people()), **self.papers())
        load(SearchEntry, ENTRY, map(self.entry, self.people()), agency_id=self.agency.pk, kind=KIND)
        self.lives()

    def candidate(self, person: Person) -> Row:
        """Their own row."""
        at, owner = self.added(person.number), self.owners[person.number % len(self.owners)]
        point = self.points[person.city]
        names = (person.first, person.last, person.name.lower())
        reached = (person.email, person.email, person.phone, person.phone.replace(" ", ""))
        return (person.number, *names, *reached, person.title, "Grand Hotel", person.city, *point, owner, at, at)

    def document(self, person: Person) -> Row:
        """Their résumé."""
        text = "\n".join([self.said(person), *(self.passages[at] for at in person.passages)])
        return person.number, person.number, f"{person.first}-{person.last}-CV.pdf", text, self.added(person.number)

    def said(self, person: Person) -> str:
        """How a résumé begins."""
        return f"{person.title} with {', '.join(person.skills)}."

    def entry(self, person: Person) -> Row:
        """What the search finds of them, as it would have noted itself."""
        line, skilled = f"{person.title} at Grand Hotel", " ".join(person.skills)
        reached = (person.email, person.phone, person.phone.replace(" ", ""))
        body = " ".join([person.city, skilled, *LIFE_IN_WORDS, *reached])
        read = [self.folded[at] for at in person.passages]
        words = " ".join([folded(line, body, self.said(person)), *read])
        main = folded(" ".join((person.title, "", skilled)))
        names = folded(person.name), words, main, folded_names(person.name)
        return person.number, person.name, line, body, self.added(person.number), *names

    def papers(self) -> dict[str, Any]:
        """What all résumés have alike."""
        file = {"key": "documents/bench.pdf", "content_type": "application/pdf", "size": 23, "sha256": "0" * 64}
        shown = {"preview": Document.Preview.READY, "page_count": 1}
        return {"agency_id": self.agency.pk, "kind": KIND, **file, **shown}

    def lives(self) -> None:
        """Posts, schools, notes, pictures of the résumé's page, and how they came."""
        who, by = {"agency_id": self.agency.pk}, Member.objects.select_related("user").get(pk=self.owners[0])
        post = {**who, "employer": "Grand Hotel", "place": "London", "started": "2021-03", "text": "Day and night."}
        for position, title in enumerate(POSTS):
            told = {**post, "position": position, "title": title, "is_current": not position}
            derive(Experience, Candidate, same=told, candidate_id="s.id")
        school = {**who, "school": "City College", "degree": "BSc", "field": "Hospitality"}
        derive(Education, Candidate, same=school, candidate_id="s.id")
        picture = {**who, "number": 1, "key": "pages/bench.webp", "width": 600, "height": 800}
        derive(PageImage, Document, same=picture, document_id="s.id")
        note = {**who, "kind": KIND, "author_id": by.pk, "author_name": by.name, "text": "Called; wants to be told."}
        derive(Note, Candidate, same=note, object_id="s.id", written="s.added")
        event = {**who, "verb": "candidate.added", "by_id": by.pk, "by_name": by.name, "kind": KIND, "seal": 1}
        derive(Event, Candidate, same=event, object_id="s.id", at="s.added")
        derive(EventSubject, Event, same={**who, "kind": KIND}, event_id="s.id", object_id="s.object_id", at="s.at")


POSTS = ("Shift lead", "Porter")
LIFE_IN_WORDS = [
    "Shift lead Grand Hotel London Day and night.",
    "Porter Grand Hotel London Day and night.",
    "BSc Hospitality City College",
]
CANDIDATE: tuple[str, ...] = (
    "id",
    "first_name",
    "last_name",
    "name_key",
    "email",
    "email_key",
    "phone",
    "phone_key",
    "title",
)
CANDIDATE += ("employer", "city", "latitude", "longitude", "owner_id", "added", "changed")
DOCUMENT = ("id", "object_id", "name", "text", "added")
ENTRY: tuple[str, ...] = ("object_id", "title", "line", "body", "changed")
ENTRY += ("folded_title", "folded_words", "folded_main", "folded_names")
