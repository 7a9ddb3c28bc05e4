"""Every text that people can write holds an attack, every page is opened in a browser: nothing runs, nothing leaves."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from playwright.sync_api import Dialog, Page, Request

from portico.agencies.doors import Owned
from portico.agencies.models import Member, User
from portico.records.noting import write_note
from tests.browser import OpenPage
from tests.careers.applicants import advert_of
from tests.listening import listening
from tests.stories.people import DESK, be
from tests.stories.test_every_page import client_pages, desk_pages
from tests.world import Acme

pytestmark = pytest.mark.django_db(transaction=True)

ATTACKS = [
    "\"'><script>alert(1)</script>",
    "<img src=//{listener}/i onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<div hx-get=/hostile hx-trigger=load>",
    "<div data-hx-get=//{listener}/h data-hx-trigger=load>",
    "</title></textarea><iframe src=//{listener}/f>",
    "<a href=javascript:alert(1) autofocus onfocus=alert(1)>",
    "{{{{7*7}}}}<style>@import'//{listener}/s'</style>",
    "<form action=//{listener}/p><button autofocus>",
    "<meta http-equiv=refresh content=0;url=//{listener}/m>",
]
WRITTEN = {
    "about", "asked", "city", "comment", "conditions", "country", "description", "employer", "first_name", "headline",
    "internal_notes", "issuer", "last_name", "line", "location", "name", "note", "phone", "place", "reason", "region",
    "remark", "source", "street", "summary", "text", "title", "website", "words", "linkedin", "languages",
    "availability", "shown_title", "intro", "by_name", "author_name", "industry", "last_error", "subject", "department",
}  # fmt: skip
"""Fields that hold what people wrote."""
FIXED = {"agencies.Agency", "records.Event", "records.AuditSeal"}
"""What can never be changed, or would lead the browser to another site."""


def attack_everything(world: Acme, attacks: list[str]) -> int:
    """Write an attack into every such field of every row of the agency; several into those that have room."""
    turn = 0
    for model in apps.get_models():
        if not (issubclass(model, Owned) or model is User) or model._meta.label in FIXED:
            continue
        for field in model._meta.concrete_fields:
            if field.name not in WRITTEN or not isinstance(field, models.CharField | models.TextField) or field.choices:
                continue
            turn += 1
            room = field.max_length or 2000
            whole = " ".join(attacks)
            text = whole if len(whole) <= room else attacks[turn % len(attacks)][:room]
            with transaction.atomic(), suppressed():
                model._base_manager.filter(agency=world.agency).update(**{field.name: text})
    return turn


@contextmanager
def suppressed() -> Iterator[None]:
    """Where each name must be another one, the others stay."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        pass


def watched(page: Page, site: str) -> list[str]:
    """Everything that happens on this page which must not."""
    wrong: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((site, "data:")) or "hostile" in request.url:
            wrong.append(f"{page.url} asked for {request.url}")

    def said(dialog: Dialog) -> None:
        wrong.append(f"{page.url} said {dialog.message}")
        dialog.dismiss()

    page.on("request", asked)
    page.on("dialog", said)
    return wrong


def test_nothing_that_people_write_runs_or_calls_out(acme: Acme, open_page: OpenPage, live_site: str) -> None:
    """CVE-2025-59832, CVE-2026-40479: scripts in tickets, notes, names; and htmx attributes, which act like scripts."""
    advert = advert_of(acme)
    for row in (acme.dario, acme.job, acme.northwind, acme.application):
        write_note(row, text="Something", by=acme.recruiter)
    acme.submission.approve(by=acme.maya, remark="Yes", rating=5)
    with listening() as (listener, heard):
        assert attack_everything(acme, [one.format(listener=listener) for one in ATTACKS]) > 60
        page = open_page(viewport=DESK)
        wrong, shown = watched(page, live_site), 0
        visits: list[tuple[Member | None, list[str]]] = [(acme.owner, desk_pages(acme))]
        visits += [(acme.maya, client_pages(acme)), (acme.dario_member, ["/me/", "/me/profile/"])]
        visits.append((None, ["/jobs/", f"/jobs/{advert.pk}/"]))
        for who, addresses in visits:
            page.context.clear_cookies()
            if who is not None:
                be(page, who)
            for address in addresses:
                answer = page.goto(address)
                assert answer is not None
                assert answer.status in {200, 404}, address
                shown += "<script>" in page.locator("body").inner_text() or "onload=" in page.content()
        page.goto(f"/jobs/{advert.pk}/")
        assert (wrong, heard) == ([], [])
        assert shown > 20, "the attacks are there, as words"


def test_this_would_notice_a_script_and_a_request(acme: Acme, open_page: OpenPage, live_site: str) -> None:
    with listening() as (listener, heard):
        browser = open_page().context.browser
        assert browser is not None
        page = browser.new_page()
        wrong = watched(page, live_site)
        page.goto("about:blank")
        page.set_content(f"<script>alert(1)</script><img src=http://{listener}/i>")
        page.wait_for_load_state("networkidle")
        page.goto(f"http://{listener}/seen")
        assert len(wrong) == 3
        assert "/seen" in heard
        page.close()
