"""Two people work on one candidate from pages a minute old: one does it, the other is told and keeps what was typed."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import OpenPage
from tests.stories.people import DESK, be
from tests.world import Acme

pytestmark = pytest.mark.django_db(transaction=True)


def move(where: Locator, to: str, remark: str) -> None:
    """Open the card's form, fill it in and send it."""
    begin(where)
    end(where, to, remark)


def begin(where: Locator) -> None:
    """Open the card's form; without scripts that is a look at the page."""
    where.get_by_role("button", name="Move Dario Conti").click()
    expect(where.get_by_label("To")).to_be_visible()


def end(where: Locator, to: str, remark: str) -> None:
    """Fill it in and send it."""
    where.get_by_label("To").select_option(label=to)
    where.get_by_label("Remark").fill(remark)
    where.get_by_role("button", name="Move", exact=True).click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_second_mover_is_told_where_the_candidate_stands_and_keeps_the_remark(
    acme: Acme, open_page: OpenPage, scripts: bool
) -> None:
    rosa, olivia = (open_page(viewport=DESK, java_script_enabled=scripts) for _person in range(2))
    be(rosa, acme.recruiter)
    be(olivia, acme.owner)
    address = f"/desk/jobs/{acme.job.pk}/?view=board"
    rosa.goto(address)
    olivia.goto(address)

    hers = olivia.locator("[data-card]", has_text="Dario Conti")
    begin(hers)
    move(rosa.locator("[data-card]", has_text="Dario Conti"), "Interview", "Thursday at ten")
    expect(rosa.locator("body")).to_contain_text("Dario Conti is in Interview now.")
    end(hers, "Screening", "Ask about the visa")

    told = olivia.locator("#pipeline")
    expect(told).to_contain_text("Rosa Delgado moved Dario Conti to Interview meanwhile")
    expect(olivia.locator("[data-card]", has_text="Dario Conti").get_by_label("Remark")).to_have_value(
        "Ask about the visa"
    )
    acme.application.refresh_from_db()
    assert acme.application.stage.name == "Interview"

    # Having seen it, she may mean it all the same.
    mine = olivia.locator("[data-card]", has_text="Dario Conti")
    mine.get_by_role("button", name="Move", exact=True).click()
    expect(olivia.locator("body")).to_contain_text("Dario Conti is in Screening now.")
    acme.application.refresh_from_db()
    assert acme.application.stage.name == "Screening"


def test_a_client_on_an_old_page_is_told_too(acme: Acme, open_page: OpenPage) -> None:
    maya = open_page(viewport=DESK)
    be(maya, acme.maya)
    maya.goto(f"/client/jobs/{acme.share.pk}/")
    acme.application.move(to=acme.stage("interview"), by=acme.recruiter)

    move(maya.locator("[data-card]", has_text="Dario Conti"), "Final interview", "We liked him")

    card = maya.locator("[data-card]", has_text="Dario Conti")
    expect(maya.locator("#pipeline")).to_contain_text("moved Dario Conti to Interview meanwhile")
    expect(card.get_by_label("Remark")).to_have_value("We liked him")
    acme.application.refresh_from_db()
    assert acme.application.stage.name == "Interview"


def test_a_rejected_candidate_is_not_moved_from_an_old_page(acme: Acme, open_page: OpenPage) -> None:
    olivia = open_page(viewport=DESK)
    be(olivia, acme.owner)
    olivia.goto(f"/desk/jobs/{acme.job.pk}/?view=board")
    acme.application.reject(by=acme.recruiter, reason="No night shifts", tell=False)

    move(olivia.locator("[data-card]", has_text="Dario Conti"), "Interview", "Ask him in")

    expect(olivia.locator("#pipeline")).to_contain_text("is rejected and cannot be moved")
    expect(olivia.locator("#pipeline")).to_contain_text("Ask him in")
