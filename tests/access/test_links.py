"""Emailed links: looking changes nothing, one press works once, in the right browser, for the right purpose."""

import json
import re
import threading
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import serializers
from django.db import connection
from django.test import Client
from django_ox.models import OxTask

from portico.access import links
from portico.access.models import AccessLink, LinkUse, Purpose
from portico.agencies.models import Agency, Member
from portico.messaging.models import Email
from tests.access.conftest import is_in, joined


def ask(browser: Client, post: Any, email: str = "mara@client.example", **more: str) -> Any:
    """Ask for a sign-in link."""
    return post(browser, "/sign-in/", {"email": email, "way": "link", **more})


def test_a_link_survives_a_scanner_and_works_once_in_the_asking_browser(
    browser: Client, contact: Member, inbox: Any, post: Any, opened: Any
) -> None:
    ask(browser, post)
    (mail,) = inbox()
    scanner = Client()
    scanner.head(mail.path)
    for _ in range(10):
        page = opened(scanner, mail.path)
        scanner.get(page)
        scanner.head(page)
    assert not is_in(scanner)
    link = AccessLink.objects.get()
    assert (link.state, link.opened_count) == ("open", 11)

    page = opened(browser, mail.path)
    answer = post(browser, page)
    assert (answer.status_code, answer["Location"]) == (302, "/client/")
    assert is_in(browser)
    again = browser.post(page, {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value})
    assert again.status_code == 410
    assert "Send me a new link" in again.content.decode()
    assert set(LinkUse.objects.values_list("what", flat=True)) == {"opened", "used", "refused"}


@pytest.mark.django_db(transaction=True)
def test_of_thirty_simultaneous_presses_one_gets_in(agency: Agency, contact: Member, link_for: Any) -> None:
    _link, path = link_for(contact)
    answers: list[Any] = []
    ready = threading.Barrier(30)

    def press() -> None:
        client = Client()
        client.get(path)
        ready.wait()
        answers.append(client.post("/link/"))
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [302] + [410] * 29
    assert len([answer for answer in answers if "sessionid" in answer.cookies]) == 1
    assert Session.objects.count() == 1


def test_after_delivery_token_and_code_are_found_nowhere(
    browser: Client, contact: Member, inbox: Any, post: Any, opened: Any, caplog: pytest.LogCaptureFixture
) -> None:
    ask(browser, post)
    (mail,) = inbox()
    token, code = mail.path.split("/")[2], mail.code
    assert len(token) * 6 >= 256
    post(browser, opened(browser, mail.path))
    rows = [
        serializers.serialize("json", model.objects.all()) for model in (AccessLink, LinkUse, Email, OxTask, Session)
    ]
    for secret in (token, code, code.replace("-", "")):
        assert secret not in json.dumps(rows)
        assert secret not in caplog.text
    assert Email.objects.get().sealed == ""


@pytest.mark.parametrize(
    ("purpose", "good", "over"),
    [
        (Purpose.SIGN_IN, timedelta(minutes=9, seconds=59), timedelta(minutes=10, seconds=1)),
        (Purpose.SET_PASSWORD, timedelta(minutes=59), timedelta(minutes=61)),
    ],
)
def test_a_link_works_until_its_time_is_over(
    contact: Member, link_for: Any, clock: Any, opened: Any, purpose: str, good: timedelta, over: timedelta
) -> None:
    client = Client()
    _link, path = link_for(contact, purpose)
    clock(good)
    page = opened(client, path)
    assert client.get(page).status_code == 200
    clock(over - good)
    answer = client.get(opened(client, path))
    assert answer.status_code == 410
    assert "Send me a new link" in answer.content.decode()
    assert client.post(page).status_code == 410


PAGES = ["/link/", "/join/", "/password/"]
PAGE_OF = {Purpose.INVITATION: "/join/", Purpose.SET_PASSWORD: "/password/"}


