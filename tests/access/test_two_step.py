"""Two-step sign-in in one's own account: setting it up, changing it, what follows; and who must have it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from portico.access import account, factor_apps, inviting, second_step
from portico.access.models import Authenticator, Passkey, RecoveryCode, Session
from portico.agencies.models import Agency, Member
from portico.agencies.roles import Role, Side
from portico.kit.rules import RuleBroken
from portico.messaging.models import Email
from portico.records.models import Event
from tests.access.conftest import PASSWORD, is_in, joined
from tests.access.steps import Device, ask, code_now, first_step, with_app
from tests.desk import text_of

HERE = "/account/two-step/"


def press(client: Client, path: str, data: dict[str, Any] | None = None, *, page: str = HERE) -> Any:
    """Press a button of one's own page."""
    html = client.get(page, follow=True).content.decode()
    token = html.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    return client.post(path, {"csrfmiddlewaretoken": token, **(data or {})})


def test_an_app_counts_once_a_code_from_it_was_typed(recruiter: Member, post: Any, inbox: Any) -> None:
    mine, other = first_step(recruiter, post), first_step(recruiter, post)
    assert press(mine, f"{HERE}app/start/")["Location"] == f"{HERE}app/"
    page = text_of(mine.get(f"{HERE}app/"))
    assert 'src="data:image/svg+xml' in page
    assert factor_apps.in_groups(Authenticator.objects.get().secret) in page
    assert press(mine, f"{HERE}app/", {"code": "000000"}, page=f"{HERE}app/").status_code == 409
    assert not second_step.is_on(recruiter.user)

    first = code_now(recruiter)
    answer = press(mine, f"{HERE}app/", {"code": first}, page=f"{HERE}app/")
    codes = re.findall(r"<code>([A-Z2-9-]{14})</code>", answer.content.decode())
    assert len(codes) == 10
    assert codes[0] not in mine.get(HERE).content.decode(), "they are shown once"
    assert is_in(mine)
    assert not is_in(other)
    assert "authenticator app was added" in inbox()[-1].text
    assert post(first_step(recruiter, post), "/sign-in/step/", {"code": first}).status_code == 422, "used already"
    assert post(first_step(recruiter, post), "/sign-in/step/", {"code": codes[0]})["Location"] == "/desk/"


@pytest.mark.parametrize(
    "deed", ["app removed", "passkey removed", "new codes", "password", "disabled", "reset", "address"]
)
def test_what_changes_a_login_ends_all_other_sessions(
    recruiter: Member, agency: Agency, post: Any, inbox: Any, deed: str
) -> None:
    codes = with_app(recruiter)
    device = Device()
    mine, first, second = (first_step(recruiter, post) for _browser in range(3))
    for number, client in enumerate((mine, first, second)):
        assert post(client, "/sign-in/step/", {"code": codes[number]}).status_code == 302
    if deed == "passkey removed":
        press(mine, "/account/passkeys/add/", {"name": "Phone", "answer": device.make(ask(mine, "add", HERE).json())})
        first, second = first_step(recruiter, post), first_step(recruiter, post)
        for number, client in enumerate((first, second)):
            post(client, "/sign-in/step/", {"code": codes[3 + number]})
    assert is_in(first)
    assert is_in(second)
    inbox()
    change(deed, recruiter, agency, mine)
    assert not is_in(first)
    assert not is_in(second)
    assert is_in(mine) is (deed not in {"disabled", "reset", "address"})
    assert deed == "disabled" or inbox(), "they are told by mail"


def change(deed: str, member: Member, agency: Agency, mine: Client) -> None:
    """Do it, in the person's own browser where it is theirs to do."""
    if deed == "app removed":
        assert press(mine, f"{HERE}app/remove/").status_code == 302
    elif deed == "passkey removed":
        assert press(mine, f"/account/passkeys/{Passkey.objects.get().pk}/remove/").status_code == 302
    elif deed == "new codes":
        assert press(mine, f"{HERE}codes/").status_code == 200
    elif deed == "password":
        assert press(mine, "/account/password/", {"old": PASSWORD, "new": "seven green otters"}).status_code == 302
    elif deed == "disabled":
        inviting.suspend(member, None, "left")
    elif deed == "reset":
        second_step.reset(member, by=joined(agency, "ona@northern.example", "Ona Owner", Side.STAFF, Role.OWNER))
    else:
        from portico.access import links
        from portico.access.models import Purpose

        link, _token = links.issue(None, Purpose.CHANGE_EMAIL, user=member.user, data={"email": "r@new.example"})
        account.confirm_email(link)


def test_without_app_and_passkeys_there_are_no_recovery_codes(recruiter: Member, post: Any) -> None:
    codes = with_app(recruiter)
    mine = first_step(recruiter, post)
    post(mine, "/sign-in/step/", {"code": codes[0]})
    press(mine, f"{HERE}app/remove/")
    assert not RecoveryCode.objects.exists()
    assert is_in(first_step(recruiter, post)), "one step is enough again"


