"""What is limited by mailbox and by address: no header gets around it, and nobody learns anything by it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portico.access import tasks, visits
from portico.access.models import Attempt
from portico.agencies.models import Agency, Member
from portico.agencies.roles import Role, Side
from portico.kit import times
from tests.access.conftest import joined

DODGES = [
    "x-forwarded-for", "x-real-ip", "x-client-ip", "forwarded", "true-client-ip", "cf-connecting-ip",
    "x-originating-ip", "x-forwarded-host", "client-ip", "via", "x-cluster-client-ip", "fastly-client-ip",
]  # fmt: skip


def ask(client: Client, number: int, **headers: str) -> int:
    """Ask for a link for a mailbox that nobody has asked for before; the status of the answer."""
    data = {"email": f"p{number}@client.example", "way": "link"}
    return int(client.post("/sign-in/", data, headers=headers).status_code)


@pytest.mark.parametrize("proxies", [0, 1])
def test_no_header_makes_another_visitor(agency: Agency, settings: Any, proxies: int) -> None:
    """CVE-2023-44463: a limit by address that believed X-Forwarded-For."""
    settings.TRUSTED_PROXIES = proxies
    client = Client(REMOTE_ADDR="203.0.113.9")
    statuses = []
    for number in range(26):
        forged = dict.fromkeys(DODGES, f"198.51.100.{number}")
        if proxies:  # Our own proxy adds whom it really sees, after whatever was there.
            forged["x-forwarded-for"] = f"198.51.100.{number}, 203.0.113.9"
        statuses.append(ask(client, number, **forged))
    assert statuses == [302] * 24 + [429] * 2


def test_an_ipv6_customer_is_one_address_whatever_the_rest_of_it(agency: Agency) -> None:
    statuses = [ask(Client(REMOTE_ADDR=f"2001:db8:7:7::{number:x}"), number) for number in range(25)]
    assert statuses == [302] * 24 + [429]
    assert ask(Client(REMOTE_ADDR="2001:db8:7:8::1"), 99) == 302
    assert ask(Client(REMOTE_ADDR="::ffff:203.0.113.5"), 99) == 302


def test_a_flood_makes_no_heap_of_rows(agency: Agency) -> None:
    for _ in range(60):
        visits.too_many(agency.pk, "test", "one", most=5, within=timedelta(hours=1))
    assert Attempt.objects.filter(kind="test").count() == 6
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert visits.too_many(agency.pk, "test", "one", most=5, within=timedelta(hours=1))
    assert len(asked) <= 5


def test_what_was_counted_is_forgotten(agency: Agency, clock: Any) -> None:
    visits.too_many(agency.pk, "test", "one", most=5, within=timedelta(hours=1))
    clock(timedelta(days=3))
    tasks.forget_spent.call()
    assert not Attempt.objects.exists()


def test_asking_costs_the_same_work_whoever_is_asked_for(
    agency: Agency, recruiter: Member, contact: Member, django_capture_on_commit_callbacks: Any
) -> None:
    """CVE-2024-39329, CVE-2025-9824: the time an answer took said who has an account."""
    rival = Agency.objects.create(name="Rival", host="rival.localhost", site="http://rival.localhost")
    joined(rival, "only@rival.example", "Only", Side.CLIENT, Role.VIEWER)
    gone = joined(agency, "gone@client.example", "Gone", Side.CLIENT, Role.VIEWER)
    Member.objects.filter(pk=gone.pk).update(status=Member.Status.REVOKED, status_since=times.now())
    seen = {}
    for email in (
        contact.email,
        recruiter.email,
        "nobody@client.example",
        gone.email,
        "only@rival.example",
        "o'neil+x@c.example",
    ):
        client = Client(REMOTE_ADDR="198.51.100.7")
        for page in ("/sign-in/", "/password/forgot/"):
            with CaptureQueriesContext(connection) as asked:
                answer = client.post(page, {"email": email, "way": "link"})
            work = [query["sql"].split(" ")[0] + " " + table(query["sql"]) for query in asked]
            seen[email, page] = (answer.status_code, answer.get("Location"), work)
    for page in ("/sign-in/", "/password/forgot/"):
        kinds = {str(found) for (_email, asked_at), found in seen.items() if asked_at == page}
        assert len(kinds) == 1, kinds
    assert any("INSERT django_ox" in line or "django_ox" in line for line in seen[contact.email, "/sign-in/"][2])


def table(sql: str) -> str:
    """The first table that a query names."""
    return sql.partition('"')[2].partition('"')[0]


JSON = [
    '{"email": ["mara@client.example", "a@evil.test"]}',
    '["mara@client.example"]',
    "null",
    "{",
    '"mara@client.example"',
]


@pytest.mark.parametrize("body", JSON)
def test_json_in_place_of_a_form_mails_nobody(contact: Member, inbox: Any, body: str) -> None:
    for page in ("/sign-in/", "/password/forgot/"):
        assert Client().post(page, body, content_type="application/json").status_code == 422
    assert inbox() == []
