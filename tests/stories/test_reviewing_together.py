"""Two people of a client judge together, ask a third by a guest link and talk with the agency; others see nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portico.agencies.roles import Role
from tests.browser import OpenPage
from tests.client_portal.conftest import submit_more
from tests.stories.mail import link_in, mails_to
from tests.stories.people import DESK, PHONE, be
from tests.world import Acme

pytestmark = pytest.mark.django_db(transaction=True)
RunTasks = Callable[..., list[Any]]
BOSS = "boss@northwind.example"


def test_reviewing_together(acme: Acme, open_page: OpenPage, run_tasks: RunTasks) -> None:
    acme.jonas.role = Role.REVIEWER
    acme.jonas.save()
    acme.jonas.seat.all_jobs = True
    acme.jonas.seat.save()
    submit_more(acme, 2)
    rosa, maya, jonas = open_page(viewport=DESK), open_page(viewport=DESK), open_page(viewport=PHONE)
    for page, member in ((rosa, acme.recruiter), (maya, acme.maya), (jonas, acme.jonas)):
        be(page, member)
    candidate = f"/client/submissions/{acme.submission.pk}/"

    rosa_chooses_who_decides(rosa, acme)
    maya_compares(maya, acme)
    maya_says_what_only_rosa_may_read(maya, candidate)
    jonas_decides_on_his_phone(jonas, candidate)
    maya_writes_and_rosa_answers(maya, rosa, acme, candidate)
    assert "the tenth" not in mails_to(acme.maya.email, run_tasks)[-1]
    boss = open_page(viewport=PHONE)
    maya_forwards(maya, candidate)
    boss_looks_and_says_something(boss, link_in(mails_to(BOSS, run_tasks)[-1]))
    maya.goto(candidate)
    expect(maya.locator("#guests")).to_contain_text("Good choice.")
    maya.locator("#guests").get_by_role("button", name="End the link").click()
    expect(maya.locator("#guests")).to_contain_text("Ended")
    boss.reload()
    expect(boss.locator("main")).to_contain_text("no longer good")
    priya = open_page(viewport=DESK)
    be(priya, acme.priya)
    assert priya.goto(candidate).status == 404  # type: ignore[union-attr]


def rosa_chooses_who_decides(rosa: Page, acme: Acme) -> None:
    """Jonas shall decide."""
    rosa.goto(f"/desk/shares/{acme.share.pk}/")
    rosa.locator("#decider").get_by_label("Who decides").select_option(label="Jonas Berg")
    rosa.locator("#decider").get_by_role("button", name="Save").click()
    expect(rosa.locator("body")).to_contain_text("Jonas Berg decides on the candidates of this job.")


def maya_compares(maya: Page, acme: Acme) -> None:
    """She picks two in the list and sees them side by side."""
    maya.goto(f"/client/jobs/{acme.share.pk}/?view=list")
    maya.get_by_role("checkbox", name="Pick Dario Conti").check()
    maya.get_by_role("checkbox", name="Pick Nr 0").check()
    maya.get_by_role("button", name="Compare").click()
    expect(maya.get_by_role("columnheader", name="Dario Conti")).to_be_visible()
    expect(maya.get_by_role("columnheader", name="Nr 0")).to_be_visible()
    expect(maya.get_by_role("rowheader", name="Location")).to_be_visible()


def maya_says_what_only_rosa_may_read(maya: Page, candidate: str) -> None:
    """Her approval is a voice beside the one that counts."""
    maya.goto(candidate)
    expect(maya.locator("#answer")).to_contain_text("Jonas Berg decides for your side")
    maya.get_by_label("Remark").first.fill("Between us: he reminds me of Tom.")
    maya.get_by_label("Only Rosa reads the remark").check()
    maya.locator("#answer").get_by_role("button", name="Approve").click()
    expect(maya.locator("body")).to_contain_text("Somebody else on your side decides")
    expect(maya.locator("#answer")).to_contain_text("Waiting for you")


def jonas_decides_on_his_phone(jonas: Page, candidate: str) -> None:
    """He sees her answer without her remark, and decides."""
    jonas.goto(candidate)
    expect(jonas.locator("main")).to_contain_text("Maya Lindqvist")
    assert "reminds me of Tom" not in jonas.content()
    jonas.get_by_role("group", name="Your answer").get_by_role("button", name="Keep").click()
    expect(jonas.locator("#answer")).to_contain_text("Keep in view")


def maya_writes_and_rosa_answers(maya: Page, rosa: Page, acme: Acme, candidate: str) -> None:
    """Messages go both ways."""
    maya.locator("#messages").get_by_label("Message to Rosa").fill("Could he start in May?")
    maya.locator("#messages").get_by_role("button", name="Send").click()
    expect(maya.locator("#messages")).to_contain_text("Could he start in May?")
    rosa.goto(f"/desk/applications/{acme.application.pk}/")
    expect(rosa.locator("#messages")).to_contain_text("Could he start in May?")
    expect(rosa.locator("main")).to_contain_text("he reminds me of Tom")
    rosa.locator("#messages").get_by_label("Message").fill("Yes, from the tenth.")
    rosa.locator("#messages").get_by_role("button", name="Send").click()
    expect(rosa.locator("#messages")).to_contain_text("Yes, from the tenth.")
    maya.goto("/client/")
    expect(maya.locator("main")).to_contain_text("New messages")
    maya.get_by_role("region", name="New messages").get_by_role("link", name="Dario Conti").first.click()
    expect(maya.locator("#messages")).to_contain_text("Yes, from the tenth.")


def maya_forwards(maya: Page, candidate: str) -> None:
    """She asks her boss."""
    maya.goto(candidate)
    maya.get_by_text("Send a link to this candidate").click()
    form = maya.locator("#guests")
    form.get_by_label("Email").fill(BOSS)
    form.get_by_label("A word to them").fill("What do you think?")
    form.get_by_role("button", name="Send").click()
    expect(maya.locator("#guests")).to_contain_text(BOSS)


def boss_looks_and_says_something(boss: Page, link: str) -> None:
    """The boss needs one press, sees one candidate, and says one thing."""
    boss.goto(link)
    expect(boss.locator("main")).to_contain_text("What do you think?")
    assert "Dario" not in boss.content()
    boss.get_by_role("button", name="Look at the candidate").click()
    expect(boss.locator("main")).to_contain_text("Dario Conti")
    boss.get_by_label("Your remark").fill("Good choice.")
    boss.get_by_role("button", name="Send").click()
    expect(boss.locator("main")).to_contain_text("Good choice.")
