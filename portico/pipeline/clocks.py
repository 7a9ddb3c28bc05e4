"""Clocks: on whom an open application waits, since when, and until when an answer is due."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.agencies.roles import Side
from portico.jobs.stages import Stage
from portico.kit.prepared import prepared
from portico.kit.times import now
from portico.kit.workdays import working_days_after
from portico.pipeline.interviews import Interview
from portico.pipeline.models import Application, Move, Offer, Permission, Submission
from portico.portals.models import JobShare, PortalDefaults, settle

type On = Literal["client", "agency", "candidate"]


@dataclass(slots=True)
class Clock:
    """Who owes the next step of an application, and since when; `due` is None where no rule says."""

    on: On
    who: str
    since: datetime
    due: datetime | None = None

    @property
    def overdue(self) -> bool:
        """Whether they have had more time than the rules give."""
        return self.due is not None and self.due < now()

    @property
    def words(self) -> str:
        """Like: Waiting on Northwind Logistics."""
        return _("Waiting on %s") % self.who


class Run(NamedTuple):
    """Of an open application, what its clock depends on."""

    pk: int
    stage_since: datetime
    stage_kind: str
    target_days: int
    owner: str
    """Who looks after its job; nobody: the team."""
    candidate: str

    @property
    def agency(self) -> str:
        """Who at the agency has the next step."""
        return self.owner or _("the team")

    @classmethod
    def of(cls, row: Application) -> "Run":
        """That of an application with its stage, candidate and job at hand."""
        owner = row.job.owner.name if row.job.owner else ""
        return cls(row.pk, row.stage_since, row.stage.kind, row.stage.target_days, owner, row.candidate.name)


def clocks_of(applications: Iterable[Application], member: Member) -> dict[int, Clock]:
    """The clock of each of these applications that is open, as this member of the staff may know it."""
    return clocks_of_runs([Run.of(one) for one in applications if one.status == Application.Status.OPEN], member)


def clocks_of_runs(
    runs: Iterable[Run], member: Member, *, at_home: Container[int] | None = None, answers: list[Any] | None = None
) -> dict[int, Clock]:
    """The clock of each of these; few queries for all of them.

    Where nobody but the agency is asked, only of those `at_home`, if that is said. `answers`: what `answers_of` would
    find, where it is known already.
    """
    by_pk = {one.pk: one for one in runs}
    if not by_pk:
        return {}
    home = by_pk if at_home is None else [pk for pk in by_pk if pk in at_home]
    found = {pk: at_the_agency(by_pk[pk], member) for pk in home}
    answers = answers_of(member, list(by_pk)) if answers is None else answers
    if shown := {pk: by_pk[pk] for pk, *_answer in answers}:  # mostly few were ever put forward to a client
        found |= answered(shown, answers, member)
        found |= with_clients(shown, member)
    found |= interviews(by_pk, member)
    found |= asked_candidates(by_pk, member)
    found |= offered(by_pk, member)
    return found


def at_the_agency(run: Run, member: Member) -> Clock:
    """Nobody else is asked: the agency has the next step, in the time its stage gives."""
    due = working_days_after(run.stage_since, run.target_days, member.agency.zone) if run.target_days else None
    return Clock("agency", run.agency, run.stage_since, due)


@prepared
def shown_to_clients(member: Member, runs: list[int]) -> QuerySet[Any]:
    """What clients have not answered, the oldest last."""
    rows = Submission.objects.visible_to(member).filter(application__in=runs).shown().waiting()
    return rows.order_by("-submitted", "-pk").values_list("application", "share", "submitted")


@prepared
def shares_of(member: Member, shares: list[int]) -> QuerySet[Any]:
    """Shares with their portal's settings."""
    return JobShare.objects.visible_to(member).filter(pk__in=shares).select_related("portal__organization")


def with_clients(runs: dict[int, Run], member: Member) -> dict[int, Clock]:
    """Shown to a client who has not answered: the oldest such submission counts."""
    waiting = shown_to_clients(member, list(runs))
    if not waiting:
        return {}
    shares = {one.pk: one for one in shares_of(member, list(dict.fromkeys(share for _pk, share, _at in waiting)))}
    settle([one.portal for one in shares.values()], PortalDefaults.of(member.agency_id))
    found: dict[int, Clock] = {}
    for pk, number, submitted in waiting:
        share = shares[number]
        if not share.settings.judging:
            continue  # only for looking: nobody there is asked
        days = share.settings.answer_days
        due = working_days_after(submitted, days, member.agency.zone) if days else None
        found[pk] = Clock("client", share.portal.organization.name, submitted, due)
    return found


@prepared
def answers_of(member: Member, runs: list[int]) -> QuerySet[Any]:
    """What was put forward of these, what clients answered, and what of it the agency has taken note of."""
    rows = Submission.objects.visible_to(member).filter(application__in=runs)
    return rows.order_by().values_list("application", "status", "decided", "answer_seen")


