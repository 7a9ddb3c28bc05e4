"""What the pages on the audit log and on visits of the support show."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from portico.access.models import SupportVisit
from portico.agencies.models import Member
from portico.backoffice.things import OF_KIND
from portico.kit.lists import words_asked
from portico.records.audit_reading import GROUPS, day_of, last_check, who_did
from portico.records.models import AuditSeal, Event
from portico.records.timeline import entry_text


@dataclass(frozen=True, slots=True)
class Line:
    """One event of the log."""

    number: int
    at: datetime
    who: str
    for_whom: str
    what: str
    about: str
    about_url: str
    about_key: str
    address: str
    agent: str
    digest: str
    seal: int | None
    erased: bool


@dataclass(slots=True)
class Asked:
    """What narrows the log, as the address says it; nonsense is a bad request."""

    q: str
    who: str
    group: str
    first: str
    last: str
    record: str

    @classmethod
    def of(cls, params: QueryDict, people: Iterable[tuple[str, str]]) -> "Asked":
        """Read from the address."""
        asked = cls(words_asked(params), *(params.get(name, "")[:80] for name in cls.__slots__[1:]))
        if asked.who and asked.who not in {key for key, _name in people}:
            raise BadRequest("Unknown person.")
        if asked.group and asked.group not in GROUPS:
            raise BadRequest("Unknown group.")
        kind, _colon, number = asked.record.partition(":")
        if asked.record and not (kind in kinds() and number.isascii() and number.isdigit() and len(number) <= 18):
            raise BadRequest("Unknown record.")
        if any(one and day_of(one) is None for one in (asked.first, asked.last)):
            raise BadRequest("Unknown day.")
        return asked

    def as_dict(self) -> dict[str, str]:
        """As the log's reading takes it."""
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return any(self.as_dict().values())


def kinds() -> set[str]:
    """The kinds of records there are."""
    return {model._meta.label_lower for model in apps.get_models()}


def people_of(member: Member) -> list[tuple[str, str]]:
    """The agency's own people, by whom the log can be narrowed; those who left, too."""
    rows = Member.objects.visible_to(member).filter(side=member.side).select_related("user")
    return [(str(one.pk), one.name) for one in rows.order_by("user__name", "pk")]


def lines_of(events: Iterable[Event], member: Member) -> list[Line]:
    """The events in words, with the names of the records they are about."""
    rows = list(events)
    named = names_of(rows, member)
    return [line_of(event, named.get((event.kind, event.object_id or 0), "")) for event in rows]


def names_of(events: Iterable[Event], member: Member) -> dict[tuple[str, int], str]:
    """The records' names, as far as there is a page for them; one query for each kind."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for event in events:
        if event.kind in OF_KIND and event.object_id:
            wanted[event.kind].add(event.object_id)
    found: dict[tuple[str, int], str] = {}
    for kind, ids in wanted.items():
        rows: Any = OF_KIND[kind].model.objects.visible_to(member).filter(pk__in=ids)
        if kind == "pipeline.application":
            rows = rows.select_related("candidate", "job")
        for row in rows:
            found[kind, row.pk] = str(row)
    return found


def line_of(event: Event, name: str) -> Line:
    """One event in words."""
    thing = OF_KIND.get(event.kind) if name else None
    return Line(
        number=event.pk,
        at=event.at,
        who=who_did(event),
        for_whom=event.by_name if event.support else "",
        what=entry_text(event),
        about=name or kind_words(event),
        about_url=reverse(thing.page, args=[event.object_id]) if thing else "",
        about_key=f"{event.kind}:{event.object_id}" if event.kind else "",
        address=event.address,
        agent=event.agent,
        digest=event.digest[:12],
        seal=event.seal,
        erased=event.blanked is not None,
    )


def kind_words(event: Event) -> str:
    """What kind of record it is, with its number, where it has no page of its own."""
    try:
        return f"{apps.get_model(event.kind)._meta.verbose_name} {event.object_id}".capitalize()
    except (LookupError, ValueError):
        return ""


@dataclass(frozen=True, slots=True)
class Checked:
    """How it stands with the log's soundness."""

    at: datetime | None
    sound: bool
    said: str
    head: str
    seals: int


def checked(member: Member) -> Checked:
    """When the log was last verified, and how that went; and the chain's newest head."""
    last = last_check(Event.objects.visible_to(member))
    seal = AuditSeal.objects.visible_to(member).order_by("number").last()
    head, seals = (seal.head[:16], seal.number) if seal else ("", 0)
    if last is None:
        return Checked(None, True, _("The log has not been checked yet; that happens each night."), head, seals)
    return Checked(last.at, last.verb == "audit.verified", entry_text(last), head, seals)


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit of the support."""

    id: int
    who: str
    person: str
    reason: str
    made: datetime
    began: datetime | None
    until: datetime
    state: str
    tone: str
    can_end: bool
    done: list[Line]


def visits_of(member: Member, limit: int = 30) -> list[Visit]:
    """The newest visits, with what was done in each."""
    rows = SupportVisit.objects.visible_to(member).select_related("member__user").order_by("-made", "-pk")[:limit]
    visits = list(rows)
    done: dict[int, list[Event]] = defaultdict(list)
    if visits:
        since = min(one.made for one in visits)
        events = Event.objects.visible_to(member).filter(at__gte=since, support_id__in=[one.pk for one in visits])
        for event in events.order_by("-at", "-pk")[:500]:
            done[event.support_id or 0].append(event)
    lines = {line.number: line for line in lines_of([event for some in done.values() for event in some], member)}
    return [visit_of(one, [lines[event.pk] for event in done[one.pk]]) for one in visits]


def visit_of(one: SupportVisit, done: list[Line]) -> Visit:
    """A visit in words."""
    state, tone = _("Over"), "neutral"
    if one.is_running:
        state, tone = _("In right now"), "warn"
    elif one.waits:
        state, tone = _("Link not used yet"), "info"
    elif one.began is None:
        state = _("Link not used")
    return Visit(
        id=one.pk,
        who=one.who,
        person=one.member.name,
        reason=one.reason,
        made=one.made,
        began=one.began,
        until=one.ended or one.until,
        state=state,
        tone=tone,
        can_end=one.is_running or one.waits,
        done=done,
    )
