"""Invitations: bound to their mailbox and role, used once, dead when they should be; ending somebody's access."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from portico.access import inviting, tasks
from portico.access.models import AccessLink, Purpose, RememberedBrowser
from portico.agencies.models import Agency, Member, User
from portico.agencies.roles import Role, Side
from portico.kit.rules import RuleBroken
from portico.records.models import Event
from tests.access.conftest import PASSWORD, is_in, joined


def invite(recruiter: Member, email: str = "new@client.example", role: str = Role.REVIEWER) -> Member:
    """Invite somebody to the client portal."""
    return inviting.invite(recruiter.agency, email, "Nora New", Side.CLIENT, role, recruiter)


def test_an_invited_person_joins_and_gets_the_way_back_by_a_second_mail(
    browser: Client, recruiter: Member, inbox: Any, opened: Any, post: Any
) -> None:
    seen: list[Member] = []
    inviting.ON_JOIN.append(seen.append)
    try:
        member = invite(recruiter)
        (mail,) = inbox()
        assert "Join Client Portal" in mail.html
        assert "Rita Recruiter of Northern Staffing has invited you. In the client portal" in mail.text
        page = opened(browser, mail.path)
        assert page == "/join/"
        answer = post(browser, page, {"name": "Nora Newton", "remember": "on"})
    finally:
        inviting.ON_JOIN.remove(seen.append)
    assert answer["Location"] == "/client/"
    assert is_in(browser)
    member.refresh_from_db()
    assert (member.status, member.user.name, [one.pk for one in seen]) == ("active", "Nora Newton", [member.pk])
    assert member.joined is not None
    (back,) = inbox()
    page = opened(browser, back.path)
    post(browser, "/account/", to="/sign-out/")
    assert "Welcome back, Nora Newton" in browser.get(page).content.decode()
    assert post(browser, page, {"way": "remembered"})["Location"] == "/client/"


def test_the_own_name_is_no_password(recruiter: Member, inbox: Any, opened: Any, post: Any, browser: Client) -> None:
    member = invite(recruiter)
    page = opened(browser, inbox()[0].path)
    answer = post(browser, page, {"name": "Nora", "password": f"{member.name} 1"})
    assert "too similar" in answer.content.decode()
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("side", "role", "button"),
    [
        (Side.CLIENT, Role.VIEWER, "Join Client Portal"),
        (Side.STAFF, Role.FINANCE, "Join the team"),
        (Side.CANDIDATE, Role.CANDIDATE, "Join Candidate Portal"),
    ],
)
def test_the_button_says_where_to(recruiter: Member, inbox: Any, side: str, role: str, button: str) -> None:
    inviting.invite(recruiter.agency, "x@y.example", "X", side, role, recruiter)
    (mail,) = inbox()
    assert button in mail.text
    assert button in mail.html


def test_an_invitation_works_for_seven_days_and_then_offers_a_new_one(
    recruiter: Member, inbox: Any, opened: Any, post: Any, clock: Any
) -> None:
    member = invite(recruiter)
    (mail,) = inbox()
    client = Client(enforce_csrf_checks=True)
    clock(timedelta(days=6, hours=23))
    tasks.expire_invitations.call()
    assert client.get(opened(client, mail.path)).status_code == 200
    clock(timedelta(hours=2))
    assert client.get(opened(client, mail.path)).status_code == 410
    tasks.expire_invitations.call()
    member.refresh_from_db()
    assert member.status == "expired"
    answer = post(client, opened(client, mail.path), to="/link/again/")
    assert answer.status_code == 200
    (again,) = inbox()
    member.refresh_from_db()
    assert member.status == "invited"
    assert post(client, opened(client, again.path), {"name": "Nora"})["Location"] == "/client/"


def test_an_invitation_opened_by_another_user_asks_before_it_switches(
    browser: Client, recruiter: Member, inbox: Any, opened: Any, post: Any
) -> None:
    post(browser, "/sign-in/", {"email": recruiter.email, "password": PASSWORD})
    member = invite(recruiter)
    page = opened(browser, inbox()[0].path)
    assert "You are signed in as Rita Recruiter" in browser.get(page).content.decode()
    refused = post(browser, page, {"name": "Nora New"})
    assert refused.status_code == 409
    assert 'value="Nora New"' in refused.content.decode()
    member.refresh_from_db()
    assert member.status == "invited"
    assert post(browser, page, {"name": "Nora New", "switch": "yes"})["Location"] == "/client/"
    assert browser.session["member"] == member.pk


def test_an_invitation_is_used_once(recruiter: Member, inbox: Any, opened: Any, post: Any) -> None:
    invite(recruiter)
    (mail,) = inbox()
    first, second = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    page = opened(first, mail.path)
    opened(second, mail.path)
    token = second.get(page).content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert post(first, page, {"name": "Nora"}).status_code == 302
    late = second.post(page, {"name": "Nora", "csrfmiddlewaretoken": token})
    assert late.status_code == 410
    assert "joined already" in late.content.decode()
    assert not is_in(second)
    assert Member.objects.filter(side=Side.CLIENT).count() == 1


@pytest.mark.parametrize("deed", ["revoke", "suspend", "inviter left"])
def test_an_invitation_ends_with_its_reason(recruiter: Member, inbox: Any, opened: Any, deed: str) -> None:
    member, client = invite(recruiter), Client()
    page = opened(client, inbox()[0].path)
    if deed == "inviter left":
        inviting.revoke(recruiter, None)
    elif deed == "revoke":
        inviting.revoke(member, recruiter)
    else:
        inviting.suspend(member, recruiter, "Left the company")
    answer = client.post(page, {"name": "Nora"})
    assert answer.status_code == client.get(page).status_code == 410
    assert "new link" not in answer.content.decode()
    assert Member.objects.get(pk=member.pk).joined is None


def test_role_side_and_address_are_those_of_the_invitation(
    browser: Client, recruiter: Member, inbox: Any, opened: Any, post: Any
) -> None:
    member = invite(recruiter, role=Role.VIEWER)
    page = opened(browser, inbox()[0].path)
    post(
        browser,
        page,
        {"name": "Nora", "role": "owner", "side": "staff", "email": "evil@client.example", "member": recruiter.pk},
    )
    member.refresh_from_db()
    assert (member.role, member.side, member.email, member.status) == (
        "viewer",
        "client",
        "new@client.example",
        "active",
    )


def test_the_same_address_is_the_same_user_but_not_at_another_agency(recruiter: Member) -> None:
    first = invite(recruiter, "New@Client.example")
    second = invite(recruiter, "new@CLIENT.example")
    assert first.user_id == second.user_id
    rival = Agency.objects.create(name="Rival", host="rival.localhost", site="http://rival.localhost")
    owner = joined(rival, "owner@rival.example", "Owner", Side.STAFF, Role.OWNER)
    assert invite(owner, "new@client.example").user_id != first.user_id


def test_a_teammate_who_is_in_cannot_be_invited_again(recruiter: Member) -> None:
    with pytest.raises(RuleBroken, match="has access already"):
        inviting.invite(recruiter.agency, recruiter.email, "", Side.STAFF, Role.MANAGER, recruiter)


@pytest.mark.parametrize(
    ("side", "role"), [(Side.CLIENT, Role.OWNER), (Side.STAFF, Role.VIEWER), (Side.STAFF, Role.CUSTOM)]
)
def test_a_role_of_another_side_is_refused(recruiter: Member, side: str, role: str) -> None:
    with pytest.raises(RuleBroken):
        inviting.invite(recruiter.agency, "x@y.example", "X", side, role, recruiter)


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "a@b.example\nBcc: c@d.example", "a@b.example, c@d.example"])
def test_without_a_valid_address_nobody_is_invited(recruiter: Member, email: str) -> None:
    with pytest.raises(RuleBroken):
        invite(recruiter, email)
    assert User.objects.count() == 1


def test_sending_an_invitation_again_ends_the_earlier_one(recruiter: Member, inbox: Any) -> None:
    member = invite(recruiter)
    inviting.resend(member, recruiter)
    first, second = inbox()
    old, new = Client(), Client()
    assert old.get(old.get(first.path)["Location"]).status_code == 410
    assert new.get(new.get(second.path)["Location"]).status_code == 200


def test_a_contact_whose_address_was_corrected_keeps_the_place(recruiter: Member, inbox: Any) -> None:
    member = invite(recruiter, "tpyo@client.example")
    again = inviting.invite(
        recruiter.agency, "typo@client.example", "Nora", Side.CLIENT, Role.REVIEWER, recruiter, member=member
    )
    assert (again.pk, again.email) == (member.pk, "typo@client.example")
    old, new = inbox()
    client = Client()
    assert client.get(client.get(old.path)["Location"]).status_code == 410
    assert new.to.endswith("<typo@client.example>")


def test_revoking_ends_sessions_links_and_browsers_at_once(
    browser: Client, contact: Member, recruiter: Member, inbox: Any, opened: Any, post: Any, link_for: Any
) -> None:
    post(browser, "/sign-in/", {"email": contact.email, "way": "link"})
    post(browser, opened(browser, inbox()[0].path), {"remember": "on"})
    _link, lasting = link_for(contact, Purpose.LASTING)
    assert is_in(browser)
    inviting.revoke(contact, recruiter)
    assert not is_in(browser)
    assert browser.get(opened(browser, lasting)).status_code == 410
    assert not AccessLink.objects.filter(status="open").exists()
    assert not RememberedBrowser.objects.filter(revoked_at=None).exists()
    post(browser, "/sign-in/", {"email": contact.email, "way": "link"})
    assert inbox() == []


def test_an_old_session_stays_dead_when_access_is_given_back(
    browser: Client, contact: Member, recruiter: Member, inbox: Any, opened: Any, post: Any
) -> None:
    post(browser, "/sign-in/", {"email": contact.email, "way": "link"})
    post(browser, opened(browser, inbox()[0].path))
    inviting.suspend(contact, recruiter, "Parental leave")
    inviting.restore(contact, recruiter)
    assert not is_in(browser)
    (back,) = inbox()
    assert browser.get(opened(browser, back.path)).status_code == 200
    assert Event.objects.filter(verb="member.suspended", details__reason="Parental leave").exists()


def test_a_person_with_two_places_keeps_the_other(
    browser: Client, agency: Agency, recruiter: Member, contact: Member, post: Any, inbox: Any
) -> None:
    second = joined(agency, contact.email, "", Side.CANDIDATE, Role.CANDIDATE)
    inviting.revoke(contact, recruiter)
    post(browser, "/sign-in/", {"email": contact.email, "way": "link"})
    assert post(browser, "/sign-in/sent/", {"code": inbox()[0].code})["Location"] == "/me/"
    assert browser.session["member"] == second.pk


def test_who_was_invited_and_asks_to_sign_in_gets_the_invitation_again(
    browser: Client, recruiter: Member, inbox: Any, post: Any
) -> None:
    member = invite(recruiter)
    inbox()
    post(browser, "/sign-in/", {"email": member.email, "way": "link"})
    (again,) = inbox()
    assert "Join Client Portal" in again.text
    inviting.revoke(member, recruiter)
    post(browser, "/sign-in/", {"email": member.email, "way": "link"})
    assert inbox() == []
