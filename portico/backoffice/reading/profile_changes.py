"""What candidates changed of their profiles, as recruiters read it: what waits for a yes, and each field's history."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.backoffice.reading.waiting import EACH, Waiting
from portico.candidates.models import Candidate, ProfileChange
from portico.candidates.naming import called
from portico.candidates.profile_fields import FIELDS, label_of, words_of
from portico.candidates.reviewing import KEPT
from portico.kit.addresses import address
from portico.kit.prepared import figures, prepared
from portico.kit.times import now

LATELY = timedelta(days=30)
Status = ProfileChange.Status
TONES: dict[str, str] = {
    Status.WAITING: "warn",
    Status.ACCEPTED: "ok",
    Status.LANDED: "info",
    Status.DECLINED: "neutral",
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change for people to read."""

    pk: int
    key: str
    label: str
    before: str
    after: str
    now: str
    """What the field holds now, where it is neither."""
    outdated: bool
    way: str
    who: str
    at: datetime
    state: str
    tone: str
    reason: str
    decider: str
    can_go_back: bool


def row_of(change: ProfileChange, held: dict[str, Any], newest: bool = False) -> ChangeRow:
    """A change, beside what the profile holds now."""
    there = held.get(change.field)
    outdated = change.status == Status.WAITING and there != change.before
    return ChangeRow(
        pk=change.pk,
        key=change.field,
        label=label_of(change.field),
        before=words_of(change.field, change.before),
        after=words_of(change.field, change.after),
        now=words_of(change.field, there),
        outdated=outdated,
        way=str(ProfileChange.Way(change.way).label),
        who=change.by.name if change.by else change.candidate.name,
        at=change.at,
        state=str(change.get_status_display()),
        tone=TONES.get(change.status, "neutral"),
        reason=change.reason,
        decider=change.decided_by.name if change.decided_by else "",
        can_go_back=newest and change.status in KEPT and there == change.after,
    )


def changes_of(member: Member, candidate: Candidate) -> QuerySet[ProfileChange]:
    """The changes of one profile that this reader may see."""
    rows = ProfileChange.objects.visible_to(member).filter(candidate=candidate, field__in=FIELDS)
    return rows.select_related("candidate", "by__user", "decided_by__user")


def waiting_rows(member: Member, candidate: Candidate, held: dict[str, Any]) -> list[ChangeRow]:
    """What waits for a yes, in the order of the fields."""
    order = list(FIELDS)
    rows = [row_of(one, held) for one in changes_of(member, candidate).waiting()]  # type: ignore[attr-defined]
    return sorted(rows, key=lambda one: order.index(one.key))


def history_rows(changes: list[ProfileChange], held: dict[str, Any], newest: set[int]) -> list[ChangeRow]:
    """What was changed before."""
    return [row_of(one, held, one.pk in newest) for one in changes]


def with_waiting(member: Member) -> QuerySet[Any]:
    """Candidates of whom changes wait, with how many and since when; who first asked comes first."""
    mine = ProfileChange.objects.visible_to(member).waiting()
    about = Q(profile_changes__in=mine.values("pk"))
    rows = Candidate.objects.visible_to(member).filter(pk__in=mine.values("candidate"))
    return rows.annotate(since=Min("profile_changes__at", filter=about), waits=Count("profile_changes", filter=about))


def mine_of[Rows: QuerySet[Any]](rows: Rows, member: Member) -> Rows:
    """Those whom this person looks after: their own, and nobody's."""
    return rows.filter(Q(owner=member) | Q(owner__isnull=True) | ~Q(owner__status=Member.Status.ACTIVE))


def changes_waiting_count(member: Member) -> int:
    """Of how many candidates changes wait for this person."""
    if not member.may(May.WORK_DESK):
        return 0
    found = waiting_figure.first(member)
    return found[0] if found else 0


@prepared
def waiting_figure(member: Member) -> QuerySet[Any]:
    """Those candidates, counted."""
    waiting = ProfileChange.objects.visible_to(member).waiting().values("candidate")
    return figures(mine_of(Candidate.objects.visible_to(member).filter(pk__in=waiting), member), waiting=Count("pk"))


def changes_waiting(member: Member) -> list[Waiting]:
    """For the first page of the desk."""
    if not member.may(May.WORK_DESK):
        return []
    found = []
    for pk, first, last, email, since, count in mine_to_look_at(member):
        words = ngettext(
            "%(who)s changed %(n)d field of the profile", "%(who)s changed %(n)d fields of the profile", count
        )
        name, url = called(first, last, email), address("backoffice:candidate_changes", pk)
        found.append(Waiting("profile", words % {"who": name, "n": count}, name, since, url, _("Look at it")))
    return found


@prepared
def mine_to_look_at(member: Member) -> QuerySet[Any]:
    """Candidates this person looks after, of whom changes wait; who first asked comes first."""
    rows = mine_of(with_waiting(member), member).order_by("since", "pk")[:EACH]
    return rows.values_list("pk", "first_name", "last_name", "email", "since", "waits")


def landed_lately(member: Member, candidate: Candidate, held: dict[str, Any]) -> list[ChangeRow]:
    """What the candidate changed in the last weeks and landed at once: for information."""
    rows = changes_of(member, candidate).filter(status=Status.LANDED, at__gt=now() - LATELY)
    return [row_of(one, held) for one in rows.exclude(way=ProfileChange.Way.DESK)[:10]]
