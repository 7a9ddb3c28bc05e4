"""The search form above the list, as it was filled in."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from portico.agencies.models import Agency
from portico.jobs.advert_search import DISTANCES, WORK, AdvertSearch
from portico.jobs.adverts import Advert
from portico.jobs.models import Job
from portico.kit.words import label_of, labels_of

type Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for, and what can be."""

    words: str
    place: str
    km: int
    type: str
    work: str
    pay: str
    per: str
    currency: str
    distances: list[Choice]
    types: list[Choice]
    workplaces: list[Choice]
    pers: list[Choice]
    more: int
    """How many of the further filters are set."""
    is_empty: bool
    unknown_place: bool
    """We do not know where it is, so only its name was looked for."""
    asked: str
    """The search as an address holds it."""


def filters_of(search: AdvertSearch, agency: Agency) -> Filters:
    """The form for this search."""
    return Filters(
        words=search.words,
        place=search.place,
        km=search.km,
        type=search.type,
        work=search.work,
        pay=str(search.pay or ""),
        per=search.per,
        currency=agency.currency,
        distances=[(str(km), _("within %d km") % km) for km in sorted({*DISTANCES, search.km})],
        types=list(labels_of(Job.Type).items()),
        workplaces=[(key, label_of(Advert.Remote, value)) for key, value in WORK.items()],
        pers=list(labels_of(Job.Per).items()),
        more=sum(bool(one) for one in (search.type, search.work, search.pay)),
        is_empty=search.is_empty,
        unknown_place=bool(search.place) and search.point is None,
        asked=urlencode(search.as_dict()),
    )
