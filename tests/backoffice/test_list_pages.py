"""Long lists: pages by key neither skip nor double rows, and are counted to their end only when somebody asks."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.test import Client

from portico.candidates.models import Candidate
from portico.jobs.models import Job
from portico.kit import lists
from portico.kit.inserting import insert_many
from portico.kit.lists import PAGE_SIZE
from portico.kit.times import at_time, now
from tests.desk import browser_of, text_of
from tests.prepared import compared
from tests.world import Acme

SAME_DAY = datetime(2026, 3, 2, tzinfo=UTC)
NEXT = re.compile(r'rel="next" href="([^"]+)"')
PREVIOUS = re.compile(r'rel="prev" href="([^"]+)"')


@pytest.fixture
def many(acme: Acme) -> Acme:
    """People and jobs on three pages each, many of them added at the same moment, in the same town."""
    people = []
    for number in range(2 * PAGE_SIZE + 20):
        one = Candidate(agency=acme.agency, first_name="Many", last_name=f"Walker {number % 9}", city="Leeds")
        one.keep_in_step()
        one.added = one.changed = SAME_DAY
        people.append(one)
    insert_many(people)
    rows = [
        Job(
            agency=acme.agency,
            title=f"Night {number % 7}",
            organization=(acme.northwind, acme.helix)[number % 2],
            owner=acme.recruiter,
            status=("open", "closed")[number % 3 == 0],
            added=SAME_DAY,
            changed=SAME_DAY,
        )
        for number in range(2 * PAGE_SIZE + 20)
    ]
    insert_many(rows)
    return acme


def numbers(page: str, kind: str) -> list[int]:
    """Which rows stand on a page."""
    return [int(one) for one in re.findall(rf'href="/desk/{kind}/(\d+)/" data-row-link', page)]


def walk(browser: Client, address: str, kind: str) -> list[int]:
    """All rows, page by page to the end; on the way back each page is the same."""
    pages, path = [], address
    for _page in range(9):
        page = unescape(browser.get(path).content.decode())
        pages.append(numbers(page, kind))
        if not (found := NEXT.search(page)):
            break
        path = address.partition("?")[0] + found[1]
    for there in reversed(pages[:-1]):
        found = PREVIOUS.search(page)
        assert found is not None
        page = unescape(browser.get(address.partition("?")[0] + found[1]).content.decode())
        assert numbers(page, kind) == there
    return [number for there in pages for number in there]


def test_pages_of_candidates_neither_skip_nor_double(many: Acme) -> None:
    browser = browser_of(many.owner)
    everybody = set(Candidate.objects.filter(agency=many.agency).values_list("pk", flat=True))
    for sort in ("added", "-added", "name", "-city", "changed"):
        found = walk(browser, f"/desk/candidates/?sort={sort}", "candidates")
        assert len(found) == len(everybody), sort
        assert set(found) == everybody, sort


def test_pages_of_jobs_neither_skip_nor_double(many: Acme) -> None:
    browser = browser_of(many.owner)
    everything = set(Job.objects.filter(agency=many.agency).values_list("pk", flat=True))
    for sort in ("changed", "title", "-organization", "status", "-added", "in_process"):
        found = walk(browser, f"/desk/jobs/?sort={sort}", "jobs")
        assert len(found) == len(everything), sort
        assert set(found) == everything, sort


def test_compiled_queries_find_what_their_querysets_find(many: Acme) -> None:
    mine = f"owner={many.recruiter.pk}"
    pages = [
        "/desk/?count=all", "/desk/candidates/", f"/desk/candidates/?{mine}", "/desk/candidates/?archived=1",
        f"/desk/candidates/{many.dario.pk}/", "/desk/jobs/", f"/desk/jobs/?{mine}&status=open&sort=-title",
        f"/desk/jobs/?organization={many.northwind.pk}", "/desk/jobs/?archived=1", f"/desk/jobs/{many.job.pk}/",
        f"/desk/jobs/{many.job.pk}/?show=ended",
    ]  # fmt: skip
    with compared() as found:
        for person in (many.owner, many.consultant):
            for page in pages:
                assert browser_of(person).get(page).status_code in (200, 404), page
    assert found["everybody"] > PAGE_SIZE
    assert found["jobs"] > PAGE_SIZE
    assert found["standing_on"] > 0
    assert found["cards_of"] > 0
    assert found["submissions_at"] > 0


def test_beyond_the_limit_the_list_says_so_and_counts_when_asked(many: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    total = Candidate.objects.filter(agency=many.agency).count()
    for module in (lists, "portico.backoffice.reading.candidate_rows", "portico.backoffice.reading.job_rows"):
        name = module if isinstance(module, str) else module.__name__
        monkeypatch.setattr(f"{name}.COUNT_LIMIT", 60)
    forget_plans()
    browser = browser_of(many.owner)

    page = text_of(browser.get("/desk/candidates/"))
    assert "60+ candidates" in page
    assert "Count them" in page
    assert "60+ jobs" in text_of(browser.get("/desk/jobs/"))
    assert f"{total} candidates" in text_of(browser.get("/desk/candidates/?count=all"))

    asked = {"HX-Request": "true", "HX-Target": "total"}
    part = text_of(browser.get("/desk/candidates/?count=all", headers=asked))
    assert f"{total} candidates" in part
    assert "Walker" not in part
    forget_plans()


def test_that_a_list_is_long_is_believed_for_a_minute_and_that_it_is_short_for_none(many: Acme) -> None:
    looked = list[bool]()

    def look(*, found: bool) -> list[int]:
        looked.append(found)
        return [1] if found else []

    assert not lists.is_long("whose", lambda: look(found=False))
    assert lists.is_long("whose", lambda: look(found=True))
    assert lists.is_long("whose", lambda: look(found=False))
    assert looked == [False, True]
    with at_time(now() + timedelta(seconds=61)):
        assert not lists.is_long("whose", lambda: look(found=False))
    assert not lists.is_long("somebody else's", lambda: look(found=False))


def forget_plans() -> None:
    """The limit is part of the compiled query."""
    from portico.backoffice.reading import candidate_rows, job_rows

    candidate_rows.beyond_limit.plans.clear()
    job_rows.beyond_limit.plans.clear()


def test_figures_are_counted_after_the_page_is_there(acme: Acme) -> None:
    browser = browser_of(acme.owner)
    page = text_of(browser.get("/desk/"))
    assert 'hx-trigger="load"' in page
    assert "Count them" in page
    part = text_of(browser.get("/desk/", headers={"HX-Request": "true", "HX-Target": "figures"}))
    assert "…" not in part
    assert "hx-trigger" not in part
    assert "<body" not in part
    assert "…" not in text_of(browser.get("/desk/?count=all")).partition("At a glance")[2]
