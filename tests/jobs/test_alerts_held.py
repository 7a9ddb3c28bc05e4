"""A mail of an alert that was stopped while it waited does not leave."""

from datetime import timedelta

from portico.jobs.advert_search import AdvertSearch
from portico.jobs.alerts import JobAlert, save_for, send_news
from portico.kit.times import now
from portico.messaging.models import Email
from tests.careers.adverts import advert
from tests.stories.mail import RunTasks
from tests.world import Acme


def test_who_stops_an_alert_gets_no_mail_that_was_written_before(acme: Acme, run_tasks: RunTasks) -> None:
    alert = save_for(acme.dario_member, AdvertSearch(words="porter"), how="daily")
    other = save_for(acme.elena_member, AdvertSearch(words="porter"), how="daily")
    JobAlert.objects.update(seen_until=now() - timedelta(days=1))
    advert(acme)
    for one in (alert, other):
        one.refresh_from_db()
        assert send_news(acme.agency, one, now()) == 1
    alert.stop()
    run_tasks()
    states = dict(Email.objects.filter(topic="job_alert").values_list("to", "status"))
    assert states == {acme.dario.email: "held", acme.elena.email: "sent"}
