"""Coming in by the agency's own sign-in provider: who does, who does not, and what no hostile answer can do."""

import base64
import hashlib
import hmac
import json
from collections.abc import Generator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core import signing
from django.core.cache import cache
from django.test import Client

from portico.access import inviting
from portico.access.models import ProviderAccount, Session, SignInProvider
from portico.agencies.models import Agency, Member, User
from portico.agencies.roles import Role, Side
from portico.records.models import Event
from tests.access.conftest import PASSWORD, is_in, joined
from tests.access.provider import CLIENT, KEYS, SECRET, Provider

START, BACK = "/sign-in/company/", "/sign-in/company/back/"


@pytest.fixture
def there(settings: Any) -> Generator[Provider, None, None]:
    """The provider itself."""
    settings.FETCH_LOOPBACK = True
    cache.clear()
    provider = Provider()
    yield provider
    provider.close()


@pytest.fixture
def setup(agency: Agency, there: Provider) -> SignInProvider:
    """The agency knows it."""
    row = SignInProvider(agency=agency, name="Northern ID", issuer=there.issuer, client_id=CLIENT)
    row.secret = SECRET
    row.save()
    return row


def leave(browser: Client, **asked: str) -> str:
    """Press the button: where the browser is sent."""
    answer = browser.get(START, asked)
    assert answer.status_code == 302, answer.content
    return str(answer["Location"])


def come(browser: Client, there: Provider, **asked: str) -> Any:
    """There and back."""
    return browser.get(there.approve(leave(browser, **asked)))


def test_a_teammate_comes_in_by_the_company_account(
    browser: Client, recruiter: Member, there: Provider, setup: SignInProvider
) -> None:
    assert "Sign in with Northern ID" in browser.get("/sign-in/").content.decode()
    address = leave(browser, next="/desk/jobs/")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["redirect_uri"] == "http://testserver/sign-in/company/back/"
    assert min(len(asked["state"]), len(asked["nonce"]), len(asked["code_challenge"])) >= 43
    answer = browser.get(there.approve(address))
    assert (answer.status_code, answer["Location"]) == (302, "/desk/jobs/")
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("no-referrer", "no-store")
    assert is_in(browser)
    assert Session.objects.get().how == "company account"
    assert ProviderAccount.objects.get().user == recruiter.user
    assert Event.objects.filter(verb="provider.tied").count() == 1
    setup.refresh_from_db()
    assert setup.proved_at is not None


def test_the_secret_is_sealed_at_rest(setup: SignInProvider) -> None:
    assert SECRET not in setup.sealed
    assert SignInProvider.objects.get().secret == SECRET


def test_once_tied_the_account_counts_and_not_its_address(
    browser: Client, recruiter: Member, contact: Member, there: Provider, setup: SignInProvider
) -> None:
    assert come(browser, there).status_code == 302
    there.says |= {"email": "elsewhere@other.example", "email_verified": False}
    again = Client()
    assert come(again, there).status_code == 302
    assert Session.objects.latest("pk").user == recruiter.user


def test_another_account_with_the_same_address_is_refused(
    browser: Client, recruiter: Member, there: Provider, setup: SignInProvider
) -> None:
    assert come(browser, there).status_code == 302
    there.says["sub"] = "s-2"
    other = Client()
    answer = come(other, there)
    assert answer.status_code == 403
    assert "Another account is tied" in answer.content.decode()
    assert not is_in(other)


@pytest.mark.parametrize("verified", [False, None, "false", 0, "yes", ["true"]])
def test_an_address_that_the_provider_does_not_vouch_for_is_none(
    browser: Client, recruiter: Member, there: Provider, setup: SignInProvider, verified: Any
) -> None:
    there.says["email_verified"] = verified
    assert come(browser, there).status_code == 403
    there.says.pop("email_verified")
    assert come(browser, there).status_code == 403
    assert not is_in(browser)
    assert not ProviderAccount.objects.exists()


