"""iCalendar (RFC 5545, 5546): invitations that mail programs understand, and feeds to subscribe to."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # Four megabytes for what few pages need.
    from icalendar import Calendar, Event, vCalAddress

MADE_BY = "-//Portico//Interviews//EN"
REQUEST, CANCEL = "REQUEST", "CANCEL"


@dataclass(frozen=True, slots=True)
class Entry:
    """One appointment as one reader may see it. The same `uid` with a higher `sequence` replaces what came before."""

    uid: str
    sequence: int
    changed: datetime
    start: datetime
    end: datetime
    title: str
    text: str = ""
    place: str = ""
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Somebody in an invitation."""

    name: str
    email: str


def invitation(entry: Entry, method: str, *, organizer: Mailbox, attendee: Mailbox) -> str:
    """One appointment for one reader, who learns of no other's address."""
    from icalendar import vText

    calendar = _calendar()
    calendar.add("method", method)
    event = _event(entry)
    event["organizer"] = _address(organizer)
    guest = _address(attendee)
    guest.params["ROLE"] = vText("REQ-PARTICIPANT")
    guest.params["PARTSTAT"] = vText("NEEDS-ACTION")
    guest.params["RSVP"] = vText("FALSE")
    event["attendee"] = guest
    calendar.add_component(event)
    return _written(calendar)


def feed(entries: Iterable[Entry], name: str) -> str:
    """A calendar to subscribe to, read-only."""
    calendar = _calendar()
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _plain(name))
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry))
    return _written(calendar)


def _calendar() -> "Calendar":
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _event(entry: Entry) -> "Event":
    """Times are UTC: every program then shows them on its reader's own clocks, whatever zones it knows."""
    from icalendar import Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed.astimezone(UTC))
    event.add("last-modified", entry.changed.astimezone(UTC))
    event.add("dtstart", entry.start.astimezone(UTC))
    event.add("dtend", entry.end.astimezone(UTC))
    event.add("summary", _plain(entry.title))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    if entry.text:
        event.add("description", _plain(entry.text, lines=True))
    if entry.place:
        event.add("location", _plain(entry.place))
    return event


def _address(one: Mailbox) -> "vCalAddress":
    from icalendar import vCalAddress, vText

    address = vCalAddress(f"mailto:{one.email}")
    address.params["CN"] = vText(_plain(one.name).replace('"', "'") or one.email)
    return address


def _plain(text: str, *, lines: bool = False) -> str:
    """Text without control characters, which calendars cannot hold."""
    kept = "".join(char for char in text if char == "\n" or unicodedata.category(char) != "Cc")
    return kept if lines else " ".join(kept.split())


def _written(calendar: "Calendar") -> str:
    text: str = calendar.to_ical().decode()
    return text
