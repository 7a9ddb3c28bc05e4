"""The site's secret key is changed in two steps: first the former one still counts, then it is gone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from portico.access import links
from portico.access.models import Authenticator, Purpose, Session
from portico.messaging.sealing import CannotUnseal
from portico.operations.resealing import sealed_models
from tests.desk import browser_of, hidden_in
from tests.world import Acme

OLD, NEW = "the-former-key-" + "o" * 40, "the-key-of-today-" + "n" * 40

type Change = Callable[..., None]


@pytest.fixture
def change_key(settings: Any) -> Change:
    """Start with the former key; then say what the keys are."""

    def change(key: str, *fallbacks: str) -> None:
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = key, list(fallbacks)

    change(OLD)
    return change


def test_sessions_outlive_the_first_step_and_die_at_the_second(acme: Acme, change_key: Change) -> None:
    browser = browser_of(acme.recruiter)
    row = Session.objects.create(
        agency=acme.agency, user=acme.recruiter.user, member=acme.recruiter, proof=acme.recruiter.user.session_proof
    )
    change_key(NEW, OLD)
    assert browser.get("/desk/").status_code == 200
    assert row in Session.objects.alive(acme.recruiter.user)
    change_key(NEW)
    assert browser.get("/desk/").status_code == 302
    assert row not in Session.objects.alive(acme.recruiter.user)


def test_links_work_on_and_their_codes_die_at_the_second_step(acme: Acme, change_key: Change) -> None:
    link, token = links.issue(acme.maya, Purpose.SIGN_IN)
    code = link.code  # type: ignore[attr-defined]
    change_key(NEW, OLD)
    assert links.try_code(link, code)
    change_key(NEW)
    assert not links.try_code(link, code)
    assert links.find(acme.agency, token) == link


def test_a_form_opened_before_is_taken_after_the_first_step(acme: Acme, change_key: Change) -> None:
    browser: Client = browser_of(acme.recruiter)
    seen = hidden_in(browser.get(f"/desk/candidates/{acme.dario.pk}/edit/"), "seen")
    change_key(NEW, OLD)
    sent = {"first_name": "Dario", "last_name": "Conti", "email": acme.dario.email, "seen": seen}
    answer = browser.post(f"/desk/candidates/{acme.dario.pk}/edit/", sent)
    assert b"too old" not in answer.content


def test_secrets_in_the_database_outlive_both_steps_once_they_are_sealed_anew(acme: Acme, change_key: Change) -> None:
    app, other = (Authenticator(agency=acme.agency, user=member.user) for member in (acme.recruiter, acme.finance))
    for one in (app, other):
        one.secret = "JBSWY3DPEHPK3PXP"
        one.save()
    before = Authenticator.objects.get(pk=other.pk).sealed
    change_key(NEW, OLD)
    call_command("reseal", stdout=None)
    Authenticator.objects.filter(pk=other.pk).update(sealed=before)
    change_key(NEW)
    assert Authenticator.objects.get(pk=app.pk).secret == "JBSWY3DPEHPK3PXP"
    with pytest.raises(CannotUnseal):
        assert Authenticator.objects.get(pk=other.pk).secret
    assert {"messaging.email", "access.authenticator"} <= {model._meta.label_lower for model in sealed_models()}
