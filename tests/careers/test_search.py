"""Searching the adverts; the same on both databases."""

from typing import Any

from portico.jobs.advert_search import AdvertSearch
from portico.jobs.adverts import Advert
from portico.jobs.models import Job
from tests.careers.adverts import advert
from tests.world import Acme


def found(world: Acme, **params: Any) -> list[str]:
    """The titles a search finds, in their order."""
    rows = AdvertSearch.of(params).rows(Advert.objects.filter(agency=world.agency).live())
    return [row.title for row in rows]


def test_words_place_kind_and_pay(acme: Acme) -> None:
    Job.objects.filter(pk=acme.job.pk).update(pay_currency=acme.agency.currency)
    advert(acme, title="Night Porter", show_pay=True)
    advert(
        acme, acme.other_job, title="Forklift drivers (m/f/d)", city="Leeds", text="Night shifts. C++ no, forks yes."
    )

    assert found(acme, words="porters") == ["Night Porter"]
    assert found(acme, words="night") == ["Night Porter", "Forklift drivers (m/f/d)"]
    assert found(acme, words="driver") == ["Forklift drivers (m/f/d)"]
    assert found(acme, words='"night porter"') == ["Night Porter"]
    assert found(acme, words="night -porter") == ["Forklift drivers (m/f/d)"]
    assert found(acme, words="100%_") == []
    assert found(acme, place="Croydon", km="25") == ["Night Porter"]
    assert found(acme, place="Bradford, United Kingdom") == ["Forklift drivers (m/f/d)"]
    assert found(acme, type="contract") == []
    assert found(acme, pay="34,000") == ["Night Porter"]
    assert found(acme, pay="16", per="hour") == ["Night Porter"]
    assert found(acme, pay="35000") == []


def test_hidden_pay_is_not_found_by_it_and_remote_work_is_near_everywhere(acme: Acme) -> None:
    Job.objects.filter(pk=acme.job.pk).update(pay_currency=acme.agency.currency)
    advert(acme, title="Night Porter", remote="remote")

    assert found(acme, pay="1") == []
    assert found(acme, place="Sydney, Australia") == ["Night Porter"]
    assert found(acme, place="Sydney, Australia", work="onsite") == []


def test_nonsense_is_no_wish_at_all() -> None:
    search = AdvertSearch.of({"km": "x", "type": "<b>", "work": "moon", "pay": "-1", "per": "\0", "words": "a\0b"})

    assert search.as_dict() == {"words": "ab"}
    assert AdvertSearch.of(search.as_dict()) == search
