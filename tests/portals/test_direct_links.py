"""Direct access: a mailed link that lets in for some days, by a press and not by a look."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portico.access.feeds import feed_of
from portico.access.inviting import mail_way_back
from portico.access.models import AccessLink, LinkUse, Purpose, Session
from portico.jobs.request_mails import news
from tests.desk import text_of
from tests.portals.settings import browser_at, is_in, link_in_mail, newest, northwind, open_link
from tests.world import Acme

RunTasks = Callable[..., list[Any]]


@pytest.fixture
def way_in(acme: Acme, run_tasks: RunTasks) -> str:
    """Maya's direct link, good for three days."""
    northwind(acme, link_mode="direct", direct_days=3)
    mail_way_back(acme.maya)
    return link_in_mail(run_tasks, acme.maya.email)


def press(browser: Client) -> Any:
    """The button on the link's page."""
    return browser.post("/link/", headers={"user-agent": "Firefox on a phone"})


def later(monkeypatch: pytest.MonkeyPatch, **passed: int) -> None:
    """Let time pass."""
    at = timezone.now() + timedelta(**passed)
    monkeypatch.setattr(timezone, "now", lambda: at)


def test_looking_lets_nobody_in_and_pressing_does(acme: Acme, way_in: str) -> None:
    browser, page = open_link(acme.agency, way_in)
    assert "Welcome back" in page.content.decode()
    assert not is_in(browser)
    assert press(browser)["Location"] == "/client/"
    assert is_in(browser)


def test_scanners_may_come_at_will(acme: Acme, way_in: str) -> None:
    for _visit in range(4):
        scanner, _page = open_link(acme.agency, way_in)
        scanner.head(way_in)
        scanner.options("/link/")
        assert not is_in(scanner)
    assert not Session.objects.filter(member=acme.maya).exists()
    assert not LinkUse.objects.filter(what=LinkUse.What.USED).exists()
    guarded = Client(headers={"host": acme.agency.host}, enforce_csrf_checks=True)
    guarded.get(way_in, follow=True)
    assert guarded.post("/link/").status_code == 403


def test_it_works_again_within_its_days_and_every_use_is_logged(acme: Acme, way_in: str) -> None:
    for _visit in range(2):
        browser, _page = open_link(acme.agency, way_in)
        assert press(browser).status_code == 302
    uses = LinkUse.objects.filter(link__member=acme.maya, what=LinkUse.What.USED)
    assert [(use.ip, use.agent) for use in uses] == [("127.0.0.1", "Firefox on a phone")] * 2


def test_after_its_days_it_is_dead_and_so_are_its_sessions(
    acme: Acme, way_in: str, monkeypatch: pytest.MonkeyPatch, run_tasks: RunTasks
) -> None:
    browser, _page = open_link(acme.agency, way_in)
    press(browser)
    later(monkeypatch, days=2, hours=23, minutes=50)
    again, _page = open_link(acme.agency, way_in)
    assert press(again).status_code == 302
    assert is_in(again)
    later(monkeypatch, minutes=15)
    assert not is_in(again), "a session does not outlive the link it came by"
    dead, page = open_link(acme.agency, way_in)
    assert page.status_code == 410
    assert press(dead).status_code == 410
    assert "Send me a new link" in page.content.decode()
    dead.post("/link/again/")
    assert link_in_mail(run_tasks, acme.maya.email) != way_in


def test_an_expired_link_and_its_sessions_end_at_once(acme: Acme, way_in: str) -> None:
    browser, _page = open_link(acme.agency, way_in)
    press(browser)
    newest(acme.maya).revoke(acme.recruiter)
    assert not is_in(browser)
    assert open_link(acme.agency, way_in)[1].status_code == 410


def test_fewer_days_hold_for_links_already_sent(acme: Acme, way_in: str, monkeypatch: pytest.MonkeyPatch) -> None:
    northwind(acme, link_mode="direct", direct_days=1)
    later(monkeypatch, days=1, minutes=1)
    assert open_link(acme.agency, way_in)[1].status_code == 410


def test_back_to_lasting_links_a_direct_one_only_says_who_is_coming(acme: Acme, way_in: str) -> None:
    browser, _page = open_link(acme.agency, way_in)
    press(browser)
    northwind(acme, link_mode="lasting")
    assert not is_in(browser)
    other, page = open_link(acme.agency, way_in)
    assert "Email me a code" in page.content.decode()
    assert press(other).status_code == 422
    assert not is_in(other)


def test_by_default_a_way_back_asks_for_more_than_a_press(acme: Acme, run_tasks: RunTasks) -> None:
    mail_way_back(acme.maya)
    path = link_in_mail(run_tasks, acme.maya.email)
    assert newest(acme.maya).purpose == Purpose.LASTING
    browser, _page = open_link(acme.agency, path)
    press(browser)
    assert not is_in(browser)


def test_it_opens_no_other_place_and_no_password_page(acme: Acme, way_in: str) -> None:
    browser, _page = open_link(acme.agency, way_in)
    press(browser)
    answer = browser.post("/account/password/", {"new": "four tall grey cranes", "old": "x"})
    assert answer.status_code == 409
    assert "Is it you?" in text_of(answer)
    assert browser.post("/switch/", {"member": acme.recruiter.pk}).status_code == 404


def test_nothing_that_outlives_the_link_is_made_from_it(acme: Acme, way_in: str) -> None:
    browser, _page = open_link(acme.agency, way_in)
    press(browser)
    assert browser.post(reverse("access:calendar_make"))["Location"].startswith("/sign-in/?again=1")
    assert feed_of(acme.maya) is None


def test_news_lead_straight_to_the_page_they_speak_of(acme: Acme, run_tasks: RunTasks) -> None:
    northwind(acme, link_mode="direct", direct_days=3)
    words: dict[str, Any] = {"subject": "News", "said": "Look.", "deed": "Open", "about": []}
    news(acme.agency, acme.maya, path=f"/client/jobs/{acme.share.pk}/", **words)
    path = link_in_mail(run_tasks, acme.maya.email)
    assert path.startswith("/l/")
    browser, _page = open_link(acme.agency, path)
    assert press(browser)["Location"] == f"/client/jobs/{acme.share.pk}/"


def test_another_clients_people_keep_their_own_mode(acme: Acme, run_tasks: RunTasks) -> None:
    northwind(acme, link_mode="direct")
    mail_way_back(acme.priya)
    assert AccessLink.objects.get(member=acme.priya).purpose == Purpose.LASTING
    assert browser_at(acme.agency).get("/client/").status_code == 302
