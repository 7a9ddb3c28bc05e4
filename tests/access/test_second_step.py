"""The second step of signing in: codes of an app and recovery codes."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from portico.access import challenges, factor_apps, inviting, recovery
from portico.access.models import Attempt, Authenticator, Challenge, RecoveryCode, Session
from portico.agencies.models import Member
from portico.kit import times
from portico.messaging.models import Email
from tests.access.conftest import PASSWORD, is_in
from tests.access.steps import code_now, first_step, with_app

STEP = "/sign-in/step/"


def test_after_the_password_the_app_is_asked_for_and_there_is_no_session_before(recruiter: Member, post: Any) -> None:
    with_app(recruiter)
    client = first_step(recruiter, post)
    assert not is_in(client)
    assert not Session.objects.exists()
    answer = post(client, STEP, {"code": code_now(recruiter)})
    assert answer["Location"] == "/desk/"
    assert is_in(client)


def test_who_has_none_signs_in_as_ever(recruiter: Member, post: Any) -> None:
    assert is_in(first_step(recruiter, post))


def test_the_page_wanted_at_first_comes_after_the_second_step(recruiter: Member, post: Any) -> None:
    with_app(recruiter)
    client = Client(enforce_csrf_checks=True)
    post(client, "/sign-in/", {"email": recruiter.email, "password": PASSWORD, "next": "/desk/jobs/"})
    assert post(client, STEP, {"code": code_now(recruiter)})["Location"] == "/desk/jobs/"


def test_a_mailed_link_and_a_new_password_are_first_steps_only(
    recruiter: Member, post: Any, inbox: Any, opened: Any
) -> None:
    with_app(recruiter)
    client = Client(enforce_csrf_checks=True)
    post(client, "/sign-in/", {"email": recruiter.email, "way": "link"})
    assert post(client, opened(client, inbox()[0].path))["Location"] == STEP
    assert not is_in(client)
    post(client, "/password/forgot/", {"email": recruiter.email})
    assert post(client, opened(client, inbox()[0].path), {"password": "seven green otters"})["Location"] == STEP
    assert not is_in(client)


def test_a_remembered_browser_does_not_spare_the_second_step(recruiter: Member, post: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    post(client, "/sign-in/", {"email": recruiter.email, "password": PASSWORD, "remember": "on"})
    with_app(recruiter)
    post(client, "/account/", to="/sign-out/")
    answer = post(client, "/sign-in/", {"way": "remembered", "user": recruiter.user_id})
    assert answer["Location"] == STEP


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_a_phone_whose_clock_is_half_a_minute_off_still_works(recruiter: Member, post: Any, off: int) -> None:
    with_app(recruiter)
    assert post(first_step(recruiter, post), STEP, {"code": code_now(recruiter, half_minutes=off)}).status_code == 302


@pytest.mark.parametrize("off", [-2, 2])
def test_a_code_a_minute_off_is_refused(recruiter: Member, post: Any, off: int) -> None:
    with_app(recruiter)
    assert post(first_step(recruiter, post), STEP, {"code": code_now(recruiter, half_minutes=off)}).status_code == 422


def test_a_used_code_and_all_before_it_are_spent(recruiter: Member, post: Any) -> None:
    with_app(recruiter)
    now, before = code_now(recruiter), code_now(recruiter, half_minutes=-1)
    assert post(first_step(recruiter, post), STEP, {"code": now}).status_code == 302
    for code in (now, before):
        client = first_step(recruiter, post)
        assert post(client, STEP, {"code": code}).status_code == 422
        assert not is_in(client)


@pytest.mark.parametrize(
    "data", [{}, {"code": ""}, {"code": " "}, {"code": "None"}, {"code": "\x00"}, {"answer": "{}"}]
)
def test_missing_never_equals_missing(recruiter: Member, post: Any, data: dict[str, str]) -> None:
    """CVE-2026-24038: an expired one-time password (None) was equal to the field that was left out (None)."""
    with_app(recruiter)
    client = first_step(recruiter, post)
    assert post(client, STEP, data).status_code == 422
    Authenticator.objects.all().delete()
    RecoveryCode.objects.all().delete()
    assert post(client, STEP, data).status_code == 422
    assert not is_in(client)


def test_after_ten_minutes_the_first_step_has_to_be_taken_again(recruiter: Member, post: Any, clock: Any) -> None:
    with_app(recruiter)
    client = first_step(recruiter, post)
    html = client.get(STEP).content.decode()
    token = html.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    clock(timedelta(minutes=10, seconds=1))
    for code in ({}, {"code": code_now(recruiter)}):
        answer = client.post(STEP, {"csrfmiddlewaretoken": token, **code})
        assert answer.status_code in {302, 410}
        assert answer.get("Location", "/sign-in/") == "/sign-in/"
    assert not is_in(client)


def test_five_wrong_codes_end_the_sign_in_that_waits(recruiter: Member, post: Any) -> None:
    with_app(recruiter)
    client = first_step(recruiter, post)
    html = client.get(STEP).content.decode()
    token = html.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    statuses = [client.post(STEP, {"csrfmiddlewaretoken": token, "code": "000000"}).status_code for _try in range(5)]
    assert statuses == [422, 422, 422, 422, 410]
    assert client.post(STEP, {"csrfmiddlewaretoken": token, "code": code_now(recruiter)}).status_code == 410
    assert not is_in(client)
    assert post(first_step(recruiter, post), STEP, {"code": code_now(recruiter)}).status_code == 302


def test_a_thousand_wrong_codes_from_many_addresses_shut_the_app_out_but_not_the_person(
    recruiter: Member, post: Any, rf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = with_app(recruiter)
    monkeypatch.setattr(factor_apps, "app_of", lambda _user: None)
    for number in range(1000):
        request = rf.post(STEP, REMOTE_ADDR=f"10.0.{number // 250}.{number % 250}")
        request.agency = recruiter.agency
        assert challenges.is_code(request, recruiter.user, f"{number:06}") == ""
    monkeypatch.undo()
    assert [mail.template for mail in Email.objects.all()] == ["access/emails/step_guessing"]
    client = first_step(recruiter, post)
    assert post(client, STEP, {"code": code_now(recruiter)}).status_code == 422, "nobody can guess on, not even rightly"
    assert "only a passkey or a recovery code" in client.get(STEP).content.decode()
    assert post(client, STEP, {"code": paper[0]})["Location"] == "/desk/"


def test_one_address_may_not_guess_for_ever(recruiter: Member, post: Any) -> None:
    with_app(recruiter)
    statuses = []
    for _round in range(13):
        client = first_step(recruiter, post)
        statuses += [post(client, STEP, {"code": "AAAABBBBCCCC"}).status_code for _try in range(4)]
    assert statuses[-1] == 429


def test_a_recovery_code_lets_in_once_and_is_told_by_mail(recruiter: Member, post: Any, inbox: Any) -> None:
    paper = with_app(recruiter)
    assert len(set(paper)) == 10
    assert not any(code.replace("-", "") in str(list(RecoveryCode.objects.values())) for code in paper)
    typed = paper[3].lower().replace("-", " ")
    assert post(first_step(recruiter, post), STEP, {"code": typed})["Location"] == "/desk/"
    assert "9 are left" in inbox()[-1].text
    assert post(first_step(recruiter, post), STEP, {"code": paper[3]}).status_code == 422


def test_codes_of_others_do_not_fit(recruiter: Member, contact: Member, post: Any) -> None:
    with_app(recruiter)
    others = with_app(contact)
    client = first_step(recruiter, post)
    for code in (others[0], code_now(contact)):
        if code != code_now(recruiter):
            assert post(client, STEP, {"code": code}).status_code == 422


def test_somebody_elses_browser_cannot_take_the_second_step(recruiter: Member, post: Any) -> None:
    with_app(recruiter)
    client, other = first_step(recruiter, post), Client(enforce_csrf_checks=True)
    assert other.get(STEP)["Location"] == "/sign-in/"
    other.cookies["portico-step"] = client.cookies["portico-step"].value[:-2] + "xx"
    assert other.get(STEP)["Location"] == "/sign-in/"


@pytest.mark.parametrize("ends", ["revoked", "password", "signed out everywhere", "lost the place"])
def test_what_ends_sessions_ends_a_sign_in_that_waits(recruiter: Member, post: Any, ends: str) -> None:
    with_app(recruiter)
    client = first_step(recruiter, post)
    html = client.get(STEP).content.decode()
    token = html.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    if ends == "revoked":
        inviting.revoke(recruiter, None)
    elif ends == "password":
        recruiter.user.set_password("another one")
        recruiter.user.save()
    elif ends == "signed out everywhere":
        inviting.end_sessions(recruiter.user)
    else:
        Member.objects.filter(pk=recruiter.pk).update(status=Member.Status.REVOKED)
    assert client.post(STEP, {"csrfmiddlewaretoken": token, "code": code_now(recruiter)}).status_code == 410
    assert not is_in(client)


def test_secrets_are_sealed_at_rest_and_in_no_event(recruiter: Member, post: Any) -> None:
    with_app(recruiter)
    app = Authenticator.objects.get()
    assert app.secret not in str(list(Authenticator.objects.values()))
    assert Challenge.objects.count() == 0
    client = first_step(recruiter, post)
    assert client.cookies["portico-step"].value.partition(":")[0] not in str(list(Challenge.objects.values()))
    assert client.cookies["portico-step"]["httponly"]


def test_what_was_begun_and_left_is_forgotten(recruiter: Member, post: Any) -> None:
    from portico.access.tasks import forget_spent

    with_app(recruiter)
    first_step(recruiter, post)
    factor_apps.start(recruiter.user)
    with times.at_time(times.now() + timedelta(days=3)):
        forget_spent.func()
    assert not Challenge.objects.exists()
    assert Authenticator.objects.get().confirmed is not None
    assert recovery.left(recruiter.user) == 10
    assert not Attempt.objects.exists()
