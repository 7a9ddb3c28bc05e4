"""One's own login: passwords, a changed mail address, remembered browsers."""

from datetime import timedelta
from typing import Any

from django.test import Client

from portico.access.models import AccessLink, Purpose, RememberedBrowser
from portico.agencies.models import Member, User
from tests.access.conftest import PASSWORD, is_in

NEW = "seven green otters"


def sign_in(member: Member, post: Any, password: str = PASSWORD) -> Client:
    """A browser in which the member has signed in."""
    client = Client(enforce_csrf_checks=True)
    assert post(client, "/sign-in/", {"email": member.email, "password": password, "remember": "on"}).status_code == 302
    return client


def test_a_changed_password_ends_all_other_sessions_and_browsers(recruiter: Member, post: Any, inbox: Any) -> None:
    mine, other, third = (sign_in(recruiter, post) for _ in range(3))
    answer = post(mine, "/account/", {"old": PASSWORD, "new": NEW}, to="/account/password/")
    assert answer.status_code == 302
    assert is_in(mine)
    assert not is_in(other)
    assert not is_in(third)
    assert RememberedBrowser.objects.filter(revoked_at=None).count() == 1
    assert "password was just changed" in inbox()[0].text
    assert is_in(sign_in(recruiter, post, NEW))


def test_the_old_password_is_asked_for(recruiter: Member, post: Any) -> None:
    mine = sign_in(recruiter, post)
    answer = post(mine, "/account/", {"old": "wrong horse", "new": NEW}, to="/account/password/")
    assert answer.status_code == 422
    assert "This is not your password" in answer.content.decode()
    assert post(mine, "/account/", {"old": PASSWORD, "new": "short"}, to="/account/password/").status_code == 422
    assert (
        post(mine, "/account/", {"old": PASSWORD, "new": "rita@northern"}, to="/account/password/").status_code == 422
    )


def test_a_forgotten_password_is_set_behind_a_link_for_its_own_account_only(
    browser: Client, recruiter: Member, contact: Member, post: Any, inbox: Any, opened: Any
) -> None:
    session = sign_in(recruiter, post)
    post(browser, "/password/forgot/", {"email": recruiter.email})
    page = opened(browser, inbox()[0].path)
    assert page == "/password/"
    assert post(browser, page, {"password": "password12"}).status_code == 422
    answer = post(
        browser,
        page,
        {"password": NEW, "email": contact.email, "user": contact.user_id, "id": contact.user_id, "member": contact.pk},
    )
    assert answer["Location"] == "/desk/"
    recruiter.user.refresh_from_db()
    contact.user.refresh_from_db()
    assert recruiter.user.check_password(NEW)
    assert not contact.user.has_usable_password()
    assert not is_in(session)
    notice = inbox()
    assert [mail.to for mail in notice] == ["Rita Recruiter <rita@northern.example>"]
    assert (
        browser.post(page, {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value, "password": NEW}).status_code
        == 410
    )


def test_in_another_browser_a_new_password_needs_the_code(
    recruiter: Member, post: Any, inbox: Any, opened: Any
) -> None:
    asking, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    post(asking, "/password/forgot/", {"email": recruiter.email})
    (mail,) = inbox()
    page = opened(other, mail.path)
    assert post(other, page, {"password": NEW}).status_code == 422
    assert post(other, page, {"password": NEW, "code": mail.code})["Location"] == "/desk/"


