"""A pool of made-up candidates whose true fit is known, for measuring the search: the same for the same number."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import batched

from portico.agencies.models import Agency
from portico.candidates.models import Candidate, Skill
from portico.candidates.places import locate
from portico.kit.inserting import insert_many, insert_pairs
from portico.records.models import SearchEntry
from portico.records.search_words import folded, folded_names

CITIES = ["London", "Leeds", "Bristol", "Cardiff", "Dublin", "Paris", "Berlin", "Madrid", "Reading", "Oxford"]
TITLE_ENDS = ["engineer", "analyst", "manager", "nurse", "technician", "driver", "planner", "designer"]
TITLE_STARTS = ["backend", "data", "night", "care", "site", "payroll", "solar", "marine", "retail", "clinical"]
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu za bri cle dro fra gli".split()  # noqa: SIM905
WORDS_OF_A_RESUME = 420


@dataclass(slots=True)
class Trade:
    """What a group of people does: a title, five skills of its own, and a neighbor trade with which it shares two."""

    title: str
    skills: list[str] = field(default_factory=list)
    neighbor: int = 0


@dataclass(slots=True)
class Pool:
    """The people, by number: their trade, their skills."""

    trades: list[Trade]
    trade_of: dict[int, int] = field(default_factory=dict)
    skills_of: dict[int, set[str]] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    def grade(self, number: int, trade: int, skills: list[str]) -> int:
        """How well somebody truly fits a trade and what of it is needed: 3 very well to 0."""
        theirs = self.trade_of[number]
        share = len(self.skills_of[number] & set(skills)) / len(skills)
        if theirs == trade:
            return 3 if share >= 0.6 else 2
        return 1 if self.trades[trade].neighbor == theirs and share else 0


def word(chance: random.Random, length: int = 3) -> str:
    """A word that no language has."""
    return "".join(chance.choice(SYLLABLES) for _ in range(length))


def trades(chance: random.Random) -> list[Trade]:
    """Eighty trades."""
    found = [Trade(f"{start} {end}") for start in TITLE_STARTS for end in TITLE_ENDS]
    for trade in found:
        trade.skills = [word(chance) for _ in range(5)]
    for number, trade in enumerate(found):
        trade.neighbor = (number + 1) % len(found)
        trade.skills += found[trade.neighbor].skills[:2]
    return found


def fill(agency: Agency, count: int, seed: int = 7) -> Pool:
    """Put the pool into the database, as an import would."""
    chance = random.Random(seed)
    pool = Pool(trades(chance))
    common = [word(chance, 2) for _ in range(400)] + [word(chance) for _ in range(3000)]
    firsts, lasts = [word(chance, 2) for _ in range(300)], [word(chance) for _ in range(4000)]
    points = {city: locate(city) or (0.0, 0.0) for city in CITIES}
    skills = {skill.name: skill.pk for skill in Skill.named(agency.pk, [s for t in pool.trades for s in t.skills])}
    for batch in batched(range(count), 1000):
        rows, facts = [], []
        for _number in batch:
            row, mine, text = person(chance, pool, common, firsts, lasts, agency)
            row.latitude, row.longitude = points[row.city]
            rows.append(row)
            facts.append((mine, text))
        insert_many(rows)
        pairs = [(row.pk, skills[one]) for row, (mine, _text) in zip(rows, facts, strict=True) for one in mine]
        insert_pairs(Candidate.skills.through._meta.db_table, ("candidate_id", "skill_id"), pairs)
        insert_many(list(entries(rows, facts)))
        for row, (mine, _text) in zip(rows, facts, strict=True):
            pool.trade_of[row.pk] = row.__dict__.pop("trade")
            pool.skills_of[row.pk] = set(mine)
            pool.names.append(row.last_name)
    return pool


def person(
    chance: random.Random, pool: Pool, common: list[str], firsts: list[str], lasts: list[str], agency: Agency
) -> tuple[Candidate, list[str], str]:
    """One of them: most skills of the trade named, some only in the résumé, which speaks of other trades too."""
    number = chance.randrange(len(pool.trades))
    trade, other = pool.trades[number], chance.choice(pool.trades)
    mine = chance.sample(trade.skills, chance.randint(1, 5))
    read = chance.sample(trade.skills, 3) * chance.randint(1, 3) + chance.sample(other.skills, chance.randint(0, 3))
    words = chance.choices(common[:400], k=WORDS_OF_A_RESUME // 2) + chance.choices(common, k=WORDS_OF_A_RESUME // 2)
    words += read + (trade.title.split() if chance.random() < 0.8 else []) + other.title.split()[:1]
    chance.shuffle(words)
    title = trade.title if chance.random() < 0.7 else chance.choice(["consultant", "freelancer", other.title])
    row = Candidate(
        agency=agency,
        first_name=chance.choice(firsts).title(),
        last_name=chance.choice(lasts).title(),
        title=title.title(),
        city=chance.choice(CITIES),
    )
    row.keep_in_step()
    row.__dict__["trade"] = number
    return row, mine, " ".join(words)


def entries(rows: list[Candidate], facts: list[tuple[list[str], str]]) -> Iterator[SearchEntry]:
    """What the search finds of them."""
    for row, (mine, text) in zip(rows, facts, strict=True):
        yield SearchEntry(
            agency_id=row.agency_id,
            kind="candidates.candidate",
            object_id=row.pk,
            title=row.name,
            line=row.title,
            body=text,
            folded_title=folded(row.name),
            folded_words=folded(row.title, " ".join(mine), text),
            folded_main=folded(row.title, " ".join(mine)),
            folded_names=folded_names(row.name),
        )
