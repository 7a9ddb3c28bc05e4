"""What goes between agency and client: requisitions, jobs, adverts, shares, proposals, colleagues."""

from datetime import timedelta
from functools import partial

from portico.agencies.models import Member
from portico.agencies.roles import Role
from portico.jobs.models import Advert, Job, Requisition
from portico.pipeline.submitting import close_job, publish
from portico.portals import requesting, welcoming
from portico.portals.approving import approve
from portico.portals.job_changes import JobChange
from portico.portals.models import ColleagueRequest, JobShare, Portal
from portico.portals.sharing import prepare_share
from portico.records.editing import shown
from tests.asking import draft, handed_in
from tests.races import rows
from tests.races.pairs import Deed, Recipe, Verb
from tests.races.rows import NUMBERS, put
from tests.world import Acme

__all__ = ["RECIPES"]


def requisition(world: Acme, status: str) -> Requisition:
    """People a client asks for."""
    title = f"Porter {next(NUMBERS)}"
    return put(draft(world, title=title) if status == "draft" else handed_in(world, title=title), status)


NO = {"reason": "No"}
REQUISITIONS = Recipe(
    Requisition,
    requisition,
    (
        Verb(
            "hand in",
            ("draft", "changes_requested"),
            lambda row, w, by: partial(requesting.hand_in, row, by=w.petra),
        ),
        Verb(
            "withdraw",
            ("draft", "submitted", "changes_requested"),
            lambda row, w, by: partial(requesting.withdraw, row, by=w.petra),
        ),
        Verb("take up", ("submitted",), lambda row, w, by: partial(row.take_up, by=by)),
        Verb("approve", ("submitted", "in_review"), lambda row, w, by: partial(approve, row, by=by)),
        Verb("decline", ("submitted", "in_review"), lambda row, w, by: partial(row.decline, by=by, **NO)),
        Verb("ask changes", ("submitted", "in_review"), lambda row, w, by: partial(row.ask_changes, by=by, **NO)),
        Verb("hold", ("submitted", "in_review"), lambda row, w, by: partial(row.hold, by=by, **NO)),
        Verb("resume", ("on_hold",), lambda row, w, by: partial(row.resume, by=by)),
    ),
    ways=(
        "jobs.requisitions:Requisition.submit",
        "jobs.requisitions:Requisition.withdraw",
        "jobs.requisitions:Requisition.take_up",
        "jobs.requisitions:Requisition.resume",
        "jobs.requisitions:Requisition._answer",
    ),
)


def position(world: Acme, status: str) -> Job:
    """A job with somebody on it."""
    return put(rows.application(world).job, status)


JOBS = Recipe(
    Job,
    position,
    (
        Verb("open", ("draft", "on_hold", "filled", "closed"), lambda row, w, by: partial(row.open, by=by)),
        Verb("hold", ("open",), lambda row, w, by: partial(row.hold, by=by)),
        Verb("close", ("draft", "open", "on_hold", "filled"), lambda row, w, by: partial(close_job, row, by=by)),
        Verb("fill", ("open", "on_hold"), lambda row, w, by: partial(close_job, row, by=by, filled=True)),
    ),
    ways=(
        "jobs.models:Job.become",
        "jobs.models:Job.open",
        "jobs.models:Job.hold",
        "pipeline.submitting:close_job",
    ),
)


def advert(world: Acme, status: str) -> Advert:
    """A job's advert."""
    return put(Advert.draft_of(rows.job(world)).add(by=world.recruiter), status)


ADVERTS = Recipe(
    Advert,
    advert,
    (
        Verb("publish", ("draft", "ended"), lambda row, w, by: partial(row.publish, by=by)),
        Verb("end", ("live",), lambda row, w, by: partial(row.end, by=by)),
    ),
    ways=("jobs.adverts:Advert.publish", "jobs.adverts:Advert.end"),
)


def shared(world: Acme, status: str) -> JobShare:
    """A job on the client's portal."""
    return put(rows.share(world), status)


def prepare(row: JobShare, world: Acme, by: Member) -> Deed:
    """Prepare it again."""
    return partial(prepare_share, row.job, by=by, fields=list(row.fields))


SHARES = Recipe(
    JobShare,
    shared,
    (
        Verb("publish", ("draft", "paused", "ended"), lambda row, w, by: partial(row.publish, by=by)),
        Verb(
            "publish the job",
            ("draft", "paused", "ended"),
            lambda row, w, by: partial(publish, row, by=by, notify=False),
            stays=True,
        ),
        Verb("pause", ("live",), lambda row, w, by: partial(row.pause, by=by)),
        Verb("resume", ("paused",), lambda row, w, by: partial(row.resume, by=by)),
        Verb("end", ("draft", "live", "paused"), lambda row, w, by: partial(row.end, by=by)),
        Verb("prepare", ("ended",), prepare, stays=True),
    ),
    ways=(
        "portals.models:JobShare.publish",
        "portals.models:JobShare.end",
        "portals.models:JobShare.pause",
        "portals.models:JobShare.resume",
        "portals.sharing:prepare_share",
    ),
)


def proposal(world: Acme, status: str) -> JobChange:
    """A change the client wants of a job."""
    share = rows.share(world)
    seen = shown(share.job, ["openings"])
    return put(JobChange.propose(share, {"openings": 3}, seen=seen, by=world.petra), status)


def decide(row: JobChange, by: Member, *accepted: str) -> Deed:
    """Take it over, or not."""
    seen = shown(row.share.job, ["openings"])
    return partial(row.decide, accepted=list(accepted), reason="" if accepted else "No", by=by, seen=seen)


PROPOSALS = Recipe(
    JobChange,
    proposal,
    (
        Verb("accept", ("open",), lambda row, w, by: decide(row, by, "openings")),
        Verb("decline", ("open",), lambda row, w, by: decide(row, by)),
        Verb("withdraw", ("open",), lambda row, w, by: partial(row.withdraw, by=w.petra)),
    ),
    ways=("portals.job_changes:JobChange.withdraw", "portals.job_changes:JobChange.decide"),
    unreached=(("open", "partly_accepted"),),  # the same deed, with more than one part
)


def colleague(world: Acme, status: str) -> ColleagueRequest:
    """Somebody a client wants let in."""
    row = ColleagueRequest(
        agency=world.agency,
        portal=Portal.objects.get(organization=world.northwind),
        asked_by=world.client_admin,
        first_name="Cleo",
        email=f"cleo{next(NUMBERS)}@northwind.example",
        role=Role.REVIEWER,
    )
    row.save()
    return put(row, status, status_since=row.status_since - timedelta(days=2))


COLLEAGUES = Recipe(
    ColleagueRequest,
    colleague,
    (
        Verb("approve", ("requested",), lambda row, w, by: partial(welcoming.approve, row, by=by)),
        Verb("decline", ("requested",), lambda row, w, by: partial(welcoming.decline, row, by=by, reason="No")),
    ),
    ways=("portals.welcoming:decline", "portals.welcoming:let_in"),
)

RECIPES = [REQUISITIONS, JOBS, ADVERTS, SHARES, PROPOSALS, COLLEAGUES]
