"""Every main page: axe finds nothing in light or dark, every control has a name, and no phone scrolls sideways."""

from typing import Any

import pytest
from playwright.sync_api import Page

from portico.access.links import issue
from portico.access.models import Purpose
from script.picturing.crawl import SETTLE
from script.picturing.faults import axe_finds, nameless, sideways
from tests.access_rows import role, task
from tests.browser import OpenPage
from tests.stories.people import DESK, PHONE, be
from tests.world import Acme

pytestmark = pytest.mark.django_db(transaction=True)


def desk_pages(world: Acme) -> list[str]:
    """The pages a day at the agency is made of."""
    job, share, settings = f"jobs/{world.job.pk}", f"shares/{world.share.pk}", "settings"
    pages = [
        "", "search/?q=night", "organizations/", "organizations/add/", f"organizations/{world.northwind.pk}/",
        "contacts/", f"contacts/{world.maya_contact.pk}/", f"contacts/{world.nobody_contact.pk}/invite/", "candidates/",
        "candidates/?q=nobody-is-called-so", f"candidates/{world.dario.pk}/", f"candidates/{world.dario.pk}/edit/",
        "jobs/", "jobs/add/", f"{job}/?view=board", f"{job}/?view=table", f"{job}/?show=ended", f"{job}/candidates/",
        f"{job}/share/", f"{share}/", f"{share}/candidates/", f"{share}/publish/",
        f"submissions/{world.submission.pk}/",
        f"applications/{world.application.pk}/?do=reject", "portals/", f"portals/{world.share.portal_id}/", "imports/",
        "imports/add/", f"imports/{task(world).pk}/", f"{settings}/", f"{settings}/agency/", f"{settings}/stages/",
        f"{settings}/members/", f"{settings}/members/invite/", f"{settings}/members/{world.finance.pk}/",
        f"{settings}/roles/", f"{settings}/roles/{role(world).pk}/", f"{settings}/mail/", "nothing/",
    ]  # fmt: skip
    return [f"/desk/{page}" for page in pages]


def client_pages(world: Acme) -> list[str]:
    """The client portal."""
    job = f"/client/jobs/{world.share.pk}/"
    return ["/client/", job, f"{job}?view=list", f"/client/submissions/{world.submission.pk}/", "/account/"]


def public_pages(world: Acme) -> list[str]:
    """The ways in."""
    _link, token = issue(world.maya, Purpose.LASTING)
    return ["/sign-in/", "/password/forgot/", f"/l/{token}/", "/l/nothing/"]


def faults(page: Page, addresses: list[str]) -> list[str]:
    """What is wrong with each of these pages, at desk width in light, and on a phone in dark."""
    found: list[str] = []
    for address in addresses:
        page.set_viewport_size(DESK)  # type: ignore[arg-type]
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        answer: Any = page.goto(address)
        assert answer.status in {200, 404}, (address, answer.status)
        found += [f"{address}: {fault}" for fault in nameless(page)]
        for size, scheme in ((DESK, "light"), (PHONE, "dark")):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            page.evaluate(SETTLE)
            found += [f"{address} ({scheme}): {fault}" for fault in [*axe_finds(page), *sideways(page)]]
    return found


@pytest.mark.long
def test_no_page_of_the_desk_shuts_anybody_out(acme: Acme, open_page: OpenPage) -> None:
    acme.submission.approve(by=acme.maya, remark="Yes", rating=5)
    page = open_page(viewport=DESK)
    be(page, acme.owner)
    assert faults(page, desk_pages(acme)) == []


def test_no_page_of_the_portals_and_ways_in_shuts_anybody_out(acme: Acme, open_page: OpenPage) -> None:
    page = open_page(viewport=DESK)
    assert faults(page, public_pages(acme)) == []
    be(page, acme.maya)
    assert faults(page, client_pages(acme)) == []
    be(page, acme.dario_member)
    assert faults(page, ["/me/"]) == []