def test_a_link_of_one_purpose_opens_no_other_page(contact: Member, link_for: Any, opened: Any) -> None:
    for purpose in set(Purpose.values) - {Purpose.CALENDAR}:
        client = Client()
        _link, path = link_for(contact, purpose, data={"email": "new@client.example"})
        own = opened(client, path)
        assert own == PAGE_OF.get(Purpose(purpose), "/link/")
        for page in PAGES:
            if page != own:
                assert client.get(page).status_code == client.post(page).status_code == 404


def test_a_token_is_good_for_its_own_purpose_and_agency_only(agency: Agency, contact: Member, link_for: Any) -> None:
    other = Agency.objects.create(name="Rival", host="rival.localhost", site="http://rival.localhost")
    for mine, wanted in permutations(Purpose.values, 2):
        _link, path = link_for(contact, mine)
        token = path.split("/")[2]
        assert links.find(agency, token, mine) is not None
        assert links.find(agency, token, wanted) is None
        assert links.find(other, token, mine) is None
    assert Client(headers={"host": "rival.localhost"}).get(path).status_code == 404


def test_a_carried_link_does_not_cross_to_another_agency(agency: Agency, contact: Member, link_for: Any) -> None:
    Agency.objects.create(name="Rival", host="rival.localhost", site="http://rival.localhost")
    client = Client()
    client.get(link_for(contact)[1])
    assert client.get("/link/", headers={"host": "rival.localhost"}).status_code == 404


def test_at_most_three_are_open_and_the_first_success_closes_the_others(
    browser: Client, contact: Member, inbox: Any, post: Any, opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portico.access.mail_budget.IN_ALL", 5)
    mails = []
    for _ in range(5):
        ask(browser, post)
        mails += inbox()
        assert AccessLink.objects.filter(status="open").count() <= 3
    assert post(browser, opened(browser, mails[4].path))["Location"] == "/client/"
    for mail in mails[:4]:
        stranger = Client()
        assert stranger.get(opened(stranger, mail.path)).status_code == 410
    assert AccessLink.objects.filter(status="open").count() == 0


def test_another_browser_has_to_type_the_code(
    browser: Client, contact: Member, inbox: Any, post: Any, opened: Any
) -> None:
    ask(browser, post)
    (mail,) = inbox()
    phone = Client(enforce_csrf_checks=True)
    page = opened(phone, mail.path)
    assert "type the code" in phone.get(page).content.decode()
    assert post(phone, page).status_code == 422
    assert not is_in(phone)
    answer = post(phone, page, {"code": mail.code.lower().replace("-", " ")})
    assert answer.status_code == 302
    assert is_in(phone)


def test_a_button_pressed_from_another_site_does_nothing(
    browser: Client, contact: Member, inbox: Any, post: Any, opened: Any
) -> None:
    ask(browser, post)
    page = opened(browser, inbox()[0].path)
    assert browser.post(page, headers={"origin": "https://evil.test"}).status_code == 403
    assert browser.post(page).status_code == 403
    foreign = post(browser, page, headers={"origin": "https://evil.test"})
    assert foreign.status_code == 403
    assert AccessLink.objects.get().is_open
    assert post(browser, page, headers={"origin": "null"}).status_code == 302


def test_link_pages_leave_no_trace_elsewhere(browser: Client, contact: Member, link_for: Any) -> None:
    _link, path = link_for(contact)
    first = browser.get(path)
    assert (first.status_code, first["Location"]) == (302, "/link/")
    page = browser.get("/link/")
    for answer in (first, page):
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]
    html = page.content.decode()
    assert "m•••@client.example" in html
    assert "mara@" not in html
    assert path.split("/")[2] not in html
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', html)


def test_a_nonsense_link_is_simply_not_there(browser: Client, agency: Agency) -> None:
    for token in ("x", "a" * 43, "%00", "a" * 5000, "../../etc", "ä"):
        assert browser.get(f"/l/{token}/").status_code == 404
    assert browser.get("/link/").status_code == browser.get("/join/").status_code == 404


def test_a_new_link_comes_with_one_press(
    browser: Client, contact: Member, inbox: Any, link_for: Any, clock: Any, opened: Any, post: Any
) -> None:
    _link, path = link_for(contact, next="/client/jobs/7/")
    clock(timedelta(hours=2))
    page = opened(browser, path)
    answer = post(browser, page, to="/link/again/")
    assert answer["Location"] == "/sign-in/sent/"
    (mail,) = inbox()
    assert mail.to.endswith("<mara@client.example>")
    assert post(browser, opened(browser, mail.path))["Location"] == "/client/jobs/7/"


