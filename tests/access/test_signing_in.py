"""Signing in: who asks learns nothing about others, guesses are limited, sessions end when they should."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory

from portico.access import links, visits
from portico.access.links import safe_next
from portico.access.models import AccessLink
from portico.agencies.models import Agency, Member
from portico.agencies.roles import Role, Side
from tests.access.conftest import PASSWORD, is_in, joined


def plain(answer: Any, email: str) -> str:
    """A page without what is different each time."""
    html = re.sub(r'name="(csrfmiddlewaretoken|once)" value="[^"]+"', "", answer.content.decode())
    return html.replace(email, "EMAIL")


@pytest.fixture
def others(agency: Agency, contact: Member) -> list[str]:
    """An address of each kind: known, unknown, disabled, of another agency, odd but valid."""
    gone = joined(agency, "gone@client.example", "Gone", Side.CLIENT, Role.VIEWER)
    Member.objects.filter(pk=gone.pk).update(status=Member.Status.SUSPENDED)
    rival = Agency.objects.create(name="Rival", host="rival.localhost", site="http://rival.localhost")
    joined(rival, "rival@client.example", "Rival", Side.CLIENT, Role.VIEWER)
    return [contact.email, "nobody@client.example", gone.email, "rival@client.example", "o.d+d_%@client.example"]


def test_asking_for_a_link_tells_nothing_about_an_address(others: list[str], post: Any, inbox: Any) -> None:
    pages = []
    for email in others:
        client = Client(enforce_csrf_checks=True)
        answer = post(client, "/sign-in/", {"email": email, "way": "link"})
        assert (answer.status_code, answer["Location"]) == (302, "/sign-in/sent/")
        wrong = post(client, "/sign-in/sent/", {"code": "AAAA-AAAA"})
        pages.append((plain(client.get("/sign-in/sent/"), email), wrong.status_code, plain(wrong, email)))
    assert len(set(pages)) == 1
    assert pages[0][1] == 422
    assert [mail.to for mail in inbox()] == ["Mara Contact <mara@client.example>"]


def test_a_wrong_password_tells_nothing_about_an_address(
    others: list[str], recruiter: Member, post: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashes: list[str] = []
    real = MD5PasswordHasher.encode

    def counted(self: Any, password: str, salt: str) -> str:
        hashes.append(password)
        return real(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    seen = set()
    for email in [*others[:4], recruiter.email]:
        hashes.clear()
        answer = post(Client(enforce_csrf_checks=True), "/sign-in/", {"email": email, "password": "wrong horse"})
        seen.add((answer.status_code, plain(answer, email), len(hashes)))
    assert len(seen) == 1
    assert next(iter(seen))[0] == 422


def test_unusual_spellings_of_one_mailbox_get_three_mails_an_hour(
    agency: Agency, post: Any, inbox: Any, opened: Any, browser: Client
) -> None:
    joined(agency, "A.nn+x@client.example", "Ann", Side.CLIENT, Role.VIEWER)
    spellings = ["A.nn+x@client.example"] * 5 + ["a.nn+X@CLIENT.example"]
    pages = []
    for email in spellings:
        post(browser, "/sign-in/", {"email": email, "way": "link"})
        pages.append(plain(browser.get("/sign-in/sent/"), email))
    mails = inbox()
    assert len(set(pages)) == 1
    assert len(mails) == 3
    assert post(browser, opened(browser, mails[-1].path)).status_code == 302
    assert visits.mailbox("A.nn+x@b.example") == visits.mailbox("ann@B.EXAMPLE") == visits.mailbox(" Ann+y@b.example")


def test_one_address_asking_for_many_mailboxes_has_to_wait(browser: Client, contact: Member, post: Any) -> None:
    answers = [post(browser, "/sign-in/", {"email": f"p{n}@client.example", "way": "link"}) for n in range(25)]
    assert [answer.status_code for answer in answers] == [302] * 24 + [429]
    other = Client(enforce_csrf_checks=True, REMOTE_ADDR="198.51.100.7")
    assert post(other, "/sign-in/", {"email": contact.email, "way": "link"}).status_code == 302


def test_only_our_own_proxies_are_believed_about_an_address(settings: Any) -> None:
    ask = RequestFactory().get("/", headers={"x-forwarded-for": "1.1.1.1, 2.2.2.2, 3.3.3.3"}, REMOTE_ADDR="9.9.9.9")
    settings.TRUSTED_PROXIES = 0
    assert visits.ip_of(ask) == "9.9.9.9"
    settings.TRUSTED_PROXIES = 1
    assert visits.ip_of(ask) == "3.3.3.3"
    settings.TRUSTED_PROXIES = 5
    assert visits.ip_of(ask) == "9.9.9.9"
    assert visits.network("2001:db8:1:2:3::4") == visits.network("2001:db8:1:2:ffff::9") == "2001:db8:1:2::/64"
    assert visits.network("::ffff:203.0.113.5") == "203.0.113.5"


@pytest.mark.parametrize(
    "body",
    [
        {"email": ["a@evil.test", "mara@client.example"]},
        {"email": ["mara@client.example", "a@evil.test"]},
        {"email[]": ["mara@client.example", "a@evil.test"]},
        {"email": '["mara@client.example","a@evil.test"]'},
        {"email": "mara@client.example,a@evil.test"},
        {"email": "mara@client.example\nBcc:a@evil.test"},
        {"email": "mara@client.example;a@evil.test"},
    ],
)
def test_mail_goes_to_the_stored_address_only(
    browser: Client, contact: Member, post: Any, inbox: Any, body: dict[str, Any]
) -> None:
    post(browser, "/sign-in/", {**body, "way": "link"})
    assert [mail.to for mail in inbox()] in ([], ["Mara Contact <mara@client.example>"])


def test_mail_goes_to_the_address_as_stored_not_as_typed(
    browser: Client, contact: Member, post: Any, inbox: Any
) -> None:
    post(browser, "/sign-in/", {"email": "MARA@Client.Example", "way": "link"})
    assert inbox()[0].to.endswith("<mara@client.example>")


def test_a_password_signs_in_with_a_new_session(browser: Client, recruiter: Member, post: Any) -> None:
    browser.get("/sign-in/")
    session = browser.session
    session["preset"] = "by somebody else"
    session.save()
    browser.cookies["sessionid"] = session.session_key or ""
    answer = post(browser, "/sign-in/", {"email": recruiter.email, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    cookie = answer.cookies["sessionid"]
    assert cookie.value != session.session_key
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert "preset" not in browser.session
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_signing_out_is_dead_on_the_server(browser: Client, recruiter: Member, post: Any) -> None:
    post(browser, "/sign-in/", {"email": recruiter.email, "password": PASSWORD})
    key = browser.cookies["sessionid"].value
    assert browser.get("/sign-out/").status_code == 405
    assert is_in(browser)
    assert post(browser, "/account/", to="/sign-out/").status_code == 302
    thief = Client()
    thief.cookies["sessionid"] = key
    assert not is_in(thief)


@pytest.mark.parametrize(
    ("who", "idle", "longest"),
    [("recruiter", timedelta(hours=4), timedelta(hours=12)), ("contact", timedelta(hours=12), timedelta(days=7))],
)
def test_sessions_end_when_idle_and_after_their_longest_time(
    request: Any, clock: Any, inbox: Any, post: Any, opened: Any, who: str, idle: timedelta, longest: timedelta
) -> None:
    member: Member = request.getfixturevalue(who)

    def fresh() -> Client:
        client = Client(enforce_csrf_checks=True)
        post(client, "/sign-in/", {"email": member.email, "way": "link"})
        post(client, opened(client, inbox()[0].path))
        return client

    client = fresh()
    clock(idle - timedelta(minutes=1))
    assert is_in(client)
    clock(idle + timedelta(minutes=1))
    assert not is_in(client)
    client, step = fresh(), idle - timedelta(minutes=10)
    passed = timedelta()
    while passed + step < longest:
        clock(step)
        passed += step
        assert is_in(client)
    clock(longest - passed + timedelta(minutes=1))
    assert not is_in(client)


def test_ten_wrong_passwords_close_that_way_for_a_while_and_another_stays_open(
    recruiter: Member, post: Any, inbox: Any, opened: Any, clock: Any
) -> None:
    guesser = Client(enforce_csrf_checks=True, REMOTE_ADDR="198.51.100.7")
    for _ in range(11):
        assert post(guesser, "/sign-in/", {"email": recruiter.email, "password": "wrong horse"}).status_code == 422
    mine = Client(enforce_csrf_checks=True)
    assert post(mine, "/sign-in/", {"email": recruiter.email, "password": PASSWORD}).status_code == 422
    (warning,) = inbox()
    assert "wrong password" in warning.text
    post(mine, "/sign-in/", {"email": recruiter.email, "way": "link"})
    assert post(mine, opened(mine, inbox()[0].path)).status_code == 302
    clock(timedelta(minutes=16))
    later = Client(enforce_csrf_checks=True)
    assert post(later, "/sign-in/", {"email": recruiter.email, "password": PASSWORD}).status_code == 302


def test_signing_in_often_with_the_right_password_is_no_guessing(recruiter: Member, post: Any) -> None:
    for _ in range(60):
        client = Client(enforce_csrf_checks=True)
        assert post(client, "/sign-in/", {"email": recruiter.email, "password": PASSWORD}).status_code == 302


ELSEWHERE = [
    "//e", "///e", "////e.test", "/\\e", "\\/e", "\\\\e", "/\\/e", "/%5ce\\", "https:e", "https://e", "http:///e", "HTTPS://e",
    "%09//e", "\t//e", "/\t/e", "/\n/e", "/\r\n/e", " //e", "//e ", "@e", "//@e", "e.test", "javascript:alert(1)",
    "JaVaScRiPt:x", "data:text/html,x", "vbscript:x", "/\x00/e", "\x00//e", "／／e", "/／e", "。e", "//e。test", "／e",
    "/x\r\nSet-Cookie: a=b", "/x\nLocation: //e", "/\u2028/e", "/\u200b/e", "//[::1]", "/ /e", "?next=//e", "#//e",
]  # fmt: skip


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_sent_to_another_site(browser: Client, recruiter: Member, post: Any, wanted: str) -> None:
    assert safe_next(wanted) == ""
    answer = post(browser, "/sign-in/", {"email": recruiter.email, "password": PASSWORD, "next": wanted})
    assert answer["Location"] == "/desk/"
    assert "Set-Cookie: a=b" not in str(answer.headers)
    assert browser.get("/sign-in/", {"next": wanted})["Location"] == "/desk/"


@pytest.mark.parametrize("wanted", ["/desk/jobs/7/", "/desk/?q=a%20b&x=1", "/client/@me/"])
def test_who_wanted_a_page_gets_there(browser: Client, recruiter: Member, post: Any, wanted: str) -> None:
    assert safe_next(wanted) == wanted
    assert (
        post(browser, "/sign-in/", {"email": recruiter.email, "password": PASSWORD, "next": wanted})["Location"]
        == wanted
    )


def test_a_stranger_is_asked_to_sign_in_and_comes_back(browser: Client, agency: Agency) -> None:
    answer = browser.get("/account/")
    assert answer["Location"] == "/sign-in/?next=%2Faccount%2F"
    assert 'name="next" value="/account/"' in unescape(browser.get(answer["Location"]).content.decode())
    assert browser.get("/")["Location"] == "/sign-in/"


def test_who_has_several_places_chooses_and_can_switch(
    browser: Client, agency: Agency, recruiter: Member, post: Any
) -> None:
    second = joined(agency, recruiter.email, "", Side.CANDIDATE, Role.CANDIDATE)
    answer = post(browser, "/sign-in/", {"email": recruiter.email, "password": PASSWORD})
    assert answer["Location"].startswith("/switch/")
    assert post(browser, "/switch/", {"member": second.pk})["Location"] == "/me/"
    assert browser.get("/")["Location"] == "/me/"
    assert post(browser, "/switch/", {"member": recruiter.pk})["Location"] == "/desk/"
    assert post(browser, "/switch/", {"member": "999999"}).status_code == 404


def test_a_place_of_another_user_cannot_be_switched_to(
    browser: Client, recruiter: Member, contact: Member, post: Any
) -> None:
    joined(recruiter.agency, recruiter.email, "", Side.CANDIDATE, Role.CANDIDATE)
    post(browser, "/sign-in/", {"email": recruiter.email, "password": PASSWORD})
    assert post(browser, "/switch/", {"member": contact.pk}).status_code == 404


def test_the_lasting_link_says_who_comes_and_lets_nobody_in(
    browser: Client, recruiter: Member, link_for: Any, opened: Any, post: Any, inbox: Any
) -> None:
    _link, path = link_for(recruiter, "lasting")
    page = opened(browser, path)
    html = browser.get(page).content.decode()
    assert "Rita Recruiter" in html
    assert "back office" in html
    assert post(browser, page, {"way": "remembered"}).status_code == 422
    assert post(browser, page, {"way": "password", "password": "wrong horse"}).status_code == 422
    assert not is_in(browser)
    assert post(browser, page, {"way": "code"})["Location"] == "/sign-in/sent/"
    assert post(browser, "/sign-in/sent/", {"code": inbox()[0].code})["Location"] == "/desk/"


def test_in_a_remembered_browser_the_lasting_link_needs_one_press(
    browser: Client, recruiter: Member, link_for: Any, opened: Any, post: Any
) -> None:
    post(browser, "/sign-in/", {"email": recruiter.email, "password": PASSWORD, "remember": "on"})
    post(browser, "/account/", to="/sign-out/")
    page = opened(browser, link_for(recruiter, "lasting")[1])
    old = browser.cookies["portico-browser"].value
    for _ in range(3):
        assert post(browser, page, {"way": "remembered"})["Location"] == "/desk/"
        post(browser, "/account/", to="/sign-out/")
    assert AccessLink.objects.get().is_open
    copy = Client(enforce_csrf_checks=True)
    copy.cookies["portico-browser"] = old
    assert post(copy, opened(copy, link_for(recruiter, "lasting")[1]), {"way": "remembered"}).status_code == 422


def test_a_browser_remembers_for_ninety_days_and_for_its_own_person(
    browser: Client, recruiter: Member, contact: Member, link_for: Any, opened: Any, post: Any, clock: Any
) -> None:
    post(browser, "/sign-in/", {"email": recruiter.email, "password": PASSWORD, "remember": "on"})
    page = opened(browser, link_for(contact, "lasting")[1])
    assert post(browser, page, {"way": "remembered"}).status_code == 422
    clock(timedelta(days=91))
    page = opened(browser, link_for(recruiter, "lasting")[1])
    assert post(browser, page, {"way": "remembered"}).status_code == 422


def test_places_are_in_the_order_of_the_last_visit(agency: Agency, recruiter: Member) -> None:
    second = joined(agency, recruiter.email, "", Side.CANDIDATE, Role.CANDIDATE)
    assert [place.pk for place in links.places(recruiter.user)] == [second.pk, recruiter.pk]


@pytest.mark.parametrize(
    "host", ["evil.test", "testserver.evil.test", "testserver:80@evil.test", "evil.test/testserver"]
)
def test_a_foreign_host_name_gets_nothing_and_into_no_mail(contact: Member, inbox: Any, host: str) -> None:
    evil = Client(headers={"host": host})
    assert evil.post("/sign-in/", {"email": contact.email, "way": "link"}).status_code == 400
    forwarded = Client(headers={"x-forwarded-host": host})
    assert forwarded.post("/sign-in/", {"email": contact.email, "way": "link"}).status_code == 302
    (mail,) = inbox()
    assert "http://testserver/l/" in mail.text
    assert "evil" not in mail.text + mail.html


def test_over_https_the_cookies_are_bound_to_the_host(settings: Any, recruiter: Member, post: Any) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    client = Client(enforce_csrf_checks=True)
    data = {"email": recruiter.email, "password": PASSWORD, "remember": "on"}
    answer = post(client, "/sign-in/", data, secure=True, headers={"origin": "https://testserver"})
    post(client, "/sign-in/?again=1", {"email": recruiter.email, "way": "link"})
    assert {"__Host-session", "__Host-browser"} <= set(answer.cookies)
    for name, cookie in client.cookies.items():
        assert name.startswith("__Host-")
        assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"]) == (True, True, "/", "")
        assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
            "Chrome on Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari on iPhone"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_browser_is_called_what_people_call_it(agent: str, name: str) -> None:
    assert visits.browser_name(agent) == name
