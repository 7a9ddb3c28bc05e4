"""A candidate says yes by one press, is shown without a name, and is introduced when the client asks."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portico.portals.models import PortalDefaults
from tests.browser import OpenPage
from tests.stories.mail import link_in, mails_to
from tests.stories.people import DESK, PHONE, be
from tests.world import Acme

pytestmark = pytest.mark.django_db(transaction=True)
RunTasks = Callable[..., list[Any]]


def test_permission_then_a_blind_profile_then_the_introduction(
    acme: Acme, open_page: OpenPage, run_tasks: RunTasks
) -> None:
    PortalDefaults.objects.create(agency=acme.agency, values={"permission": True})
    acme.submission.delete()
    rosa, elsewhere = open_page(viewport=DESK), open_page(viewport=PHONE)
    be(rosa, acme.recruiter)

    prepare_blind(rosa, acme)
    ask_the_candidate(rosa)
    say_yes(elsewhere, link_in(mails_to(acme.dario.email, run_tasks)[-1]))
    assert "gave permission" in mails_to(acme.recruiter.email, run_tasks)[-1]
    publish(rosa, acme)

    maya, jonas, priya = open_page(viewport=PHONE), open_page(viewport=DESK), open_page(viewport=DESK)
    be(maya, acme.maya)
    be(jonas, acme.jonas)
    be(priya, acme.priya)
    run_tasks()
    address = ask_who(maya)
    for other in (jonas, priya):
        assert (answer := other.goto(address)) is not None
        assert answer.status == 404
    assert "would like to know who" in mails_to(acme.recruiter.email, run_tasks)[-1]
    reveal(rosa, acme)
    news = mails_to(acme.maya.email, run_tasks)[-1]
    assert "Dario" not in news
    maya.goto(link_in(news))
    expect(maya.locator("main")).to_contain_text("Dario Conti")
    expect(maya.locator("main")).to_contain_text("Introduced to you on")


def prepare_blind(rosa: Page, acme: Acme) -> None:
    """Rosa adds Dario from his page, and hides who he is."""
    rosa.goto(f"/desk/candidates/{acme.dario.pk}/")
    panel = rosa.locator("#portals")
    panel.get_by_text("Add to Client Portal").click()
    panel.get_by_role("button", name="Add", exact=True).click()
    rosa.get_by_label("Executive summary").fill("Dario has ten years of nights, at the Grand Hotel and at Oldstone.")
    rosa.get_by_label("Blind profile").check()
    rosa.get_by_label("Also hide").fill("Oldstone")
    rosa.get_by_role("button", name="Next: preview").click()
    expect(rosa.locator("main")).to_contain_text("Dario Conti has not given permission yet.")


def ask_the_candidate(rosa: Page) -> None:
    """The step says what is missing and leads to it."""
    rosa.get_by_role("link", name="Ask, or show without an answer").click()
    expect(rosa.locator("main")).to_contain_text("The candidate has ten years of nights, at an employer and at")
    rosa.get_by_text("Ask for permission").click()
    rosa.get_by_label("Client, or how you describe it").fill("a logistics company in Leeds")
    rosa.get_by_role("button", name="Ask the candidate").click()
    expect(rosa.locator("#permission")).to_contain_text("Asked")


def say_yes(elsewhere: Page, link: str) -> None:
    """Dario reads the question on his phone, without signing in, and presses Yes."""
    elsewhere.goto(link)
    expect(elsewhere.locator("main")).to_contain_text("a logistics company in Leeds")
    elsewhere.get_by_role("button", name="Yes, put me forward").click()
    expect(elsewhere.locator("main")).to_contain_text("You said yes on")


def publish(rosa: Page, acme: Acme) -> None:
    """Now nothing is in the way."""
    rosa.goto(f"/desk/shares/{acme.share.pk}/publish/")
    expect(rosa.locator("main")).to_contain_text("Permission: granted")
    rosa.get_by_label("Publish without a mail").check()
    rosa.get_by_role("button", name="Publish").click()
    expect(rosa.locator("body")).to_contain_text("1 candidate submitted.")


def ask_who(maya: Page) -> str:
    """Maya sees a number, reads the profile, and asks."""
    maya.goto("/client/")
    maya.get_by_role("link", name="Candidate C").first.click()
    main = maya.locator("main")
    expect(main).to_contain_text("ten years of nights, at an employer")
    expect(maya.locator(".viewer img").first).to_be_visible()
    assert not [word for word in ("Dario", "Conti,", "Grand Hotel", "Oldstone", "CV.pdf") if word in maya.content()]
    maya.get_by_text("Ask to see who this is").click()
    maya.get_by_label("Why, in a few words").fill("He would fit the night shift.")
    maya.get_by_role("button", name="Ask", exact=True).click()
    expect(maya.locator("#who")).to_contain_text("Maya Lindqvist asked")
    return maya.url


def reveal(rosa: Page, acme: Acme) -> None:
    """Rosa agrees."""
    rosa.goto(f"/desk/candidates/{acme.dario.pk}/")
    rosa.locator("#portals").get_by_role("link", name="Northwind Logistics").click()
    expect(rosa.locator("#who")).to_contain_text("He would fit the night shift.")
    rosa.on("dialog", lambda dialog: dialog.accept())
    rosa.get_by_role("button", name="Tell them who it is").click()
    confirm = rosa.locator("dialog[open]").get_by_role("button").last
    if confirm.count():
        confirm.click()
    expect(rosa.locator("#who")).to_contain_text("Introduced on")
