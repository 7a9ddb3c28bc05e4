"""Somebody looks for a job on a phone, reads it, and passes it on."""

import pytest
from playwright.sync_api import expect

from tests.browser import OpenPage
from tests.careers.adverts import advert
from tests.stories.people import PHONE
from tests.world import Acme

pytestmark = pytest.mark.django_db(transaction=True)


def test_search_open_and_share_a_job(acme: Acme, open_page: OpenPage) -> None:
    row = advert(acme, title="Night porter", show_pay=True)
    advert(acme, acme.other_job, title="Forklift driver", city="Leeds")
    page = open_page(viewport=PHONE)

    page.goto("/")
    expect(page.get_by_role("heading", name="2 open jobs")).to_be_visible()
    page.get_by_label("What").fill("porters")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="1 job found")).to_be_visible()
    page.get_by_role("link", name="Night porter").click()

    expect(page.get_by_role("heading", name="Night porter")).to_be_visible()
    expect(page.get_by_text("£30,123 – £34,567 a year")).to_be_visible()
    expect(page.get_by_role("link", name="Apply now").last).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    whatsapp = page.get_by_role("link", name="WhatsApp").get_attribute("href") or ""
    assert f"%2Fjobs%2F{row.pk}%2F{row.slug}%2F%3Fvia%3Dshare" in whatsapp
    picture = page.locator("meta[property='og:image']").get_attribute("content") or ""
    answer = page.request.get(picture)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")

    row.end(by=acme.recruiter)
    page.reload()
    expect(page.get_by_text("“Night porter” is no longer open")).to_be_visible()
