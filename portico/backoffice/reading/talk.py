"""What the agency sees of the talk about a submission: messages, guest links, and who decides."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from portico.access.visits import browser_name
from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.pipeline.models import GuestLink, GuestUse, Message
from portico.portals.deciding import judges_of
from portico.portals.models import JobShare


@dataclass(slots=True)
class Words:
    """One message."""

    name: str
    from_agency: bool
    text: str
    at: datetime
    unread: bool


@dataclass(slots=True)
class Guest:
    """A guest link with what was done by it."""

    pk: int
    email: str
    sender: str
    candidate: str
    application_pk: int
    state: str
    label: str
    created: datetime
    expires: datetime
    note: str
    said: str
    uses: list[tuple[str, datetime, str, str]]


@dataclass(slots=True)
class Judge:
    """Somebody who could be the one who decides."""

    seat_pk: int
    name: str
    chosen: bool


def read_messages(submissions: list[int], member: Member) -> dict[int, list[Words]]:
    """The messages about these submissions, the oldest first; unread: nobody of the agency has read it."""
    rows = Message.objects.visible_to(member).filter(submission__in=submissions)
    unread = set(rows.unread_by(member).values_list("pk", flat=True))
    found: dict[int, list[Words]] = {pk: [] for pk in submissions}
    for one in rows.order_by("at", "pk"):
        words = Words(one.by_name, one.from_agency, one.text, one.at, one.pk in unread)
        found[one.submission_id].append(words)
    return found


def read_guests(member: Member, **which: Any) -> list[Guest]:
    """The guest links to these submissions, the newest first, with the last of what was done by each."""
    rows = GuestLink.objects.visible_to(member).filter(**which)
    links = list(rows.select_related("sent_by__user", "submission__application__candidate"))
    uses: dict[int, list[tuple[str, datetime, str, str]]] = {link.pk: [] for link in links}
    log = GuestUse.objects.visible_to(member).filter(link__in=uses).order_by()
    alike = log.values_list("link", "what", "ip", "agent").annotate(last=Max("at")).order_by("-last")
    for link_pk, what, ip, agent, last in alike:
        uses[link_pk].append((str(GuestUse.What(what).label), last, ip, browser_name(agent)))
    return [guest_of(link, uses[link.pk]) for link in links]


def guest_of(link: GuestLink, uses: list[tuple[str, datetime, str, str]]) -> Guest:
    """One link."""
    return Guest(
        pk=link.pk,
        email=link.email,
        sender=link.sent_by.name,
        candidate=link.submission.application.candidate.name,
        application_pk=link.submission.application_id,
        state=link.state,
        label=link.state_words,
        created=link.created,
        expires=link.expires,
        note=link.note,
        said=link.said,
        uses=uses[:8],
    )


def read_judges(share: JobShare) -> list[Judge]:
    """Who sees the share and may judge; the one who decides is marked."""
    seats = judges_of(share).select_related("contact", "member__user", "member__staff_role")
    return [
        Judge(seat.pk, seat.contact.name, seat.pk == share.decider_id)
        for seat in seats.order_by("contact__name_key")
        if seat.member.may(May.JUDGE)
    ]