def hostile(name: str, there: Provider) -> None:
    """Bend what the provider says."""

    def bend(**changes: Any) -> None:
        there.twist = lambda claims: claims.update(changes)

    def drop(claim: str) -> None:
        there.twist = lambda claims: claims.pop(claim)

    bends: dict[str, Any] = {
        "wrong nonce": lambda: bend(nonce="x" * 43),
        "no nonce": lambda: drop("nonce"),
        "empty nonce": lambda: bend(nonce=""),
        "a nonce that is no text": lambda: bend(nonce=["x"]),
        "another's audience": lambda: bend(aud="somebody-else"),
        "several audiences, given to another": lambda: bend(aud=[CLIENT, "other"], azp="other"),
        "several audiences, given to nobody": lambda: bend(aud=[CLIENT, "other"]),
        "another issuer": lambda: bend(iss="https://evil.example"),
        "no issuer": lambda: drop("iss"),
        "over": lambda: bend(exp=1_700_000_000),
        "never over": lambda: drop("exp"),
        "not yet begun": lambda: bend(iat=4_000_000_000),
        "about nobody": lambda: bend(sub=""),
        "about no text": lambda: bend(sub=7),
        "about too much": lambda: bend(sub="x" * 256),
        "not signed": lambda: setattr(there, "sign_as", "none"),
        "signed with the shared secret": lambda: setattr(there, "sign_as", "HS256"),
        "no token": lambda: setattr(there, "raw", "nonsense"),
        "an endless token": lambda: setattr(there, "raw", "x" * 40_000),
    }
    bends[name]()


