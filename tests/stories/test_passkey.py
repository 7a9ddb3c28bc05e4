"""Setting up a passkey on a real browser with a made-up device, and coming in with it alone."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import OpenPage
from tests.stories.people import DESK, sign_in
from tests.world import Acme

pytestmark = pytest.mark.django_db(transaction=True)


def give_a_device(page: Page) -> None:
    """A device that keeps passkeys and always sees the right finger."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_rosa_makes_a_passkey_and_signs_in_with_it_alone(acme: Acme, live_site: str, open_page: OpenPage) -> None:
    site = f"http://localhost:{urlsplit(live_site).port}"
    rosa = open_page(viewport=DESK, base_url=site)
    give_a_device(rosa)
    sign_in(rosa, acme.recruiter.email)
    rosa.goto("/account/two-step/")
    rosa.get_by_label("Name").fill("Rosa’s laptop")
    rosa.get_by_role("button", name="Add a passkey").click()
    expect(rosa.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    expect(rosa.locator(".recovery-codes code")).to_have_count(10)
    expect(rosa.locator("#passkeys")).to_contain_text("Rosa’s laptop")

    rosa.context.clear_cookies()
    rosa.goto("/sign-in/")
    rosa.get_by_role("button", name="Sign in with a passkey").click()
    rosa.wait_for_url("**/desk/")

    rosa.context.clear_cookies()
    sign_in(rosa, acme.recruiter.email)
    expect(rosa.get_by_role("heading", name="One more step")).to_be_visible()
    rosa.get_by_role("button", name="Use your passkey").click()
    rosa.wait_for_url("**/desk/")


def test_where_no_passkey_can_be_made_the_page_says_so(acme: Acme, open_page: OpenPage) -> None:
    rosa = open_page(java_script_enabled=False)
    sign_in(rosa, acme.recruiter.email)
    rosa.goto("/account/two-step/")
    expect(rosa.locator("#passkeys")).to_contain_text("This browser cannot make passkeys")
    expect(rosa.get_by_role("button", name="Add a passkey")).to_be_hidden()
    expect(rosa.get_by_role("button", name="Set up an app")).to_be_visible()
