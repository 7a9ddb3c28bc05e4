"""A client asks for people on her phone; the recruiter asks for changes, then approves and shares the job."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portico.jobs.models import Requisition
from tests.asking import colleague, stranger
from tests.browser import OpenPage
from tests.stories.mail import link_in, mails_to
from tests.stories.people import DESK, PHONE, be
from tests.world import Acme

pytestmark = pytest.mark.django_db(transaction=True)
RunTasks = Callable[..., list[Any]]


def test_draft_submit_change_approve_and_find_it_under_jobs(
    acme: Acme, open_page: OpenPage, run_tasks: RunTasks
) -> None:
    rosa, petra, carl, hana = open_page(viewport=DESK), *(open_page(viewport=PHONE) for _one in range(3))
    be(rosa, acme.recruiter)
    be(petra, acme.petra)
    be(carl, colleague(acme))
    be(hana, stranger(acme))

    drafts_on_her_phone(petra)
    assert not sees(carl), "a draft is hers alone"
    submits(petra)
    assert sees(carl)
    assert not sees(hana), "another client"

    asks_for_changes(rosa, link_in(mails_to(acme.recruiter.email, run_tasks)[-1]))
    told = mails_to(acme.petra.email, run_tasks)[-1]
    assert "which days" not in told, "what was said stays on the portal"
    changes_and_submits_again(petra, link_in(told))
    sees_the_difference_and_approves(rosa)

    news = mails_to(acme.petra.email, run_tasks)[-1]
    petra.goto(link_in(news))
    expect(petra.locator("h1")).to_contain_text("Reception lead")
    petra.goto("/client/jobs/")
    expect(petra.locator("main")).to_contain_text("Reception lead")
    petra.goto("/client/requisitions/?show=over")
    expect(petra.locator("main")).to_contain_text("It became a job.")


def sees(person: Page) -> bool:
    """Whether it stands in somebody's list."""
    person.goto("/client/requisitions/")
    expect(person.locator("h1")).to_contain_text("Requisitions")
    return person.get_by_role("link", name="Reception lead").count() > 0


def drafts_on_her_phone(petra: Page) -> None:
    """Petra begins to write, and keeps it for later."""
    petra.goto("/client/")
    petra.get_by_role("link", name="Add Requisition").click()
    petra.get_by_label("Title").fill("Reception lead")
    petra.get_by_label("Location").fill("Leeds")
    petra.get_by_role("button", name="Save as draft").click()
    expect(petra.locator("main")).to_contain_text("Only you see it.")


def submits(petra: Page) -> None:
    """She forgets the description, is told at the field, and hands it in."""
    petra.get_by_role("link", name="Edit").click()
    petra.get_by_label("Qualifications").fill("Calm at the desk")
    petra.get_by_role("button", name="Submit").click()
    expect(petra.get_by_role("alert")).to_contain_text("Needed before you can submit.")
    expect(petra.get_by_label("Qualifications")).to_have_value("Calm at the desk")
    petra.get_by_label("Description").fill("Leads the reception.")
    petra.get_by_role("button", name="Submit").click()
    expect(petra.locator("main")).to_contain_text("Expect an answer by")


def asks_for_changes(rosa: Page, link: str) -> None:
    """Rosa comes by her mail and wants to know more."""
    rosa.goto(link)
    expect(rosa.locator("h1")).to_contain_text("Reception lead")
    rosa.get_by_role("link", name="Ask for changes").click()
    rosa.get_by_label("What should be different?").fill("Please say on which days.")
    rosa.get_by_role("button", name="Give it back").click()
    expect(rosa.locator("main")).to_contain_text("Changes requested")


def changes_and_submits_again(petra: Page, link: str) -> None:
    """Petra reads it, changes the description and hands it in again."""
    petra.goto(link)
    expect(petra.locator("main")).to_contain_text("Please say on which days.")
    petra.get_by_role("link", name="Edit").click()
    petra.get_by_label("Description").fill("Leads the reception, Monday to Friday.")
    petra.get_by_role("button", name="Submit").click()
    expect(petra.locator("main")).to_contain_text("Submitted")
    assert Requisition.objects.get().versions.count() == 2


def sees_the_difference_and_approves(rosa: Page) -> None:
    """Rosa finds it in her list, sees what is new, and says yes."""
    rosa.goto("/desk/")
    rosa.get_by_role("link", name="Requisitions").first.click()
    rosa.get_by_role("link", name="Reception lead").click()
    expect(rosa.locator("#difference ins")).to_contain_text("Monday to Friday")
    rosa.get_by_role("link", name="Approve").click()
    dialog = rosa.get_by_role("dialog")
    expect(dialog).to_contain_text("Petra Lang becomes its primary contact")
    dialog.get_by_role("button", name="Approve").click()
    expect(rosa.locator("body")).to_contain_text("the client sees it")
