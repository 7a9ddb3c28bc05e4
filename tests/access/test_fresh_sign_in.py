"""What matters most asks who is there, when the sign-in is older than ten minutes; what was typed is not lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from portico.access.factors import Challenge
from portico.access.models import Authenticator, Session
from portico.agencies.models import Agency, Member, StaffRole
from portico.agencies.roles import Role, Side
from portico.backoffice import listing
from portico.candidates.models import Candidate
from tests.access.conftest import PASSWORD, joined
from tests.access.steps import Device, ask, code_now, first_step, with_app
from tests.desk import hidden_in, text_of

NEW = "seven green otters"


@pytest.fixture
def owner(agency: Agency) -> Member:
    """Runs the agency."""
    return joined(agency, "ona@northern.example", "Ona Owner", Side.STAFF, Role.OWNER, PASSWORD)


def token_in(response: Any) -> str:
    """A form's own secret."""
    found: str = response.content.decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    return found


def send(client: Client, path: str, data: dict[str, Any], page: str = "/account/") -> Any:
    """Post as a page's form does."""
    return client.post(path, {"csrfmiddlewaretoken": token_in(client.get(page)), **data})


DEEDS: dict[str, tuple[str, dict[str, str]]] = {
    "password": ("/account/password/", {"old": PASSWORD, "new": NEW}),
    "mail address": ("/account/email/", {"email": "ona@new.example", "password": PASSWORD}),
    "app": ("/account/two-step/app/start/", {}),
    "app removed": ("/account/two-step/app/remove/", {}),
    "recovery codes": ("/account/two-step/codes/", {}),
    "passkey": ("/account/passkeys/add/", {"name": "Laptop"}),
    "passkey removed": ("/account/passkeys/1/remove/", {}),
    "role of a teammate": ("/desk/settings/members/{member}/role/", {"role": "admin"}),
    "new teammate": ("/desk/settings/members/invite/", {"name": "X", "email": "x@y.example", "role": "owner"}),
    "second step of a teammate": ("/desk/settings/members/{member}/second-step/", {}),
    "own role": ("/desk/settings/roles/add/", {"name": "Researcher"}),
    "own role changed": ("/desk/settings/roles/{role}/", {"name": "Researcher"}),
    "own role deleted": ("/desk/settings/roles/{role}/delete/", {}),
    "who must": ("/desk/settings/two-step/", {"second_step_roles": "owner"}),
    "privacy": ("/desk/settings/privacy/", {"erase_at_once": "on"}),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_twenty_minutes_after_signing_in_it_asks_first(
    owner: Member, recruiter: Member, post: Any, clock: Any, deed: str
) -> None:
    role = StaffRole(agency=owner.agency, name="Own")
    role.save()
    client = first_step(owner, post)
    clock(timedelta(minutes=20))
    path, data = DEEDS[deed]
    answer = send(client, path.format(member=recruiter.pk, role=role.pk), data)
    assert answer.status_code == 409
    assert "Is it you?" in answer.content.decode()
    owner.user.refresh_from_db()
    assert owner.user.check_password(PASSWORD)
    assert not Authenticator.objects.exists()
    assert list(StaffRole.objects.values_list("name", flat=True)) == ["Own"]
    assert Member.objects.filter(role=Role.ADMIN).count() == 0
    assert Member.objects.count() == 2


def test_within_ten_minutes_it_does_not_ask(owner: Member, post: Any, clock: Any) -> None:
    client = first_step(owner, post)
    clock(timedelta(minutes=9))
    assert send(client, "/account/two-step/app/start/", {}).status_code == 302


def test_after_the_password_the_deed_is_done_with_what_was_typed(owner: Member, post: Any, clock: Any) -> None:
    client = first_step(owner, post)
    clock(timedelta(minutes=20))
    asked = send(client, "/desk/settings/roles/add/", {"name": "Résumé reader"}, "/desk/settings/roles/add/")
    page = text_of(asked)
    assert "Résumé reader" not in page, "what was typed travels sealed"
    kept = hidden_in(asked, "confirm_kept")
    answer = {"csrfmiddlewaretoken": token_in(asked), "confirm_kept": kept}
    wrong = client.post("/desk/settings/roles/add/", {**answer, "confirm_password": "wrong horse"})
    assert wrong.status_code == 422
    assert hidden_in(wrong, "confirm_kept") == kept
    assert not StaffRole.objects.exists()
    done = client.post("/desk/settings/roles/add/", {**answer, "confirm_password": PASSWORD})
    assert done["Location"] == "/desk/settings/roles/"
    assert StaffRole.objects.get().name == "Résumé reader"
    assert send(client, "/account/two-step/app/start/", {}).status_code == 302, "it asks once in ten minutes"


def test_passwords_that_were_typed_stand_on_no_page(owner: Member, post: Any, clock: Any) -> None:
    client = first_step(owner, post)
    clock(timedelta(minutes=20))
    asked = send(client, "/account/password/", {"old": PASSWORD, "new": NEW})
    assert NEW not in text_of(asked)
    kept = {"csrfmiddlewaretoken": token_in(asked), "confirm_kept": hidden_in(asked, "confirm_kept")}
    assert client.post("/account/password/", {**kept, "confirm_password": PASSWORD})["Location"] == "/account/"
    owner.user.refresh_from_db()
    assert owner.user.check_password(NEW)


def test_who_has_a_second_step_confirms_with_it_and_not_with_the_password(owner: Member, post: Any, clock: Any) -> None:
    with_app(owner)
    client = first_step(owner, post)
    post(client, "/sign-in/step/", {"code": code_now(owner)})
    clock(timedelta(minutes=20))
    asked = send(client, "/desk/settings/roles/add/", {"name": "Own"})
    kept = {"csrfmiddlewaretoken": token_in(asked), "confirm_kept": hidden_in(asked, "confirm_kept")}
    for wrong in ({"confirm_password": PASSWORD}, {"confirm_code": ""}, {"confirm_code": "000000"}, {}):
        assert client.post("/desk/settings/roles/add/", {**kept, **wrong}).status_code == 422
    right = {"confirm_code": code_now(owner)}
    assert client.post("/desk/settings/roles/add/", {**kept, **right}).status_code == 302
    assert StaffRole.objects.count() == 1


def test_a_passkey_confirms_once(owner: Member, post: Any, clock: Any) -> None:
    device = Device()
    client = first_step(owner, post)
    made = device.make(ask(client, "add", "/account/two-step/").json())
    send(client, "/account/passkeys/add/", {"name": "Laptop", "answer": made})
    clock(timedelta(minutes=20))
    asked = send(client, "/desk/settings/roles/add/", {"name": "Own"})
    kept = {"csrfmiddlewaretoken": token_in(asked), "confirm_kept": hidden_in(asked, "confirm_kept")}
    signed = device.sign(ask(client, "confirm", "/account/").json())
    assert client.post("/desk/settings/roles/add/", {**kept, "confirm_answer": signed}).status_code == 302
    clock(timedelta(minutes=20))
    assert client.post("/desk/settings/roles/add/", {**kept, "confirm_answer": signed}).status_code == 422
    assert StaffRole.objects.count() == 1


def test_without_a_password_a_mailed_code_does_and_nothing_typed_is_lost(
    agency: Agency, browser: Client, post: Any, clock: Any, inbox: Any, link_for: Any, opened: Any
) -> None:
    owner = joined(agency, "ona@northern.example", "Ona Owner", Side.STAFF, Role.OWNER)
    _link, path = link_for(owner)
    assert post(browser, opened(browser, path)).status_code == 302
    inbox()
    clock(timedelta(minutes=20))
    asked = send(browser, "/desk/settings/roles/add/", {"name": "Own"})
    kept = {"csrfmiddlewaretoken": token_in(asked), "confirm_kept": hidden_in(asked, "confirm_kept")}
    mailed = browser.post("/desk/settings/roles/add/", {**kept, "confirm_way": "mail"})
    assert "on its way" in text_of(mailed)
    (mail,) = inbox()
    assert browser.post("/desk/settings/roles/add/", {**kept, "confirm_code": "AAAA-2222"}).status_code == 422
    assert browser.post("/desk/settings/roles/add/", {**kept, "confirm_code": mail.code}).status_code == 302
    assert StaffRole.objects.get().name == "Own"
    assert Session.objects.count() == 1


@pytest.mark.parametrize("forged", ["", "nonsense", "of another page", "of another person", "too old"])
def test_what_was_kept_is_good_for_its_page_and_its_person_only(
    owner: Member, recruiter: Member, post: Any, clock: Any, forged: str
) -> None:
    client = first_step(owner, post)
    clock(timedelta(minutes=20))
    asked = send(client, "/desk/settings/roles/add/", {"name": "Own"})
    kept, path = hidden_in(asked, "confirm_kept"), "/desk/settings/roles/add/"
    if forged in {"", "nonsense"}:
        kept = forged
    elif forged == "of another page":
        path = "/account/two-step/codes/"
    elif forged == "of another person":
        client = first_step(joined(owner.agency, "o2@northern.example", "O", Side.STAFF, Role.OWNER, PASSWORD), post)
    else:
        clock(timedelta(minutes=61))
    data = {
        "csrfmiddlewaretoken": token_in(client.get("/account/")),
        "confirm_kept": kept,
        "confirm_password": PASSWORD,
    }
    assert client.post(path, data).status_code in {302, 409, 422}
    assert not StaffRole.objects.exists()


def test_long_lists_are_taken_away_only_by_who_just_proved_it(
    owner: Member, post: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Ada", "Ben", "Cleo"):
        Candidate(agency=owner.agency, first_name=name, last_name="Example").add(by=None)
    monkeypatch.setattr(listing, "MANY", 2)
    client = first_step(owner, post)
    assert client.get("/desk/candidates/?export=csv")["Content-Type"].startswith("text/csv")
    clock(timedelta(minutes=20))
    assert client.get("/desk/candidates/?q=ada&export=csv").status_code == 200, "a few are no matter"
    answer = client.get("/desk/candidates/?sort=name&export=csv")
    assert answer["Location"] == "/account/confirm/?next=%2Fdesk%2Fcandidates%2F%3Fsort%3Dname"
    page = client.get(answer["Location"])
    kept = {"csrfmiddlewaretoken": token_in(page), "confirm_kept": hidden_in(page, "confirm_kept")}
    back = client.post(answer["Location"], {**kept, "confirm_password": PASSWORD}, follow=True)
    assert back.redirect_chain[-1][0] == "/desk/candidates/?sort=name"
    assert client.get("/desk/candidates/?export=csv").status_code == 200


def test_a_press_in_a_live_page_shows_the_question_on_the_whole_page(owner: Member, post: Any, clock: Any) -> None:
    client = first_step(owner, post)
    clock(timedelta(minutes=20))
    token = token_in(client.get("/account/"))
    htmx = {"HX-Request": "true", "HX-Target": "role", "X-CSRFToken": token}
    answer = client.post("/desk/settings/roles/add/", {"name": "Own"}, headers=htmx)
    assert (answer.status_code, answer["HX-Retarget"]) == (409, "body")
    assert "Is it you?" in answer.content.decode()
    assert not Challenge.objects.exists()
