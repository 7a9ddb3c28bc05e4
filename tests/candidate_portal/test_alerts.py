"""New jobs by mail: asked for, proved, sent, and ended by one press."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client

from portico.candidates.consents import ConsentText, give, withdraw
from portico.jobs.advert_search import AdvertSearch
from portico.jobs.adverts import Advert
from portico.jobs.alerts import JobAlert, ask_for, save_for, send_due
from portico.kit.times import at_time, now
from portico.messaging.choices import wants
from portico.messaging.models import OptOut
from portico.messaging.opt_outs import opt_out
from portico.pipeline.candidate_mails import LABELS, MESSAGES
from tests.desk import browser_of, text_of
from tests.world import Acme

RunTasks = Callable[..., list[Any]]


def morning() -> datetime:
    """The next Monday at eight in London."""
    here = now().astimezone(ZoneInfo("Europe/London")) + timedelta(days=1)
    monday = here + timedelta(days=-here.weekday() % 7)
    return monday.replace(hour=8, minute=4)


def advert(acme: Acme, **fields: Any) -> Advert:
    """The night porter's advert, live since an hour from now."""
    row = Advert(agency=acme.agency, job=acme.job, title="Night porter", text="Keep the doors.", city="London")
    row.status, row.published = Advert.Status.LIVE, now() + timedelta(hours=1)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


@pytest.fixture
def stranger(acme: Acme) -> Client:
    """A browser of somebody who is not signed in."""
    return Client(headers={"host": acme.agency.host})


def link_in_last_mail(run_tasks: RunTasks, kind: str) -> str:
    """The path of a link in the newest mail."""
    run_tasks()
    found = re.search(rf"/me/{kind}/[\w-]+/", str(mail.outbox[-1].body))
    assert found is not None
    return found[0]


def test_a_stranger_proves_the_address_by_a_press_and_not_by_a_look(
    acme: Acme, stranger: Client, run_tasks: RunTasks
) -> None:
    page = stranger.get("/me/alerts/add/?words=porter&place=London")
    assert "porter, within 25 km of London" in text_of(page)
    sent = stranger.post("/me/alerts/add/?words=porter&place=London", {"how": "daily", "email": "new@example.com"})
    assert "look into your mail" in text_of(sent)
    link = link_in_last_mail(run_tasks, "alerts/confirm")
    assert "porter" not in str(mail.outbox[-1].message()), "a stranger's words are not mailed on"
    alert = JobAlert.objects.get()
    assert alert.token_hash not in link

    stranger.get(link)
    assert not JobAlert.objects.active()
    assert "new jobs come by mail" in text_of(stranger.post(link, follow=True))
    assert list(JobAlert.objects.active()) == [alert]
    assert Client(headers={"host": acme.theirs.agency.host}).get(link).status_code == 404


def test_new_jobs_that_fit_come_once_with_the_way_out(acme: Acme, run_tasks: RunTasks) -> None:
    save_for(acme.dario_member, AdvertSearch(words="porter"), how="weekly")
    save_for(acme.elena_member, AdvertSearch(words="nurse"), how="daily")
    advert(acme)

    assert send_due(morning() - timedelta(hours=2)) == 0, "not the hour"
    with at_time(morning()):
        assert send_due(now()) == 1
        assert send_due(now()) == 0
        run_tasks()
    letter = mail.outbox[-1]
    assert letter.to[0].startswith("Dario")
    assert "Night porter" in str(letter.body)
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.extra_headers["List-Unsubscribe"].startswith("<http")


def test_one_click_without_cookies_ends_it_and_a_look_does_not(acme: Acme, run_tasks: RunTasks) -> None:
    save_for(acme.dario_member, AdvertSearch(words="porter"), how="daily")
    advert(acme)
    with at_time(morning()):
        send_due(now())
        link = link_in_last_mail(run_tasks, "unsubscribe")
    program = Client(enforce_csrf_checks=True, headers={"host": acme.agency.host})

    assert program.get(link).status_code == 200
    assert JobAlert.objects.active().count() == 1
    answer = program.post(link, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.headers["Referrer-Policy"]) == (200, "no-referrer")
    assert not JobAlert.objects.active()
    assert not OptOut.objects.exists()
    assert program.post("/me/unsubscribe/" + "x" * 43 + "/").status_code == 404

    program.post(link, {"everything": "on"})
    assert OptOut.objects.get().topic == ""


def test_who_opted_out_hears_nothing_until_they_ask_again(acme: Acme) -> None:
    save_for(acme.dario_member, AdvertSearch(words="porter"), how="daily")
    opt_out(acme.agency.pk, acme.dario.email)
    advert(acme)
    with at_time(morning()):
        send_due(now())
    assert not mail.outbox

    JobAlert.objects.update(confirmed=now() + timedelta(minutes=1), seen_until=now())
    with at_time(morning()):
        assert send_due(now()) == 1


def test_nobody_floods_a_mailbox(acme: Acme, stranger: Client) -> None:
    for _time in range(5):
        ask_for(acme.agency, "new@example.com", AdvertSearch(words="a"), how="daily", ip="192.0.2.1")
    answer = stranger.post("/me/alerts/add/?words=a", {"how": "daily", "email": "n.e.w@example.com"})

    assert answer.status_code in {200, 409}
    assert stranger.post("/me/alerts/add/", {"how": "daily", "email": "new@example.com"}).status_code == 409
    assert stranger.post("/me/alerts/add/", {"how": "hourly", "email": "nobody"}).status_code == 422


def test_a_candidate_chooses_what_comes_and_stops_an_alert(acme: Acme) -> None:
    dario = browser_of(acme.dario_member)
    assert "Saved" in text_of(dario.post("/me/alerts/add/?words=porter", {"how": "daily"}, follow=True))
    alert = JobAlert.objects.get()
    assert browser_of(acme.elena_member).post(f"/me/alerts/{alert.pk}/stop/").status_code == 404
    dario.post(f"/me/alerts/{alert.pk}/change/", {"how": "weekly"})
    alert.refresh_from_db()
    assert alert.how == "weekly"
    dario.post(f"/me/alerts/{alert.pk}/stop/")
    assert not JobAlert.objects.active()

    dario.post("/me/notifications/", {"choices": "1", MESSAGES: "on"})
    assert wants(acme.dario_member, MESSAGES)
    assert not wants(acme.dario_member, LABELS)


def test_who_takes_back_the_consent_to_job_mails_gets_no_more_of_them(acme: Acme) -> None:
    text = ConsentText.objects.create(agency=acme.agency, purpose="marketing", text="News?", published=now())
    alert = save_for(acme.dario_member, AdvertSearch.of({}), how="daily")
    consent = give(acme.dario, text, way="portal")
    assert JobAlert.objects.active().filter(pk=alert.pk).exists()

    withdraw(consent, by=acme.dario_member)

    assert not JobAlert.objects.active().filter(pk=alert.pk).exists()
