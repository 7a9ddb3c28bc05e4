"""How a client answers: response time, view rate and feedback rate, for the organization and for each of its people."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.clients.models import Organization
from portico.kit.times import now
from portico.kit.workdays import working_days_after, working_hours
from portico.pipeline.models import Submission, SubmissionView, Verdict
from portico.portals.models import Portal

PERIOD = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, with what it is a share of and what is counted."""

    label: str
    value: str
    note: str
    explain: str


@dataclass(frozen=True, slots=True)
class Person:
    """How one person of the client answers."""

    name: str
    looked: int
    answered: int
    time: str


@dataclass(frozen=True, slots=True)
class Responsiveness:
    """What the last 90 days say of a client."""

    shown: int
    figures: list[Figure]
    people: list[Person]


@dataclass(frozen=True, slots=True)
class Said:
    """That a person looked at or answered a submission."""

    submission: int
    member: int
    name: str
    at: datetime


def read_responsiveness(organization: Organization, member: Member) -> Responsiveness:
    """The figures of this client, as far as this member sees its jobs; four queries."""
    zone = member.agency.zone
    rows = Submission.objects.visible_to(member).filter(
        share__portal__organization=organization, first_submitted__gte=now() - PERIOD
    )
    shown: dict[int, datetime] = {pk: at for pk, at in rows.values_list("pk", "first_submitted") if at is not None}
    looks = views_of(shown, member)
    answers = answers_of(shown, member)
    first: dict[int, datetime] = {}
    for one in answers:
        first[one.submission] = min(one.at, first.get(one.submission, one.at))
    portal = Portal.objects.visible_to(member).filter(organization=organization).first()
    days = (portal.settings.answer_days if portal else 0) or 2
    in_time = sum(1 for pk, at in first.items() if at <= working_days_after(shown[pk], days, zone))
    return Responsiveness(
        shown=len(shown),
        figures=[
            time_figure([working_hours(shown[pk], at, zone) for pk, at in first.items()], len(shown)),
            rate(
                _("View rate"),
                len({one.submission for one in looks}),
                len(shown),
                _("Submissions of the last 90 days that somebody at the client has looked at, out of all of them."),
            ),
            rate(
                _("Feedback rate"),
                in_time,
                len(shown),
                _("Submissions of the last 90 days with an answer within %d working days, out of all of them.") % days,
            ),
        ],
        people=people_of(looks, answers, shown, zone),
    )


def views_of(shown: dict[int, datetime], member: Member) -> list[Said]:
    """Who looked at which of these submissions first when."""
    rows = SubmissionView.objects.visible_to(member).filter(submission__in=shown).select_related("member__user")
    return [Said(one.submission_id, one.member_id, one.member.name, one.first) for one in rows]


def answers_of(shown: dict[int, datetime], member: Member) -> list[Said]:
    """Who first answered on which of these submissions when."""
    rows = Verdict.objects.visible_to(member).filter(submission__in=shown, answered__isnull=False)
    found = []
    for one in rows.select_related("member__user"):
        if one.answered is not None:
            found.append(Said(one.submission_id, one.member_id, one.member.name, one.answered))
    return found


def people_of(looks: list[Said], answers: list[Said], shown: dict[int, datetime], zone: str) -> list[Person]:
    """Each person with what they looked at and answered, the busiest first."""
    names = {one.member: one.name for one in [*looks, *answers]}
    people = []
    for pk, name in names.items():
        mine = [one for one in answers if one.member == pk]
        hours = [working_hours(shown[one.submission], one.at, zone) for one in mine]
        looked = sum(1 for one in looks if one.member == pk)
        people.append(Person(name, looked, len(mine), hours_text(median(hours)) if hours else ""))
    return sorted(people, key=lambda one: (-one.answered, -one.looked, one.name))


def time_figure(hours: list[float], shown: int) -> Figure:
    """The median of the working hours until the first answer."""
    explain = _(
        "Median of the working hours (Monday to Friday, 9 to 17) from showing a candidate "
        "to the client’s first answer, of the last 90 days."
    )
    note = _("%(part)d of %(whole)d answered") % {"part": len(hours), "whole": shown}
    return Figure(_("Response time"), hours_text(median(hours)) if hours else "–", note, explain)


def rate(label: str, part: int, whole: int, explain: str) -> Figure:
    """A share, with what it is a share of."""
    value = f"{round(100 * part / whole)} %" if whole else "–"
    return Figure(label, value, _("%(part)d of %(whole)d") % {"part": part, "whole": whole}, explain)


def hours_text(hours: float) -> str:
    """Working hours as people say them: eight make a day."""
    if hours < 1:
        return _("under an hour")
    if hours < 16:
        return _("%d h") % round(hours)
    return _("%.1f days") % (hours / 8)
