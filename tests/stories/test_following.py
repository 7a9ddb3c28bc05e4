"""On a phone: a candidate follows an application, reads that it moved on, asks something, and withdraws."""

import pytest
from playwright.sync_api import Page, expect

from portico.kit.times import now
from portico.pipeline.label_news import A_WHILE, tell_due
from portico.pipeline.models import Application
from tests.browser import OpenPage
from tests.stories.mail import RunTasks, link_in, mails_to
from tests.stories.people import DESK, PHONE, be
from tests.world import Acme

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_candidate_follows_asks_and_withdraws(acme: Acme, open_page: OpenPage, run_tasks: RunTasks) -> None:
    dario, rosa = open_page(viewport=PHONE), open_page(viewport=DESK)
    be(dario, acme.dario_member)
    be(rosa, acme.recruiter)

    dario.goto("/me/")
    dario.get_by_role("button", name="Menu", exact=True).click()
    dario.get_by_role("link", name="Applications", exact=True).click()
    expect(dario.locator(".run")).to_contain_text("Presented to the company")
    move_to_interview(rosa, acme)

    tell_due(now() + A_WHILE * 2)
    letter = mails_to("dario@", run_tasks)[-1]
    assert "Interview" not in letter
    dario.goto(f"/me/applications/{acme.application.pk}/")
    assert f"/me/applications/{acme.application.pk}/" in letter or link_in(letter)
    expect(dario.locator(".page-head")).to_contain_text("Interview")
    expect(dario.locator("#so-far")).to_contain_text("Presented to the company")
    expect(dario.locator("main")).not_to_contain_text("Good talk")

    talk(dario, rosa, acme)
    withdraw(dario, rosa, acme)


def move_to_interview(rosa: Page, acme: Acme) -> None:
    """With a remark that stays in the house."""
    rosa.goto(f"/desk/applications/{acme.application.pk}/?do=move")
    move = rosa.locator("#do-move")
    move.get_by_role("combobox").select_option("Interview")
    move.get_by_label("Remark").fill("Good talk")
    move.get_by_role("button", name="Move", exact=True).click()
    rosa.goto(f"/desk/applications/{acme.application.pk}/")
    expect(rosa.locator("#read")).to_contain_text("The company wants to get to know you")


def talk(dario: Page, rosa: Page, acme: Acme) -> None:
    """A question and its answer."""
    dario.get_by_role("link", name="Write to Rosa Delgado").click()
    dario.get_by_label("Your message").fill("Is it far from the station?")
    dario.get_by_role("button", name="Send").click()
    rosa.goto("/desk/")
    rosa.get_by_role("link", name="A message from Dario Conti", exact=True).click()
    thread = rosa.locator("#thread")
    expect(thread).to_contain_text("Is it far from the station?")
    thread.get_by_label("Message").fill("Five minutes.")
    thread.get_by_role("button", name="Send").click()
    dario.goto("/me/")
    dario.get_by_role("link", name="1 new message", exact=True).click()
    expect(dario.locator(".thread")).to_contain_text("Five minutes.")


def withdraw(dario: Page, rosa: Page, acme: Acme) -> None:
    """The reason stands on the application's page, and the client sees nobody any more."""
    dario.goto(f"/me/applications/{acme.application.pk}/")
    dario.get_by_text("I no longer want this position").click()
    dario.get_by_label("I found another job").check()
    dario.get_by_label("Anything to add?").fill("Starting Monday")
    dario.get_by_role("button", name="Withdraw my application").click()
    expect(dario.locator(".page-head")).to_contain_text("Withdrawn")
    rosa.goto(f"/desk/applications/{acme.application.pk}/")
    expect(rosa.locator("main")).to_contain_text("I found another job: Starting Monday")
    assert Application.objects.get(pk=acme.application.pk).status == Application.Status.WITHDRAWN
