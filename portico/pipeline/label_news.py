"""Telling candidates that the label of their application changed: once, some minutes later, if it still is another."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.candidates.settings import settings_of
from portico.jobs.stages import Stage
from portico.kit.times import now
from portico.messaging.choices import wants
from portico.pipeline import candidate_mails

if TYPE_CHECKING:
    from portico.pipeline.models import Application

A_MOMENT = timedelta(seconds=30)
A_WHILE = timedelta(minutes=10)
"""A move can be undone for that long, so nobody hears of it before."""


class LabelNews(Owned):
    """A change of label that the candidate has not been mailed of yet, with the label they know."""

    application = models.OneToOneField("pipeline.Application", on_delete=models.CASCADE, related_name="label_news")
    known = models.CharField(max_length=60, blank=True)
    since = models.DateTimeField(default=now)
    at = models.DateTimeField(default=now)
    """When it changed last: the mail waits until nobody undoes that any more."""

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("news of a label")
        indexes: ClassVar = [models.Index(fields=["at"])]


def is_public(stage: Stage) -> bool:
    """Whether candidates read its label; being placed is told by the placement."""
    return stage.candidates_see and stage.kind != Stage.Kind.PLACED


def was_moved(application: "Application", before: Stage, to: Stage) -> None:
    """A move may have changed the label: remember the one they know; of several in a row, the first counts."""
    if not is_public(to) or before.public_label == to.public_label:
        return
    known = before.public_label if is_public(before) else ""
    row, made = LabelNews.objects.get_or_create(
        application=application, defaults={"agency_id": application.agency_id, "known": known}
    )
    if not made:
        row.at = now()
        row.save(update_fields=["at"])


def tell_due(at: datetime) -> int:
    """By the clock: mail those whose label is another one than they know."""
    from portico.pipeline.following import standings

    rows = list(
        LabelNews.objects.at_work()
        .filter(at__lte=at - A_WHILE)
        .select_related(
            "application__candidate__member__user",
            "application__job",
            "application__stage",
            "application__agency",
        )[:500]
    )
    standing = standings([row.application for row in rows])
    count = 0
    for row in rows:
        there = standing.get(row.application_id)
        row.delete()
        is_new = (
            there is not None and there.is_open and there.label != row.known and there.changed >= row.since - A_MOMENT
        )
        if is_new and row.application.status == "open" and wants_it(row.application):
            candidate_mails.label_changed(row.application)
            count += 1
    return count


def wants_it(application: "Application") -> bool:
    """Whether the candidate follows it, and the agency and they themselves want such mails."""
    place = application.candidate.member
    shown = application.shown_to_candidate and application.job.shown_to_candidates
    if place is None or not place.is_in or not shown:
        return False
    return settings_of(application.agency_id).label_mails and wants(place, candidate_mails.LABELS)
