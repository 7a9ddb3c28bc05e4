"""One person of a client portal, in four tabs: details, feedback, shared links, history."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from portico.access.inviting import why_suspended
from portico.access.links import WAYS_BACK, outlived
from portico.access.models import AccessLink, LinkUse, RememberedBrowser, Session
from portico.access.policies import policy_of
from portico.access.visits import browser_name
from portico.agencies.models import Member
from portico.agencies.roles import CLIENT_WORDS, Role
from portico.kit.times import now
from portico.messaging.models import NotificationChoice
from portico.pipeline.guests import GuestLink
from portico.pipeline.models import Application, Move, Submission, SubmissionView, Verdict
from portico.pipeline.threads import Message
from portico.portals.models import JobShare, Seat
from portico.records.events import sentence
from portico.records.models import Event, EventSubject
from portico.records.timeline import LOOKS, OTHERWISE, earlier, key_of

SHOWN = 50
EVENT, USE, LOOK = 2, 1, 0
"""Which comes first of things of the same instant."""


def read_details(reader: Member, seat: Seat) -> dict[str, Any]:
    """Which portals this person may open, how far, and how they get in."""
    user = seat.member.user_id
    places = Seat.objects.visible_to(reader).filter(member__user=user)
    rows = places.select_related("portal__organization", "member__user", "contact").prefetch_related("shares__job")
    choices = seat.member.notification_choices.order_by("event")
    return {
        "places": list(rows.order_by("pk")),
        "role_allows": str(CLIENT_WORDS.get(Role(seat.member.role), "")),
        "why": why_suspended([seat.member]).get(seat.member_id, ""),
        "choices": [choice_line(one) for one in choices],
        "sessions": [
            {"pk": row.pk, "agent": browser_name(row.agent), "ip": row.ip, "how": row.how, "last_used": row.last_used}
            for row in Session.objects.visible_to(reader).alive(seat.member.user)[:30]
        ],
        "browsers": [
            {"pk": row.pk, "agent": browser_name(row.agent), "ip": row.ip, "last_used": row.last_used}
            for row in RememberedBrowser.objects.visible_to(reader).filter(user=user).alive(now())[:30]
        ],
    }


def choice_line(choice: NotificationChoice) -> dict[str, str]:
    """One thing they chose to be told of, or not."""
    return {"event": choice.event.replace("_", " ").capitalize(), "how": choice.get_how_display()}


@dataclass(slots=True)
class Said:
    """What this person said about one candidate."""

    candidate: str
    job: str
    application_pk: int
    at: datetime
    answer: str = ""
    rating: int = 0
    lines: list[dict[str, Any]] = field(default_factory=list)


def read_feedback(reader: Member, seat: Seat) -> dict[str, Any]:
    """Verdicts, remarks, messages and moves of this person, candidate by candidate, the latest first."""
    submissions = Submission.objects.visible_to(reader)
    found: dict[int, Said] = {}
    runs = "submission__application__candidate", "submission__application__job"
    verdicts = Verdict.objects.visible_to(reader).filter(member=seat.member, submission__in=submissions)
    for verdict in verdicts.select_related(*runs).order_by("-at", "-pk")[:SHOWN]:
        said = said_about(found, verdict.submission.application, verdict.at)
        said.answer, said.rating = verdict.get_answer_display(), verdict.rating or 0
        for text in (verdict.reason, verdict.remark):
            if text:
                said.lines.append({"at": verdict.at, "what": _("Remark"), "text": text, "icon": "message-square"})
    messages = Message.objects.visible_to(reader).filter(by=seat.member, submission__in=submissions)
    for message in messages.select_related(*runs).order_by("-at", "-pk")[:SHOWN]:
        line = {"at": message.at, "what": _("Message"), "text": message.text, "icon": "mail"}
        said_about(found, message.submission.application, message.at).lines.append(line)
    moves = Move.objects.visible_to(reader).filter(
        by=seat.member, application__in=Application.objects.visible_to(reader)
    )
    related = "application__candidate", "application__job", "from_stage", "to_stage"
    for move in moves.select_related(*related).order_by("-at", "-pk")[:SHOWN]:
        line = {"at": move.at, "what": moved(move), "text": move.remark, "icon": "arrow-right"}
        said_about(found, move.application, move.at).lines.append(line)
    for said in found.values():
        said.lines.sort(key=lambda line: line["at"], reverse=True)
    return {"said": sorted(found.values(), key=lambda said: said.at, reverse=True)}


def said_about(found: dict[int, Said], application: Application, at: datetime) -> Said:
    """The entry of one candidate on one job."""
    said = found.setdefault(application.pk, Said(application.candidate.name, application.job.title, application.pk, at))
    said.at = max(said.at, at)
    return said


def moved(move: Move) -> str:
    """A step in words."""
    if move.from_stage is None:
        return _("Moved to %s") % move.to_stage.name
    return _("Moved from %(before)s to %(after)s") % {"before": move.from_stage.name, "after": move.to_stage.name}


@dataclass(frozen=True, slots=True)
class Shared:
    """One link that was mailed to this person, or by them to a guest."""

    pk: int
    what: str
    sent: datetime | None
    state: str
    is_open: bool
    expires: datetime | None
    used: datetime | None
    ip: str
    agent: str
    uses: list[dict[str, Any]]
    to: str = ""


def read_links(reader: Member, seat: Seat) -> dict[str, Any]:
    """Every link: sent, state, last use with address and browser, each with its log."""
    rows = list(AccessLink.objects.visible_to(reader).of(seat.member).select_related("email")[:SHOWN])
    uses = defaultdict(list)
    for use in LinkUse.objects.visible_to(reader).filter(link__in=rows).order_by("-at", "-pk")[: 20 * SHOWN]:
        uses[use.link_id].append(use_line(use))
    policy = policy_of(seat.member)
    guests = GuestLink.objects.visible_to(reader).filter(sent_by=seat.member).order_by("-created", "-pk")[:SHOWN]
    return {
        "links": [shared(row, uses[row.pk], policy) for row in rows],
        "guests": [guest(row) for row in guests.prefetch_related("uses")],
    }


def use_line(use: Any) -> dict[str, Any]:
    """One line of a link's log."""
    return {"what": str(use), "at": use.at, "ip": use.ip, "agent": browser_name(use.agent)}


