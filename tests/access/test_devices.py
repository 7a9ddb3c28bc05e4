"""Where somebody is signed in: known browsers, news of new ones, and ending all others."""

from typing import Any

from django.test import Client

from portico.access.models import RememberedBrowser, Session
from portico.agencies.models import Member
from tests.access.conftest import PASSWORD, is_in

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def sign_in(member: Member, post: Any, client: Client | None = None, **extra: Any) -> Client:
    """A browser in which the member has signed in."""
    browser = client or Client(enforce_csrf_checks=True, headers={"user-agent": FIREFOX}, **extra)
    data = {"email": member.email, "password": PASSWORD, "remember": "on"}
    assert post(browser, "/sign-in/?again=1", data, to="/sign-in/").status_code == 302
    return browser


def test_a_teammate_hears_of_a_sign_in_in_a_new_browser_once(recruiter: Member, post: Any, inbox: Any) -> None:
    first = sign_in(recruiter, post, REMOTE_ADDR="203.0.113.77")
    (mail,) = inbox(news=True)
    assert "Firefox on Linux · 203.0.113.…" in mail.text
    assert "203.0.113.77" not in mail.text
    for _ in range(2):
        post(first, "/account/", to="/sign-out/")
        sign_in(recruiter, post, first)
    assert inbox(news=True) == []
    sign_in(recruiter, post)
    assert [mail.subject for mail in inbox(news=True)] == ["You signed in to Northern Staffing in a new browser"]


def test_who_does_not_want_to_hear_of_new_browsers_does_not(recruiter: Member, post: Any, inbox: Any) -> None:
    mine = sign_in(recruiter, post)
    assert "Mail me when I sign in" in mine.get("/account/").content.decode()
    inbox(news=True)
    assert post(mine, "/account/", to="/account/new-device/").status_code == 302
    sign_in(recruiter, post)
    assert inbox(news=True) == []
    post(mine, "/account/", {"new_device": "on"}, to="/account/new-device/")
    sign_in(recruiter, post)
    assert len(inbox(news=True)) == 1


def test_people_of_the_portals_are_spared_such_mails(contact: Member, post: Any, inbox: Any, opened: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    post(browser, "/sign-in/", {"email": contact.email, "way": "link"})
    post(browser, opened(browser, inbox()[0].path))
    assert is_in(browser)
    assert inbox(news=True) == []
    assert "Mail me when I sign in" not in browser.get("/account/").content.decode()
    assert post(browser, "/account/", {"new_device": "on"}, to="/account/new-device/").status_code == 404


def test_knowing_a_browser_lets_nobody_in(recruiter: Member, post: Any) -> None:
    mine = sign_in(recruiter, post)
    thief = Client()
    thief.cookies["portico-device"] = mine.cookies["portico-device"].value
    assert not is_in(thief)
    cookie = mine.cookies["portico-device"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie.value not in Session.objects.get().device


def test_the_list_shows_roughly_where(recruiter: Member, post: Any) -> None:
    sign_in(recruiter, post, REMOTE_ADDR="2001:db8:1:2:3:4:5:6")
    mine = sign_in(recruiter, post, REMOTE_ADDR="203.0.113.77")
    page = mine.get("/account/").content.decode()
    assert "203.0.113.…" in page
    assert "2001:0db8:0001:…" in page
    assert "203.0.113.77" not in page
    assert "Firefox on Linux" in page


def test_all_other_browsers_can_be_signed_out_at_once(recruiter: Member, post: Any, inbox: Any, opened: Any) -> None:
    others = [sign_in(recruiter, post) for _ in range(2)]
    mine = sign_in(recruiter, post)
    asking = Client(enforce_csrf_checks=True)
    post(asking, "/sign-in/", {"email": recruiter.email, "way": "link"})
    (mail,) = inbox()
    assert post(mine, "/account/", to="/account/sessions/end-others/").status_code == 302
    assert is_in(mine)
    assert not any(is_in(other) for other in others)
    assert asking.get(opened(asking, mail.path)).status_code == 410
    assert RememberedBrowser.objects.filter(revoked_at=None).count() == 1


def test_sessions_of_somebody_else_cannot_be_ended(recruiter: Member, contact: Member, post: Any) -> None:
    row = Session.objects.create(agency=contact.agency, user=contact.user, member=contact, proof="x")
    mine = sign_in(recruiter, post)
    assert post(mine, "/account/", to=f"/account/sessions/{row.pk}/end/").status_code == 404
    row.refresh_from_db()
    assert row.ended_at is None