def test_five_wrong_codes_kill_the_code_but_not_the_link(
    browser: Client, contact: Member, inbox: Any, post: Any, opened: Any
) -> None:
    ask(browser, post)
    (mail,) = inbox()
    for _ in range(5):
        assert post(browser, "/sign-in/sent/", {"code": "AAAA-AAAA"}).status_code == 422
    assert post(browser, "/sign-in/sent/", {"code": mail.code}).status_code == 422
    assert not is_in(browser)
    assert post(browser, opened(browser, mail.path)).status_code == 302
    assert is_in(browser)


@pytest.mark.parametrize("code", [None, "", " ", "--------", "ÄÄÄÄÄÄÄÄ", "\x00" * 8, "A" * 500])
def test_a_missing_or_empty_code_is_never_the_right_one(
    browser: Client, contact: Member, inbox: Any, post: Any, clock: Any, code: str | None
) -> None:
    ask(browser, post)
    inbox()
    AccessLink.objects.update(code_hash="")
    clock(timedelta(minutes=11))
    assert post(browser, "/sign-in/sent/", {} if code is None else {"code": code}).status_code == 422
    assert not is_in(browser)


def test_the_code_signs_in_where_it_was_asked_for(browser: Client, contact: Member, inbox: Any, post: Any) -> None:
    ask(browser, post, next="/client/")
    (mail,) = inbox()
    assert post(browser, "/sign-in/sent/", {"code": mail.code})["Location"] == "/client/"
    assert is_in(browser)


def test_the_code_of_one_browser_is_nothing_in_another(
    browser: Client, contact: Member, recruiter: Member, inbox: Any, post: Any
) -> None:
    ask(browser, post)
    (mail,) = inbox()
    other = Client(enforce_csrf_checks=True)
    ask(other, post, recruiter.email)
    assert post(other, "/sign-in/sent/", {"code": mail.code}).status_code == 422


def test_many_wrong_codes_over_many_links_close_the_way_of_codes_and_warn(
    contact: Member, inbox: Any, post: Any, opened: Any, link_for: Any
) -> None:
    for number in range(5):
        guesser = Client(REMOTE_ADDR=f"203.0.113.{number}")
        _link, path = link_for(contact, browser="somebody-else")
        page = opened(guesser, path)
        for _ in range(5):
            guesser.post(page, {"code": "AAAA-AAAA"})
    (warning,) = inbox()
    assert "wrong password or code" in warning.text
    link, path = link_for(contact, browser="somebody-else")
    late = Client()
    assert late.post(opened(late, path), {"code": link.code}).status_code == 422
    mine = Client(enforce_csrf_checks=True)
    ask(mine, post)
    assert post(mine, opened(mine, inbox()[0].path)).status_code == 302


def test_the_agency_sees_a_persons_links_and_ends_one(
    browser: Client, contact: Member, recruiter: Member, link_for: Any, opened: Any
) -> None:
    _link, path = link_for(contact, Purpose.LASTING)
    page = opened(browser, path)
    seen = AccessLink.objects.visible_to(recruiter).of(contact).get()
    assert (seen.opened_count, seen.last_ip) == (1, "127.0.0.1")
    assert not AccessLink.objects.visible_to(contact).exists()
    seen.revoke(recruiter)
    assert seen.state == "revoked"
    assert browser.get(page).status_code == 410


def test_next_to_another_agencys_person_nothing_is_saved(agency: Agency, contact: Member) -> None:
    from portico.agencies.doors import OtherAgency

    rival = Agency.objects.create(name="Rival", host="rival.localhost", site="http://rival.localhost")
    theirs = joined(rival, "mara@client.example", "Mara", "client", "reviewer")
    link, _token = links.issue(contact, Purpose.SIGN_IN)
    link.member = theirs
    with pytest.raises(OtherAgency):
        link.save()