def test_a_forgotten_password_tells_nothing_about_an_address(agency: Any, post: Any, inbox: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    assert post(client, "/password/forgot/", {"email": "nobody@client.example"})["Location"] == "/sign-in/sent/"
    assert inbox() == []


def test_a_changed_address_is_confirmed_there_and_the_old_one_can_take_it_back(
    recruiter: Member, post: Any, inbox: Any, opened: Any, link_for: Any
) -> None:
    mine, other = sign_in(recruiter, post), sign_in(recruiter, post)
    _link, old_way = link_for(recruiter, Purpose.LASTING)
    post(mine, "/account/", {"email": "rita@new.example", "password": PASSWORD}, to="/account/email/")
    (mail,) = inbox()
    assert mail.to.endswith("<rita@new.example>")
    recruiter.user.refresh_from_db()
    assert recruiter.user.email == "rita@northern.example"

    assert post(mine, opened(mine, mail.path))["Location"] == "/account/"
    recruiter.user.refresh_from_db()
    assert recruiter.user.email == "rita@new.example"
    assert is_in(mine)
    assert not is_in(other)
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(opened(stranger, old_way)).status_code == 410
    mails = {mail.to.partition("<")[2].strip(">"): mail for mail in inbox()}
    assert set(mails) == {"rita@northern.example", "rita@new.example"}

    victim = Client(enforce_csrf_checks=True)
    assert post(victim, opened(victim, mails["rita@northern.example"].path)).status_code == 200
    recruiter.user.refresh_from_db()
    assert recruiter.user.email == "rita@northern.example"
    assert not recruiter.user.has_usable_password()
    assert not is_in(mine)
    assert {mail.to for mail in inbox()} == {"Rita Recruiter <rita@northern.example>"}


def test_the_way_to_take_it_back_survives_a_thief_who_moves_on(
    recruiter: Member, post: Any, inbox: Any, opened: Any, clock: Any
) -> None:
    thief = sign_in(recruiter, post)
    undo = ""
    for number in range(5):
        post(thief, "/account/", {"email": f"thief{number}@evil.example", "password": PASSWORD}, to="/account/email/")
        post(thief, opened(thief, inbox()[0].path))
        told = inbox()
        undo = undo or next(mail.path for mail in told if "rita@northern.example" in mail.to)
    clock(timedelta(hours=71))
    victim = Client(enforce_csrf_checks=True)
    assert post(victim, opened(victim, undo)).status_code == 200
    assert User.objects.get().email == "rita@northern.example"
    assert AccessLink.objects.filter(purpose=Purpose.UNDO_EMAIL, status="open").count() == 0


def test_after_three_days_the_change_stays(recruiter: Member, post: Any, inbox: Any, opened: Any, clock: Any) -> None:
    mine = sign_in(recruiter, post)
    post(mine, "/account/", {"email": "rita@new.example", "password": PASSWORD}, to="/account/email/")
    post(mine, opened(mine, inbox()[0].path))
    undo = next(mail.path for mail in inbox() if "rita@northern.example" in mail.to)
    clock(timedelta(hours=73))
    late = Client()
    assert late.get(opened(late, undo)).status_code == 410


def test_the_address_of_somebody_else_is_refused_without_a_word(
    recruiter: Member, contact: Member, post: Any, inbox: Any
) -> None:
    pages = []
    for email in (contact.email, "free@new.example"):
        mine = sign_in(recruiter, post)
        answer = post(mine, "/account/", {"email": email, "password": PASSWORD}, to="/account/email/")
        page = mine.get(answer["Location"]).content.decode().replace(email, "EMAIL").split("<form")
        pages.append((answer.status_code, page[0], page[-1].partition("</form>")[2]))
    assert pages[0] == pages[1]
    assert [mail.to for mail in inbox()] == ["Rita Recruiter <free@new.example>"]


def test_an_address_taken_meanwhile_is_refused_at_the_last_step(
    recruiter: Member, contact: Member, post: Any, inbox: Any, opened: Any
) -> None:
    mine = sign_in(recruiter, post)
    post(mine, "/account/", {"email": "both@new.example", "password": PASSWORD}, to="/account/email/")
    (mail,) = inbox()
    contact.user.email = "both@new.example"
    contact.user.save()
    answer = post(mine, opened(mine, mail.path))
    assert answer.status_code == 410
    recruiter.user.refresh_from_db()
    assert recruiter.user.email == "rita@northern.example"


def test_signing_out_everywhere_ends_every_session_and_browser(recruiter: Member, post: Any) -> None:
    mine, other = sign_in(recruiter, post), sign_in(recruiter, post)
    post(mine, "/account/", to="/account/sign-out-everywhere/")
    assert not is_in(mine)
    assert not is_in(other)
    assert not RememberedBrowser.objects.filter(revoked_at=None).exists()


def test_people_forget_their_own_browsers_only(recruiter: Member, contact: Member, post: Any) -> None:
    mine = sign_in(recruiter, post)
    row = RememberedBrowser.objects.get()
    assert RememberedBrowser.objects.visible_to(recruiter).get() == row
    assert not RememberedBrowser.objects.visible_to(contact).exists()
    assert post(mine, "/account/", to="/account/browsers/999/forget/").status_code == 404
    assert post(mine, "/account/", to=f"/account/browsers/{row.pk}/forget/").status_code == 302
    row.refresh_from_db()
    assert row.revoked_by == recruiter


def test_a_changed_name_is_saved(recruiter: Member, post: Any) -> None:
    mine = sign_in(recruiter, post)
    assert post(mine, "/account/", {"name": "  Rita\u2028 Regen  "}, to="/account/name/").status_code == 302
    assert User.objects.get().name == "Rita Regen"
    assert post(mine, "/account/", {"name": ""}, to="/account/name/").status_code == 422
    assert post(mine, "/account/", {"name": "x" * 500}, to="/account/name/").status_code == 422
    assert post(mine, "/account/", {"name": "\x00"}, to="/account/name/").status_code == 422


def test_the_brand_is_there_for_everybody_and_kept_for_good(browser: Client, recruiter: Member) -> None:
    agency = recruiter.agency
    answer = browser.get(f"/brand/{agency.brand_print}.css")
    assert (answer["Content-Type"], answer.content.decode()) == ("text/css", agency.brand_sheet)
    assert "immutable" in answer["Cache-Control"]
    assert browser.get("/brand/0000.css")["Cache-Control"] == "no-cache"
    assert browser.get("/brand/logo/nothing").status_code == 404
