"""Finding candidates: what a recruiter looks for, who fits it, and in which order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from portico.candidates.models import Candidate, CandidateQuerySet, Skill
from portico.candidates.places import Point, within
from portico.candidates.profile import Absence, Confirmation, Credential
from portico.kit.times import now
from portico.records.models import SearchEntry
from portico.records.ranking import FINELY, Ranking, Statement, Want, best, finely
from portico.records.search import backend
from portico.records.search_words import SHORTEST_NAME, Term, fold, name_keys, parse
from portico.records.subjects import kind_of

KIND = kind_of(Candidate)
FEW = 5
"""Where fewer have the words as they were typed, similar names are looked for too."""
MOST = 1000
"""So many are put in order of how well they fit; further ones by name or date."""
FIRST = FINELY + 1
"""So many of them are asked for at first: it is for later pages that more are needed."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """What somebody is looked for by, beside words. Who has not said something is not found by it."""

    skills: tuple[str, ...] = ()
    every_skill: bool = False
    tags: tuple[int, ...] = ()
    point: Point | None = None
    km: int = 25
    available: date | None = None
    pay: Decimal | None = None
    pay_currency: str = ""
    pay_per: str = ""
    credential: str = ""
    valid: date | None = None
    fresh_days: int | None = None


def narrowed(rows: CandidateQuerySet, agency_id: int, what: Criteria) -> CandidateQuerySet:
    """Those who fit everything but the words. With a place, each has its `km`."""
    rows = with_skills(rows, agency_id, what.skills, every=what.every_skill)
    if what.tags:
        rows = rows.filter(pk__in=Candidate.tags.through.objects.filter(tag__in=what.tags).values("candidate"))
    if what.available:
        away = Absence.objects.filter(agency=agency_id, first__lte=what.available, last__gte=what.available)
        rows = rows.filter(available_from__lte=what.available).exclude(pk__in=away.values("candidate"))
    if what.pay is not None:
        rows = rows.filter(pay_expected__lte=what.pay, pay_currency=what.pay_currency, pay_per=what.pay_per)
    if what.credential or what.valid:
        rows = rows.filter(pk__in=holders(agency_id, what.credential, what.valid))
    if what.fresh_days is not None:
        since = now() - timedelta(days=what.fresh_days)
        said = Confirmation.objects.filter(agency=agency_id, at__gte=since).values("candidate")
        rows = rows.filter(Q(changed__gte=since) | Q(pk__in=said))
    return rows if what.point is None else within(rows, what.point, what.km)


def with_skills(rows: CandidateQuerySet, agency_id: int, names: Iterable[str], *, every: bool) -> CandidateQuerySet:
    """Those who bring any of these skills, or every one of them. A skill nobody knows of is nobody's."""
    from portico.candidates.models import name_key

    keys = [name_key(name)[:100] for name in names]
    if not keys:
        return rows
    held = Candidate.skills.through.objects
    if not every:
        skills = Skill.objects.filter(agency=agency_id, key__in=keys)
        return rows.filter(pk__in=held.filter(skill__in=skills).values("candidate"))
    for key in dict.fromkeys(keys):
        skills = Skill.objects.filter(agency=agency_id, key=key)
        rows = rows.filter(pk__in=held.filter(skill__in=skills).values("candidate"))
    return rows


def holders(agency_id: int, name: str, on: date | None) -> QuerySet[Credential, Any]:
    """The numbers of those who hold a credential of that name (blank: any), valid on a day."""
    rows = Credential.objects.filter(agency=agency_id, archived__isnull=True).exclude(status=Credential.Status.REJECTED)
    if name:
        # Compared in Python: the databases do not agree on upper and lower case.
        words = " ".join(fold(name))
        names = rows.order_by().values_list("name", flat=True).distinct()
        rows = rows.filter(name__in=[one for one in names if words in " ".join(fold(one))])
    if on:
        rows = rows.filter(Q(issued__isnull=True) | Q(issued__lte=on)).filter(
            Q(expires__isnull=True) | Q(expires__gte=on)
        )
    return rows.values("candidate")


@dataclass(slots=True)
class Words:
    """What was typed into the search box, as it is looked for."""

    terms: list[Term]
    agency_id: int
    among: Callable[[], CandidateQuerySet]
    """Those who are looked through: whether they have the words, ranking finds out by itself."""
    similar: bool = False
    """Whether similar names are among them, because hardly anybody has the words as typed."""
    door: Callable[[], Statement] | None = None
    """The same people as a compiled statement, where there is one: to compile it took as long as the ranking."""
    ranked: dict[int, Ranking] = field(default_factory=dict)

    @property
    def rows(self) -> CandidateQuerySet:
        """Those who have the words, in no order."""
        return with_words(self.among(), self.agency_id, self.terms)

    def ranking(self, limit: int) -> Ranking:
        """So many of those who fit best: name first, then what they do and can do."""
        if limit not in self.ranked:
            wanted = [term for term in self.terms if not term.unwanted]
            wants = [Want(term, zone, points) for term in wanted for zone, points in (("title", 100), ("main", 30))]
            wants += [Want(term, "names", 20) for term in wanted if term.keys]
            door = self.door or self.among()
            self.ranked[limit] = best(self.agency_id, KIND, door, wants, terms=self.terms, limit=limit, read=FINELY)
        return self.ranked[limit]

    def best(self, limit: int = MOST) -> list[int]:
        """Their numbers, best first; the first of them also by how often the words stand there."""
        wanted = [(term, 20) for term in self.terms if not term.unwanted]
        return [number for number, _points in finely(self.ranking(limit), wanted)]


def look_for(
    among: Callable[[], CandidateQuerySet], agency_id: int, text: str, door: Callable[[], Statement] | None = None
) -> Words:
    """Those who have all the words; where they are few, also those whose names are similar to one of them."""
    terms = parse(text)
    exact = Words(terms, agency_id, among, door=door)
    loose = [with_keys(term) for term in terms]
    if loose == terms or len(exact.ranking(FIRST).best) >= FEW:
        return exact
    also = Words(loose, agency_id, among, similar=True, door=door)
    return also if len(also.ranking(FIRST).best) > len(exact.ranking(FIRST).best) else exact


def with_words(rows: CandidateQuerySet, agency_id: int, terms: list[Term]) -> CandidateQuerySet:
    """Those in whose profile or documents the terms are found."""
    if not terms:
        return rows.none()
    sql, values = backend().found(agency_id, KIND, terms)
    entries = SearchEntry.objects.filter(pk__in=RawSQL(sql, values))
    return rows.filter(pk__in=entries.values("object_id"))


def with_keys(term: Term) -> Term:
    """The term as a name that may hold a typo; a phrase, a number or a short word stays what it is."""
    word = term.words[0]
    if term.unwanted or len(term.words) > 1 or len(word) < SHORTEST_NAME or not word.isalpha():
        return term
    return replace(term, keys=tuple(name_keys(word)))
