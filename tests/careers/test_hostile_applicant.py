"""Somebody applies only to get a link, a form, a picture or a script in front of a recruiter."""

import re
from typing import Any

import pytest
from django.test import Client
from lxml import html  # type: ignore[import-untyped]

from portico.access.links import issue
from portico.access.models import LinkUse, Purpose
from portico.messaging.models import Email
from portico.pipeline.models import Application
from portico.portals.models import Seat
from tests.careers.applicants import ANN, Applicant, advert_of
from tests.desk import browser_of
from tests.listening import listening
from tests.test_races import at_once
from tests.world import Acme
from tests.world import acme as build

BAIT = (
    '<img src="http://{ear}/pixel"> <a href="http://{ear}/click">Open my résumé</a>'
    '<form action="http://{ear}/form"><input name="password"></form><script src="http://{ear}/script"></script>'
    '<iframe src="http://{ear}/frame"></iframe><style>@import "http://{ear}/style";</style>'
)
SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def fetches(page: str, ear: str) -> list[str]:
    """What of a page would ask the attacker's server by being looked at, and forms that go there."""
    found = []
    for one in html.fromstring(page).iter():
        told = [f"{name}={value}" for name, value in one.attrib.items() if ear in value]
        if told and one.tag != "a":
            found.append(f"<{one.tag} {told}>")
        if one.tag in {"script", "style", "iframe", "form"} and ear in (one.text or ""):
            found.append(f"<{one.tag}> {one.text}")
    return found


def test_a_cover_letter_is_words_wherever_it_is_shown_or_mailed(acme: Acme, run_tasks: Any) -> None:
    with listening() as (ear, heard):
        letter = BAIT.format(ear=ear)
        ann = Applicant(advert_of(acme))
        ann.post("")
        assert ann.post("details/", {**ANN, "letter": letter}).status_code == 302
        ann.post("send/")
        run_tasks()
        made = Application.objects.get(candidate__email="ann@example.com")
        desk = browser_of(acme.recruiter)
        pages = [
            desk.get(path).content.decode()
            for path in (
                f"/desk/applications/{made.pk}/",
                f"/desk/candidates/{made.candidate_id}/",
                f"/desk/jobs/{made.job_id}/",
                "/desk/",
            )
        ]
        mails = [mail.html for mail in Email.objects.filter(agency=acme.agency)]
        assert any("Open my résumé" in page for page in pages), "it is there to be read"
        assert len(mails) > 1
        assert [found for page in [*pages, *mails] for found in fetches(page, ear)] == []
        assert heard == []


def test_these_checks_would_find_a_letter_taken_as_html() -> None:
    assert len(fetches(f"<html><body>{BAIT.format(ear='ear:1')}</body></html>", "ear:1")) == 5


def test_what_a_browser_says_of_itself_is_words_in_every_list(acme: Acme) -> None:
    told = {"User-Agent": SCRIPT, "Referer": f"http://evil.example/{SCRIPT}", "Accept-Language": SCRIPT}
    stranger = Client(headers={"host": acme.agency.host, **told}, raise_request_exception=False)
    advert = advert_of(acme)
    stranger.get(f"/jobs/{advert.pk}/", {"via": SCRIPT, "utm_source": SCRIPT})
    ann = Applicant(advert, stranger)
    ann.apply()
    _link, token = issue(acme.maya, Purpose.SIGN_IN)
    stranger.get(f"/l/{token}/")
    assert LinkUse.objects.filter(agent__contains="<script>").exists(), "it is kept as it was said"

    made = Application.objects.get(candidate__email="ann@example.com")
    desk = browser_of(acme.owner)
    seat = Seat.objects.get(agency=acme.agency, member=acme.maya)
    paths = [
        f"/desk/applications/{made.pk}/",
        f"/desk/candidates/{made.candidate_id}/",
        f"/desk/contacts/{acme.maya_contact.pk}/",
        f"/desk/portal-users/{seat.pk}/links/",
        "/desk/campaign-links/",
    ]
    shown = [desk.get(path).content.decode() for path in paths]
    assert not [page for page in shown if re.search(r"<script>alert|<img src=x", page)]


@pytest.mark.django_db(transaction=True)
def test_two_drafts_of_one_person_sent_at_once_make_one_application(transactional_db: None) -> None:
    world = build()
    advert = advert_of(world)
    people = [Applicant(advert), Applicant(advert)]
    for number, person in enumerate(people):
        person.post("")
        assert person.post("details/", {**ANN, "city": f"Leeds {number}"}).status_code == 302
    answers = at_once(*(lambda person=person: person.post("send/") for person in people))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert len({answer["Location"] for answer in answers}) == 1, "neither page tells that there was another"
    assert Application.objects.filter(job=world.job, candidate__email="ann@example.com").count() == 1
