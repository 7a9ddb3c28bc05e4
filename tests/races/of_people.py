"""Places, profiles, papers, requests about data and long tasks: how they get into each status, and what moves them."""

from datetime import timedelta
from functools import partial
from typing import Any

from portico.access import inviting
from portico.access.links import issue
from portico.access.models import AccessLink, Purpose
from portico.agencies.models import Member
from portico.agencies.roles import Role
from portico.candidates import credentials, proposing
from portico.candidates.models import Credential, PrivacyRequest, ProfileChange
from portico.candidates.update_requests import UpdateRequest, settle
from portico.kit.rules import Conflict
from portico.kit.times import now
from portico.pipeline import privacy_requests
from portico.records.models import LongTask, TaskStopped
from tests.races.pairs import Deed, Recipe, Verb
from tests.races.rows import NUMBERS, cast, put, somebody, themselves
from tests.world import Acme


def place(world: Acme, status: str) -> Member:
    """A recruiter's place."""
    member = cast(world).staff(f"Recruit{next(NUMBERS)} Racer", Role.RECRUITER, status=Member.Status.INVITED)
    issue(member, Purpose.INVITATION, by=world.owner)
    return put(member, status, joined=now() if status != "invited" else None)


def join(row: Member, world: Acme, by: Member) -> Deed:
    """Press the button of the invitation."""
    links = AccessLink.objects.select_related("user", "member__user", "issued_by", "agency")
    link = links.filter(member=row, purpose=Purpose.INVITATION).latest("pk")
    return partial(inviting.accept, link, "Jo", None)


def ask_back(row: Member, world: Acme, by: Member) -> Deed:
    """Invite somebody whose access was ended."""
    return partial(inviting.invite, world.agency, row.email, row.name, row.side, row.role, by)


PLACES = Recipe(
    Member,
    place,
    (
        Verb("join", ("invited",), join),
        Verb("expire", ("invited",), lambda row, w, by: partial(inviting.expire, row)),
        Verb("suspend", ("invited", "active"), lambda row, w, by: partial(inviting.suspend, row, by, "Away")),
        Verb(
            "revoke",
            ("invited", "expired", "active", "suspended"),
            lambda row, w, by: partial(inviting.revoke, row, by),
        ),
        Verb("resend", ("invited",), lambda row, w, by: partial(inviting.resend, row, by), stays=True),
        Verb("resend", ("expired",), lambda row, w, by: partial(inviting.resend, row, by)),
        Verb("restore", ("suspended",), lambda row, w, by: partial(inviting.restore, row, by)),
        Verb("invite", ("revoked",), ask_back, stays=True),  # the second mails the invitation anew
    ),
    ways=(
        "access.inviting:place_for",
        "access.inviting:resend",
        "access.inviting:accept",
        "access.inviting:expire",
        "access.inviting:revoke",
        "access.inviting:suspend",
        "access.inviting:restore",
        "access.admitting:admit",
    ),
    unreached=(("suspended", "invited"),),
)


def update(world: Acme, status: str) -> UpdateRequest:
    """Somebody asked to look over their profile."""
    candidate = somebody(world)
    due = now() + timedelta(days=14)
    fields = {"phone": "mandatory"}
    row = UpdateRequest(agency=world.agency, candidate=candidate, fields=fields, expires=due, asked_by=world.recruiter)
    row.save()
    return put(row, status)


def answer(row: UpdateRequest, world: Acme, by: Member) -> Deed:
    """The candidate gives another number."""
    seen = {"phone": row.candidate.phone}
    return partial(row.submit, {"phone": "+44 20 7946 0555"}, right=[], seen=seen, by=themselves(row))


ASKED = ("sent", "reminded", "opened")
UPDATES = Recipe(
    UpdateRequest,
    update,
    (
        Verb("remind", ("sent",), lambda row, w, by: partial(row.remind, by=by)),
        Verb("remind again", ("reminded", "opened"), lambda row, w, by: partial(row.remind, by=by), stays=True),
        Verb(
            "keep for later",
            ("sent", "reminded"),
            lambda row, w, by: partial(row.keep_for_later, {"phone": "1"}, by=themselves(row)),
        ),
        Verb("answer", ASKED, answer),
        Verb("elsewhere", ASKED, lambda row, w, by: row.done_elsewhere),
        Verb("cancel", ASKED, lambda row, w, by: partial(row.cancel, by=by)),
        Verb("expire", ASKED, lambda row, w, by: row.expire),
        Verb("settle", ("submitted",), lambda row, w, by: partial(settle, row, by=by)),
    ),
    ways=(
        "candidates.update_requests:UpdateRequest.remind",
        "candidates.update_requests:UpdateRequest.cancel",
        "candidates.update_requests:UpdateRequest.expire",
        "candidates.update_requests:UpdateRequest.keep_for_later",
        "candidates.update_requests:UpdateRequest.submit",
        "candidates.update_requests:UpdateRequest.done_elsewhere",
        "candidates.update_requests:settle",
    ),
    unreached=(("submitted", "partly_accepted"), ("submitted", "rejected"), *((one, "submitted") for one in ASKED)),
)


