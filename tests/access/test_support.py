"""The support comes in as one of the staff: named, for a reason, for an hour, seen and ended by the agency."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any, cast

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from portico.access import support
from portico.access.models import SupportVisit
from portico.agencies.gate import Gate
from portico.agencies.models import Agency
from portico.agencies.roles import May
from portico.kit import times
from portico.kit.times import now
from portico.messaging.models import Email
from portico.operations.routes import routes
from portico.records.models import Event
from tests.access_rows import FIXED
from tests.test_access import PARAMETER, ROUTES, ROUTES_BY_NAME, address, has_row, signed_in
from tests.world import Acme

WHY = "Ticket 4711: the night porter cannot be archived"
REFUSED = b"The support cannot do this"


def link(acme: Acme, **options: Any) -> str:
    """The address that the command prints."""
    out = StringIO()
    facts = {"email": acme.recruiter.email, "by": "Sam Keeper", "reason": WHY, **options}
    call_command("support_access", acme.agency.host, **facts, stdout=out)
    found = re.search(r"/support/[\w-]+/", out.getvalue())
    assert found
    return found[0]


def come_in(acme: Acme) -> Client:
    """A browser in which the support acts as Rosa."""
    browser = Client(headers={"host": acme.agency.host}, raise_request_exception=False)
    assert browser.post(link(acme)).status_code == 302
    return browser


def test_looking_at_the_link_changes_nothing_and_it_opens_once(acme: Acme) -> None:
    where = link(acme)
    browser = Client(headers={"host": acme.agency.host})
    assert WHY in browser.get(where).content.decode()
    assert browser.get("/desk/").status_code == 302
    assert browser.post(where).status_code == 302
    page = browser.get("/desk/").content.decode()
    assert f"Support (Sam Keeper) is acting for {acme.recruiter.name}: {WHY}" in page
    assert Client(headers={"host": acme.agency.host}).post(where).status_code == 404


def test_the_owners_are_mailed_who_came_why_and_as_whom(acme: Acme) -> None:
    come_in(acme)
    mail = Email.objects.get(template="access/emails/support_came")
    assert mail.to == acme.owner.email
    assert all(words in mail.text for words in ("Sam Keeper", acme.recruiter.name, WHY))


def test_what_the_support_does_names_both(acme: Acme) -> None:
    browser = come_in(acme)
    browser.post(f"/desk/candidates/{acme.dario.pk}/archive/")
    event = Event.objects.get(verb="candidate.archived")
    assert (event.by, event.support) == (acme.recruiter, "Sam Keeper")
    assert event.support_id == SupportVisit.objects.get().pk


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": "  "},
        {"by": ""},
        {"minutes": 61},
        {"minutes": 0},
        {"email": "dario@example.com"},
        {"email": "nobody@example.com"},
    ],
)
def test_a_visit_without_reason_or_name_or_too_long_is_refused(acme: Acme, wrong: dict[str, Any]) -> None:
    with pytest.raises(CommandError):
        link(acme, **wrong)
    assert not SupportVisit.objects.exists()


def test_an_agency_that_keeps_the_support_out_is_left_alone(acme: Acme) -> None:
    browser, waiting = come_in(acme), link(acme)
    support.allow(acme.agency, False, by=acme.owner)
    assert browser.get("/desk/").status_code == 302
    assert Client(headers={"host": acme.agency.host}).post(waiting).status_code == 404
    with pytest.raises(CommandError):
        link(acme)


def test_a_visit_is_over_after_its_time_and_at_once_when_it_is_ended(acme: Acme, monkeypatch: Any) -> None:
    browser, other = come_in(acme), come_in(acme)
    SupportVisit.objects.latest("pk").end(by=acme.owner)
    assert other.get("/desk/").status_code == 302
    assert browser.get("/desk/").status_code == 200
    SupportVisit.objects.filter(ended=None).update(until=now() - timedelta(seconds=1))
    assert browser.get("/desk/").status_code == 302


def test_a_link_that_nobody_used_is_dead_after_ten_minutes(acme: Acme) -> None:
    where = link(acme)
    assert SupportVisit.objects.get().until <= now() + timedelta(minutes=10)
    SupportVisit.objects.update(until=now() - timedelta(seconds=1))
    assert Client(headers={"host": acme.agency.host}).post(where).status_code == 404
    assert times.now() is not None


def test_the_support_is_nobody_on_another_agencys_site(acme: Acme) -> None:
    browser = come_in(acme)
    assert browser.get(f"/desk/candidates/{acme.theirs.dario.pk}/").status_code == 404
    assert browser.get("/desk/", headers={"host": acme.theirs.agency.host}).status_code == 302


def test_no_deed_is_open_to_the_support_but_those_on_the_list(acme: Acme) -> None:
    browser, wrong = come_in(acme), []
    before = Event.objects.count()
    for name, path in ROUTES_BY_NAME.items():
        if name not in support.ALLOWED:
            answer = browser.post("/" + PARAMETER.sub(lambda one: str(FIXED.get(one[2], 1)), path))
            if answer.status_code != 403 or REFUSED not in answer.content:
                wrong.append(f"POST {name}: {answer.status_code}")
    assert wrong == []
    assert Event.objects.count() == before


def gate_of(name: str) -> Gate:
    """Who gets an address."""
    view: Any = ROUTES[name].callback
    return cast(Gate, view.gate)


def test_the_support_sees_no_account_no_settings_and_takes_no_file_away(acme: Acme) -> None:
    browser = come_in(acme)
    for name, needs in (
        ("access:account", ()),
        ("access:switch", ()),
        *needing(May.EXPORT),
        *needing(May.MANAGE_MEMBERS),
    ):
        if not has_row(name):
            assert browser.get(address(name, acme)).status_code == 403, (name, needs)
    assert browser.get(f"/desk/documents/{acme.resume.pk}/file/").status_code == 403
    assert browser.get("/desk/candidates/?export=csv").status_code == 403


def needing(may: May) -> list[tuple[str, Any]]:
    """The pages that ask for a permission."""
    return [(one.name, one.needs) for one in routes() if may in one.needs and "GET" in one.methods]


def test_the_list_names_real_deeds_of_the_desk_and_none_that_speaks_for_somebody() -> None:
    for name in support.ALLOWED:
        assert name in ROUTES
        assert set(gate_of(name).needs) <= support.GRANTS
    forbidden = re.compile(
        r"password|email|member|role|setting|consent|permission|approve|decide|offer|invite|share|export|copy|privacy"
        r"|merge|delete|import|message|send|session|browser|passkey|app_|two_step|recovery|provider|confirm|support_enter"
    )
    assert [name for name in support.ALLOWED if forbidden.search(name)] == []


def test_the_support_never_counts_as_freshly_signed_in(acme: Acme) -> None:
    from portico.access.signing_in import is_proved

    class Request:
        session = come_in(acme).session

    assert not is_proved(Request())  # type: ignore[arg-type]
    assert Agency.objects.get(pk=acme.agency.pk).support_allowed
    assert signed_in(acme.recruiter, acme.agency.host).get("/desk/").status_code == 200
