"""A client asks for an interview on a phone, the recruiter hands it on, the candidate picks by the link in the mail."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from portico.pipeline.interviews import Interview
from tests.browser import OpenPage
from tests.interviews import RunTasks, days, invitations
from tests.stories.mail import link_in, mails_to
from tests.stories.people import DESK, PHONE, be
from tests.world import Acme

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_client_offers_times_the_candidate_picks_and_the_client_moves_and_cancels(
    acme: Acme, open_page: OpenPage, run_tasks: RunTasks
) -> None:
    maya, jonas, priya = open_page(viewport=PHONE), open_page(viewport=DESK), open_page(viewport=DESK)
    rosa, dario = open_page(viewport=DESK), open_page(viewport=PHONE)
    for page, person in ((maya, acme.maya), (jonas, acme.jonas), (priya, acme.priya), (rosa, acme.recruiter)):
        be(page, person)

    offer_three_times(maya, acme)
    interview = Interview.objects.get()
    assert not [one for one in mails_to("dario@", run_tasks) if "time" in one], "the agency stands in between"
    hand_on(rosa, acme)
    pick_by_the_link(dario, mails_to("dario@", run_tasks)[-1])
    assert {to.partition(" ")[0] for to, *_rest in invitations(run_tasks)} == {"Dario", "Maya", "Rosa"}
    who_sees_it(jonas, priya, interview)

    maya.goto("/client/")
    expect(maya.get_by_role("region", name="Upcoming interviews")).to_contain_text("Dario Conti")
    need_another_time(maya, interview)
    assert [event["SEQUENCE"] for *_rest, event in invitations(run_tasks, "dario@")] == [0, 1]
    cancel(maya, interview)
    rosa.goto("/desk/interviews/?show=past")
    expect(rosa.locator("#rows")).to_contain_text("Cancelled")


def offer_three_times(maya: Page, acme: Acme) -> None:
    """On the candidate's page, on a phone."""
    maya.goto(f"/client/submissions/{acme.submission.pk}/")
    maya.get_by_role("link", name="Ask for an interview").click()
    maya.get_by_label("Time zone").select_option("Europe/London")
    for number in (1, 2, 3):
        local = f"{days(number + 3) + timedelta(hours=number):%Y-%m-%dT%H:%M}"
        maya.get_by_label(f"Time {number}").fill(local)
    maya.get_by_label("Place or link").fill("https://meet.example/night-porter")
    maya.get_by_role("button", name="Ask for the interview").click()
    expect(maya.locator("main")).to_contain_text("Times on offer")


def hand_on(rosa: Page, acme: Acme) -> None:
    """One press on the application's page."""
    rosa.goto(f"/desk/applications/{acme.application.pk}/")
    rosa.get_by_role("button", name="Send these times to the candidate").click()
    expect(rosa.get_by_role("region", name="Interviews")).to_contain_text("Times offered")


def pick_by_the_link(dario: Page, letter: str) -> None:
    """Without signing in; scanners that came before changed nothing."""
    for _scan in range(3):
        dario.request.get(link_in(letter))
    dario.goto(link_in(letter))
    expect(dario.locator("main")).to_contain_text("Northwind Logistics")
    dario.get_by_role("radio").nth(1).check()
    dario.get_by_role("button", name="Book this time").click()
    expect(dario.locator("main")).to_contain_text("Booked")
    expect(dario.locator("main")).to_contain_text("meet.example")


def who_sees_it(jonas: Page, priya: Page, interview: Interview) -> None:
    """A colleague without this job and another client do not."""
    for page in (jonas, priya):
        answer = page.goto(f"/client/interviews/{interview.pk}/")
        assert answer is not None
        assert answer.status == 404


def need_another_time(maya: Page, interview: Interview) -> None:
    """The time does not hold: it leaves all calendars at once."""
    maya.goto(f"/client/interviews/{interview.pk}/")
    maya.get_by_text("We need another time").click()
    again = maya.locator("#again")
    again.get_by_label("Time 1").fill(f"{days(9):%Y-%m-%dT%H:%M}")
    again.get_by_role("button", name="Ask for another time").click()
    expect(maya.locator("main")).to_contain_text("New time needed")


def cancel(maya: Page, interview: Interview) -> None:
    """And in the end it is off."""
    maya.locator("#cancel summary").click()
    maya.locator("#cancel").get_by_label("Why?").fill("We found somebody")
    maya.locator("#cancel").get_by_role("button", name="Cancel the interview").click()
    expect(maya.locator("main")).to_contain_text("Cancelled")
