"""Erasing a person: everything that tells of them goes, what is counted stays, and what the law wants is kept apart."""

import logging
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from portico.access.forgetting import forget_login
from portico.agencies.models import Member
from portico.candidates.erasing import ON_ERASE, drop_file
from portico.candidates.models import Candidate, KeptRecord, PrivacyRequest, Skill
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.messaging.forgetting import forget_mails_about, forget_mails_to
from portico.pipeline import farewell
from portico.pipeline.erasing_files import clean_queue, clean_task_files
from portico.pipeline.erasing_words import sweep, trace_of
from portico.pipeline.forgetting import called, forget_places, lose_rare_sources, words_in
from portico.pipeline.holding import Kept, keep_what_must, obstacles, what_stays
from portico.pipeline.models import Application
from portico.pipeline.submissions import Submission
from portico.pipeline.threads import Message
from portico.records.events import record
from portico.records.forgetting import forget_attachments, forget_who, relations_of
from portico.records.models import Document, Note
from portico.records.subjects import kind_of

log = logging.getLogger(__name__)

STAY: tuple[type[models.Model], ...] = (PrivacyRequest, KeptRecord)
"""Rows that hang on a candidate and stay: that they asked, and what must be kept."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What erasing would do."""

    removed: list[tuple[str, int]]
    kept: list[Kept]
    obstacles: list[str]


def records_of(candidate: Candidate) -> list[Candidate]:
    """The person's record, and those that were merged into it."""
    return [candidate, *Candidate.objects.filter(merged_into=candidate).order_by("pk")]


def preview(candidate: Candidate) -> Preview:
    """What would go, what would stay and why, and what stands in the way."""
    rows = records_of(candidate)
    runs = Application.objects.filter(candidate__in=rows)
    shown = Submission.objects.filter(application__in=runs).shown()
    on = {"kind": kind_of(candidate), "object_id__in": [row.pk for row in rows]}
    counts = [
        (_("Records of the person"), len(rows)),
        (_("Documents with their previews"), Document.objects.filter(**on).count()),
        (_("Notes"), Note.objects.filter(**on).count()),
        (_("Applications, which go on as numbers"), runs.count()),
        (_("Clients who stop seeing them"), shown.count()),
        (_("Messages with clients"), Message.objects.filter(submission__application__in=runs).count()),
        (_("Ways into the portal"), sum(row.member_id is not None for row in rows)),
    ]
    return Preview([one for one in counts if one[1]], what_stays(candidate), obstacles(candidate))


@transaction.atomic
def erase(request: PrivacyRequest, *, by: Member | None) -> None:
    """Carry a request out, in one transaction: nothing is ever half gone. They are told by mail what stays and why."""
    candidate = Candidate.objects.select_for_update().get(pk=request.candidate_id)
    against = obstacles(candidate)
    if against:
        raise RuleBroken(" ".join(against))
    rows, name = records_of(candidate), called(candidate)
    kept = what_stays(candidate)
    gone = dict(preview(candidate).removed)
    told = farewell.who(candidate)
    farewell.tell_clients(candidate)
    end_what_runs(candidate, by=by)
    keep_what_must(candidate, kept)
    for row in rows:
        forget(row, name)
    trace = trace_of(rows, name)
    for row in rows:
        blank(row)
    sweep(candidate.agency_id, trace)
    clean_task_files(candidate.agency_id, trace)
    clean_queue(trace.words)
    farewell.tell(candidate.agency, told, kept)
    request.removed, request.kept = gone, [one.as_list() for one in kept]
    request.identity, request.code_hash = request.identity and _("checked"), ""
    request.save(update_fields=["removed", "kept", "identity", "code_hash"])
    record(candidate, "candidate.erased", by=by, way=request.way)
    log.info("erased candidate %s of agency %s", candidate.pk, candidate.agency_id)


def end_what_runs(candidate: Candidate, *, by: Member | None) -> None:
    """Their open applications end, clients stop seeing them, interviews are called off: those who wait hear of it."""
    runs = Application.objects.filter(candidate=candidate).select_related("candidate", "job", "stage", "agency")
    for application in runs:
        for submission in Submission.objects.filter(application=application).shown():
            submission.withdraw(by=by)
        if application.status == Application.Status.OPEN:
            application.discard_prepared(by=by)
            application.call_off_interviews(by=by)
            Application.objects.filter(pk=application.pk).update(
                status=Application.Status.WITHDRAWN, status_since=now()
            )


def forget(row: Candidate, name: str) -> None:
    """One record with everything that hangs on it."""
    for hook in ON_ERASE:
        hook(row)
    kind, member = kind_of(row), row.member
    forget_mails_about(row.agency_id, [(kind, row.pk)], name)
    addresses = [row.email, member.email if member else ""]
    forget_mails_to(row.agency_id, addresses, member, name)
    forget_attachments(kind, [row.pk], name)
    for request in PrivacyRequest.objects.filter(candidate=row):
        drop_file(request.key)
        forget_attachments(kind_of(request), [request.pk], name)
    PrivacyRequest.objects.filter(candidate=row).update(key="", reason="")
    for relation in relations_of(Candidate):
        related: Any = relation.related_model
        if getattr(relation, "on_delete", None) is models.CASCADE and related not in STAY:
            rows = related._base_manager.filter(**{relation.field.name: row})
            forget_attachments(kind_of(related), list(rows.values_list("pk", flat=True)), name)
            rows.delete()
    if member is not None:
        forget_who(member.pk, name)
        forget_places({member.pk}, name)
        forget_login(member)
        row.member = None


def blank(row: Candidate) -> None:
    """What is left of the record is its number; skills that nobody else has go out of the list."""
    lose_rare_sources(Candidate, {row.pk}, row.agency_id)
    skills = list(row.skills.values_list("pk", flat=True))
    for several in Candidate._meta.many_to_many:
        getattr(row, several.name).clear()
    Skill.objects.filter(pk__in=skills, candidates=None).delete()
    empty: dict[str, Any] = {}
    for field in Candidate._meta.concrete_fields:
        if field in words_in(Candidate) or field.choices:
            empty[field.attname] = field.get_default() if isinstance(field, models.JSONField) else ""
        elif field.null and field.name not in {"merged_into", "archived", "erased"}:
            empty[field.attname] = None
    at = now()
    empty |= {"first_name": "Erased person", "last_name": str(row.pk), "name_key": f"erased person {row.pk}"}
    Candidate.objects.filter(pk=row.pk).update(**empty, archived=row.archived or at, erased=at, changed=at)
