"""An agency shares a job, its client works the pipeline, and the recruiter sees it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import OpenPage
from tests.stories.mail import code_in, link_in, mails_to
from tests.stories.people import DESK, PHONE, sign_in
from tests.world import Acme

pytestmark = pytest.mark.django_db(transaction=True)
RunTasks = Callable[..., list[Any]]
NORA = "nora@northwind.example"


def test_invite_join_share_review_move_and_the_recruiter_sees_it(
    acme: Acme, open_page: OpenPage, run_tasks: RunTasks
) -> None:
    acme.submission.delete()
    acme.share.delete()
    rosa, nora = open_page(viewport=DESK), open_page(viewport=PHONE)
    sign_in(rosa, acme.recruiter.email)

    invite(rosa, acme)
    join(nora, link_in(mails_to(NORA, run_tasks)[-1]))
    way_back = link_in(mails_to(NORA, run_tasks)[-1])
    share(rosa, acme)
    news = mails_to(NORA, run_tasks)[-1]
    assert "Dario" not in news, "no names in mails"
    answer(nora, link_in(news))
    move_to_an_interview(nora)
    recruiter_sees_it(rosa, acme)
    told = "\n".join(mails_to(acme.recruiter.email, run_tasks))
    assert "I want to meet him." in told
    assert "Thursday suits us" in told

    come_back_in_the_remembered_browser(nora, way_back)
    stranger = open_page(viewport=PHONE)
    come_back_elsewhere(stranger, way_back)
    stranger.get_by_label("Code from the mail").fill(code_in(mails_to(NORA, run_tasks)[-1]))
    stranger.get_by_role("button", name="Continue").click()
    stranger.wait_for_url("**/client/**")


def invite(rosa: Page, acme: Acme) -> None:
    """Rosa invites Nora to the client portal."""
    rosa.goto(f"/desk/contacts/{acme.nobody_contact.pk}/")
    rosa.get_by_role("button", name="More").click()
    rosa.get_by_role("link", name="Invite to Client Portal").first.click()
    rosa.get_by_role("button", name="Send invitation").click()
    expect(rosa.locator("#access")).to_contain_text("Invited")


def join(nora: Page, invitation: str) -> None:
    """Nora joins from her mail, on her phone, and lands in the portal."""
    nora.goto(invitation)
    nora.get_by_role("button", name="Join Client Portal").click()
    nora.wait_for_url("**/client/")


def share(rosa: Page, acme: Acme) -> None:
    """Rosa shares the job and submits Dario."""
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


def answer(nora: Page, link: str) -> None:
    """Nora looks, and approves with five stars."""
    nora.goto(link)
    nora.get_by_role("link", name="Dario Conti").first.click()
    expect(nora.locator("main")).to_contain_text("a calm voice")
    assert "CANARY" not in nora.content()
    nora.locator("label:has(input[name=rating][value='5'])").click()
    nora.get_by_label("Remark").first.fill("I want to meet him.")
    nora.get_by_role("group", name="Your answer").get_by_role("button", name="Approve").click()
    expect(nora.locator("#answer")).to_contain_text("Approved")


def move_to_an_interview(nora: Page) -> None:
    """And asks for an interview."""
    nora.get_by_text("Move to another stage").click()
    form = nora.locator("[data-board-move]")
    form.get_by_label("To").select_option(label="Interview")
    form.get_by_label("Remark").fill("Thursday suits us.")
    form.get_by_role("button", name="Move").click()
    expect(nora.locator("body")).to_contain_text("Dario Conti is now in Interview")


def recruiter_sees_it(rosa: Page, acme: Acme) -> None:
    """Rosa sees answer and move on her first page, on the job and on the candidate's timeline."""
    rosa.goto("/desk/")
    expect(rosa.locator("main")).to_contain_text("Dario Conti")
    rosa.goto(f"/desk/jobs/{acme.job.pk}/?view=table")
    row = rosa.get_by_role("row").filter(has_text="Dario Conti")
    for words in ("Interview", "Approved", "Thursday suits us."):
        expect(row).to_contain_text(words)
    rosa.goto(f"/desk/candidates/{acme.dario.pk}/")
    rosa.locator("#timeline").scroll_into_view_if_needed()
    expect(rosa.locator("#timeline")).to_contain_text("Approved Dario Conti")
    expect(rosa.locator("#timeline")).to_contain_text("Thursday suits us.")


def come_back_in_the_remembered_browser(nora: Page, way_back: str) -> None:
    """Where she joined, one press is enough after her session has ended."""
    nora.context.clear_cookies(name="sessionid")
    nora.goto(way_back)
    expect(nora.locator("main")).to_contain_text("Welcome back, Nora New")
    nora.get_by_role("button", name="Continue").click()
    nora.wait_for_url("**/client/**")


def come_back_elsewhere(stranger: Page, way_back: str) -> None:
    """In another browser, who holds the link still needs a code from Nora's mail."""
    stranger.goto(way_back)
    expect(stranger.locator("main")).to_contain_text("Welcome back, Nora New")
    expect(stranger.get_by_role("button", name="Continue")).to_have_count(0)
    stranger.get_by_role("button", name="Email me a code").click()