def paper(world: Acme, status: str) -> Credential:
    """A license."""
    row = Credential(agency=world.agency, candidate=somebody(world), name="Forklift license")
    row.save()
    return put(row, status)


def another_number(row: Credential, world: Acme, by: Member) -> Deed:
    """The candidate hands it in anew."""
    return partial(
        credentials.change_credential, row, {"name": row.name, "number": "B 2", "credential_kind": "license"},
        by=themselves(row),
    )  # fmt: skip


PAPERS = Recipe(
    Credential,
    paper,
    (
        Verb("verify", ("uploaded", "rejected"), lambda row, w, by: partial(credentials.verify, row, by=by)),
        Verb(
            "reject",
            ("uploaded", "verified"),
            lambda row, w, by: partial(credentials.reject, row, by=by, reason="Blurred"),
        ),
        Verb("hand in anew", ("verified", "rejected"), another_number, stays=True),
    ),
    ways=(
        "candidates.credentials:change_credential",
        "candidates.credentials:verify",
        "candidates.credentials:reject",
    ),
)


def data_request(world: Acme, status: str) -> PrivacyRequest:
    """Somebody wants to be erased."""
    row = privacy_requests.ask(somebody(world), "erasure", way="phone", by=world.recruiter)
    return put(row, status)


DATA_REQUESTS = Recipe(
    PrivacyRequest,
    data_request,
    (
        Verb(
            "check",
            ("received",),
            lambda row, w, by: partial(privacy_requests.check_identity, row, identity="Passport", by=by),
        ),
        Verb(
            "refuse",
            ("received", "identity_checked"),
            lambda row, w, by: partial(privacy_requests.refuse, row, reason="Not you", by=by),
        ),
        Verb(
            "take back",
            ("received", "identity_checked"),
            lambda row, w, by: partial(privacy_requests.take_back, row, by=themselves(row)),
        ),
        Verb("start", ("identity_checked",), lambda row, w, by: partial(privacy_requests.start, row, by=by)),
    ),
    ways=(
        "pipeline.privacy_requests:check_identity",
        "pipeline.privacy_requests:refuse",
        "pipeline.privacy_requests:take_back",
        "pipeline.privacy_requests:start",
        "pipeline.privacy_tasks:carry_out",
        "pipeline.privacy_tasks:make_copy",
    ),
    # What the worker does; tests/messaging/test_task_queue.py has it done once.
    unreached=(("in_progress", "done"), ("in_progress", "identity_checked")),
)


def wish(world: Acme, status: str) -> ProfileChange:
    """A field somebody wants changed."""
    facts: dict[str, Any] = {"field": "title", "before": "Porter", "after": "Cook", "way": "portal"}
    return put(ProfileChange.objects.create(agency=world.agency, candidate=somebody(world), **facts), status)


def propose_anew(row: ProfileChange, world: Acme, by: Member) -> Deed:
    """They want something else."""
    return partial(proposing.propose, row.candidate, {"title": "Waiter"}, by=themselves(row), way="portal")


WISHES = Recipe(
    ProfileChange,
    wish,
    (
        Verb("accept", ("waiting",), lambda row, w, by: partial(proposing.accept, row, by=by)),
        Verb("decline", ("waiting",), lambda row, w, by: partial(proposing.decline, row, by=by, reason="No")),
        Verb("take back", ("waiting",), lambda row, w, by: partial(proposing.take_back, row, by=themselves(row))),
        Verb("propose anew", ("waiting",), propose_anew, stays=True),  # of two, the later stays
    ),
    ways=(),
)


def long_task(world: Acme, status: str) -> LongTask:
    """Something the worker is to do."""
    facts = {"task_kind": "none", "title": "An import", "owner": world.recruiter, "status": status}
    return LongTask.objects.create(agency=world.agency, **facts)


def begin(row: LongTask) -> None:
    """A worker takes it up; which does not get it is told no."""
    if not row.begin():
        raise Conflict("Another worker has it.")


def finish(row: LongTask) -> None:
    """The worker is done; it is told no where the task was stopped meanwhile."""
    try:
        row.finish()
    except TaskStopped as no:
        raise Conflict("It was stopped.") from no


LONG_TASKS = Recipe(
    LongTask,
    long_task,
    (
        Verb("begin", ("waiting",), lambda row, w, by: partial(begin, row), rereads=True),
        Verb("cancel", ("waiting", "running"), lambda row, w, by: partial(row.cancel, by=by)),
        Verb("fail", ("waiting", "running"), lambda row, w, by: partial(row.fail, "It cannot be read.")),
        Verb("finish", ("running",), lambda row, w, by: partial(finish, row)),
        Verb("again", ("failed",), lambda row, w, by: partial(row.again, by=by)),
    ),
    ways=(
        "records.models:LongTask.begin",
        "records.models:LongTask.finish",
        "records.models:LongTask.fail",
        "records.models:LongTask.cancel",
        "records.models:LongTask.again",
        "imports.uploading:stop",
        "imports.tasks:forget_uploads",
    ),
)


RECIPES = [PLACES, UPDATES, PAPERS, DATA_REQUESTS, WISHES, LONG_TASKS]
