"""What candidates read about their data: what they agreed to, what they asked for, and what would go."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.candidates.consents import Consent, ConsentText, Purpose, current_texts, latest
from portico.candidates.models import Candidate, PrivacyRequest
from portico.candidates.settings import settings_of
from portico.kit.times import day
from portico.pipeline.holding import what_stays
from portico.pipeline.models import Application

WAYS: dict[str, Any] = {
    "application": lambda: _("with an application"),
    "portal": lambda: _("here in the portal"),
    "link": lambda: _("by a link in a mail"),
    "desk": lambda: _("told to your recruiter"),
}


@dataclass(slots=True)
class Agreed:
    """One purpose: how it stands, in which words, and what can be done."""

    purpose: str
    label: str
    words: str
    state: str
    tone: str
    line: str
    text_id: int = 0
    """The wording they are asked in now; 0: there is nothing to give."""
    consent_id: int = 0
    """What they can take back; 0: nothing."""
    renews: bool = False
    running: int = 0
    """Open applications that would end with it."""


@dataclass(frozen=True, slots=True)
class Past:
    """One answer they gave."""

    label: str
    state: str
    at: datetime
    line: str
    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of theirs."""

    label: str
    state: str
    tone: str
    line: str
    file: str = ""
    take_back: str = ""


@dataclass(slots=True)
class PrivacyPage:
    """The page."""

    agreed: list[Agreed]
    past: list[Past]
    requests: list[Asked]
    notice: str
    equal: bool
    copying: bool
    erasing: bool


def read_privacy(candidate: Candidate, member: Member) -> PrivacyPage:
    """Everything at once."""
    settings = settings_of(candidate.agency_id)
    asked = list(PrivacyRequest.objects.visible_to(member).order_by("-received", "-pk")[:20])
    open_kinds = {one.kind for one in asked if one.is_open}
    past = Consent.objects.visible_to(member).select_related("text").order_by("-at", "-pk")[:50]
    return PrivacyPage(
        agreed=read_agreed(candidate, member),
        past=[past_of(one) for one in past],
        requests=[request_of(one) for one in asked],
        notice=settings.careers_privacy,
        equal=settings.equal_opportunity,
        copying="copy" in open_kinds,
        erasing="erasure" in open_kinds,
    )


def read_agreed(candidate: Candidate, member: Member) -> list[Agreed]:
    """The purposes they are asked about, and those they have answered."""
    last = {purpose: row for (_pk, purpose), row in latest([candidate.pk]).items()}
    wanted = {*settings_of(candidate.agency_id).asked_purposes, *last}
    texts = {text.purpose: text for text in current_texts(candidate.agency_id, Purpose.values)}
    found = []
    for purpose in Purpose.values:
        if purpose in wanted and (purpose in last or purpose in texts):
            found.append(agreed_of(purpose, last.get(purpose), texts.get(purpose)))
    for one in found:
        if one.purpose == Purpose.APPLICATION:
            one.running = Application.objects.visible_to(member).open().count()
    return found


def agreed_of(purpose: str, last: Consent | None, text: ConsentText | None) -> Agreed:
    """How one purpose stands."""
    label = str(Purpose(purpose).label)
    if last is None and text is not None:
        return Agreed(purpose, label, text.text, _("Not asked yet"), "neutral", "", text_id=text.pk)
    assert last is not None
    if not last.in_force:
        words = text.text if text is not None else last.text.text
        state = _("Run out") if last.status in {"given", "lapsed"} else _("No")
        since = _("since %s") % day(last.status_since)
        return Agreed(purpose, label, words, state, "neutral", since, text_id=text.pk if text else 0)
    line = _("since %s") % day(last.at)
    if last.expires:
        line += ", " + _("until %s") % day(last.expires)
    renews = text is not None and (bool(last.reminded) or text.pk != last.text_id)
    newer = text.pk if text is not None and renews else 0
    return Agreed(purpose, label, last.text.text, _("Yes"), "ok", line, newer, last.pk, renews)


def past_of(row: Consent) -> Past:
    """One line of what they answered."""
    way = WAYS[row.way]() if row.way in WAYS else row.way
    line = _("%(way)s, wording %(version)d") % {"way": way, "version": row.text.version}
    if row.expires:
        line += ", " + _("until %s") % day(row.expires)
    return Past(str(row.get_purpose_display()), str(row.get_status_display()), row.at, line, row.text.text)


def request_of(row: PrivacyRequest) -> Asked:
    """One line of what they asked for."""
    states = {
        PrivacyRequest.Status.RECEIVED: (_("Your code is missing"), "warn"),
        PrivacyRequest.Status.IDENTITY_CHECKED: (_("With your recruiter"), "info"),
        PrivacyRequest.Status.IN_PROGRESS: (_("Being done"), "info"),
        PrivacyRequest.Status.DONE: (_("Done"), "ok"),
        PrivacyRequest.Status.REFUSED: (_("Not done"), "neutral"),
    }
    state, tone = states[PrivacyRequest.Status(row.status)]
    line = _("asked on %s") % day(row.received)
    if row.is_open:
        line += ", " + _("answer by %s") % day(row.due)
    if row.reason:
        line += f": {row.reason}"
    file = ""
    if row.can_be_fetched:
        line = _("there until %s") % day(row.available_until)
        file = reverse("candidate_portal:privacy_file", args=[row.pk])
    waits = row.status in {PrivacyRequest.Status.RECEIVED, PrivacyRequest.Status.IDENTITY_CHECKED}
    back = reverse("candidate_portal:privacy_take_back", args=[row.pk]) if waits else ""
    return Asked(str(row.get_kind_display()), state, tone, line, file, back)


@dataclass(frozen=True, slots=True)
class Stays:
    """Something that stays, why, and until when."""

    what: str
    why: str


def what_stays_of(candidate: Candidate) -> list[Stays]:
    """Before they ask to be erased: what would stay, and why."""
    return [
        Stays(one.what, f"{one.why} {_('until %s') % day(one.until) if one.until else ''}".strip())
        for one in what_stays(candidate)
    ]
