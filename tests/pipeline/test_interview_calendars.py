"""What stands in the invitations and feeds: well-formed, and for each side no more than it may know."""

import re
from typing import Any

from django.core import mail
from icalendar import Calendar

from portico.access.feeds import end_feed, make_feed
from portico.access.inviting import suspend
from portico.messaging.delivery import compose
from portico.messaging.models import Email
from portico.pipeline.interviews import Interview
from portico.pipeline.submissions import Submission
from tests.desk import browser_of, text_of
from tests.interviews import RunTasks, booked, days, invitations
from tests.world import Acme

PRIVATE: dict[str, Any] = {
    "remark": "CANARY remark",
    "place": "https://meet.example/1",
    "for_client": "Ask about shifts",
}


def test_each_side_reads_its_own_part_only(acme: Acme, run_tasks: RunTasks) -> None:
    booked(acme, for_candidate="Bring your papers", **PRIVATE)
    theirs = {to.partition(" ")[0]: event for to, _calendar, event in invitations(run_tasks)}

    assert "Dario Conti" in theirs["Maya"]["SUMMARY"]
    assert "Ask about shifts" in theirs["Maya"]["DESCRIPTION"]
    assert "Bring your papers" not in theirs["Maya"]["DESCRIPTION"]
    assert "Northwind" in theirs["Dario"]["SUMMARY"]
    assert "Bring your papers" in theirs["Dario"]["DESCRIPTION"]
    assert "Ask about shifts" not in str(theirs["Dario"])
    for to, event in theirs.items():
        assert "CANARY" not in event.to_ical().decode()
        assert event["ATTENDEE"].params["CN"].startswith(to)
        assert len(re.findall("mailto:", event.to_ical().decode().replace("\r\n ", ""))) == 2


def test_a_blind_profile_is_named_in_no_calendar_and_no_mail(acme: Acme, run_tasks: RunTasks) -> None:
    Submission.objects.filter(pk=acme.submission.pk).update(blind=True)
    acme.submission = Submission.objects.get(pk=acme.submission.pk)
    interview = booked(acme, for_client="Ask Dario Conti about the Grand Hotel")
    token = make_feed(acme.maya)
    feed = browser_of(acme.maya).get(f"/calendar/{token}.ics").content.decode()
    page = browser_of(acme.maya).get(f"/client/interviews/{interview.pk}/").content.decode()
    parts = [event.to_ical().decode() for _to, _calendar, event in invitations(run_tasks, "northwind.example")]

    assert len(parts) == 2
    mails = [str(one.message()) for one in mail.outbox if "northwind.example" in one.to[0]]
    for text in (*parts, *mails, feed, page):
        assert not re.search(r"\b(Dario|Conti)\b", text)


def test_a_mail_carries_the_invitation_as_a_part_and_as_a_file(acme: Acme) -> None:
    booked(acme)
    message = compose(Email.objects.exclude(calendar="")[:1].get()).message()
    kinds = [part.get_content_type() for part in message.walk()]

    assert kinds == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/ics"
    ]  # fmt: skip
    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert (part.get_param("method"), part.get_content_charset()) == ("REQUEST", "utf-8")
    file = next(part for part in message.walk() if part.get_content_type() == "application/ics")
    raw = file.get_payload(decode=True)
    assert isinstance(raw, bytes)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert Calendar.from_ical(raw.decode()).events[0]["UID"] == f"{Interview.objects.get().uid}@{acme.agency.host}"


def test_typed_text_cannot_add_lines_to_a_calendar(acme: Acme, run_tasks: RunTasks) -> None:
    booked(acme, title="Talk\r\nATTENDEE:mailto:evil@example.com", for_candidate="a\r\nEND:VEVENT\r\nb;,\\")
    for _to, calendar, event in invitations(run_tasks):
        assert len(calendar.events) == 1
        assert "evil" not in str(event["ATTENDEE"])


def test_a_feed_holds_what_its_owner_may_see_and_dies_when_it_is_ended(acme: Acme) -> None:
    interview = booked(acme, **PRIVATE)
    people = {"maya": acme.maya, "dario": acme.dario_member, "rosa": acme.recruiter, "priya": acme.priya}
    stranger = browser_of(acme.elena_member)
    stranger.cookies.clear()
    feeds = {name: f"/calendar/{make_feed(member)}.ics" for name, member in people.items()}
    read = {name: Calendar.from_ical(stranger.get(path).content.decode()) for name, path in feeds.items()}

    assert {name: len(calendar.events) for name, calendar in read.items()} == {
        "maya": 1, "dario": 1, "rosa": 1, "priya": 0
    }  # fmt: skip
    assert "CANARY" not in "".join(str(read[name].to_ical()) for name in ("maya", "dario", "priya"))
    assert stranger.get(feeds["maya"].replace("/calendar/", "/l/").replace(".ics", "/")).status_code == 404
    assert stranger.post(feeds["maya"]).status_code in {403, 405}
    Interview.objects.filter(pk=interview.pk).update(start=days(-70), end=days(-70, 11))
    assert not Calendar.from_ical(stranger.get(feeds["maya"]).content.decode()).events

    make_feed(acme.maya)
    end_feed(acme.dario_member)
    suspend(acme.recruiter, by=acme.owner, reason="Away")
    assert [stranger.get(feeds[name]).status_code for name in ("maya", "dario", "rosa")] == [404, 404, 404]


def test_the_address_of_a_feed_is_shown_once_and_kept_nowhere(acme: Acme) -> None:
    maya = browser_of(acme.maya)
    made = text_of(maya.post("/account/calendar/"))
    found = re.search(r"/calendar/([\w-]{43})\.ics", made)
    assert found is not None
    assert maya.get(f"/calendar/{found[1]}.ics").status_code == 200
    assert found[1] not in text_of(maya.get("/account/"))
