"""The careers pages as strangers get them."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from portico.candidates.settings import change_settings
from tests.careers.adverts import advert
from tests.world import Acme


@pytest.fixture
def visitor(acme: Acme) -> Client:
    """A stranger's browser."""
    return Client(headers={"host": acme.agency.host})


def data_of(answer: Any) -> dict[str, Any]:
    """The structured data of a job's page."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', answer.content.decode(), re.DOTALL)
    assert found is not None
    told: dict[str, Any] = json.loads(found[1])
    return told


def test_the_list_and_the_job_page_show_what_the_advert_says(acme: Acme, visitor: Client) -> None:
    row = advert(acme, show_pay=True, show_organization=True)

    found = visitor.get("/jobs/").content.decode()
    assert row.title in found
    assert acme.job.organization.name in found

    path = f"/jobs/{row.pk}/{row.slug}/"
    shown = visitor.get(path)
    assert shown.status_code == 200
    assert "£30,123" in shown.content.decode()
    data = data_of(shown)
    assert data["title"] == row.title
    assert data["hiringOrganization"]["name"] == acme.job.organization.name
    assert data["baseSalary"]["value"]["minValue"] == 30123
    assert data["jobLocation"]["address"]["addressLocality"] == "London"
    assert visitor.get(f"/jobs/{row.pk}/").headers["Location"] == path
    assert visitor.get(f"/jobs/{row.pk}/old-words/?via=x").headers["Location"] == f"{path}?via=x"


def test_an_unnamed_client_and_unsaid_pay_are_nowhere(acme: Acme, visitor: Client) -> None:
    row = advert(acme)
    name = acme.job.organization.name.split()[0].lower()

    pages = ["/jobs/", f"/jobs/{row.pk}/{row.slug}/", "/jobs/rss.xml", "/jobs/feed.xml", "/sitemap.xml", "/jobs/embed/"]
    for path in pages:
        answer = visitor.get(path)
        text = f"{answer.content.decode()} {answer.headers}".lower()
        assert answer.status_code == 200, path
        assert name not in text, path
        assert "30,123" not in text, path
        assert "30123" not in text, path
    assert data_of(visitor.get(f"/jobs/{row.pk}/{row.slug}/"))["hiringOrganization"]["name"] == acme.agency.name


def test_a_hostile_title_ends_no_script_and_no_feed(acme: Acme, visitor: Client) -> None:
    evil = "Porter </script><script>alert(1)</script> ]]> &amp;"
    row = advert(acme, title=evil, text=f"{evil}\n- {evil}")

    html = visitor.get(f"/jobs/{row.pk}/{row.slug}/")
    assert "<script>alert" not in html.content.decode()
    assert data_of(html)["title"] == evil
    from lxml import etree  # type: ignore[import-untyped]

    feed = etree.fromstring(visitor.get("/jobs/feed.xml").content)
    assert feed.findtext("job/title") == evil
    assert etree.fromstring(visitor.get("/jobs/rss.xml").content).findtext("channel/item/title") == evil


def test_a_job_that_is_over_says_so_and_leaves_the_feeds(acme: Acme, visitor: Client) -> None:
    row = advert(acme)
    other = advert(acme, acme.other_job, title="Day porter")
    acme.job.hold(by=acme.recruiter)
    assert visitor.get(f"/jobs/{row.pk}/{row.slug}/").status_code == 410

    row.end(by=acme.recruiter)

    gone = visitor.get(f"/jobs/{row.pk}/{row.slug}/")
    assert gone.status_code == 410
    assert "no longer open" in gone.content.decode()
    assert other.title in gone.content.decode()
    for path in ("/jobs/", "/jobs/rss.xml", "/jobs/feed.xml", "/sitemap.xml"):
        assert f"/jobs/{row.pk}/" not in visitor.get(path).content.decode(), path


def test_drafts_and_another_agencys_jobs_are_not_there(acme: Acme, visitor: Client) -> None:
    draft = advert(acme, live=False)
    theirs = advert(acme.theirs)

    for row in (draft, theirs):
        assert visitor.get(f"/jobs/{row.pk}/{row.slug}/").status_code == 404
        assert visitor.get(f"/jobs/{row.pk}/").status_code == 404


def test_careers_pages_can_be_off(acme: Acme, visitor: Client) -> None:
    row = advert(acme)
    change_settings(acme.agency, careers=False, by=acme.owner)

    for path in ("/jobs/", f"/jobs/{row.pk}/{row.slug}/", "/jobs/rss.xml", "/jobs/feed.xml", "/sitemap.xml"):
        assert visitor.get(path).status_code == 404, path
    assert visitor.get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"


def test_only_sites_the_agency_named_may_show_its_list(acme: Acme, visitor: Client) -> None:
    advert(acme)
    assert "frame-ancestors 'self' 'none'" not in visitor.get("/jobs/embed/").headers["Content-Security-Policy"]
    change_settings(acme.agency, careers_origins=["https://www.acme.example"], by=acme.owner)

    answer = visitor.get("/jobs/embed/")
    assert "frame-ancestors 'self' https://www.acme.example" in answer.headers["Content-Security-Policy"]
    assert b"<script" not in answer.content
    assert "frame-ancestors 'none'" in visitor.get("/jobs/").headers["Content-Security-Policy"]
