"""A recruiter asks for an update; the candidate answers by link on a phone; some of it is taken over."""

import pytest
from playwright.sync_api import Page, expect

from portico.candidates.models import ProfileChange, UpdateRequest
from tests.browser import OpenPage
from tests.interviews import RunTasks
from tests.stories.mail import link_in, mails_to
from tests.stories.people import DESK, PHONE, be
from tests.world import Acme

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_candidate_answers_by_link_and_the_recruiter_takes_some_of_it_over(
    acme: Acme, open_page: OpenPage, run_tasks: RunTasks
) -> None:
    rosa, scanner, dario = open_page(viewport=DESK), open_page(viewport=DESK), open_page(viewport=PHONE)
    be(rosa, acme.recruiter)

    ask(rosa, acme)
    letter = mails_to("dario@", run_tasks)[-1]
    scan(scanner, letter)
    answer(dario, letter)
    take_some_over(rosa, acme)

    acme.dario.refresh_from_db()
    assert (acme.dario.city, acme.dario.title) == ("York", "Head porter")
    assert UpdateRequest.objects.get().status == "partly_accepted"
    assert ProfileChange.objects.get(field="employer").status == "declined"
    assert "You left there in May" in mails_to("dario@", run_tasks)[-1]


def ask(rosa: Page, acme: Acme) -> None:
    """From the candidate's page, for chosen fields."""
    rosa.goto(f"/desk/candidates/{acme.dario.pk}/")
    rosa.get_by_role("link", name="Ask for an update").click()
    rosa.get_by_text("Choose single fields instead").click()
    for name in ("Phone", "City", "Current title", "Current employer"):
        rosa.get_by_label(name, exact=True).check()
    rosa.get_by_label("A personal word").fill("Long time no see!")
    rosa.get_by_role("button", name="Send").click()
    expect(rosa.locator("#updates")).to_contain_text("Sent")


def scan(scanner: Page, letter: str) -> None:
    """A program opens the link in a whole browser, and waits; nothing happens."""
    scanner.goto(link_in(letter))
    expect(scanner.locator("main")).to_contain_text("Is this still right?")
    assert "/me/u/" not in scanner.url
    assert UpdateRequest.objects.get().status == "sent"


def answer(dario: Page, letter: str) -> None:
    """Ticks, changes, forgets something, goes on."""
    dario.goto(link_in(letter))
    expect(dario.locator("main")).to_contain_text("Long time no see!")
    dario.locator("#field-phone").get_by_label("Still right").check()
    for key, text in (("city", "York"), ("title", "Head porter"), ("employer", "Ritz")):
        box = dario.locator(f"#field-{key}")
        if box.locator("summary").count():
            box.locator("summary").click()
        box.get_by_role("textbox").fill(text)
    dario.get_by_role("button", name="Send", exact=True).click()
    expect(dario.locator("main")).to_contain_text("Thank you")


def take_some_over(rosa: Page, acme: Acme) -> None:
    """Field by field, with words about the rest."""
    rosa.goto("/desk/")
    rosa.get_by_role("link", name="Look at it").first.click()
    employer = rosa.get_by_role("group", name="Current employer")
    employer.get_by_label("Leave as it is").check()
    rosa.get_by_label("Why something is left as it is").fill("You left there in May")
    rosa.get_by_role("button", name="Do as chosen").click()
    expect(rosa.locator("#updates")).to_contain_text("Taken over in part")
