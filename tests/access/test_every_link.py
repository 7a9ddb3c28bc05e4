"""All kinds of secret links side by side: each opens its own page only, and after delivery its secret is nowhere."""

import re
from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from portico.access import links
from portico.access.models import AccessLink, Purpose
from portico.access.secrets import hashed, new_token
from portico.agencies.mailbox import mail_key
from portico.candidates.models import UpdateLink
from portico.candidates.privacy import PrivacyLink
from portico.candidates.registering import Registration
from portico.kit.times import now
from portico.messaging.models import Email, UnsubscribeLink
from portico.pipeline.apply_drafts import ApplyDraft
from portico.pipeline.guests import GuestLink
from portico.pipeline.interview_people import InterviewLink
from tests import access_rows
from tests.test_access import ROUTES_BY_NAME
from tests.world import Acme

LATER = timedelta(days=7)


def issued(purpose: str) -> Callable[[Acme], str]:
    """The maker of a link to an account."""
    return lambda world: links.issue(world.maya, purpose, data={"email": "new@northwind.example"})[1]


def put(row: Any, field: str = "token_hash") -> str:
    """Give a row a secret that we know."""
    token = new_token()
    type(row)._base_manager.filter(pk=row.pk).update(**{field: hashed(token)})
    return token


def update(world: Acme) -> str:
    """Dario is asked to look over his profile."""
    asked = access_rows.update_request(world)
    return put(UpdateLink.objects.create(agency=world.agency, request=asked, token_hash=new_token()))


def unsubscribe(world: Acme) -> str:
    """The way out of mails about new jobs."""
    facts = {"email_key": mail_key("a@b.example"), "topic": "alert", "token_hash": new_token()}
    return put(UnsubscribeLink.objects.create(agency=world.agency, **facts))


def registration(world: Acme) -> str:
    """Somebody wants an account."""
    facts: dict[str, Any] = {"email": "n@b.example", "email_key": "n@b.example", "expires": now() + LATER}
    return put(Registration.objects.create(agency=world.agency, first_name="N", last_name="B", **facts))


def application(world: Acme) -> str:
    """Somebody applied without an account."""
    facts: dict[str, Any] = {"key": "x", "status": "sent", "application": world.application, "expires": now() + LATER}
    return put(ApplyDraft.objects.create(agency=world.agency, job=world.job, **facts), "link_key")


KINDS: dict[str, tuple[str, Callable[[Acme], str]]] = {
    **{
        f"account: {purpose}": (
            "access:calendar_feed" if purpose == Purpose.CALENDAR else "access:open",
            issued(purpose),
        )
        for purpose in Purpose.values
    },
    "guest": ("client_portal:guest_link", lambda world: put(access_rows.guest_link(world))),
    "interview": ("candidate_portal:interview_link", lambda world: InterviewLink.issue(access_rows.interview(world))),
    "privacy": (
        "candidate_portal:privacy_link",
        lambda w: PrivacyLink.issue(w.dario, PrivacyLink.Purpose.KEEP, w.dario),
    ),
    "permission": ("candidate_portal:permission", lambda world: put(access_rows.permission(world))),
    "update": ("candidate_portal:update_link", update),
    "alert": ("candidate_portal:alert_confirm", lambda world: put(access_rows.alert(world))),
    "unsubscribe": ("candidate_portal:unsubscribe", unsubscribe),
    "registration": ("candidate_portal:register_link", registration),
    "application": ("careers:apply_link", application),
}
ELSEWHERE_TESTED = {"access.SupportVisit", "access.Challenge"}
"""Made on the server's own console, and carried in a cookie only."""


def test_every_kind_of_secret_link_is_tried_here() -> None:
    holders = {
        m._meta.label for m in apps.get_models() for f in m._meta.get_fields() if f.name in {"token_hash", "link_key"}
    }
    tried = {AccessLink, GuestLink, InterviewLink, PrivacyLink, UpdateLink, UnsubscribeLink, Registration, ApplyDraft}
    assert holders - ELSEWHERE_TESTED == {m._meta.label for m in tried} | {"pipeline.Permission", "jobs.JobAlert"}
    routes = {name for name, path in ROUTES_BY_NAME.items() if "<str:token>" in path}
    assert routes == {route for route, _make in KINDS.values()} | {"access:support_enter"}


def test_a_link_opens_its_own_page_and_no_other(acme: Acme) -> None:
    """CVE-2026-13602: a value that one feature signed was good for another."""
    tokens = {kind: make(acme) for kind, (_route, make) in KINDS.items()}
    doors = {route for route, _make in KINDS.values()} | {"access:support_enter"}
    before = AccessLink.objects.filter(status="open").count()
    wrong = []
    for (kind, token), door in product(tokens.items(), sorted(doors)):
        own = KINDS[kind][0] == door
        browser = Client(headers={"host": acme.agency.host}, raise_request_exception=False)
        address = reverse(door, args=[token])
        answers = [browser.get(address).status_code]
        if not own:
            answers.append(browser.post(address).status_code)
        fine = answers[0] in {200, 302} if own else answers[0] == 404 and answers[1] in {404, 405}
        if not fine:
            wrong.append((kind, door, answers))
    assert wrong == []
    assert AccessLink.objects.filter(status="open").count() == before


def test_a_link_of_one_agency_opens_nothing_at_another(acme: Acme) -> None:
    for kind, (door, make) in KINDS.items():
        stranger = Client(headers={"host": acme.theirs.agency.host}, raise_request_exception=False)
        assert stranger.get(reverse(door, args=[make(acme)])).status_code == 404, kind


def everything() -> str:
    """Every row of every table, as the database keeps it; what lies in the queue among it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [repr(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_after_delivery_the_secrets_of_all_mails_are_found_nowhere(
    acme: Acme, run_tasks: Any, caplog: pytest.LogCaptureFixture
) -> None:
    browser = Client(headers={"host": acme.agency.host})
    with caplog.at_level("DEBUG"):
        for path in ("/sign-in/", "/password/forgot/"):
            browser.post(path, {"email": acme.maya.email, "way": "link"})
        for make in (access_rows.guest_link, access_rows.permission, access_rows.interview, access_rows.update_request):
            make(acme)
        links.mail(*links.issue(acme.jonas, Purpose.LASTING), "access/emails/way_back", side="client")
        run_tasks()
        text = "\n".join(str(message.message()) for message in mail.outbox).replace("=\n", "")
        secrets = set(re.findall(r"/([A-Za-z0-9_-]{43})[/.]", text)) | set(
            re.findall(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", text)
        )
        assert len(secrets) >= 7, secrets
        for token in [one for one in secrets if len(one) > 40]:
            browser.get(f"/l/{token}/")
    assert not Email.objects.exclude(sealed="").exclude(status="waiting").exists()
    kept = everything()
    assert "Rosa" in kept, "the dump holds what is there"
    for token in secrets:
        assert token not in kept
        assert token.replace("-", "") not in kept or len(token) > 40
        assert token not in caplog.text
