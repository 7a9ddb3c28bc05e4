"""A mail scanner that opens links in a real browser, scripts and all."""

from typing import Any

from django.core import mail
from playwright.sync_api import Browser

from portico.access.links import issue
from portico.access.models import AccessLink, Purpose, Session
from tests.world import Acme

VISITS, WAITS = 3, 700


def test_a_scanner_with_a_browser_signs_nobody_in(acme: Acme, live_site: str, browser: Browser, run_tasks: Any) -> None:
    """One link was used up, and the session handed out, by a scanner whose headless browser followed the scripts."""
    for purpose in (Purpose.SIGN_IN, Purpose.DIRECT):
        link, token = issue(acme.maya, purpose)
        scanner = browser.new_context()
        page = scanner.new_page()
        for _ in range(VISITS):
            page.request.head(f"{live_site}/l/{token}/")
            page.goto(f"{live_site}/l/{token}/")
            page.wait_for_timeout(WAITS)
            assert token not in page.url
        for address in page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)"):
            if address.startswith(live_site):
                page.request.get(address)
        scanner.close()
        link.refresh_from_db()
        assert (link.status, link.opened_count >= VISITS) == ("open", True)
    assert not Session.objects.exists()
    assert not AccessLink.objects.filter(status="used").exists()
    assert mail.outbox == []
