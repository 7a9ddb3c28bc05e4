"""Setting up the agency's sign-in provider: who may, what is refused, and that nobody is locked out."""

import re
from collections.abc import Generator
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache

from portico.access.members import change_role, deactivate
from portico.access.models import ProviderAccount, Session, SignInProvider
from portico.agencies.models import Member
from portico.agencies.roles import Role
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.records.models import Event
from tests.access.provider import CLIENT, SECRET, Provider
from tests.desk import browser_of
from tests.world import Acme

PAGE = "/desk/settings/company-sign-in/"


@pytest.fixture
def there(settings: Any) -> Generator[Provider]:
    """The provider."""
    settings.FETCH_LOOPBACK = True
    cache.clear()
    provider = Provider()
    yield provider
    provider.close()


def shown(browser: Any) -> str:
    """The page."""
    return str(browser.get(PAGE).content.decode())


def seen_on(page: str) -> str:
    """What the form showed."""
    return unescape(re.split(r'name="seen" value="(.*?)"', page)[1])


def typed(there: Provider, **more: Any) -> dict[str, Any]:
    """The form, filled in."""
    facts = {"on": "on", "name": "Acme ID", "issuer": there.issuer, "client_id": CLIENT, "secret": SECRET}
    return {**facts, "domains": "@Acme.Example, müller.example", "admits_as": "reader", **more}


def test_an_owner_sets_the_provider_up_and_the_owners_are_told(acme: Acme, there: Provider, run_tasks: Any) -> None:
    browser = browser_of(acme.owner)
    assert "/sign-in/company/back/" in unescape(shown(browser))
    assert browser.post(PAGE, typed(there)).status_code == 302
    row = SignInProvider.objects.get()
    assert (row.name, row.secret) == ("Acme ID", SECRET)
    assert row.domains == ["acme.example", "xn--mller-kva.example"]
    page = shown(browser)
    assert SECRET not in page
    assert SECRET not in row.sealed
    assert Event.objects.filter(verb="provider.changed").count() == 1
    run_tasks()
    told = [message for message in mail.outbox if "sign-in provider" in message.subject]
    assert len(told) == Member.objects.staff().filter(agency=acme.agency, role=Role.OWNER).count()
    seen = seen_on(page)
    assert browser.post(PAGE, typed(there, secret="", name="Acme login", seen=seen)).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.secret) == ("Acme login", SECRET)


def test_nobody_but_an_owner_decides_who_may_vouch_for_owners(acme: Acme, there: Provider) -> None:
    admin = acme.recruiter
    Member.objects.filter(pk=admin.pk).update(role=Role.ADMIN)
    for data in (None, typed(there)):
        browser = browser_of(Member.objects.get(pk=admin.pk))
        answer = browser.get(PAGE) if data is None else browser.post(PAGE, data)
        assert answer.status_code == 403
    assert browser.post(f"{PAGE}remove/").status_code == 403
    assert not SignInProvider.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"issuer": "http://169.254.169.254/latest"}, "cannot be used"),
        ({"issuer": "https://127.0.0.1:22"}, "cannot be used"),
        ({"issuer": "nonsense"}, "cannot be used"),
        ({"issuer": "https://id.example\x00"}, "Null characters"),
        ({"domains": "not a domain!"}, "no mail domain"),
        ({"admits": "on", "domains": ""}, "Name your mail domains first"),
        ({"admits": "on", "admits_as": "owner"}, "valid choice"),
        ({"only_way": "on"}, "come in with it once"),
        ({"emergency": "9" * 30}, "valid choice"),
        ({"name": ""}, "required"),
    ],
)
def test_what_would_open_the_door_too_far_is_refused(acme: Acme, there: Provider, wrong: Any, words: str) -> None:
    answer = browser_of(acme.owner).post(PAGE, typed(there, **wrong))
    assert answer.status_code in {409, 422}
    assert words in answer.content.decode().replace("&#x27;", "'")
    assert not SignInProvider.objects.exists()


def test_an_issuer_that_does_not_answer_is_refused_with_the_reason(acme: Acme, there: Provider) -> None:
    there.description = {"issuer": "https://evil.example"}
    answer = browser_of(acme.owner).post(PAGE, typed(there))
    assert answer.status_code == 409
    assert "its description is of another issuer" in answer.content.decode()


@pytest.fixture
def only(acme: Acme, there: Provider) -> SignInProvider:
    """It works, and is about to be the only way."""
    row = SignInProvider(agency=acme.agency, name="Acme ID", issuer=there.issuer, client_id=CLIENT, proved_at=now())
    row.secret = SECRET
    row.save()
    return row


def save(acme: Acme, there: Provider, **more: Any) -> Any:
    """Save the page as it was opened just now."""
    browser = browser_of(acme.owner)
    return browser.post(PAGE, typed(there, seen=seen_on(shown(browser)), **more))


def test_the_only_way_needs_an_owner_who_can_come_in_without_it(
    acme: Acme, there: Provider, only: SignInProvider
) -> None:
    answer = save(acme, there, only_way="on")
    assert (answer.status_code, "Choose an owner" in answer.content.decode()) == (409, True)
    acme.owner.user.set_unusable_password()
    acme.owner.user.save()
    answer = save(acme, there, only_way="on", emergency=acme.owner.pk)
    assert "has no password yet" in answer.content.decode()
    acme.owner.user.set_password("three blue herons")
    acme.owner.user.save()
    other = Session.objects.create(agency=acme.agency, user=acme.recruiter.user, member=acme.recruiter, how="password")
    client = Session.objects.create(agency=acme.agency, user=acme.maya.user, member=acme.maya, how="link")
    assert save(acme, there, only_way="on", emergency=acme.owner.pk).status_code == 302
    other.refresh_from_db()
    client.refresh_from_db()
    assert other.ended_at is not None
    assert client.ended_at is None
    with pytest.raises(RuleBroken):
        deactivate(acme.owner, by=acme.owner)
    with pytest.raises(RuleBroken):
        change_role(acme.owner, Role.READER, None, seen="", by=acme.owner)
    answer = save(acme, there, only_way="on", emergency=acme.owner.pk, client_id="another")
    assert "off first" in answer.content.decode()


def test_an_account_can_be_untied_by_its_own_agency_only(acme: Acme, there: Provider, only: SignInProvider) -> None:
    rows = [
        ProviderAccount.objects.create(agency=who.agency, user=who.user, issuer=there.issuer, subject=f"s{who.pk}")
        for who in (acme.recruiter, acme.theirs.recruiter)
    ]
    browser = browser_of(acme.owner)
    for wrong in (rows[1].pk, "9" * 30, "x", ""):
        assert browser.post(f"{PAGE}untie/", {"account": wrong}).status_code == 404
    assert browser.post(f"{PAGE}untie/", {"account": rows[0].pk}).status_code == 302
    assert list(ProviderAccount.objects.all()) == [rows[1]]
    assert browser.post(f"{PAGE}remove/").status_code == 302
    assert not SignInProvider.objects.exists()
    assert ProviderAccount.objects.count() == 1