def test_another_phone_takes_the_place_of_the_first_once_it_has_proved_itself(recruiter: Member, post: Any) -> None:
    codes = with_app(recruiter)
    mine = first_step(recruiter, post)
    post(mine, "/sign-in/step/", {"code": codes[0]})
    old = Authenticator.objects.get()
    press(mine, f"{HERE}app/start/")
    assert factor_apps.app_of(recruiter.user) == old
    new = factor_apps.started(recruiter.user)
    assert new is not None
    import pyotp

    press(mine, f"{HERE}app/", {"code": pyotp.TOTP(new.secret).now()}, page=f"{HERE}app/")
    assert list(Authenticator.objects.all()) == [new]


def test_a_passkey_is_a_second_step_and_also_the_only_one(recruiter: Member, post: Any) -> None:
    device = Device()
    mine = first_step(recruiter, post)
    added = press(
        mine, "/account/passkeys/add/", {"name": "Laptop", "answer": device.make(ask(mine, "add", HERE).json())}
    )
    assert "Your recovery codes" in added.content.decode()
    assert Passkey.objects.get().name == "Laptop"

    client = first_step(recruiter, post)
    answer = device.sign(ask(client, "step", "/sign-in/step/").json())
    assert press(client, "/sign-in/step/", {"answer": answer}, page="/sign-in/step/")["Location"] == "/desk/"

    stranger = Client(enforce_csrf_checks=True)
    answer = device.sign(ask(stranger, "sign_in").json())
    assert press(stranger, "/sign-in/passkey/", {"answer": answer}, page="/sign-in/")["Location"] == "/desk/"
    assert is_in(stranger)
    assert Session.objects.latest("pk").how == "passkey"
    again = Client(enforce_csrf_checks=True)
    again.cookies["portico-step"] = stranger.cookies["portico-step"].value
    press(again, "/sign-in/passkey/", {"answer": answer}, page="/sign-in/")
    assert not is_in(again), "an answer is good once"


@pytest.mark.parametrize(
    "wrong", ["another site", "another key", "no finger", "a copy", "another's challenge", "nonsense"]
)
def test_a_passkey_that_does_not_prove_it_lets_nobody_in(recruiter: Member, post: Any, wrong: str) -> None:
    device = Device(uses=7)
    mine = first_step(recruiter, post)
    press(mine, "/account/passkeys/add/", {"name": "Laptop", "answer": device.make(ask(mine, "add", HERE).json())})
    stranger, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    asked = ask(stranger, "sign_in").json()
    if wrong == "another site":
        device.origin = "http://testserver.evil.example"
    elif wrong == "another key":
        device.key = Device().key
    elif wrong == "no finger":
        device.verifies = False
    elif wrong == "a copy":
        device.uses = 3
    elif wrong == "another's challenge":
        asked = ask(other, "sign_in").json()
    answer = "\x00[" if wrong == "nonsense" else device.sign(asked)
    assert press(stranger, "/sign-in/passkey/", {"answer": answer}, page="/sign-in/")["Location"] == "/sign-in/"
    assert not is_in(stranger)


def test_whose_access_was_ended_has_a_passkey_for_nothing(recruiter: Member, post: Any) -> None:
    device = Device()
    mine = first_step(recruiter, post)
    press(mine, "/account/passkeys/add/", {"name": "Laptop", "answer": device.make(ask(mine, "add", HERE).json())})
    inviting.revoke(recruiter, None)
    stranger = Client(enforce_csrf_checks=True)
    answer = device.sign(ask(stranger, "sign_in").json())
    press(stranger, "/sign-in/passkey/", {"answer": answer}, page="/sign-in/")
    assert not is_in(stranger)


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", "[" * 9000, '{"rawId": 3, "response": []}', "x" * 30_000, "é\x00"]
)
def test_nonsense_instead_of_a_passkey_is_a_sentence_on_the_page(recruiter: Member, post: Any, answer: str) -> None:
    mine = first_step(recruiter, post)
    ask(mine, "add", HERE)
    response = press(mine, "/account/passkeys/add/", {"name": "Laptop", "answer": answer})
    assert response.status_code in {409, 422}
    assert "Laptop" in response.content.decode()
    assert not Passkey.objects.exists()


def test_people_remove_their_own_passkeys_only(recruiter: Member, contact: Member, post: Any) -> None:
    theirs = Passkey.objects.create(agency=contact.agency, user=contact.user, name="Hers", key_hash="x", public="x")
    assert press(first_step(recruiter, post), f"/account/passkeys/{theirs.pk}/remove/").status_code == 404


@pytest.fixture
def owner(agency: Agency) -> Member:
    """Runs the agency."""
    return joined(agency, "ona@northern.example", "Ona Owner", Side.STAFF, Role.OWNER, PASSWORD)


