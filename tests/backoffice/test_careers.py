"""Adverts, campaign links and the careers pages' settings, from the desk."""

from django.test import Client

from portico.candidates.settings import settings_of
from portico.jobs.models import Advert, SourceLink
from tests.careers.adverts import advert
from tests.desk import browser_of
from tests.world import Acme

WORDS = {
    "title": "Night porter",
    "text": "Keep the doors.",
    "city": "London",
    "country": "United Kingdom",
    "remote": "",
}


def test_an_advert_is_written_published_and_taken_off(acme: Acme) -> None:
    browser = browser_of(acme.recruiter)
    page = f"/desk/jobs/{acme.job.pk}/advert/"
    assert "Save and publish" in browser.get(page).content.decode()

    assert browser.post(f"{page}save/", {**WORDS, "publish": "1"}).status_code == 302
    row = Advert.objects.get(job=acme.job)
    assert row.is_live
    assert Client(headers={"host": acme.agency.host}).get(f"/jobs/{row.pk}/{row.slug}/").status_code == 200

    shown = browser.get(page).content.decode()
    assert "Take it off" in shown
    browser.post(f"{page}end/")
    row.refresh_from_db()
    assert row.status == Advert.Status.ENDED
    assert "Careers pages" in browser.get(f"/desk/jobs/{acme.job.pk}/").content.decode()


def test_words_that_name_an_unnamed_client_are_refused_and_kept_in_the_form(acme: Acme) -> None:
    browser = browser_of(acme.recruiter)
    text = f"Work at {acme.job.organization.name} in London"
    page = f"/desk/jobs/{acme.job.pk}/advert/save/"

    refused = browser.post(page, {**WORDS, "text": text})
    assert refused.status_code == 409
    assert "shall stay unnamed" in refused.content.decode()
    assert text in refused.content.decode()
    assert browser.post(page, {**WORDS, "text": text, "sure": "on"}).status_code == 302


def test_two_people_do_not_overwrite_each_others_words(acme: Acme) -> None:
    row = advert(acme, live=False)
    browser = browser_of(acme.recruiter)
    page = f"/desk/jobs/{acme.job.pk}/advert/"
    seen = browser.get(page).content.decode().split('name="seen" value="')[1].split('"')[0].replace("&quot;", '"')
    Advert.objects.filter(pk=row.pk).update(title="Changed meanwhile")

    answer = browser.post(f"{page}save/", {**WORDS, "seen": seen, "title": "Mine"})
    assert answer.status_code == 409
    assert "Changed meanwhile" in answer.content.decode()


def test_who_sees_no_pay_cannot_show_it(acme: Acme) -> None:
    acme.job.set_team([acme.consultant], by=acme.owner)
    browser_of(acme.consultant).post(f"/desk/jobs/{acme.job.pk}/advert/save/", {**WORDS, "show_pay": "on"})

    assert not Advert.objects.get(job=acme.job).show_pay


def test_a_campaign_link_counts_its_visits_once_and_names_the_source(acme: Acme) -> None:
    row = advert(acme)
    browser = browser_of(acme.recruiter)
    browser.post("/desk/campaign-links/add/", {"name": "Spring fair", "code": "fair"})
    visitor = Client(headers={"host": acme.agency.host})
    for _time in range(2):
        visitor.get(f"/jobs/{row.pk}/{row.slug}/?via=fair")

    assert SourceLink.objects.get().visits == 1
    assert "Spring fair" in browser.get("/desk/campaign-links/").content.decode()
    assert browser.post("/desk/campaign-links/add/", {"name": "Other", "code": "fair"}).status_code == 409
    assert browser.post("/desk/campaign-links/add/", {"name": "Feed", "code": "feed"}).status_code == 422


def test_the_settings_hold_on_the_careers_pages(acme: Acme) -> None:
    browser, visitor = browser_of(acme.owner), Client(headers={"host": acme.agency.host})
    words = {"careers": "on", "careers_title": "Work with us", "careers_origins": "https://www.acme.example/"}
    assert browser.post("/desk/settings/careers/", words).status_code == 302
    assert "Work with us" in visitor.get("/jobs/").content.decode()
    assert settings_of(acme.agency).careers_origins == ("https://www.acme.example",)

    for bad in ("https://a.example/path", "javascript:alert(1)", "https://a.example; script-src *", "*"):
        assert browser.post("/desk/settings/careers/", {**words, "careers_origins": bad}).status_code == 422

    browser.post("/desk/settings/careers/", {"careers_title": "Work with us"})
    assert visitor.get("/jobs/").status_code == 404
