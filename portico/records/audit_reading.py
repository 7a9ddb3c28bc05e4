"""Reading the audit log: narrowed by person, kind of deed, days and record; and as a file, by a long task."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portico.kit.csvfile import csv_lines
from portico.records.events import SENTENCES, sentence
from portico.records.history import Event
from portico.records.longtasks import keep_result, work
from portico.records.models import LongTask

KIND = "export_audit"
EVERY = 2000
FEW = 2000
"""Deeds of a kind that are gathered by number; of more, some are never far."""
GROUPS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "access": (
        _("Signing in and access"),
        ("member.", "session.", "link.", "browser.", "feed.", "provider.", "seat.", "colleague", "agency.sign_in"),
    ),
    "support": (_("The support"), ("support.",)),
    "settings": (_("Settings and roles"), ("agency.", "staffrole.", "portal.", "stage.", "layout.", "wording.")),
    "away": (_("Downloads and exports"), ("list.", "submission.downloaded", "profile.downloaded", "longtask.done")),
    "candidates": (_("Candidates"), ("candidate.", "credential.", "consent.", "privacy", "absence.", "updaterequest.")),
    "clients": (_("Clients"), ("organization.", "contact.", "requisition.", "jobchange.")),
    "jobs": (_("Jobs"), ("job.", "advert.", "question.", "jobshare.")),
    "pipeline": (
        _("Applications"),
        ("application.", "submission.", "interview.", "offer.", "placement.", "permission.", "rejectionletter."),
    ),
    "files": (_("Notes and documents"), ("note.", "document.")),
    "mail": (_("Mail"), ("email.",)),
    "audit": (_("The log itself"), ("audit.",)),
}
"""Kinds of deeds, by how their verbs begin."""
COLUMNS = ["Number", "When (UTC)", "Who", "For whom", "What", "Verb", "Record", "From", "With", "Seal", "Digest"]


def narrowed(rows: QuerySet[Event], asked: Mapping[str, Any], zone: str) -> QuerySet[Event]:
    """The events that fit: `who` (a member's number), `q` (a name), `group`, `first` and `last` day, `record`."""
    if asked.get("who"):
        rows = rows.filter(by=int(asked["who"]))
    if asked.get("q"):
        rows = rows.filter(Q(by_name__icontains=asked["q"]) | Q(support__icontains=asked["q"]))
    if asked.get("group"):
        rows = of_kind(rows, asked["group"])
    if day := day_of(asked.get("first")):
        rows = rows.filter(at__gte=start_of(day, zone))
    if day := day_of(asked.get("last")):
        rows = rows.filter(at__lt=start_of(day + timedelta(days=1), zone))
    if asked.get("record"):
        kind, _dot, number = str(asked["record"]).partition(":")
        rows = rows.filter(subjects__kind=kind, subjects__object_id=int(number))
    return rows


def of_kind(rows: QuerySet[Event], group: str) -> QuerySet[Event]:
    """Those of a kind of deeds. Few are found by their numbers: databases would rather read the whole log in order."""
    kind = rows.filter(verb__in=verbs_of(group))
    numbers = list(kind.order_by().values_list("pk", flat=True)[: FEW + 1])
    return kind if len(numbers) > FEW else rows.filter(pk__in=numbers)


def verbs_of(group: str) -> list[str]:
    """The verbs of a kind of deeds, told one by one, so that an index can be asked for them."""
    return sorted(verb for verb in SENTENCES if verb.startswith(GROUPS[group][1]))


def day_of(text: Any) -> date | None:
    """A day, if this is one that can be."""
    try:
        day = parse_date(str(text or ""))
    except ValueError:
        return None
    return day if day is not None and 1970 <= day.year <= 2200 else None


def start_of(day: date, zone: str) -> datetime:
    """When a day begins there."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))


def last_check(rows: QuerySet[Event]) -> Event | None:
    """When the log was last verified, well or not; each verb is asked for alone, which an index answers at once."""
    ordered = rows.order_by("-at", "-pk")
    found = [ordered.filter(verb=verb).first() for verb in ("audit.verified", "audit.broken")]
    return max((one for one in found if one), key=lambda one: (one.at, one.pk), default=None)


def who_did(event: Event) -> str:
    """Who it was: of the support, a person, or Portico itself."""
    if event.support:
        return _t("%s (support)") % event.support
    return event.by_name or _t("Portico")


def line_of(event: Event) -> list[object]:
    """An event as a line of the file."""
    return [
        event.pk,
        event.at.strftime("%Y-%m-%d %H:%M:%S"),
        who_did(event),
        event.by_name if event.support else "",
        sentence(event.verb, event.details),
        event.verb,
        f"{event.kind}:{event.object_id}" if event.kind else "",
        event.address,
        event.agent,
        event.seal,
        event.digest,
    ]


@work(KIND)
def export_audit(task: LongTask) -> None:
    """The events that were asked for as a CSV file, the newest first."""
    rows = narrowed(Event.objects.filter(agency=task.agency_id), task.settings, task.agency.zone).order_by("-at", "-pk")
    task.advance(0, rows.count(), at_once=True)

    def lines() -> Iterator[list[object]]:
        yield list(COLUMNS)
        for number, event in enumerate(rows.iterator(EVERY), start=1):
            if number % EVERY == 0:
                task.advance(number, task.total)
            yield line_of(event)

    with TemporaryDirectory() as folder:
        path = Path(folder) / "audit.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(csv_lines(lines()))
        keep_result(task, path)
