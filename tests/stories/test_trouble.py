"""The site cannot take what somebody sends: they are told in words, and what they typed is still there."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.stories.people import be
from tests.world import Acme

pytestmark = pytest.mark.django_db(transaction=True)
REFUSED = '<main><h1>Nothing can be saved right now</h1><p class="signin-lead">Send it again in a minute.</p></main>'


def full(route: Route) -> None:
    """As the site answers while its disk is full."""
    route.fulfill(status=503, content_type="text/html", body=REFUSED)


def jot_down(page: Page, text: str) -> None:
    """Fill in the note's form and send it."""
    page.get_by_label("New note").fill(text)
    page.get_by_role("button", name="Add note").click()


def test_a_note_that_could_not_be_kept_stays_in_its_form_until_it_can(
    acme: Acme, browser: Browser, live_site: str
) -> None:
    context = browser.new_context(base_url=live_site, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    be(page, acme.recruiter)
    page.goto(f"/desk/candidates/{acme.dario.pk}/")

    page.route("**/notes/", full)
    jot_down(page, "Calm on the phone")
    expect(page.locator("#toasts")).to_contain_text("Nothing can be saved right now. Send it again in a minute.")
    page.unroute("**/notes/")

    page.route("**/notes/", lambda route: route.abort())
    page.get_by_role("button", name="Add note").click()
    expect(page.locator("#toasts")).to_contain_text("Portico does not answer.")
    expect(page.locator("#toasts [data-trouble]")).to_have_count(1)
    page.unroute("**/notes/")

    expect(page.get_by_label("New note")).to_have_value("Calm on the phone")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator("body")).to_contain_text("Noted.")
    context.close()