@prepared
def moves_of(member: Member, runs: list[int]) -> QuerySet[Any]:
    """When each was moved and by which side, the last move last."""
    rows = Move.objects.visible_to(member).filter(application__in=runs)
    return rows.order_by("at", "pk").values_list("application", "at", "by__side")


def answered(runs: dict[int, Run], answers: list[Any], member: Member) -> dict[int, Clock]:
    """The client answered or moved somebody, and nobody at the agency has taken note: it waits for them since then."""
    told: dict[int, list[datetime]] = {}
    noted: dict[int, datetime] = {}
    for pk, status, decided, seen in answers:
        if seen is not None:
            noted[pk] = max(seen, noted.get(pk, seen))
        elif status == Submission.Status.DECIDED and decided is not None:
            told.setdefault(pk, []).append(decided)
    for pk, (at, side) in {pk: last for pk, *last in moves_of(member, list(runs))}.items():
        if side == Side.CLIENT and not (pk in noted and noted[pk] >= at):
            told.setdefault(pk, []).append(at)
    found: dict[int, Clock] = {}
    for pk, times in told.items():
        since = min(times)
        found[pk] = Clock("agency", runs[pk].agency, since, working_days_after(since, 1, member.agency.zone))
    return found


@prepared
def permissions_asked(member: Member, runs: list[int]) -> QuerySet[Any]:
    """Who is asked for permission to be put forward."""
    rows = Permission.objects.visible_to(member).waiting().filter(application__in=runs)
    return rows.order_by("pk").values_list("application", "asked", "due")


def asked_candidates(runs: dict[int, Run], member: Member) -> dict[int, Clock]:
    """Asked for permission to be put forward: it waits on the candidate."""
    asked = permissions_asked(member, list(runs))
    return {pk: Clock("candidate", runs[pk].candidate, since, due) for pk, since, due in asked}


@prepared
def offers_made(member: Member, runs: list[int]) -> QuerySet[Any]:
    """Offers that wait for the candidate, or were accepted; the newest last."""
    offers = Offer.objects.visible_to(member).filter(application__in=runs)
    rows = offers.filter(status__in=[*Offer.ASKED, Offer.Status.ACCEPTED]).order_by("made", "pk")
    return rows.values_list("application", "status", "made", "sent", "answered", "status_since", "until")


def offered(runs: dict[int, Run], member: Member) -> dict[int, Clock]:
    """An offer waits for the candidate; one they accepted, for the agency to place them."""
    found: dict[int, Clock] = {}
    for pk, status, made, sent, accepted, since, until in offers_made(member, list(runs)):
        if status == Offer.Status.ACCEPTED:
            found[pk] = Clock("agency", runs[pk].agency, accepted or since)
        else:
            end = datetime.combine(until + timedelta(days=1), time(), ZoneInfo(member.agency.zone))
            found[pk] = Clock("candidate", runs[pk].candidate, sent or made, end)
    return found


@prepared
def rounds_of(member: Member, runs: list[int]) -> QuerySet[Any]:
    """Interviews that are not over, the latest round last."""
    rounds = Interview.objects.visible_to(member).filter(
        application__in=runs, status__in=(*Interview.OPEN, *Interview.FIXED, Interview.Status.DONE)
    )
    return rounds.order_by("number", "pk").values_list(
        "application", "status", "picker", "end", "status_since", "offer_until",
        "submission__share__portal__organization__name", "application__job__organization__name",
    )  # fmt: skip


def interviews(runs: dict[int, Run], member: Member) -> dict[int, Clock]:
    """The latest round that is not over: who must offer, pick or judge, or that it is yet to come."""
    found: dict[int, Clock] = {}
    status = Interview.Status
    for pk, state, picker, end, since, until, shown_to, organization in rounds_of(member, list(runs)):
        run = runs[pk]
        if state == status.DONE and run.stage_since > (end or since):
            continue  # somebody decided without the feedback
        if state == status.OFFERED and picker == Interview.Picker.CLIENT:
            found[pk] = Clock("client", shown_to or organization, since, until)
        elif state == status.OFFERED:
            found[pk] = Clock("candidate", run.candidate, since, until)
        elif state == status.DONE and shown_to is not None:
            found[pk] = Clock("client", shown_to, end or since)
        else:
            found[pk] = Clock("agency", run.agency, since, end)
    return found


def is_stuck(run: Run, clock: Clock, longest: datetime) -> bool:
    """Whether the agency has let somebody stand for longer than the stage gives, or than anybody should."""
    if clock.on != "agency" or run.stage_kind == Stage.Kind.APPLIED:
        return False
    return clock.overdue if clock.due else clock.since < longest
