"""manage.py create_agency: an agency and its owner's way in, or a plain reason why not."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from portico.agencies.models import Agency, Member, User
from portico.jobs.stages import Stage

GOOD = {
    "name": "Acme Staffing",
    "host": "portal.acme.example",
    "zone": "Europe/Zurich",
    "currency": "CHF",
    "owner_email": "olga@acme.example",
    "owner_name": "Olga Owner",
}


def create(**changes: str) -> str:
    """Run the command; what it prints."""
    out = StringIO()
    call_command("create_agency", stdout=out, **{**GOOD, **changes})
    return out.getvalue()


def test_the_owner_joins_with_the_printed_link_once(db: None, settings: Any, post: Any, opened: Any) -> None:
    settings.ALLOWED_HOSTS = ["portal.acme.example"]
    link = create().strip().splitlines()[-1]
    assert link.startswith("https://portal.acme.example/l/")
    agency, member = Agency.objects.get(), Member.objects.get()
    assert (agency.zone, agency.currency, member.role, member.status) == ("Europe/Zurich", "CHF", "owner", "invited")
    assert not User.objects.get().has_usable_password()
    client = Client(enforce_csrf_checks=True, headers={"host": "portal.acme.example"})
    page = opened(client, link.removeprefix("https://portal.acme.example"))
    assert post(client, page, {"name": "Olga Owner", "password": "nine brown bears"})["Location"] == "/desk/"
    assert client.get(page)["Location"] == "/desk/"


def test_a_host_that_is_not_let_in_is_named(db: None, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["other.example"]
    assert "add portal.acme.example to ALLOWED_HOSTS" in create()
    settings.ALLOWED_HOSTS = [".two.example"]
    assert "ALLOWED_HOSTS" not in create(host="portal.two.example")


def test_a_new_agency_can_run_a_pipeline_at_once(db: None) -> None:
    create()
    assert {stage.kind for stage in Stage.objects.all()} == set(Stage.Kind.values)
    assert {stage.agency for stage in Stage.objects.all()} == {Agency.objects.get()}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"zone": "Mars/Olympus"}, "not a time zone"),
        ({"currency": "XQQ"}, "not a currency"),
        ({"host": "https://acme.example/"}, "not a host name"),
        ({"host": "acme.example:8000"}, "not a host name"),
        ({"owner_email": "olga"}, "not a mail address"),
        ({"name": "  "}, "give the agency a name"),
        ({"site": "acme.example"}, "not an address"),
    ],
)
def test_what_cannot_work_is_refused_in_plain_words(db: None, changes: dict[str, str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        create(**changes)
    assert not Agency.objects.exists()


def test_a_host_name_belongs_to_one_agency(db: None) -> None:
    create()
    with pytest.raises(CommandError, match=r"there is an agency at portal\.acme\.example already"):
        create(host="Portal.ACME.example")


def test_the_site_may_have_its_own_scheme_and_port(db: None) -> None:
    assert "http://localhost:8000/l/" in create(host="localhost", site="http://localhost:8000/")
