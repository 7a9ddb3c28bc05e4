"""Asking candidates to look over their profile: one by one, with many, and by the clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from portico.agencies.mailbox import mail_key
from portico.agencies.models import Agency, Member
from portico.candidates import update_emails
from portico.candidates.layouts import Need, ProfileLayout, layout_for, needs_of
from portico.candidates.models import Candidate, CandidateQuerySet
from portico.candidates.profile import Confirmation, ProfileChange
from portico.candidates.profile_fields import read_field
from portico.candidates.profile_reading import words_about
from portico.candidates.proposing import stale_fields
from portico.candidates.settings import CandidateSettings, settings_of
from portico.candidates.update_requests import UpdateRequest
from portico.kit.prepared import prepared
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import at_time, now
from portico.messaging.models import Email, UnsubscribeLink
from portico.messaging.opt_outs import opted_out
from portico.records.events import record

FIRST_HOUR, LAST_HOUR = 8, 18
"""Between these hours of the agency's day the clock asks."""


@dataclass(frozen=True, slots=True)
class Question:
    """What candidates are asked: by which layout or for which fields, and only what is missing or old."""

    layout: ProfileLayout | None = None
    fields: tuple[str, ...] = ()
    """These fields only; nothing: those of the layout."""
    days: int | None = None
    """What was confirmed within so many days is not asked for again; 0: ask for everything."""
    message: str = ""
    way: str = UpdateRequest.Way.SINGLE


def why_never(candidate: Candidate) -> str:
    """Why somebody cannot be asked at all; nothing where they can."""
    if candidate.archived or candidate.merged_into_id:
        return _("archived")
    if not candidate.email:
        return _("no email address")
    if candidate.no_update_requests:
        return _("does not want to be asked")
    return ""


def why_not(candidate: Candidate, rules: CandidateSettings | None = None) -> str:
    """Why somebody cannot be asked now; nothing where they can. Without `rules`: even if asked not long ago."""
    if no := why_never(candidate):
        return no
    if any(one.is_open for one in open_requests(candidate.pk)):
        return _("asked already, not answered yet")
    if rules is None:
        return ""
    since = now() - timedelta(days=rules.update_pause_days)
    asked = UpdateRequest.objects.filter(candidate=candidate).exclude(status=UpdateRequest.Status.CANCELED)
    if asked.filter(asked__gt=since).exists():
        return _("asked in the last %d days") % rules.update_pause_days
    return ""


@prepared
def open_requests(candidate: int) -> QuerySet[Any]:
    """Questions to somebody that were not answered yet."""
    rows = UpdateRequest.objects.filter(candidate=candidate).exclude(status=UpdateRequest.Status.CANCELED)
    return rows.open().order_by("pk")


def wanted_fields(candidate: Candidate, question: Question, rules: CandidateSettings) -> dict[str, str]:
    """The fields somebody is asked for: of their layout, what is missing or old, and does not wait for a yes.

    What can be given, and never was, is asked for only where it is asked for by name.
    """
    needs = needs_of(question.layout or layout_for(candidate.agency_id, candidate.layout))
    needs = {
        key: need
        for key, need in needs.items()
        if need != Need.OPTIONAL or key in question.fields or read_field(candidate, key) not in ("", None, [], {})
    }
    keys = [key for key in needs if not question.fields or key in question.fields]
    days = rules.update_stale_days if question.days is None else question.days
    stale = set(keys) if days == 0 else set(stale_fields(candidate, days, keys))
    waiting = ProfileChange.objects.filter(candidate=candidate).waiting().values_list("field", flat=True)
    left_out = {*waiting, *words_about(candidate)}
    return {key: needs[key] for key in keys if key in stale and key not in left_out}


@transaction.atomic
def ask(candidate: Candidate, question: Question, *, by: Member | None) -> UpdateRequest:
    """Ask one candidate by mail to look over their profile. Who was asked lately can be asked by hand all the same."""
    rules = settings_of(candidate.agency_id)
    anew = question.way == UpdateRequest.Way.SINGLE
    if no := why_not(candidate, None if anew else rules):
        raise RuleBroken(_("%(name)s cannot be asked: %(why)s.") % {"name": candidate.name, "why": no})
    wanted = wanted_fields(candidate, question, rules)
    if not wanted:
        raise RuleBroken(_("%s has confirmed all of this not long ago: there is nothing to ask.") % candidate.name)
    for late in UpdateRequest.objects.filter(candidate=candidate).open():
        late.expire()
    at = now()
    asked = UpdateRequest(agency_id=candidate.agency_id, candidate=candidate, fields=wanted, asked=at, asked_by=by)
    asked.message, asked.way = question.message.strip(), question.way
    asked.expires = at + timedelta(days=rules.update_due_days)
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError:
        raise Conflict(_("%s was asked already and has not answered yet.") % candidate.name) from None
    record(asked, "updaterequest.sent", by=by, about=[candidate], person=candidate.name)
    update_emails.asked(asked)
    return asked


