"""What the pipeline keeps of an erased person: that somebody ran, was shown, met and was placed, and nobody's words."""

import json
from collections import defaultdict
from typing import Any

from django.db import models
from django.db.models import ProtectedError
from django.db.models.functions import Cast

from portico.candidates.models import Candidate
from portico.messaging.forgetting import forget_mails_about
from portico.pipeline.apply_drafts import ApplyDraft, DraftFile
from portico.pipeline.interviews import Interview
from portico.pipeline.models import Application, Move
from portico.pipeline.offers import Offer
from portico.pipeline.permissions import Permission
from portico.pipeline.placements import Placement
from portico.pipeline.profiles import Profile
from portico.pipeline.submissions import Submission, SubmissionView, Verdict
from portico.records.forgetting import drop_files, forget_attachments, forget_events, relations_of
from portico.records.subjects import kind_of

COUNTED: tuple[type[models.Model], ...] = (
    Application,
    Interview,
    Move,
    Offer,
    Permission,
    Placement,
    Submission,
    SubmissionView,
    Verdict,
)
"""Rows that statistics count: they stay and lose their words. Everything else that hangs on an application goes."""
HARMLESS = {"by_name", "client", "fields", "job_title", "pay_currency", "source", "zone"}
"""Texts of these rows that are the agency's own, or another person's name."""
FEW = 5

type AnyField = models.Field[Any, Any]
type Rows = dict[type[models.Model], set[int]]


def called(candidate: Candidate) -> str:
    """What an erased person is called from then on."""
    return f"Erased person {candidate.pk}"


def runs_of(candidate: Candidate) -> Rows:
    """Everything that hangs on the candidate's applications, by model."""
    found: Rows = defaultdict(set)
    found[Application] = set(Application.objects.filter(candidate=candidate).values_list("pk", flat=True))
    waiting: list[type[models.Model]] = [Application]
    while waiting:
        model = waiting.pop()
        for relation in relations_of(model):
            child: Any = relation.related_model
            if getattr(relation, "on_delete", None) is models.SET_NULL:
                continue
            there = child._base_manager.filter(**{f"{relation.field.name}__in": found[model]})
            new = set(there.values_list("pk", flat=True)) - found[child]
            if new:
                found[child] |= new
                waiting.append(child)
    return found


def forget_runs(candidate: Candidate) -> None:
    """Applications and all that hangs on them: mails, history and words go; what is counted stays."""
    found, name = runs_of(candidate), called(candidate)
    keys = [(kind_of(model), pk) for model, ids in found.items() for pk in ids]
    if keys:
        forget_mails_about(candidate.agency_id, [*keys, (kind_of(candidate), candidate.pk)], name)
    for model, ids in found.items():
        forget_attachments(kind_of(model), ids, name)
    drop_profiles(found.get(Profile, set()))
    drop_drafts(candidate, found[Application])
    delete_rows({model: ids for model, ids in found.items() if model not in COUNTED})
    for model in COUNTED:
        blank_words(model, found.get(model, set()))
    lose_rare_sources(Application, found.get(Application, set()), candidate.agency_id)


def drop_profiles(ids: set[int]) -> None:
    """The PDF profiles that were drawn for clients, with their pages."""
    for profile in Profile.objects.filter(pk__in=ids):
        drop_files([profile.key, *(str(page["key"]) for page in profile.pages)])


def drop_drafts(candidate: Candidate, runs: set[int]) -> None:
    """Forms they began to fill in, with the files they dropped there."""
    mine = models.Q(application__in=runs)
    if candidate.member_id:
        mine |= models.Q(member=candidate.member_id)
    if candidate.email:
        mine |= models.Q(said__icontains=json.dumps(candidate.email)[1:-1])
    rows = ApplyDraft.objects.filter(agency=candidate.agency_id)
    rows = rows.annotate(said=Cast("data", models.TextField())).filter(mine)
    ids = list(rows.values_list("pk", flat=True))
    drop_files(DraftFile.objects.filter(draft__in=ids).values_list("key", flat=True))
    ApplyDraft.objects.filter(pk__in=ids).delete()


def delete_rows(rows: Rows) -> None:
    """Delete rows that hang on each other, whatever the order."""
    waiting = dict(rows)
    while waiting:
        before = len(waiting)
        for model, ids in list(waiting.items()):
            try:
                model._base_manager.filter(pk__in=ids).delete()
            except ProtectedError:
                continue
            del waiting[model]
        if len(waiting) == before:
            raise RuntimeError(f"These rows hold each other: {[model._meta.label for model in waiting]}")


def words_in(model: type[models.Model]) -> list[AnyField]:
    """The fields of a model in which somebody wrote something."""
    texts = (models.CharField, models.TextField, models.JSONField)
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, texts) and not field.choices and not field.unique and field.name not in HARMLESS
    ]


def blank_words(model: type[models.Model], ids: set[int]) -> None:
    """Take the words out of rows that stay."""
    empty = {
        field.name: field.get_default() if isinstance(field, models.JSONField) else "" for field in words_in(model)
    }
    if empty and ids:
        model._base_manager.filter(pk__in=ids).update(**empty)


def lose_rare_sources(model: Any, ids: set[int], agency_id: int) -> None:
    """A source stays for the statistics, unless so few came by it that it tells of somebody."""
    for pk, source in model._base_manager.filter(pk__in=ids).exclude(source="").values_list("pk", "source"):
        if model._base_manager.filter(agency=agency_id, source=source).count() < FEW:
            model._base_manager.filter(pk=pk).update(source="")


def forget_places(ids: set[int], name: str) -> None:
    """The history of a member's place."""
    forget_events("agencies.member", ids, name)
