"""Writing down the new steps of applications: moves, events, placements, and where each of them stands now."""

from typing import Any

from portico.imports.running.run import Run
from portico.imports.running.steps import PLACED, Step, Story, about, words
from portico.jobs.models import Job
from portico.jobs.stages import Stage
from portico.kit.times import day, now
from portico.pipeline.models import Application, Move, Placement
from portico.records.events import Happening, record_many

FIELDS = ["stage", "status", "stage_since", "status_since", "reason", "added"]
BATCH = 500


def tell(run: Run, stories: list[Story]) -> None:
    """A few statements for all of them."""
    told = [(story, *step) for story in stories for step in story.settle()]
    for story in stories:
        if story.new:
            first = min(story.steps, key=lambda step: step.at)
            story.application.added_by, story.application.source = first.by, first.source
    Application.objects.bulk_create([story.application for story in stories if story.new])
    Application.objects.bulk_update([story.application for story in stories if not story.new], FIELDS)
    mend_order(stories)
    Move.objects.bulk_create(
        Move(
            agency=run.agency,
            application=story.application,
            from_stage=before,
            to_stage=step.stage,
            remark=step.remark,
            by=step.by,
            by_name=step.by_name,
            at=step.at,
            imported=True,
        )
        for story, step, before, _again in told
        if step.stage is not None
    )
    record_many(
        happening
        for story, step, before, again in told
        for happening in happenings(story.application, step, before, again)
    )
    place(run, stories)


def mend_order(stories: list[Story]) -> None:
    """Where a step came in between, the imported one behind it starts from there."""
    moves = []
    for story in stories:
        for step in story.steps:
            if not isinstance(step.known, Move) or not step.known.imported:
                continue
            before = step.before.pk if step.before else None
            if step.known.from_stage_id != before:
                step.known.from_stage = step.before
                moves.append(step.known)
    Move.objects.bulk_update(moves, ["from_stage"])


def happenings(application: Application, step: Step, before: Stage | None, again: bool) -> list[Happening]:
    """What the timelines say of a step."""

    def one(verb: str, **details: Any) -> Happening:
        return Happening(
            application,
            verb,
            step.by,
            about(application),
            at=step.at,
            imported=True,
            by_name=step.by_name,
            details=words(application, **details),
        )

    found = [one("application.open", remark="")] if again else []
    if step.becomes == PLACED:
        found.append(one("application.placed", start=day(start_of(step)), remark=step.remark))
    elif step.becomes:
        found.append(one(f"application.{step.becomes}", reason=step.reason or "–"))
    elif step.stage is not None and before is None:
        found.append(one("application.added", stage=step.stage.name, remark=step.remark))
    elif step.stage is not None and before is not None:
        found.append(one("application.moved", before=before.name, stage=step.stage.name, remark=step.remark))
    return found


def start_of(step: Step) -> Any:
    """The first day: as given, else the day of the step."""
    return step.start or step.at.date()


def place(run: Run, stories: list[Story]) -> None:
    """Who was taken on has a placement."""
    today = now().date()
    rows = []
    for story in stories:
        last = next((step for step in reversed(story.steps) if step.becomes == PLACED and not step.known), None)
        if last is None or story.application.status != PLACED:
            continue
        start = start_of(last)
        status = Placement.Status.ACTIVE if start <= today else Placement.Status.PENDING_START
        rows.append(
            Placement(
                agency=run.agency,
                application=story.application,
                status=status,
                status_since=last.at,
                start=start,
                made=last.at,
                made_by=last.by,
            )
        )
    Placement.objects.bulk_create(rows, ignore_conflicts=True)


def end_with_their_jobs(run: Run) -> int:
    """Runs that the file left open on jobs that are closed ended with them. Returns how many."""
    ended = 0
    closed = (Job.Status.FILLED, Job.Status.CLOSED)
    while True:
        still_open = Application.objects.filter(agency=run.agency, status="open", job__status__in=closed)
        rows = list(still_open.select_related("candidate", "job")[:BATCH])
        if not rows:
            return ended
        for row in rows:
            row.status, row.status_since = Application.Status.JOB_CLOSED, max(row.stage_since, row.job.status_since)
        Application.objects.bulk_update(rows, ["status", "status_since"])
        record_many(
            Happening(
                row,
                "application.job_closed",
                None,
                about(row),
                at=row.status_since,
                imported=True,
                details=words(row),
            )
            for row in rows
        )
        ended += len(rows)