def shared(link: AccessLink, uses: list[dict[str, Any]], policy: Any) -> Shared:
    """A link mailed to the person."""
    over = link.is_open and link.purpose in WAYS_BACK and outlived(link, policy)
    sent = link.email.sent_at if link.email is not None and getattr(link.email, "sent_at", None) else link.created
    return Shared(
        pk=link.pk,
        what=link.get_purpose_display(),
        sent=sent,
        state=_("Expired") if over else link.state_words,
        is_open=link.is_open and not over,
        expires=link.expires,
        used=link.used_at,
        ip=link.last_ip,
        agent=browser_name(link.last_agent),
        uses=uses[:20],
    )


def guest(link: GuestLink) -> Shared:
    """A link by which the person forwarded a candidate."""
    words = {"open": _("Open"), "expired": _("Expired"), "ended": _("Ended")}
    uses = [use_line(use) for use in link.uses.all()[:20]]
    return Shared(
        pk=link.pk,
        what=_("Guest link"),
        sent=link.created,
        state=words[link.state],
        is_open=link.state == "open",
        expires=link.expires,
        used=link.used,
        ip=uses[0]["ip"] if uses else "",
        agent=uses[0]["agent"] if uses else "",
        uses=uses,
        to=link.email,
    )


@dataclass(frozen=True, slots=True)
class Did:
    """One line of what somebody did. `key` of the last one, given as `before`, brings the next ones."""

    at: datetime
    text: str
    icon: str
    tone: str
    body: str
    note: str
    key: str


def read_history(reader: Member, seat: Seat, before: str) -> dict[str, Any]:
    """Everything this person did, link by link and look by look, newest first."""
    told = EventSubject.objects.visible_to(reader).filter(event__by=seat.member)
    mine = Event.objects.visible_to(reader).filter(by=seat.member, pk__in=told.values("event"))
    events = earlier(mine, EVENT, before, at="at", pk="pk")
    uses = LinkUse.objects.visible_to(reader).filter(link__member=seat.member).select_related("link")
    looks = SubmissionView.objects.visible_to(reader).filter(
        member=seat.member, submission__in=Submission.objects.visible_to(reader)
    )
    looks = looks.select_related("submission__application__candidate", "submission__application__job")
    found = [did(event) for event in events[: SHOWN + 1]]
    found += [used(use) for use in earlier(uses, USE, before, at="at", pk="pk")[: SHOWN + 1]]
    found += [looked(view) for view in earlier(looks, LOOK, before, at="last", pk="pk")[: SHOWN + 1]]
    found.sort(key=lambda one: [int(part) for part in one.key.split(".")], reverse=True)
    return {"did": found[:SHOWN], "older": found[SHOWN - 1].key if len(found) > SHOWN else "", "before": before}


def did(event: Event) -> Did:
    """Something they did, in words; a sign-in with where from."""
    icon, tone = LOOKS.get(event.verb.rpartition(".")[2], OTHERWISE)
    text = sentence(event.verb, event.details)
    said = next((event.details[name] for name in ("remark", "text") if event.details.get(name)), "")
    note = " · ".join(str(event.details[name]) for name in ("how", "ip") if event.details.get(name))
    shown = text[:1].upper() + text[1:]
    key = key_of(event.at, EVENT, event.pk)
    return Did(event.at, shown, icon, tone, said if isinstance(said, str) else "", note, key)


def used(use: LinkUse) -> Did:
    """A link was opened, used or refused."""
    words = {"opened": _("Opened a link"), "used": _("Came in by a link"), "refused": _("A link was refused")}
    tone = "warn" if use.what == LinkUse.What.REFUSED else ""
    note = " · ".join(part for part in (use.link.get_purpose_display(), use.ip, browser_name(use.agent)) if part)
    return Did(use.at, words[use.what], "link", tone, "", note, key_of(use.at, USE, use.pk))


def looked(view: SubmissionView) -> Did:
    """The last time they looked at a candidate."""
    run = view.submission.application
    text = _("Last looked at %s") % run.candidate.name
    return Did(view.last, text, "eye", "", "", run.job.title, key_of(view.last, LOOK, view.pk))


def shares_of(reader: Member, seat: Seat) -> list[JobShare]:
    """The chosen jobs of a seat, as far as the reader sees them."""
    return list(JobShare.objects.visible_to(reader).filter(seats=seat).select_related("job"))
