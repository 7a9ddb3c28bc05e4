"""A recruiter finds somebody by half a name near a town, keeps the search, and lets a job propose candidates."""

import pytest
from playwright.sync_api import Page, expect

from portico.candidates.models import Candidate, SavedSearch
from portico.pipeline.models import Application, Suggestion
from tests.browser import OpenPage
from tests.stories.people import DESK, be
from tests.world import Acme

pytestmark = pytest.mark.django_db(transaction=True)


def search(page: Page) -> None:
    """A name with a typo, within 25 km of a town."""
    page.goto("/desk/candidates/")
    page.get_by_text("More filters").click()
    page.get_by_label("Place").fill("London")
    rows = page.locator("#rows")
    expect(rows).to_contain_text("25 km around London")
    page.get_by_role("searchbox", name="Names, skills").fill("alvorado")
    expect(rows).to_contain_text("Similar names are shown too")
    expect(rows.locator("mark")).to_have_text("Alvarado")


def test_half_a_name_near_a_town_is_enough_and_a_job_proposes_with_reasons(acme: Acme, open_page: OpenPage) -> None:
    found = Candidate(agency=acme.agency, first_name="Ines", last_name="Alvarado", city="Ilford", country="UK")
    found.add(by=acme.recruiter, skills=["Night shifts"])
    other = Candidate(agency=acme.agency, first_name="Otto", last_name="Brandt", title="Night porter")
    other.add(by=acme.recruiter, skills=["Night shifts"])
    page = open_page(viewport=DESK)
    be(page, acme.recruiter)

    search(page)
    page.get_by_text("Save this search").click()
    page.locator(".save-form").get_by_role("textbox").fill("Alvarado near London")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Alvarado near London")).to_be_visible()
    assert SavedSearch.objects.get().owner == acme.recruiter

    page.get_by_label("Pick Ines Alvarado").check()
    page.get_by_role("button", name="Add to a job").click()
    page.get_by_label("Job").fill(f"{acme.job.title} #{acme.job.pk}")
    page.get_by_role("button", name="Add to a job").click()
    expect(page.locator("body")).to_contain_text("Done for 1 candidate.")
    assert Application.objects.filter(job=acme.job, candidate=found).exists()

    page.goto(f"/desk/jobs/{acme.job.pk}/")
    page.get_by_role("link", name="Find candidates").click()
    row = page.get_by_role("row").filter(has_text="Otto Brandt")
    expect(row).to_contain_text("Is Night porter")
    page.get_by_label("Pick Otto Brandt").check()
    page.get_by_role("button", name="Add to the job").click()
    expect(page.locator("#suggestions")).not_to_contain_text("Otto Brandt")
    assert Suggestion.objects.get(candidate=other).added is not None
