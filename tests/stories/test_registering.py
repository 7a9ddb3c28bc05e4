"""On a phone: somebody makes an account, proves the address, answers the first questions and follows what comes."""

import pytest
from playwright.sync_api import Page, expect

from portico.candidates.models import Candidate
from portico.pipeline.models import Application
from tests.browser import OpenPage
from tests.stories.mail import RunTasks, link_in, mails_to
from tests.stories.people import PHONE
from tests.world import Acme

pytestmark = pytest.mark.django_db(transaction=True)


def test_register_prove_the_address_answer_the_questions_and_follow(
    acme: Acme, open_page: OpenPage, run_tasks: RunTasks
) -> None:
    nadia = open_page(viewport=PHONE)
    nadia.goto("/me/register/")
    nadia.get_by_label("First name").fill("Nadia")
    nadia.get_by_label("Last name").fill("Haddad")
    nadia.get_by_label("Email").fill("nadia@example.org")
    nadia.get_by_role("button", name="Go on").click()
    expect(nadia.locator("h1")).to_have_text("Look into your mail")

    nadia.goto(link_in(mails_to("nadia@example.org", run_tasks)[-1]))
    nadia.get_by_role("button", name="Confirm the address").click()
    expect(nadia.locator("h1")).to_have_text("Welcome, Nadia")
    answer(nadia)

    made = Candidate.objects.get(email="nadia@example.org")
    assert (made.city, made.skill_names, made.work_types) == ("Leeds", "Welding", ["temporary"])
    Application.add(acme.job, made, by=acme.recruiter)
    nadia.goto("/me/")
    expect(nadia.locator("main")).to_contain_text("Night porter")


def answer(page: Page) -> None:
    """All steps, with a mistake on the way."""
    page.get_by_role("link", name="Begin").or_(page.get_by_role("link", name="Go on")).click()
    page.get_by_label("Phone").fill("+44 20 7946 0018")
    page.get_by_label("City").fill("Leeds")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("alert")).to_contain_text("Country")
    expect(page.get_by_label("City")).to_have_value("Leeds")
    page.get_by_label("Country").fill("United Kingdom")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Headline").fill("Welder")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Add a skill").fill("Welding")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name="Add a post").click()
    page.get_by_label("Title").fill("Welder")
    page.get_by_label("Employer").fill("Yard 4")
    page.get_by_label("From").fill("2021-03")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Waits for your recruiter")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Temporary").check()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.locator("h1")).to_have_text("Thank you, Nadia")
