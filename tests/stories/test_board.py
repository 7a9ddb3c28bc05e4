"""The pipeline as a board: by mouse, by keyboard, without scripts; and as a table, which shows the same truth."""

import pytest
from playwright.sync_api import Locator, Page, expect

from portico.agencies.models import Member
from portico.jobs.stages import Stage
from portico.pipeline.models import Application, Move
from tests.browser import OpenPage
from tests.stories.people import DESK, PHONE, be
from tests.world import Acme

pytestmark = pytest.mark.django_db(transaction=True)
WIDE = {"width": 2200, "height": 900}


def column(page: Page, name: str) -> Locator:
    """A stage of the board."""
    return page.locator("[data-column]").filter(has=page.get_by_role("heading", name=name, exact=True))


def card(page: Page, name: str) -> Locator:
    """Somebody's card."""
    return page.locator("[data-card]", has_text=name)


def drag(page: Page, what: Locator, onto: Locator) -> None:
    """Take a card by its face and let it go over a column."""
    onto.scroll_into_view_if_needed()
    start, end = what.locator(".card-line").bounding_box(), onto.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 10, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(start["x"] + 40, start["y"] + 20, steps=4)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 120, steps=8)
    page.mouse.up()


def remark(page: Page, name: str, text: str) -> None:
    """Write into the sheet that asks, and send it."""
    words = card(page, name).get_by_label("Remark")
    expect(words).to_be_visible()
    expect(words).to_be_focused()
    words.fill(text)
    card(page, name).get_by_role("button", name="Move", exact=True).click()


def stands(application: Application, stage: str) -> None:
    """The database agrees."""
    application.refresh_from_db()
    assert application.stage.name == stage


def boards(acme: Acme) -> list[tuple[Member, str]]:
    """The two boards of one job: the recruiter's, and the client's."""
    return [(acme.recruiter, f"/desk/jobs/{acme.job.pk}/?view=board"), (acme.maya, f"/client/jobs/{acme.share.pk}/")]


@pytest.mark.parametrize("side", [0, 1], ids=["desk", "client"])
def test_by_mouse_a_card_goes_where_it_is_dropped_with_a_remark(acme: Acme, open_page: OpenPage, side: int) -> None:
    member, address = boards(acme)[side]
    page = open_page(viewport=WIDE)
    be(page, member)
    page.goto(address)

    drag(page, card(page, "Dario Conti"), column(page, "Interview"))
    remark(page, "Dario Conti", "Can start soon.")

    expect(column(page, "Interview")).to_contain_text("Dario Conti")
    expect(page.locator("body")).to_contain_text("Interview now." if side == 0 else "is now in Interview")
    stands(acme.application, "Interview")
    assert Move.objects.get(remark="Can start soon.").by == member
    page.reload()
    expect(column(page, "Interview")).to_contain_text("Dario Conti")


@pytest.mark.parametrize("side", [0, 1], ids=["desk", "client"])
def test_by_keyboard_space_picks_up_arrows_carry_and_space_drops(acme: Acme, open_page: OpenPage, side: int) -> None:
    member, address = boards(acme)[side]
    page = open_page(viewport=DESK)
    be(page, member)
    page.goto(address)
    name = card(page, "Dario Conti").locator(".card-name")

    # Escape puts it back, and nothing has happened.
    name.focus()
    for key in ("Space", "ArrowRight", "Escape"):
        page.keyboard.press(key)
    expect(column(page, "Client review")).to_contain_text("Dario Conti")
    expect(name).to_be_focused()

    for key in ("Space", "ArrowRight", "ArrowRight", "Space"):
        page.keyboard.press(key)
    expect(card(page, "Dario Conti").get_by_label("Remark")).to_be_focused()
    page.keyboard.type("By keyboard.")
    page.keyboard.press("Control+Enter")

    expect(column(page, "Final interview")).to_contain_text("Dario Conti")
    expect(page.locator("body")).to_contain_text("Final interview now." if side == 0 else "is now in Final interview")
    stands(acme.application, "Final interview")


