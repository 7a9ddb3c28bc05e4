"""How the people of a story come in."""

from django.conf import settings
from playwright.sync_api import Page, expect

from portico.agencies.models import Member
from tests.desk import browser_of
from tests.world import PASSWORD

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


def sign_in(page: Page, email: str) -> None:
    """Come in by the sign-in page, with the password."""
    page.goto("/sign-in/")
    page.get_by_label("Email").first.fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("#main")).to_be_visible()


def be(page: Page, member: Member) -> None:
    """Be signed in already, where coming in is not the story."""
    session = browser_of(member).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": member.agency.site, "httpOnly": True}]
    )
