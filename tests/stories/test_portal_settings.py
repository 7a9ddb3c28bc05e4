"""An agency sets up its clients' portals: for all of them, for one client, for one job; and its clients see it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import OpenPage
from tests.stories.people import DESK, PHONE, be
from tests.world import Acme

pytestmark = pytest.mark.django_db(transaction=True)


def test_settings_for_all_for_one_client_and_for_one_job(acme: Acme, open_page: OpenPage) -> None:
    acme.jonas.seat.all_jobs = True
    acme.jonas.seat.save()
    olivia, rosa = open_page(viewport=DESK), open_page(viewport=DESK)
    maya, jonas, priya = (open_page(viewport=PHONE) for _ in range(3))
    for page, member in (
        (olivia, acme.owner), (rosa, acme.recruiter), (maya, acme.maya), (jonas, acme.jonas), (priya, acme.priya)
    ):  # fmt: skip
        be(page, member)

    for_all(olivia)
    for one in (maya, jonas, priya):
        one.goto("/client/")
        expect(one.locator("main")).to_contain_text("Good to see you")

    for_northwind(rosa, acme)
    for one in (maya, jonas):
        one.goto(f"/client/jobs/{acme.share.pk}/")
        expect(one.locator("main")).to_contain_text("Your turn")
        one.goto(f"/client/submissions/{acme.submission.pk}/")
        expect(one.locator("input[name=rating]")).to_have_count(0)
    assert brand_of(maya) == "#1a7f37"
    assert brand_of(priya) != "#1a7f37"
    priya.goto(f"/client/submissions/{acme.other_submission.pk}/")
    expect(priya.locator("main")).to_contain_text("Client review")
    expect(priya.locator("input[name=rating]")).not_to_have_count(0)

    as_somebody_new(rosa)
    only_to_look_at(rosa, acme)
    maya.goto(f"/client/submissions/{acme.submission.pk}/")
    expect(maya.locator("main").get_by_role("button", name="Approve")).to_have_count(0)
    follow_the_agency_again(rosa, acme)
    maya.goto(f"/client/jobs/{acme.share.pk}/")
    expect(maya.locator("main")).to_contain_text("Client review")


def brand_of(page: Page) -> str:
    """The color of the page's main buttons."""
    return str(page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--brand').trim()"))


def for_all(olivia: Page) -> None:
    """Olivia greets all clients."""
    olivia.goto("/desk/settings/")
    olivia.locator("main").get_by_role("link", name="Client portals").click()
    olivia.get_by_label("Welcome").fill("Good to see you")
    olivia.get_by_role("button", name="Save").click()
    expect(olivia.locator("body")).to_contain_text("Saved: 1 setting changed.")
    expect(olivia.locator("#setting-welcome")).to_contain_text("Changed here")


def for_northwind(rosa: Page, acme: Acme) -> None:
    """Rosa gives Northwind its own color and words, and asks for no stars."""
    rosa.goto("/desk/portals/")
    rosa.get_by_role("link", name="Northwind Logistics").click()
    rosa.get_by_role("link", name="Customize").click()
    rosa.get_by_role("button", name="Use Custom Settings").click()
    rosa.get_by_label("Color").fill("#1a7f37")
    rosa.get_by_label("Name of Client review for clients").fill("Your turn")
    rosa.get_by_label("Clients give stars").uncheck()
    rosa.get_by_role("button", name="Save").click()
    expect(rosa.locator("#setting-rating")).to_contain_text("This portal’s own")
    expect(rosa.locator("#setting-welcome")).to_contain_text("The agency’s default")


def as_somebody_new(rosa: Page) -> None:
    """She looks at it as a viewer who is not invited yet."""
    rosa.get_by_role("link", name="Jobs", exact=True).last.click()
    rosa.get_by_label("View as").select_option(label="Somebody new (Viewer)")
    look = rosa.get_by_role("link", name="View: Night porter")
    expect(look).to_have_attribute("href", re.compile("role=viewer"))
    address = look.get_attribute("href") or ""
    there = rosa.context.new_page()
    there.goto(address)
    expect(there.locator("body")).to_contain_text("Somebody new (Viewer)")
    expect(there.locator("main")).to_contain_text("Your turn")
    there.close()


def only_to_look_at(rosa: Page, acme: Acme) -> None:
    """For one job she takes away the answers, too."""
    rosa.goto(f"/desk/jobs/{acme.job.pk}/share/")
    rosa.get_by_label("Only to look at").check()
    rosa.get_by_role("button", name="Next: candidates").click()
    rosa.wait_for_url("**/candidates/")


def follow_the_agency_again(rosa: Page, acme: Acme) -> None:
    """And lets the portal follow the agency again."""
    rosa.goto(f"/desk/portals/{acme.share.portal_id}/customize/")
    rosa.get_by_role("button", name="Follow the agency").click()
    expect(rosa.locator("main")).to_contain_text("This portal follows the agency’s settings")
