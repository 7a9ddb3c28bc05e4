"""Rows for races: each with people and things of its own, so that no two rounds meet."""

from itertools import count
from typing import Any

from django.db import models

from portico.agencies.models import Member
from portico.candidates.models import Candidate
from portico.jobs.models import Job
from portico.pipeline.models import Application
from portico.pipeline.submissions import Submission
from portico.portals.models import JobShare
from tests.world import Acme, Cast

NUMBERS = count(1)


def put[M: models.Model](row: M, status: str, **facts: Any) -> M:
    """The row, moved there by hand."""
    type(row)._base_manager.filter(pk=row.pk).update(status=status, **facts)
    row.refresh_from_db()
    return row


def cast(world: Acme) -> Cast:
    """Who makes people and things."""
    return Cast(world.agency, "acme.example")


def somebody(world: Acme) -> Candidate:
    """A candidate with an account of their own."""
    return cast(world).candidate(f"Person{next(NUMBERS)}", "Racer", portal=True)[0]


def job(world: Acme) -> Job:
    """An open position of its own."""
    return cast(world).job(f"Job {next(NUMBERS)}", world.northwind, world.maya_contact, world.recruiter)


def share(world: Acme) -> JobShare:
    """A shared job of its own."""
    return cast(world).share(job(world), world.recruiter)


def application(world: Acme, on: Job | None = None) -> Application:
    """Somebody on a job of its own, whom the client looks at."""
    stage = world.stage("client_review")
    return Application.add(on or job(world), somebody(world), by=world.recruiter, stage=stage)


def submission(world: Acme) -> Submission:
    """Somebody shown to the client."""
    shared = share(world)
    return cast(world).submission(application(world, shared.job), shared, None, world.recruiter)


def themselves(row: Any) -> Member:
    """The candidate's own place."""
    candidate: Candidate = row.candidate if hasattr(row, "candidate") else row.application.candidate
    assert candidate.member is not None
    return candidate.member