@pytest.mark.parametrize("side", [0, 1], ids=["desk", "client"])
def test_without_scripts_the_cards_own_form_does_the_same(acme: Acme, open_page: OpenPage, side: int) -> None:
    member, address = boards(acme)[side]
    page = open_page(viewport=PHONE, java_script_enabled=False)
    be(page, member)
    page.goto(address)

    card(page, "Dario Conti").get_by_role("button", name="Move Dario Conti").click()
    card(page, "Dario Conti").get_by_label("To").select_option(label="Interview")
    card(page, "Dario Conti").get_by_label("Remark").fill("Without scripts.")
    card(page, "Dario Conti").get_by_role("button", name="Move", exact=True).click()

    expect(column(page, "Interview")).to_contain_text("Dario Conti")
    stands(acme.application, "Interview")

    page.get_by_role("button", name="Undo").click()
    expect(column(page, "Client review")).to_contain_text("Dario Conti")
    stands(acme.application, "Client review")


def test_the_table_moves_several_at_once_and_shows_what_the_board_shows(acme: Acme, open_page: OpenPage) -> None:
    page = open_page(viewport=WIDE, java_script_enabled=False)
    be(page, acme.recruiter)
    page.goto(f"/desk/jobs/{acme.job.pk}/?view=table")

    for name in ("Dario Conti", "Hidden CANARY Person"):
        page.get_by_role("row").filter(has_text=name).get_by_role("checkbox").check()
    page.locator("summary", has_text="Move").first.click()
    page.get_by_label("Move to").select_option(label="Screening")
    page.get_by_role("button", name="Move them").click()

    expect(page.locator("body")).to_contain_text("2 candidates moved.")
    table = sorted(row.inner_text().splitlines()[0] for row in page.locator("#pipeline tbody tr").all())
    expect(page.locator("#pipeline tbody tr").first).to_contain_text("Screening")
    page.goto(f"/desk/jobs/{acme.job.pk}/?view=board")
    cards = sorted(one.inner_text() for one in column(page, "Screening").locator(".card-name").all())
    assert len(cards) == len(table) == 2
    assert set(Application.objects.filter(job=acme.job).values_list("stage__name", flat=True)) == {"Screening"}


def test_the_clients_list_shows_what_their_board_shows(acme: Acme, open_page: OpenPage) -> None:
    acme.application.move(to=Stage.objects.get(agency=acme.agency, name="Final interview"), by=acme.recruiter)
    page = open_page(viewport=WIDE)
    be(page, acme.maya)
    page.goto(f"/client/jobs/{acme.share.pk}/")
    expect(column(page, "Final interview")).to_contain_text("Dario Conti")
    page.get_by_role("link", name="List").click()
    row = page.get_by_role("row").filter(has_text="Dario Conti")
    expect(row).to_contain_text("Final interview")
    row.get_by_role("button", name="Move Dario Conti").click()
    row.get_by_label("To").select_option(label="Interview")
    row.get_by_role("button", name="Move", exact=True).click()
    stage = page.get_by_role("row").filter(has_text="Dario Conti").get_by_role("cell").nth(0)
    expect(stage).to_have_text("Interview")
    stands(acme.application, "Interview")


def test_a_client_can_lay_a_card_only_where_the_agency_lets_them(acme: Acme, open_page: OpenPage) -> None:
    page = open_page(viewport=WIDE)
    be(page, acme.maya)
    page.goto(f"/client/jobs/{acme.share.pk}/")
    drag(page, card(page, "Dario Conti"), column(page, "Offer"))
    expect(column(page, "Client review")).to_contain_text("Dario Conti")
    expect(card(page, "Dario Conti").get_by_label("Remark")).to_be_hidden()
    stands(acme.application, "Client review")
