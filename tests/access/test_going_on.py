"""Going on in a browser that is known, and what a press there does not prove."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from portico.access.models import Purpose, Session
from portico.agencies.models import Member
from tests.access.conftest import PASSWORD, is_in


def sign_in(browser: Client, post: Any, member: Member) -> None:
    """By password, remembered."""
    post(browser, "/sign-in/", {"email": member.email, "password": PASSWORD, "remember": "on"})


def test_a_remembered_browser_goes_on_from_the_sign_in_page(recruiter: Member, browser: Client, post: Any) -> None:
    sign_in(browser, post, recruiter)
    browser.get("/account/")
    post(browser, "/sign-in/?again=1", to="/sign-out/")
    wanted = "/desk/jobs/"
    page = browser.get(wanted, follow=True).content.decode()
    assert "Continue as Rita Recruiter" in page
    assert recruiter.email not in page, "only the masked address"
    answer = post(browser, "/sign-in/", {"way": "remembered", "user": recruiter.user_id, "next": wanted})
    assert answer["Location"] == wanted
    assert is_in(browser)


def test_another_browser_is_not_asked_to_go_on(recruiter: Member, browser: Client, post: Any) -> None:
    sign_in(browser, post, recruiter)
    stranger = Client(enforce_csrf_checks=True)
    assert "Continue as" not in stranger.get("/sign-in/").content.decode()
    post(stranger, "/sign-in/", {"way": "remembered", "user": recruiter.user_id})
    assert not is_in(stranger)


def test_a_press_is_not_enough_to_change_the_password(recruiter: Member, browser: Client, post: Any) -> None:
    sign_in(browser, post, recruiter)
    post(browser, "/sign-in/?again=1", to="/sign-out/")
    post(browser, "/sign-in/", {"way": "remembered", "user": recruiter.user_id})
    answer = post(browser, "/account/", {"old": PASSWORD, "new": "four tall grey cranes"}, to="/account/password/")
    assert answer.status_code == 409
    assert "Is it you?" in answer.content.decode()
    recruiter.user.refresh_from_db()
    assert recruiter.user.check_password(PASSWORD)


def test_a_used_invitation_leads_its_own_person_straight_in(
    contact: Member, link_for: Callable[..., Any], opened: Any, post: Any
) -> None:
    Member.objects.filter(pk=contact.pk).update(status=Member.Status.INVITED, joined=None)
    contact.refresh_from_db()
    _link, path = link_for(contact, Purpose.INVITATION)
    mine, other = Client(enforce_csrf_checks=True), Client()
    post(mine, opened(mine, path), {"name": "Mara"})
    assert mine.get(opened(mine, path))["Location"] == "/client/"
    assert other.get(opened(other, path)).status_code == 410


def test_each_sign_in_is_listed_and_can_be_ended_alone(recruiter: Member, post: Any) -> None:
    first, second = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    sign_in(first, post, recruiter)
    sign_in(second, post, recruiter)
    page = second.get("/account/").content.decode()
    assert page.count("(this one)") >= 1
    row = Session.objects.earliest("pk")
    assert post(second, "/account/", to=f"/account/sessions/{row.pk}/end/").status_code == 302
    assert not is_in(first)
    assert is_in(second)


def test_changing_the_password_leaves_only_this_session_on_the_list(recruiter: Member, post: Any) -> None:
    first, second = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    sign_in(first, post, recruiter)
    sign_in(second, post, recruiter)
    post(second, "/account/", {"old": PASSWORD, "new": "four tall grey cranes"}, to="/account/password/")
    user = Member.objects.select_related("user").get(pk=recruiter.pk).user
    assert [row.pk for row in Session.objects.alive(user)] == [Session.objects.latest("pk").pk]
    assert is_in(second)


def test_a_button_pressed_after_the_session_ended_leads_back_to_its_page(recruiter: Member) -> None:
    answer = Client().post("/account/name/", {"name": "R"}, headers={"referer": "http://testserver/account/?x=1"})
    assert answer["Location"] == "/sign-in/?next=%2Faccount%2F%3Fx%3D1"
    evil = Client().post("/account/name/", {"name": "R"}, headers={"referer": "http://evil.example/account/"})
    assert evil["Location"] == "/sign-in/"