def test_who_must_have_it_sets_it_up_first_and_can_do_nothing_else(owner: Member, recruiter: Member, post: Any) -> None:
    mine, theirs = first_step(owner, post), first_step(recruiter, post)
    Agency.objects.update(second_step_roles=["owner"])
    for path in ("/desk/", "/desk/jobs/", "/account/", "/desk/candidates/?export=csv", "/switch/"):
        assert mine.get(path)["Location"] == HERE
    assert mine.get("/desk/", headers={"HX-Request": "true"})["HX-Redirect"] == HERE
    before = Event.objects.count()
    assert press(mine, "/account/name/", {"name": "Mallory"})["Location"] == HERE
    assert Event.objects.count() == before
    assert theirs.get("/desk/").status_code == 200

    press(mine, f"{HERE}app/start/")
    press(mine, f"{HERE}app/", {"code": code_now(owner)}, page=f"{HERE}app/")
    assert mine.get("/desk/").status_code == 200
    refused = press(mine, f"{HERE}app/remove/")
    assert refused.status_code == 409
    assert "Your role needs two-step sign-in" in refused.content.decode()
    assert second_step.is_on(owner.user)


def test_a_session_that_never_took_the_second_step_takes_it_when_the_role_asks_for_it(owner: Member, post: Any) -> None:
    mine = first_step(owner, post)
    with_app(owner)
    Agency.objects.update(second_step_roles=["owner"])
    assert mine.get("/desk/jobs/")["Location"] == "/account/confirm/?next=%2Fdesk%2Fjobs%2F"
    assert mine.get("/account/")["Location"].startswith("/account/confirm/")


def test_only_owners_reset_a_colleague_who_is_told_and_signs_in_anew(
    owner: Member, recruiter: Member, agency: Agency, post: Any, inbox: Any
) -> None:
    codes = with_app(recruiter)
    theirs = first_step(recruiter, post)
    post(theirs, "/sign-in/step/", {"code": codes[0]})
    admin = joined(agency, "ada@northern.example", "Ada Admin", Side.STAFF, Role.ADMIN)
    for by, member in ((admin, recruiter), (recruiter, owner), (owner, owner)):
        with pytest.raises(RuleBroken):
            second_step.reset(member, by=by)
    inbox()
    mine = first_step(owner, post)
    page = f"/desk/settings/members/{recruiter.pk}/"
    assert "Turn it off" in mine.get(page).content.decode()
    assert press(mine, f"{page}second-step/", page=page).status_code == 302
    assert not is_in(theirs)
    told = [mail.to for mail in inbox() if "two-step" in mail.subject]
    assert told == ["Rita Recruiter <rita@northern.example>"]
    assert Event.objects.get(verb="member.second_step_reset").by == owner
    assert not RecoveryCode.objects.exists()
    assert is_in(first_step(recruiter, post))


def test_the_only_owner_who_lost_everything_is_helped_at_the_server(owner: Member) -> None:
    with_app(owner)
    call_command("reset_second_step", "ONA@northern.example")
    assert not second_step.is_on(owner.user)
    event = Event.objects.get(verb="member.second_step_reset_by_keeper")
    assert event.by is None
    assert Email.objects.get().to == owner.email
    with pytest.raises(CommandError, match="has no two-step"):
        call_command("reset_second_step", owner.email)
    with pytest.raises(CommandError, match="Nobody"):
        call_command("reset_second_step", "nobody@northern.example")


def test_roles_that_must_are_set_by_who_runs_the_agency_and_owners_only_by_owners(
    owner: Member, agency: Agency, post: Any
) -> None:
    mine = first_step(owner, post)
    page = "/desk/settings/two-step/"
    assert press(mine, page, {"second_step_roles": ["finance"]}, page=page).status_code == 302
    agency.refresh_from_db()
    assert agency.second_step_roles == ["finance"]
    assert "Asked of 1 role" in mine.get("/desk/settings/").content.decode()
    assert press(mine, page, {"second_step_roles": ["client_admin"]}, page=page).status_code == 422
    admin = joined(agency, "ada@northern.example", "Ada Admin", Side.STAFF, Role.ADMIN)
    with pytest.raises(RuleBroken, match="Only an owner"):
        second_step.require(agency, ["owner"], seen="", by=admin)
    second_step.require(agency, [], seen="", by=admin)


def test_who_takes_back_a_stolen_address_is_rid_of_the_thief_and_their_app(
    recruiter: Member, clock: Any, post: Any, inbox: Any
) -> None:
    from portico.access import links
    from portico.access.models import AccessLink, Purpose

    link, _token = links.issue(None, Purpose.CHANGE_EMAIL, user=recruiter.user, data={"email": "thief@evil.example"})
    account.confirm_email(link)
    clock(timedelta(minutes=5))
    with_app(recruiter)
    account.undo_email(AccessLink.objects.get(purpose=Purpose.UNDO_EMAIL, status="open"))
    assert not second_step.is_on(recruiter.user)