def try_to_ask(candidate: Candidate, question: Question, by: Member | None) -> str:
    """Ask, and say why not where that cannot be."""
    rules = settings_of(candidate.agency_id)
    no = why_not(candidate, rules)
    if not no and question.way != UpdateRequest.Way.SINGLE:
        unwanted = opted_out(candidate.agency_id, candidate.email, update_emails.TOPIC)
        no = _("wants no mail that goes to many") if unwanted else ""
    if no:
        return no
    try:
        ask(candidate, question, by=by)
    except RuleBroken as broken:
        return _("nothing to ask") if not wanted_fields(candidate, question, rules) else str(broken)
    return ""


def stale_pool(agency: Agency, rules: CandidateSettings) -> CandidateQuerySet:
    """Who would be asked by the clock: in the active pool, with a mail address, nothing confirmed for long, not asked
    lately. The longest known first."""
    limit, since = now() - timedelta(days=rules.update_stale_days), now() - timedelta(days=rules.update_pause_days)
    fresh = Confirmation.objects.filter(candidate=OuterRef("pk"), at__gte=limit)
    asked = UpdateRequest.objects.filter(candidate=OuterRef("pk"))
    waiting = ProfileChange.objects.filter(candidate=OuterRef("pk")).waiting()
    rows = Candidate.objects.filter(agency=agency, added__lt=limit, no_update_requests=None).current()
    rows = rows.exclude(email="").exclude(Exists(fresh)).exclude(Exists(waiting))
    rows = rows.exclude(Exists(asked.open())).exclude(Exists(asked.filter(asked__gt=since)))
    return rows.order_by("added", "pk")


def left_today(agency: Agency, rules: CandidateSettings) -> int:
    """How many may still be asked by the clock on this day of the agency's."""
    midnight = now().astimezone(ZoneInfo(agency.zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    mine = UpdateRequest.objects.filter(agency=agency, way=UpdateRequest.Way.SCHEDULE, asked__gte=midnight)
    return max(0, rules.update_auto_a_day - mine.count())


def next_round(agency: Agency, rules: CandidateSettings) -> int:
    """How many the clock would ask in its next round, were it switched on as these rules say."""
    return min(rules.update_auto_a_day, stale_pool(agency, rules)[: rules.update_auto_a_day].count())


def ask_by_the_clock(at: datetime) -> int:
    """Ask those whose profile is old, at agencies that want it, in the hours of their day. Returns how many."""
    count = 0
    with at_time(at):
        for agency in Agency.objects.at_work().order_by("pk"):
            rules = settings_of(agency)
            hour = at.astimezone(ZoneInfo(agency.zone)).hour
            if rules.update_auto and FIRST_HOUR <= hour < LAST_HOUR:
                count += ask_stale(agency, rules)
    return count


def ask_stale(agency: Agency, rules: CandidateSettings) -> int:
    """One round at one agency."""
    question = Question(way=UpdateRequest.Way.SCHEDULE)
    rows = stale_pool(agency, rules).select_related("agency", "layout", "member")
    return sum(not try_to_ask(one, question, None) for one in list(rows[: left_today(agency, rules)]))


def remind_by_the_clock(at: datetime) -> int:
    """Remind those who have not answered, on the days the agency chose; who is done already is left in peace."""
    count = 0
    rules: dict[int, CandidateSettings] = {}
    rows = UpdateRequest.objects.at_work().open().filter(expires__gt=at)
    for request in rows.select_related("candidate__member", "candidate__layout", "asked_by__user", "agency")[:5000]:
        own = rules.setdefault(request.agency_id, settings_of(request.agency_id))
        days = sorted(own.update_reminder_days)
        if request.reminders >= len(days) or request.asked + timedelta(days=days[request.reminders]) > at:
            continue
        try:
            with at_time(at):
                if not request.still_asked():
                    request.done_elsewhere()
                elif request.candidate.archived or request.candidate.no_update_requests:
                    request.cancel(by=None)
                else:
                    request.remind(by=None)
                    count += 1
        except RuleBroken:
            continue
    return count


@transaction.atomic
def do_not_ask(candidate: Candidate, *, by: Member | None) -> None:
    """They do not want to be asked again: what is open is called off."""
    candidate.no_update_requests = now()
    candidate.save(update_fields=["no_update_requests"])
    for request in UpdateRequest.objects.filter(candidate=candidate).open().select_related("candidate"):
        request.cancel(by=by)
    record(candidate, "candidate.no_update_requests", by=by)


def stop_by_link(link: UnsubscribeLink) -> None:
    """The button in a mail program, or on the page behind the link in the mail."""
    asked = Candidate.objects.filter(agency=link.agency_id, pk=link.number, no_update_requests=None, erased=None)
    for candidate in asked:
        if mail_key(candidate.email) == link.email_key:
            do_not_ask(candidate, by=None)


def still_wanted(email: Email) -> bool:
    """Whether they have not said meanwhile that they do not want to be asked."""
    return Candidate.objects.filter(agency=email.agency_id, pk=email.number, no_update_requests=None).exists()


@transaction.atomic
def may_ask_again(candidate: Candidate, *, by: Member) -> None:
    """They said that they may be asked again."""
    candidate.no_update_requests = None
    candidate.save(update_fields=["no_update_requests"])
    record(candidate, "candidate.update_requests_wanted", by=by)
