"""Other jobs like the one that somebody reads."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from portico.agencies.doors import Visitor
from portico.careers.reading.jobs import IN_LISTS
from portico.jobs.adverts import Advert
from portico.kit.prepared import prepared
from portico.kit.remembering import Remembered

MOST = 4
COMPARED = 200
SHORTEST = 4
"""Letters of a word that tells something."""


@dataclass(slots=True)
class Alike:
    """What tells of an agency's newest adverts whether they are like another one: their places in the list, by word."""

    pks: list[int] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    words: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    cities: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    compared: dict[tuple[int, str, str, str], list[int]] = field(default_factory=dict)
    """Who was found to be most like an advert of these words."""


NEWEST: Remembered[Alike] = Remembered(timedelta(minutes=1))
"""By agency. Only which adverts are looked at is remembered; those that are shown are read anew."""


@prepared
def newest(visitor: Visitor) -> QuerySet[Any]:
    """What tells of the newest whether they are like another one."""
    rows = Advert.objects.visible_to(visitor).order_by("-published", "-pk")
    return rows.values_list("pk", "folded_title", "city", "job__type")[:COMPARED]


@prepared
def some_open(visitor: Visitor, pks: list[int]) -> QuerySet[Any]:
    """Some jobs that everybody may read."""
    rows = Advert.objects.visible_to(visitor).select_related("job__organization").only(*IN_LISTS)
    return rows.filter(pk__in=pks)


def alike_at(visitor: Visitor) -> Alike:
    """The newest adverts of an agency."""
    found = Alike()
    for at, (pk, title, city, kind) in enumerate(newest(visitor)):
        found.pks.append(pk)
        found.kinds.append(kind)
        found.cities[city.casefold()].append(at)
        for word in set(title.split()):
            found.words[word].append(at)
    return found


def similar_to(visitor: Visitor, advert: Advert) -> list[Advert]:
    """Other open jobs that share a word of the title, then those in the same place or of the same kind."""
    chosen = likest(NEWEST(visitor.agency_id, lambda: alike_at(visitor)), advert)
    found = {one.pk: one for one in some_open(visitor, chosen)} if chosen else {}
    if len(found) < len(chosen):  # one was closed in this moment
        NEWEST.forget(visitor.agency_id)
        chosen = likest(NEWEST(visitor.agency_id, lambda: alike_at(visitor)), advert)
        found = {one.pk: one for one in some_open(visitor, chosen)} if chosen else {}
    return [found[pk] for pk in chosen if pk in found]


def likest(among: Alike, advert: Advert) -> list[int]:
    """The numbers of those most like it, the newest first among equals."""
    asked = (advert.pk, advert.folded_title, advert.city, advert.job.type)
    if asked not in among.compared and len(among.compared) < COMPARED:
        among.compared[asked] = compare(among, advert)
    return among.compared.get(asked) or compare(among, advert)


def compare(among: Alike, advert: Advert) -> list[int]:
    """The same, worked out."""
    shared: Counter[int] = Counter()
    for word in advert.folded_title.split():
        if len(word) >= SHORTEST:
            shared.update(among.words.get(word, ()))
    near = set(among.cities.get(advert.city.casefold(), ())) if advert.city else set()
    own, scores = advert.job.type, []
    for at in sorted(shared.keys() | near):
        if among.pks[at] != advert.pk:
            scores.append((-(3 * shared[at] + 2 * (at in near) + (among.kinds[at] == own)), at))
    return [among.pks[at] for _likeness, at in sorted(scores)[:MOST]]
