"""Each security setting of a portal, on both of its sides."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portico.access.account import check_new_address
from portico.access.inviting import mail_way_back, restore
from portico.access.models import RememberedBrowser
from portico.agencies.models import Member
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.messaging.models import Email
from portico.portals.inviting import invite_contact
from portico.portals.tasks import suspend_absent
from tests.desk import browser_of
from tests.portals.settings import browser_at, is_in, link_in_mail, newest, northwind, open_link
from tests.world import PASSWORD, Acme

RunTasks = Callable[..., list[Any]]


def sign_in(acme: Acme, member: Member, **data: str) -> tuple[Client, Any]:
    """Sign in by password, remembered."""
    browser = browser_at(acme.agency)
    form = {"email": member.email, "password": PASSWORD, "remember": "on", **data}
    return browser, browser.post("/sign-in/", form)


def later(monkeypatch: pytest.MonkeyPatch, **passed: int) -> None:
    """Let time pass."""
    at = timezone.now() + timedelta(**passed)
    monkeypatch.setattr(timezone, "now", lambda: at)


# domains


def test_only_the_named_mail_domains_are_invited(acme: Acme) -> None:
    acme.nobody_contact.email = "nora@elsewhere.example"
    acme.nobody_contact.save()
    northwind(acme, domains=["northwind.example"])
    with pytest.raises(RuleBroken, match=r"northwind\.example"):
        invite_contact(acme.nobody_contact, by=acme.recruiter)
    northwind(acme, domains=["@Elsewhere.Example", "northwind.example"])
    assert invite_contact(acme.nobody_contact, by=acme.recruiter).status == Member.Status.INVITED


def test_without_named_domains_everybody_may_be_invited(acme: Acme) -> None:
    acme.nobody_contact.email = "nora@elsewhere.example"
    acme.nobody_contact.save()
    assert invite_contact(acme.nobody_contact, by=acme.recruiter).status == Member.Status.INVITED


def test_a_contact_changes_to_an_address_of_the_named_domains_only(acme: Acme) -> None:
    northwind(acme, domains=["northwind.example"])
    with pytest.raises(RuleBroken):
        check_new_address(acme.maya.user, "maya@private.example")
    check_new_address(acme.maya.user, "m.lindqvist@northwind.example")
    check_new_address(acme.priya.user, "priya@private.example")
    browser, _answer = sign_in(acme, acme.maya)
    answer = browser.post("/account/email/", {"email": "maya@private.example", "password": PASSWORD})
    assert "Only addresses at northwind.example" in answer.content.decode()


# link_days


def test_lasting_links_live_as_long_as_the_portal_says(
    acme: Acme, run_tasks: RunTasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail_way_back(acme.maya)
    path = link_in_mail(run_tasks, acme.maya.email)
    assert newest(acme.maya).expires is None
    later(monkeypatch, days=31)
    assert open_link(acme.agency, path)[1].status_code == 200
    northwind(acme, link_days=30)
    assert open_link(acme.agency, path)[1].status_code == 410
    mail_way_back(acme.maya)
    assert newest(acme.maya).expires is not None


# access_days


def test_who_stays_away_too_long_is_suspended_and_the_recruiter_told(acme: Acme) -> None:
    acme.northwind.owner = acme.recruiter
    acme.northwind.save()
    long_ago = now() - timedelta(days=40)
    Member.objects.filter(pk__in=[acme.maya.pk, acme.priya.pk]).update(status_since=long_ago, last_seen=long_ago)
    suspend_absent.call()
    acme.maya.refresh_from_db()
    assert acme.maya.status == Member.Status.ACTIVE, "no setting, no suspension"

    northwind(acme, access_days=30)
    suspend_absent.call()
    states = {
        one.name: one.status for one in Member.objects.filter(pk__in=[acme.maya.pk, acme.jonas.pk, acme.priya.pk])
    }
    assert states == {"Maya Lindqvist": "suspended", "Jonas Berg": "active", "Priya Raman": "active"}
    assert Email.objects.filter(to=acme.recruiter.email, subject__contains="Maya Lindqvist").count() == 1
    page = browser_of(acme.recruiter).get("/desk/").content.decode()
    assert "Portal access of Maya Lindqvist is suspended: No visit for 30 days." in page


def test_who_is_given_access_back_has_all_the_days_again(acme: Acme) -> None:
    long_ago = now() - timedelta(days=40)
    Member.objects.filter(pk=acme.maya.pk).update(status_since=long_ago, last_seen=long_ago, joined=long_ago)
    northwind(acme, access_days=30)
    suspend_absent.call()
    acme.maya.refresh_from_db()
    restore(acme.maya, acme.recruiter)
    suspend_absent.call()
    acme.maya.refresh_from_db()
    assert acme.maya.status == Member.Status.ACTIVE


# reauth_hours


def test_after_some_hours_they_sign_in_again_and_go_on_where_they_were(
    acme: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:
    northwind(acme, reauth_hours=4)
    (maya, _in), (priya, _too) = sign_in(acme, acme.maya), sign_in(acme, acme.priya)
    later(monkeypatch, hours=3)
    assert is_in(maya)
    later(monkeypatch, hours=1, minutes=5)
    assert is_in(priya), "the other client's portal asks for nothing"
    job = f"/client/jobs/{acme.share.pk}/"
    answer = maya.get(job)
    assert answer["Location"] == f"/sign-in/?next=%2Fclient%2Fjobs%2F{acme.share.pk}%2F"
    assert "Continue as" not in maya.get(answer["Location"]).content.decode(), "a press proves nothing"
    back = maya.post("/sign-in/", {"email": acme.maya.email, "password": PASSWORD, "next": job})
    assert back["Location"] == job


# remembered


def test_where_browsers_are_not_remembered_none_is_and_old_ones_do_not_count(acme: Acme) -> None:
    browser, _in = sign_in(acme, acme.maya)
    assert RememberedBrowser.objects.filter(user=acme.maya.user).count() == 1
    browser.post("/sign-out/")
    assert "Continue as Maya" in browser.get("/sign-in/").content.decode()

    northwind(acme, remembered=False)
    assert "Continue as Maya" not in browser.get("/sign-in/").content.decode()
    browser.post("/sign-in/", {"way": "remembered", "user": acme.maya.user_id})
    assert not is_in(browser)
    sign_in(acme, acme.maya)
    assert RememberedBrowser.objects.filter(user=acme.maya.user).count() == 1
    sign_in(acme, acme.priya)
    assert RememberedBrowser.objects.filter(user=acme.priya.user).count() == 1