HOSTILE = [
    "wrong nonce", "no nonce", "empty nonce", "a nonce that is no text", "another's audience",
    "several audiences, given to another", "several audiences, given to nobody", "another issuer", "no issuer", "over",
    "never over", "not yet begun", "about nobody", "about no text", "about too much", "not signed",
    "signed with the shared secret", "no token", "an endless token",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_answer_lets_nobody_in(
    browser: Client, recruiter: Member, there: Provider, setup: SignInProvider, name: str
) -> None:
    hostile(name, there)
    answer = come(browser, there)
    assert answer.status_code == 400
    assert "could not be sure" in answer.content.decode()
    assert not is_in(browser)
    assert not ProviderAccount.objects.exists()


def test_a_token_signed_with_the_public_key_as_secret_is_none(
    browser: Client, recruiter: Member, there: Provider, setup: SignInProvider
) -> None:
    """CVE-2015-9235: a checker that takes any algorithm reads the public key as a shared secret."""

    def part(value: Any) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    pem = there.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    address = leave(browser)
    nonce = parse_qs(urlsplit(address).query)["nonce"][0]
    claims = {"iss": there.issuer, "aud": CLIENT, "iat": 1, "exp": 4_000_000_000, "nonce": nonce, **there.says}
    said = f"{part({'alg': 'HS256', 'kid': 'one'})}.{part(claims)}"
    seal = hmac.new(pem, said.encode(), hashlib.sha256).digest()
    there.raw = f"{said}.{base64.urlsafe_b64encode(seal).decode().rstrip('=')}"
    assert browser.get(there.approve(address)).status_code == 400
    assert not is_in(browser)


def test_a_key_that_the_provider_does_not_publish_signs_nothing(
    browser: Client, recruiter: Member, there: Provider, setup: SignInProvider
) -> None:
    assert come(Client(), there).status_code == 302
    real = there.public()
    there.key = KEYS[1]
    there.public = lambda: real  # type: ignore[method-assign]
    assert come(browser, there).status_code == 400
    there.kid = "unknown"
    assert come(browser, there).status_code == 400
    assert not is_in(browser)


def test_a_new_key_of_the_provider_is_fetched_when_a_token_names_it(
    browser: Client, recruiter: Member, there: Provider, setup: SignInProvider
) -> None:
    assert come(Client(), there).status_code == 302
    cache.delete(f"openid-keys:{hashlib.sha256(f'{there.issuer}/keys'.encode()).hexdigest()}:again")
    there.key, there.kid = KEYS[1], "two"
    assert come(browser, there).status_code == 302


def test_an_answer_is_good_in_the_browser_that_went_and_once(
    browser: Client, recruiter: Member, there: Provider, setup: SignInProvider
) -> None:
    there.once = False
    address = leave(browser)
    back = there.approve(address)
    thief = Client()
    assert thief.get(back).status_code == 400
    leave(thief)
    assert thief.get(back).status_code == 400
    carried = browser.cookies["portico-provider"].value
    assert browser.get(back).status_code == 302
    browser.post("/sign-out/")
    replay = Client()
    replay.cookies["portico-provider"] = carried
    assert replay.get(back).status_code == 400
    assert not is_in(replay)
    assert not is_in(thief)


def test_an_answer_is_good_for_ten_minutes(
    browser: Client, recruiter: Member, there: Provider, setup: SignInProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = there.approve(leave(browser))
    real = signing.time.time  # type: ignore[attr-defined]
    monkeypatch.setattr(signing.time, "time", lambda: real() + 601)  # type: ignore[attr-defined]
    assert browser.get(back).status_code == 400
    assert not is_in(browser)


def test_an_answer_that_names_another_provider_is_refused(
    browser: Client, recruiter: Member, there: Provider, setup: SignInProvider
) -> None:
    """RFC 9207: a mix-up sends the answer of one provider to the place where another's is expected."""
    assert browser.get(there.approve(leave(browser), iss="https://evil.example")).status_code == 400
    there.description = {"authorization_response_iss_parameter_supported": True}
    cache.clear()
    assert browser.get(there.approve(leave(browser))).status_code == 400
    assert browser.get(there.approve(leave(browser), iss=there.issuer)).status_code == 302


def test_a_provider_changed_on_the_way_lets_nobody_in(
    browser: Client, recruiter: Member, there: Provider, setup: SignInProvider
) -> None:
    back = there.approve(leave(browser))
    SignInProvider.objects.update(issuer="https://evil.example")
    assert browser.get(back).status_code == 400


def test_an_answer_does_not_cross_to_another_agency(
    browser: Client, recruiter: Member, there: Provider, setup: SignInProvider
) -> None:
    rival = Agency.objects.create(name="Rival", host="rival.localhost", site="http://rival.localhost")
    other = SignInProvider(agency=rival, name="Same", issuer=there.issuer, client_id=CLIENT)
    other.secret = SECRET
    other.save()
    joined(rival, "rita@northern.example", "Rita", Side.STAFF, Role.OWNER)
    back = there.approve(leave(browser))
    assert browser.get(back, headers={"host": "rival.localhost"}).status_code == 400
    assert not Session.objects.exists()


@pytest.mark.parametrize("fault", ["down", "not there", "another's description", "elsewhere", "too much", "no keys"])
def test_an_outage_is_said_in_plain_words(
    browser: Client, recruiter: Member, there: Provider, setup: SignInProvider, fault: str
) -> None:
    back = there.approve(leave(browser))
    cache.clear()
    if fault == "not there":
        there.close()
    there.down = float(fault == "down")
    there.moved = "http://127.0.0.1:1/" if fault == "elsewhere" else ""
    there.description = {
        "another's description": {"issuer": "https://evil.example"},
        "too much": {"more": "x" * 600_000},
        "no keys": {"jwks_uri": f"{there.issuer}/gone"},
    }.get(fault, {})
    for answer in (browser.get(back), browser.get(START)):
        if fault == "no keys" and answer.status_code == 302:
            continue
        assert answer.status_code == 502
        assert "cannot be reached just now" in answer.content.decode()
        assert "127.0.0.1" not in answer.content.decode()
    assert not is_in(browser)
    data = {"email": recruiter.email, "way": "link"}
    assert browser.get("/sign-in/").status_code == 200, data


def test_who_said_no_at_the_provider_is_told_so(
    browser: Client, recruiter: Member, there: Provider, setup: SignInProvider
) -> None:
    back = there.approve(leave(browser), error="access_denied", error_description="<b>evil</b>")
    answer = browser.get(back)
    assert answer.status_code == 403
    assert "evil" not in answer.content.decode()


def test_strangers_contacts_and_former_teammates_stay_out(
    browser: Client, recruiter: Member, contact: Member, there: Provider, setup: SignInProvider
) -> None:
    for email in ("nobody@northern.example", contact.email):
        there.says = {"sub": email, "email": email, "email_verified": True}
        assert come(Client(), there).status_code == 403
    there.says = {"sub": "s-1", "email": recruiter.email, "email_verified": True}
    assert come(Client(), there).status_code == 302
    inviting.suspend(recruiter, None, "gone")
    gone = Client()
    assert come(gone, there).status_code == 403
    assert not is_in(gone)
    assert User.objects.count() == 2


def test_only_where_the_agency_wants_it_does_somebody_uninvited_come_in(
    browser: Client, recruiter: Member, there: Provider, setup: SignInProvider
) -> None:
    there.says = {"sub": "n", "email": "nina@northern.example", "email_verified": True, "name": "Nina\r\nNew"}
    assert come(browser, there).status_code == 403
    SignInProvider.objects.update(admits=True, admits_as=Role.READER, domains=["northern.example"])
    there.says["email"] = "nina@evil.example"
    assert come(browser, there).status_code == 403
    there.says["email"] = "nina@northern.example"
    assert come(browser, there).status_code == 302
    nina = Member.objects.get(user__email="nina@northern.example")
    assert (nina.role, nina.side, nina.status, nina.name) == (Role.READER, Side.STAFF, "active", "Nina New")
    SignInProvider.objects.update(admits_as=Role.OWNER)
    there.says |= {"sub": "o", "email": "olaf@northern.example"}
    assert come(Client(), there).status_code == 403


def test_where_it_is_the_only_way_no_other_leads_to_the_desk(
    browser: Client, recruiter: Member, there: Provider, setup: SignInProvider, post: Any, inbox: Any, opened: Any
) -> None:
    owner = joined(setup.agency, "olga@northern.example", "Olga Owner", Side.STAFF, Role.OWNER, PASSWORD)
    SignInProvider.objects.update(only_way=True, emergency=owner)
    refused = post(browser, "/sign-in/", {"email": recruiter.email, "password": PASSWORD})
    assert refused.status_code == 403
    assert "come in with Northern ID" in refused.content.decode()
    post(browser, "/sign-in/", {"email": recruiter.email, "way": "link"})
    assert post(browser, opened(browser, inbox()[0].path)).status_code == 403
    assert not is_in(browser)
    assert come(browser, there).status_code == 302
    assert is_in(browser)
    mine = Client(enforce_csrf_checks=True)
    assert post(mine, "/sign-in/", {"email": owner.email, "password": PASSWORD}).status_code == 302
    assert is_in(mine)
    other = Client(enforce_csrf_checks=True)
    post(other, "/sign-in/", {"email": owner.email, "way": "link"})
    assert post(other, opened(other, inbox()[-1].path)).status_code == 403


def test_a_way_into_the_portal_leads_to_no_desk_where_the_desk_has_its_own(
    browser: Client, recruiter: Member, there: Provider, setup: SignInProvider, post: Any
) -> None:
    second = joined(setup.agency, recruiter.email, "", Side.CANDIDATE, Role.CANDIDATE)
    SignInProvider.objects.update(only_way=True)
    assert post(browser, "/sign-in/", {"email": recruiter.email, "password": PASSWORD})["Location"] == "/me/"
    assert post(browser, "/switch/", {"member": recruiter.pk}).status_code == 404
    assert browser.session["member"] == second.pk


def test_signing_in_again_must_have_happened_just_now(
    browser: Client, recruiter: Member, there: Provider, setup: SignInProvider
) -> None:
    address = leave(browser, again="1")
    assert parse_qs(urlsplit(address).query)["prompt"] == ["login"]
    there.says["auth_time"] = 1_700_000_000
    assert browser.get(there.approve(address)).status_code == 400
    there.says.pop("auth_time")
    assert come(browser, there, again="1").status_code == 302


def test_without_a_provider_there_is_no_such_way(browser: Client, agency: Agency, there: Provider) -> None:
    for page in (START, BACK):
        assert browser.get(page).status_code == 404
        assert browser.post(page).status_code in {403, 404, 405}


@pytest.mark.parametrize(
    "asked", ["", "?code=x", "?state=x&code=x", "?state=%00&code=%00", "?state[]=a", "?iss=" + "x" * 5000]
)
def test_nonsense_on_the_way_back_is_a_friendly_no(
    browser: Client, there: Provider, setup: SignInProvider, asked: str
) -> None:
    assert browser.get(BACK + asked).status_code == 400
    browser.cookies["portico-provider"] = "nonsense"
    assert browser.get(BACK + asked).status_code == 400
