"""An agency shares a job, its client works the pipeline."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import OpenPage
from tests.stories.mail import link_in, mails_to
from tests.world import PASSWORD, Acme

pytestmark = pytest.mark.django_db(transaction=True)
RunTasks = Callable[..., list[Any]]
PHONE = {"width": 390, "height": 844}


def sign_in(page: Page, email: str) -> None:
    """Come in with the password."""
    page.goto("/sign-in/")
    page.get_by_label("Email").first.fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("#main")).to_be_visible()


def test_invite_join_share_review_move_and_the_recruiter_sees_it(
    acme: Acme, open_page: OpenPage, run_tasks: RunTasks
) -> None:
    acme.submission.delete()
    acme.share.delete()

    # Rosa invites Nora to the client portal.
    rosa = open_page(viewport={"width": 1280, "height": 900})
    sign_in(rosa, acme.recruiter.email)
    rosa.goto(f"/desk/contacts/{acme.nobody_contact.pk}/")
    rosa.get_by_role("button", name="More").click()
    rosa.get_by_role("link", name="Invite to Client Portal").first.click()
    rosa.get_by_role("button", name="Send invitation").click()
    expect(rosa.locator("#access")).to_contain_text("Invited")

    # Nora joins from her mail, on her phone, and lands in the portal.
    nora = open_page(viewport=PHONE)
    invitation = mails_to("nora@northwind.example", run_tasks)[-1]
    nora.goto(link_in(invitation))
    nora.get_by_role("button", name="Join Client Portal").click()
    nora.wait_for_url("**/client/")
    ways_in = mails_to("nora@northwind.example", run_tasks)
    assert len(ways_in) == 2, "the second mail carries the way back in"

    # Rosa shares the job and submits Dario.
    rosa.goto(f"/desk/jobs/{acme.job.pk}/share/")
    expect(rosa.locator("main")).to_contain_text("Nora New")
    rosa.get_by_role("button", name="Next: candidates").click()
    rosa.get_by_role("checkbox").first.wait_for()
    rosa.locator("label.pick-row", has_text="Dario Conti").click()
    rosa.get_by_role("button", name="Next").click()
    rosa.get_by_label("Executive summary").fill("Ten years of nights in grand hotels, and a calm voice.")
    rosa.get_by_role("button", name="Next: preview").click()
    rosa.get_by_label("Send them a mail").check()
    rosa.get_by_role("button", name="Publish").click()
    expect(rosa.locator("main")).to_contain_text("Dario Conti")

    # Nora gets a mail, looks, approves with five stars and asks for an interview.
    mail = mails_to("nora@northwind.example", run_tasks)[-1]
    assert "Dario" not in mail, "no names in mails"
    nora.goto(link_in(mail))
    nora.get_by_role("link", name="Dario Conti").first.click()
    expect(nora.locator("main")).to_contain_text("a calm voice")
    assert "CANARY" not in nora.content()
    nora.locator("label[for='rating-5'], label:has(input[name=rating][value='5'])").first.click()
    nora.get_by_label("Remark").first.fill("I want to meet him.")
    nora.get_by_role("button", name="Approve").click()
    expect(nora.locator("#answer")).to_contain_text("Approved")

    # Rosa sees the answer on her first page, on the job, and in her mail.
    rosa.goto("/desk/")
    expect(rosa.locator("main")).to_contain_text("Dario Conti")
    rosa.goto(f"/desk/candidates/{acme.dario.pk}/")
    expect(rosa.locator("#timeline")).to_contain_text("approved Dario Conti")
    assert any("I want to meet him." in mail for mail in mails_to(acme.recruiter.email, run_tasks))
