"""What somebody looks for among the adverts: words, a place and how far around it, kind of work, pay.

Everything is compared in folded words and plain numbers, so SQLite and PostgreSQL find the same.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from portico.candidates.places import Point, box, km_from, locate
from portico.jobs.adverts import Advert
from portico.jobs.models import Job
from portico.records.search_words import Term, fold, parse

DISTANCES = (5, 10, 25, 50, 100, 200)
USUAL_KM = 25
IN_A_YEAR: dict[str, int] = {Job.Per.YEAR: 1, Job.Per.MONTH: 12, Job.Per.DAY: 260, Job.Per.HOUR: 2080}
"""How many of them are paid in a year of full-time work, by which pay is compared."""
MOST_PAY = 9_999_999


@dataclass(frozen=True, slots=True)
class AdvertSearch:
    """A search as an address, a form or a saved alert holds it. Nonsense in a field is no wish at all."""

    words: str = ""
    place: str = ""
    km: int = USUAL_KM
    type: str = ""
    work: str = ""
    """onsite, hybrid or remote."""
    pay: int = 0
    """At least so much, in `per`."""
    per: str = Job.Per.YEAR

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> "AdvertSearch":
        """The search that the parameters of an address, or a saved dictionary, ask for."""

        def text(name: str, longest: int = 120) -> str:
            return str(params.get(name) or "").replace("\0", "").strip()[:longest]

        def number(name: str, most: int) -> int:
            digits = text(name, 12).replace(",", "").replace(" ", "")
            return min(int(digits), most) if digits.isascii() and digits.isdigit() else 0

        km, kind, work, per = number("km", 500), text("type"), text("work"), text("per")
        return cls(
            words=text("words") or text("q"),
            place=text("place"),
            km=km or USUAL_KM,
            type=kind if kind in Job.Type.values else "",
            work=work if work in WORK else "",
            pay=number("pay", MOST_PAY),
            per=per if per in Job.Per.values else str(Job.Per.YEAR),
        )

    def as_dict(self) -> dict[str, Any]:
        """What was asked for, without what was not: for addresses and saved searches."""
        told = asdict(self)
        if not self.place:
            told.pop("km")
        if not self.pay:
            told.pop("per")
        return {name: str(value) for name, value in told.items() if value}

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for."""
        return not self.as_dict()

    def rows(self, adverts: QuerySet[Advert]) -> QuerySet[Advert]:
        """Those of the adverts that fit: the best first by words, else the newest."""
        terms = parse(self.words)
        for term in terms:
            asked = Q(folded_words__contains=pattern(term))
            adverts = adverts.exclude(asked) if term.unwanted else adverts.filter(asked)
        if self.type:
            adverts = adverts.filter(job__type=self.type)
        if self.work:
            adverts = adverts.filter(remote=WORK[self.work])
        if self.pay:
            adverts = self._paid(adverts)
        if self.place:
            adverts = self._near(adverts)
        ranked = adverts.annotate(fit=fit(terms)) if terms else adverts
        return ranked.order_by(*(["-fit"] if terms else []), "-published", "-pk")

    def _paid(self, adverts: QuerySet[Advert]) -> QuerySet[Advert]:
        """Those that say what they pay, in the agency's currency, and reach as high."""
        yearly = Decimal(self.pay) * IN_A_YEAR[self.per]
        enough = Q()
        for per, times in IN_A_YEAR.items():
            enough |= Q(job__pay_per=per, top__gte=yearly / times)
        paid = adverts.filter(show_pay=True, job__pay_currency=F("agency__currency"))
        return paid.annotate(top=Coalesce("job__pay_to", "job__pay_from")).filter(enough)

    def _near(self, adverts: QuerySet[Advert]) -> QuerySet[Advert]:
        """Those around the place, where we know it; else those that name it. Remote work is near everywhere."""
        point = self.point
        if point is None:
            named = Q()
            for word in fold(self.place):
                named &= Q(folded_words__contains=f" {word}")
            return adverts.filter(named | Q(remote=Advert.Remote.REMOTE))
        near = box(point, self.km) & Q(km__lte=self.km)
        return adverts.annotate(km=km_from(point)).filter(near | Q(remote=Advert.Remote.REMOTE))

    @property
    def point(self) -> Point | None:
        """Where the place is on the map: “Leeds”, or “Leeds, United Kingdom”."""
        return locate(self.place) if self.place else None


WORK: dict[str, str] = {
    "onsite": Advert.Remote.ON_SITE,
    "hybrid": Advert.Remote.HYBRID,
    "remote": Advert.Remote.REMOTE,
}
"""How a workplace stands in an address."""


def pattern(term: Term) -> str:
    """What the folded words must hold: a phrase as it is; of a single word its beginning, one or many alike."""
    if len(term.words) > 1 or term.unwanted or len(term.words[0]) < 3:
        return f" {' '.join(term.words)}" if term.begun else f" {' '.join(term.words)} "
    word = term.words[0]
    return f" {word[:-1] if len(word) > 3 and word.endswith('s') else word}"


def fit(terms: list[Term]) -> Any:
    """How well an advert fits the words: those in its title weigh most, whole ones more than begun ones."""
    score: Any = Value(0)
    for term in terms:
        whole = When(folded_title__contains=f" {' '.join(term.words)} ", then=Value(3))
        begun = When(folded_title__contains=pattern(term), then=Value(2))
        if not term.unwanted:
            score = score + Case(whole, begun, default=Value(0), output_field=IntegerField())
    return score
