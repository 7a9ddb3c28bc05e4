"""Similar jobs: which adverts are looked at is remembered for a minute; those that are shown are read anew."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portico.agencies.doors import Visitor
from portico.careers.reading import paging, similar
from portico.jobs.adverts import Advert
from portico.jobs.models import Job
from portico.kit.prepared import forget_plans
from portico.kit.times import at_time, now
from tests.careers.adverts import advert
from tests.world import Acme


def another(acme: Acme, title: str, **words: Any) -> Advert:
    """One more open job with its advert."""
    job = Job(agency=acme.agency, organization=acme.job.organization, title=title, owner=acme.recruiter)
    job.save()
    job.open(by=acme.recruiter)
    return advert(acme, job, title=title, **words)


def shown(acme: Acme, one: Advert) -> list[str]:
    """The titles beside an advert."""
    return [row.title for row in similar.similar_to(Visitor(agency_id=acme.agency.pk), one)]


@pytest.fixture
def porter(acme: Acme) -> Advert:
    """An advert to compare with."""
    return advert(acme, title="Senior Night Porter", city="Leeds")


def test_who_shares_more_words_stands_first_then_the_place(acme: Acme, porter: Advert) -> None:
    another(acme, "Cook", city="Leeds")
    another(acme, "Night Nurse", city="Bath")
    another(acme, "Senior Porter", city="Bath")
    another(acme, "Gardener", city="Bath")
    assert shown(acme, porter) == ["Senior Porter", "Night Nurse", "Cook"]


def test_the_second_reader_within_a_minute_costs_one_query_less(acme: Acme, porter: Advert) -> None:
    another(acme, "Night Nurse")
    shown(acme, porter)
    similar.NEWEST.forget(acme.agency.pk)
    with CaptureQueriesContext(connection) as first:
        shown(acme, porter)
    with CaptureQueriesContext(connection) as second:
        shown(acme, porter)
    assert (len(first), len(second)) == (2, 1)


def test_what_was_closed_is_gone_at_once_and_the_next_best_stands_there(
    acme: Acme, porter: Advert, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similar, "MOST", 1)
    nurse, _guard = another(acme, "Senior Night Nurse"), another(acme, "Night Guard")
    assert shown(acme, porter) == ["Senior Night Nurse"]
    nurse.end(by=acme.recruiter)
    assert shown(acme, porter) == ["Night Guard"]


def test_words_that_were_changed_are_shown_at_once(acme: Acme, porter: Advert) -> None:
    nurse = another(acme, "Night Nurse")
    shown(acme, porter)
    Advert.objects.filter(pk=nurse.pk).update(title="Night Shift Nurse")
    assert shown(acme, porter) == ["Night Shift Nurse"]


def test_a_new_one_is_found_within_a_minute(acme: Acme, porter: Advert) -> None:
    assert shown(acme, porter) == []
    another(acme, "Night Nurse")
    with at_time(now() + timedelta(seconds=61)):
        assert shown(acme, porter) == ["Night Nurse"]


def test_another_agency_never_sees_them(acme: Acme, porter: Advert) -> None:
    another(acme, "Night Nurse")
    rival = acme.theirs
    theirs = advert(rival, title="Night Porter", city="Leeds")
    assert shown(acme, porter) == ["Night Nurse"]
    assert similar.similar_to(Visitor(agency_id=rival.agency.pk), theirs) == []
    similar.NEWEST.kept[rival.agency.pk] = similar.NEWEST.kept[acme.agency.pk]  # even if it were mixed up
    assert similar.similar_to(Visitor(agency_id=rival.agency.pk), theirs) == []


def test_pages_switched_off_show_none(acme: Acme, porter: Advert) -> None:
    from portico.candidates.settings import change_settings

    another(acme, "Night Nurse")
    assert shown(acme, porter) == ["Night Nurse"]
    change_settings(acme.agency, by=acme.owner, careers=False)
    assert shown(acme, porter) == []
    browser = Client(headers={"host": acme.agency.host})
    assert browser.get(f"/jobs/{porter.pk}/{porter.slug}/").status_code == 404


def test_the_number_of_jobs_may_be_a_minute_old_but_the_jobs_never(
    acme: Acme, porter: Advert, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "SIZE", 2)
    forget_plans()
    visitor = Visitor(agency_id=acme.agency.pk)
    nurse, _guard = another(acme, "Night Nurse"), another(acme, "Guard")
    assert (paging.first_page(visitor).total, paging.first_page(visitor).last) == (3, 2)
    cook = another(acme, "Cook")
    found = paging.first_page(visitor)
    assert (found.total, [row.title for row in found.rows]) == (3, ["Cook", "Guard"])
    with at_time(now() + timedelta(seconds=61)):
        assert paging.first_page(visitor).total == 4
    nurse.end(by=acme.recruiter)
    cook.end(by=acme.recruiter)
    found = paging.first_page(visitor)
    assert (found.total, found.next, [row.title for row in found.rows]) == (2, "", ["Guard", porter.title])
