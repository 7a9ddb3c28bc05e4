"""What stands beside a candidate: who decides, the messages with the agency, and to whom they were forwarded."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from portico.agencies.models import Member
from portico.client_portal.reading.eyes import Eyes
from portico.client_portal.reading.standing import is_open
from portico.kit.prepared import prepared
from portico.kit.times import now
from portico.pipeline.answering import FREELY
from portico.pipeline.beside import messages_on
from portico.pipeline.models import GuestLink, Message, MessageLook, Submission
from portico.portals.deciding import decider_of

TONES = {"open": "ok", "expired": "neutral", "ended": "neutral"}


@dataclass(frozen=True, slots=True)
class Words:
    """One message."""

    name: str
    mine: bool
    from_agency: bool
    text: str
    at: datetime
    unread: bool


@dataclass(frozen=True, slots=True)
class Forwarded:
    """One of the reader's own guest links."""

    id: int
    email: str
    state: str
    label: str
    tone: str
    created: datetime
    expires: datetime
    used: datetime | None
    uses: int
    note: str
    said: str
    said_at: datetime | None


@dataclass(frozen=True, slots=True)
class Talk:
    """All of it."""

    decider: str
    decides: bool
    corrects: bool
    messages: list[Words]
    unread: int
    may_write: bool
    forwards: bool
    domains: list[str]
    links: list[Forwarded]


def read_talk(eyes: Eyes, row: Submission) -> Talk:
    """For these eyes."""
    settings = eyes.settings_of(row.share)
    decider = decider_of(row.share)
    messages = read_messages(eyes, row)
    decided_lately = row.decided is not None and now() - row.decided <= FREELY
    return Talk(
        decider=decider.name if decider else "",
        decides=decider is None or decider.pk == eyes.member.pk,
        corrects=not (row.decided_by_id == eyes.member.pk and decided_lately),
        messages=messages,
        unread=sum(one.unread for one in messages),
        may_write=eyes.may_judge and settings.feedback,
        forwards=settings.forwarding and not eyes.preview and is_open(row.application),
        domains=list(settings.domains),
        links=read_links(eyes, row),
    )


def read_messages(eyes: Eyes, row: Submission) -> list[Words]:
    """What was written, the oldest first; what others wrote since the reader last looked is unread."""
    found: list[Message] = messages_on(row.pk)
    last = last_look.first(eyes.member, row.pk) if found else None
    return [
        Words(
            name=one.by_name,
            mine=one.by_id == eyes.member.pk,
            from_agency=one.from_agency,
            text=row.masked(one.text) if one.from_agency else one.text,
            at=one.at,
            unread=not eyes.preview and one.by_id != eyes.member.pk and (last is None or one.at > last),
        )
        for one in found
    ]


@prepared
def last_look(member: Member, submission: int) -> QuerySet[Any]:
    """Up to when the reader has read."""
    looks = MessageLook.objects.visible_to(member).filter(submission=submission, member=member)
    return looks.values_list("at", flat=True)


@prepared
def links_of(member: Member, submission: int) -> QuerySet[Any]:
    """Whom the reader forwarded it to, and how often each looked."""
    rows = GuestLink.objects.visible_to(member).filter(submission=submission, sent_by=member)
    return rows.annotate(times=Count("uses"))


def read_links(eyes: Eyes, row: Submission) -> list[Forwarded]:
    """To whom the reader forwarded this candidate, the newest first."""
    return [
        Forwarded(
            id=link.pk,
            email=link.email,
            state=link.state,
            label=link.state_words,
            tone=TONES[link.state],
            created=link.created,
            expires=link.expires,
            used=link.used,
            uses=link.times,
            note=link.note,
            said=link.said,
            said_at=link.said_at,
        )
        for link in links_of(eyes.member, row.pk)
    ]
