"""What script/bench measures on: volumes with the proportions asked for, and a floor that reads what the pages read."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from portico.agencies.models import Agency, Member
from portico.candidates.models import Candidate
from portico.clients.models import Organization
from portico.jobs.models import Advert, Job
from portico.kit.times import now
from portico.pipeline.models import Application, Submission
from portico.records.models import Document, EventSubject, SearchEntry
from portico.records.search import search
from script.benching import floor_client, floor_desk, floor_finding, floor_public
from script.benching.floor_parts import PAGES
from script.benching.people import Crowd
from script.benching.volume import people
from script.benching.work import SUBMISSIONS, Work
from tests.desk import browser_of, text_of

COUNT = 400
FLOOR = (floor_client, floor_desk, floor_finding, floor_public)


@pytest.fixture
def work(db: None) -> Work:
    """A very small volume."""
    agency, staff = people(COUNT)
    Crowd(agency, COUNT, staff).fill()
    made = Work(agency, COUNT, staff)
    made.fill()
    return made


def ask(sql: str, *values: Any) -> list[Any]:
    """The floor's way of asking, on the test's connection."""
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("%", "%%").replace("?", "%s"), values)
        return list(cursor.fetchall())


def me(member: Member | None, agency: Agency) -> list[Any]:
    """What the floor knows of who asks."""
    return [member.pk if member else 0, *[""] * 9, agency.pk, agency.name]


def test_a_volume_has_the_proportions_asked_for(work: Work) -> None:
    """Ten jobs for each hundred candidates, three applications each, two submissions for five, a résumé with text."""
    counts = {kind: kind.objects.filter(agency=work.agency).count() for kind in (Candidate, Job, Application)}
    assert counts == {Candidate: COUNT, Job: COUNT // 10, Application: COUNT * 3}
    assert Organization.objects.filter(agency=work.agency).count() == COUNT // 100
    assert Submission.objects.filter(agency=work.agency).count() == COUNT * 2 // 5
    assert Document.objects.exclude(text="").count() == COUNT
    assert SearchEntry.objects.filter(kind="candidates.candidate").count() == COUNT
    assert Advert.objects.live().count() == COUNT // 50
    assert EventSubject.objects.count() == COUNT + 3 * COUNT * 3


def test_rows_are_as_portico_itself_writes_them(work: Work) -> None:
    """Saving a candidate changes neither the keys nor what the search finds of them."""
    kept = ("name_key", "email_key", "phone_key", "latitude", "longitude")
    found = ("title", "line", "body", "folded_title", "folded_words", "folded_main", "folded_names")
    one = Candidate.objects.get(pk=7)
    before = {name: getattr(one, name) for name in kept}
    entry = SearchEntry.objects.filter(kind="candidates.candidate", object_id=7)
    said = entry.values(*found)[0]
    one.save()
    one.make_findable()
    assert {name: getattr(one, name) for name in kept} == before
    again = entry.values(*found)[0]
    assert {name: sorted(text.split()) for name, text in again.items()} == {
        name: sorted(text.split()) for name, text in said.items()
    }
    assert search(work.agency.pk, f'"{one.name}"')[0].object_id == 7


LINKS: dict[str, tuple[str, str, Callable[[Work], int], str]] = {
    "client_jobs": ("client", "/client/jobs/", lambda work: 0, r"/client/jobs/(\d+)/"),
    "board": ("client", "/client/jobs/{}/", lambda work: 1, r"/client/submissions/(\d+)/"),
    "pipeline": (
        "staff",
        "/desk/jobs/{}/?view=board",
        lambda work: work.job(0, 0),
        r'href="/desk/applications/(\d+)/"',
    ),
    "jobs": ("staff", "/desk/jobs/", lambda work: 0, r'href="/desk/jobs/(\d+)/"'),
    "candidates": ("staff", "/desk/candidates/", lambda work: 0, r'href="/desk/candidates/(\d+)/"'),
}


@pytest.mark.parametrize("name", LINKS)
def test_the_floor_reads_the_rows_that_the_page_shows(work: Work, name: str) -> None:
    """So that both do the same work."""
    side, path, number, link = LINKS[name]
    member = Member.objects.select_related("user", "agency").get(
        pk=work.clients[0] if side == "client" else work.staff[0]
    )
    at = number(work)
    page = text_of(browser_of(member).get(path.format(at)))
    drawn = PAGES[name](ask, me(member, work.agency), at, now())
    # The board's one form stands there with 0 in the place of a number.
    assert set(re.findall(link, drawn)) == set(re.findall(link, page)) - {"0"}
    assert re.findall(link, drawn)


def test_every_main_page_has_a_floor_that_answers(work: Work) -> None:
    """Each with the numbers that the bench asks for."""
    client = Member.objects.get(pk=work.clients[0])
    staff = Member.objects.get(pk=work.staff[0])
    advert = Advert.objects.earliest("pk").pk
    skill = Candidate.objects.get(pk=1).skills.all()[0].pk
    numbers = {"submission": 1 + SUBMISSIONS[0] // 2, "candidate": 7, "public_job": advert, "search": skill}
    for name, draw in PAGES.items():
        who = client if draw.__module__ == floor_client.__name__ else staff
        assert draw(ask, me(who, work.agency), numbers.get(name, 1), now()), name
