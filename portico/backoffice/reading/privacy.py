"""What the desk reads about people's data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portico.agencies.models import Agency, Member
from portico.agencies.roles import May
from portico.backoffice.reading.waiting import Waiting
from portico.candidates.consents import Consent, ConsentText, Purpose, current_texts, latest
from portico.candidates.models import Candidate, PrivacyRequest
from portico.candidates.wordings import draft_of
from portico.kit.lists import how_many
from portico.kit.times import day
from portico.pipeline import retention

TONES = {
    "received": "warn",
    "identity_checked": "info",
    "in_progress": "info",
    "done": "ok",
    "refused": "neutral",
    "given": "ok",
    "lapsed": "warn",
}
WAYS: dict[str, Any] = {
    "application": lambda: _("with an application"),
    "portal": lambda: _("in the portal"),
    "link": lambda: _("by a link in a mail"),
    "desk": lambda: _("told to a recruiter"),
}


@dataclass(frozen=True, slots=True)
class Countdown:
    """How long there is to answer."""

    words: str
    tone: str


def countdown(request: PrivacyRequest) -> Countdown:
    """In days, until the month is over."""
    if not request.is_open:
        return Countdown("", "neutral")
    left = request.days_left
    if left < 0:
        return Countdown(_("Late since %s") % day(request.due), "danger")
    words = ngettext("%d day left", "%d days left", left) % left
    return Countdown(words, "danger" if left < 7 else "warn" if left < 14 else "neutral")


@dataclass(frozen=True, slots=True)
class Row:
    """One request in the list."""

    request: PrivacyRequest
    countdown: Countdown
    tone: str


def rows_of(requests: Any) -> list[Row]:
    """With what each list shows beside."""
    return [Row(one, countdown(one), TONES.get(one.status, "neutral")) for one in requests]


@dataclass(frozen=True, slots=True)
class Proof:
    """One answer to one wording, with everything that proves it."""

    consent: Consent
    tone: str
    way: str
    can_end: bool


def proofs_of(candidate: Candidate, member: Member) -> list[Proof]:
    """All answers, the last first."""
    rows = Consent.objects.visible_to(member).filter(candidate=candidate).select_related("text")
    return [
        Proof(
            one,
            TONES.get(one.status, "neutral"),
            WAYS[one.way]() if one.way in WAYS else one.way,
            one.status == Consent.Status.GIVEN,
        )
        for one in rows.order_by("-at", "-pk")[:100]
    ]


def purposes_of(agency: Agency) -> list[tuple[str, str]]:
    """Those that a recruiter can note an answer for."""
    return [(text.purpose, str(text.get_purpose_display())) for text in current_texts(agency, Purpose.values)]


@dataclass(frozen=True, slots=True)
class Standing:
    """One purpose of one candidate, in a word."""

    label: str
    state: str
    tone: str


def standings_of(candidate: Candidate) -> list[Standing]:
    """How each purpose stands; those nobody asked about are left out."""
    found = {purpose: row for (_pk, purpose), row in latest([candidate.pk]).items()}
    lines = []
    for purpose in Purpose.values:
        if purpose in found:
            row = found[purpose]
            state = _("Yes") if row.in_force else str(row.get_status_display())
            if row.in_force and row.expires:
                state = _("Yes, until %s") % day(row.expires)
            lines.append(Standing(str(Purpose(purpose).label), state, "ok" if row.in_force else "neutral"))
    return lines


@dataclass(frozen=True, slots=True)
class Wording:
    """A purpose with its versions."""

    purpose: str
    label: str
    current: ConsentText | None
    draft: ConsentText | None
    versions: int
    asked: bool


def wordings_of(member: Member, asked: tuple[str, ...]) -> list[Wording]:
    """Every purpose, in their order."""
    agency = member.agency
    texts = {text.purpose: text for text in current_texts(agency, Purpose.values)}
    counts: dict[str, int] = {}
    published = ConsentText.objects.visible_to(member).filter(published__isnull=False)
    for purpose in published.values_list("purpose", flat=True):
        counts[purpose] = counts.get(purpose, 0) + 1
    return [
        Wording(
            purpose,
            str(Purpose(purpose).label),
            texts.get(purpose),
            draft_of(agency, purpose),
            counts.get(purpose, 0),
            purpose in asked,
        )
        for purpose in Purpose.values
    ]


@dataclass(frozen=True, slots=True)
class DueRow:
    """Somebody whose time is over."""

    pk: int
    name: str
    why: str
    last: datetime
    asked: str


def due_rows(agency: Agency, limit: int = 100) -> tuple[list[DueRow], str]:
    """The first of them, and how many there are: "10,000+" beyond that."""
    rows = retention.due(agency)
    words = {
        "pool": _("Agreed to be kept, and nothing happened for long"),
        "applicant": _("No consent to be kept, and nothing happened for a while"),
    }
    found = list(rows.prefetch_related("retention_notices")[:limit])
    lines = []
    for one in found:
        notice = next((row for row in one.retention_notices.all() if row.status == "told"), None)
        asked = _("asked, until %s") % day(notice.ends) if notice is not None else ""
        lines.append(DueRow(one.pk, one.name, words[retention.rule_of(one)], one.last, asked))
    return lines, how_many(rows, exact=False) if len(found) == limit else str(len(found))


def privacy_items(member: Member) -> list[Waiting]:
    """For the first page of the desk: the most urgent requests about people's data."""
    if not member.may(May.DELETE):
        return []
    rows = PrivacyRequest.objects.visible_to(member).waiting().exclude(status=PrivacyRequest.Status.IN_PROGRESS)
    return [
        Waiting(
            "privacy",
            _("%(what)s: %(left)s") % {"what": one.get_kind_display(), "left": countdown(one).words},
            one.candidate.name,
            one.received,
            reverse("backoffice:privacy_request", args=[one.pk]),
            _("Decide"),
            countdown(one).tone,
        )
        for one in rows.select_related("candidate").order_by("due", "pk")[:5]
    ]
