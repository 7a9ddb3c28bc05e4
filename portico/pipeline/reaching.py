"""Bringing somebody forward to the interviews, because one is booked."""

from typing import TYPE_CHECKING

from portico.agencies.models import Member
from portico.jobs.stages import Stage
from portico.kit.times import now
from portico.records.events import record

if TYPE_CHECKING:
    from portico.pipeline.models import Application

EARLIER = list(Stage.Kind.values)[: list(Stage.Kind.values).index(Stage.Kind.INTERVIEW)]
"""The kinds of stage before the interviews."""


def reach_interview(application: "Application", *, by: Member | None) -> None:
    """With a booked interview somebody stands in the first stage for interviews, unless they are there or further."""
    from portico.pipeline.models import Application, Move

    stage = Stage.objects.filter(agency=application.agency_id, kind=Stage.Kind.INTERVIEW).active().first()
    there = Application.objects.select_related("stage").get(pk=application.pk).stage
    if stage is None or there.kind not in EARLIER:
        return
    at = now()
    standing = Application.objects.filter(pk=application.pk, stage=there, status=Application.Status.OPEN)
    if not standing.update(stage=stage, stage_since=at):
        return
    application.stage, application.stage_since = stage, at
    name = by.name if by else application.candidate.name
    Move.objects.create(
        agency_id=application.agency_id, application=application, from_stage=there, to_stage=stage, by=by, by_name=name
    )
    words = {"before": there.name, "stage": stage.name, "remark": "", **application.words}
    record(application, "application.moved", by=by, about=application.about, **words)
