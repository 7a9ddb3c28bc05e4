"""A client's admin brings a colleague in, the recruiter ends a link, and direct access lasts its days."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portico.access.inviting import mail_way_back
from portico.access.models import AccessLink
from portico.agencies.models import Member
from portico.kit.times import now
from tests.browser import OpenPage
from tests.portals.settings import northwind
from tests.stories.mail import link_in, mails_to
from tests.stories.people import DESK, PHONE, be, sign_in
from tests.world import Acme

pytestmark = pytest.mark.django_db(transaction=True)
RunTasks = Callable[..., list[Any]]
CLEO = "cleo@northwind.example"


def test_an_admin_invites_the_recruiter_approves_and_the_colleague_joins(
    acme: Acme, open_page: OpenPage, run_tasks: RunTasks
) -> None:
    acme.northwind.owner = acme.recruiter
    acme.northwind.save()
    clara, rosa, cleo, priya = (open_page(viewport=one) for one in (DESK, DESK, PHONE, DESK))
    be(clara, acme.client_admin)
    ask_for_cleo(clara)
    news = mails_to(acme.recruiter.email, run_tasks)[-1]

    sign_in(rosa, acme.recruiter.email)
    expect(rosa.locator("main")).to_contain_text("Clara Osei asks to let Cleo Marsh in")
    rosa.goto(link_in(news))
    rosa.get_by_role("button", name="Approve and invite").click()
    expect(rosa.locator("#users")).to_contain_text("Cleo Marsh")

    cleo.goto(link_in(mails_to(CLEO, run_tasks)[-1]))
    cleo.get_by_role("button", name="Join Client Portal").click()
    cleo.wait_for_url("**/client/")
    expect(cleo.locator("main")).to_contain_text("Night porter")

    told = mails_to(acme.client_admin.email, run_tasks)[-1]
    assert "has invited Cleo Marsh" in told
    clara.goto("/client/people/")
    expect(clara.locator("#people")).to_contain_text("Cleo Marsh")
    be(priya, acme.priya)
    assert priya.goto("/client/people/").status == 403  # type: ignore[union-attr]
    the_recruiter_ends_her_way_back(rosa, cleo, link_in(mails_to(CLEO, run_tasks)[-1]))


def ask_for_cleo(clara: Page) -> None:
    """Clara fills in the form on the People page."""
    clara.goto("/client/")
    clara.get_by_role("link", name="People").click()
    clara.get_by_label("First name").fill("Cleo")
    clara.get_by_label("Last name").fill("Marsh")
    clara.get_by_label("Email").fill(CLEO)
    clara.get_by_label("Reviewer:").check()
    clara.get_by_role("button", name="Ask to invite").click()
    expect(clara.locator("#asked")).to_contain_text("Waits for the agency")


def the_recruiter_ends_her_way_back(rosa: Page, cleo: Page, way_back: str) -> None:
    """On the Shared Links tab; afterwards the link is dead."""
    cleo.goto(way_back)
    expect(cleo.get_by_role("heading", name="Welcome back, Cleo Marsh")).to_be_visible()
    rosa.get_by_role("link", name="Cleo Marsh").click()
    rosa.get_by_role("link", name="Shared Links").click()
    row = rosa.locator("#links tr", has_text="Way back in")
    expect(row).to_contain_text("Open")
    row.get_by_role("button", name="Expire").click()
    expect(rosa.locator("#links tr", has_text="Way back in")).to_contain_text("Ended")
    rosa.get_by_role("link", name="History").click()
    expect(rosa.locator("#history")).to_contain_text("Cleo Marsh joined the client portal")
    cleo.goto(way_back)
    expect(cleo.get_by_role("heading", name="This link no longer works")).to_be_visible()


def test_a_direct_link_lets_in_for_its_days(acme: Acme, open_page: OpenPage, run_tasks: RunTasks) -> None:
    northwind(acme, link_mode="direct", direct_days=3)
    mail_way_back(Member.objects.get(pk=acme.maya.pk))
    way_in = link_in(mails_to(acme.maya.email, run_tasks)[-1])
    for _visit in range(2):
        maya = open_page(viewport=PHONE)
        maya.goto(way_in)
        expect(maya.get_by_role("heading", name="Welcome back, Maya Lindqvist")).to_be_visible()
        maya.get_by_role("button", name="Continue").click()
        maya.wait_for_url("**/client/")
        expect(maya.locator("main")).to_contain_text("Dario Conti")

    rosa = open_page(viewport=DESK)
    be(rosa, acme.recruiter)
    rosa.goto(f"/desk/portal-users/{acme.maya.seat.pk}/links/")
    expect(rosa.locator("#links tr", has_text="Direct access")).to_contain_text("127.0.0.1")

    AccessLink.objects.filter(member=acme.maya).update(created=now() - timedelta(days=4))
    maya.goto("/client/")
    maya.wait_for_url("**/sign-in/**")
    maya.goto(way_in)
    expect(maya.get_by_role("heading", name="This link has expired")).to_be_visible()
