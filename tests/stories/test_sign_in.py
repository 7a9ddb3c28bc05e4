"""Signing in by mail, where a scanner opens every link first."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portico.access.models import AccessLink
from portico.kit.times import now
from tests.browser import OpenPage
from tests.stories.mail import code_in, link_in, mails_to
from tests.stories.people import PHONE
from tests.world import Acme

pytestmark = pytest.mark.django_db(transaction=True)
RunTasks = Callable[..., list[Any]]


def ask_for_a_link(page: Page, email: str) -> None:
    """Leave the password empty."""
    page.goto("/sign-in/")
    page.get_by_label("Email").first.fill(email)
    page.get_by_role("button", name="Email me a link instead").click()
    expect(page.locator("main")).to_contain_text("Look into your mail")


def scan(scanner: Page, link: str) -> None:
    """What a mail gateway does: open the link again and again, run its scripts, look around, ask for the head."""
    for _time in range(3):
        scanner.goto(link, wait_until="networkidle")
        scanner.mouse.move(200, 300)
        scanner.wait_for_timeout(300)
    assert scanner.request.head(link).status == 200


def test_a_scanner_opens_the_link_first_and_the_person_still_comes_in(
    acme: Acme, open_page: OpenPage, run_tasks: RunTasks
) -> None:
    maya, scanner = open_page(viewport=PHONE), open_page()
    ask_for_a_link(maya, acme.maya.email)
    link = link_in(mails_to(acme.maya.email, run_tasks)[-1])

    scan(scanner, link)
    assert AccessLink.objects.get().is_open
    scanner.goto("/client/")
    expect(scanner.get_by_role("heading", name="Sign in")).to_be_visible()

    maya.goto(link)
    assert "/l/" not in maya.url, "the address bar no longer holds the secret"
    maya.get_by_role("button", name="Sign in").click()
    maya.wait_for_url("**/client/")

    used = maya.goto(link)
    assert used is not None
    assert used.status == 410
    maya.get_by_role("button", name="Send me a new link").click()
    expect(maya.locator("main")).to_contain_text("Look into your mail")
    fresh = mails_to(acme.maya.email, run_tasks)[-1]
    assert link_in(fresh) != link


def test_an_expired_link_offers_a_new_one_that_works(acme: Acme, open_page: OpenPage, run_tasks: RunTasks) -> None:
    maya = open_page(viewport=PHONE)
    ask_for_a_link(maya, acme.maya.email)
    old = link_in(mails_to(acme.maya.email, run_tasks)[-1])
    AccessLink.objects.update(expires=now() - timedelta(seconds=1))

    maya.goto(old)
    expect(maya.locator("main")).to_contain_text("This link has expired")
    maya.get_by_role("button", name="Send me a new link").click()
    expect(maya.locator("main")).to_contain_text("Look into your mail")
    maya.goto(link_in(mails_to(acme.maya.email, run_tasks)[-1]))
    maya.get_by_role("button", name="Sign in").click()
    maya.wait_for_url("**/client/")


def test_another_browser_asks_for_the_code_in_the_mail(acme: Acme, open_page: OpenPage, run_tasks: RunTasks) -> None:
    laptop, phone = open_page(), open_page(viewport=PHONE)
    ask_for_a_link(laptop, acme.dario_member.email)
    mail = mails_to(acme.dario_member.email, run_tasks)[-1]

    phone.goto(link_in(mail))
    expect(phone.locator("main")).to_contain_text("You asked for this in another browser")
    phone.get_by_label("Code from the mail").fill("AAAA-2222")
    phone.get_by_role("button", name="Sign in").click()
    expect(phone.locator("main")).to_contain_text("This code is not right")
    phone.get_by_label("Code from the mail").fill(code_in(mail).lower())
    phone.get_by_role("button", name="Sign in").click()
    phone.wait_for_url("**/me/")

    # The one who asked finds it used up.
    laptop.goto(link_in(mail))
    expect(laptop.locator("main")).to_contain_text("This link was used already")


def test_the_code_can_be_typed_where_it_was_asked_for(acme: Acme, open_page: OpenPage, run_tasks: RunTasks) -> None:
    laptop = open_page(java_script_enabled=False)
    ask_for_a_link(laptop, acme.recruiter.email)
    laptop.get_by_label("Code from the mail").fill(code_in(mails_to(acme.recruiter.email, run_tasks)[-1]))
    laptop.get_by_role("button", name="Continue").click()
    laptop.wait_for_url("**/desk/")
