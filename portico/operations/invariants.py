"""What must be true of the database and the file store at any time, whatever crashed. Nothing is mended here.

A finding names the rule, how many rows break it, and some of them.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import groupby, islice
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import F

from portico.agencies.doors import Owned
from portico.agencies.models import Member
from portico.kit.times import now
from portico.messaging.models import Email
from portico.pipeline.models import Application, Move, Placement
from portico.records.filetypes import DOCX, PDF
from portico.records.lifecycle import Lifecycle
from portico.records.models import Document, EventSubject, SearchEntry
from portico.records.subjects import kind_of, model_of
from portico.records.sweeping import FOLDERS, GRACE, old_files

SHOWN = 10
"""Rows that a finding names."""
AS_IT_CAME = (PDF.content_type, DOCX.content_type)
"""What is stored byte for byte; pictures are drawn anew and texts turned into UTF-8."""

type Check = Callable[[], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule, and how often it is broken."""

    rule: str
    broken: int
    rows: list[str]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def owned_models() -> list[type[Owned]]:
    """Every table whose rows belong to one agency."""
    return [model for model in apps.get_models() if issubclass(model, Owned)]


def rows_between_agencies() -> Iterator[str]:
    """No row points to a row of another agency."""
    for model in owned_models():
        for field in model._meta.concrete_fields:
            target = field.related_model
            if isinstance(field, models.ForeignKey) and isinstance(target, type) and issubclass(target, Owned):
                torn = model._base_manager.filter(**{f"{field.name}__isnull": False})
                torn = torn.exclude(agency=F(f"{field.name}__agency"))
                yield from (f"{model._meta.label} {pk}: {field.name}" for pk in torn.values_list("pk", flat=True))


def attached_between_agencies() -> Iterator[str]:
    """No note, document, event or search entry hangs on another agency's record."""
    for model in (Document, EventSubject, SearchEntry):
        for kind in model._base_manager.order_by().values_list("kind", flat=True).distinct():
            target: Any = model_of(kind)
            if kind == "agencies.agency":
                torn = model._base_manager.filter(kind=kind).exclude(object_id=F("agency"))
            else:
                same = target._base_manager.filter(pk=models.OuterRef("object_id"), agency=models.OuterRef("agency"))
                other = target._base_manager.filter(pk=models.OuterRef("object_id"))
                torn = model._base_manager.filter(models.Exists(other), ~models.Exists(same), kind=kind)
            yield from (f"{model._meta.label} {pk} on {kind}" for pk in torn.values_list("pk", flat=True))


def torn_histories() -> Iterator[str]:
    """Each step of an application begins where the one before ended, and it stands where the last one led."""
    steps = Move.objects.order_by("application", "at", "pk").values_list(
        "application", "from_stage", "to_stage", "application__stage"
    )
    for application, group in groupby(steps.iterator(), key=lambda step: step[0]):
        there: int | None = None
        for _pk, before, after, stage in group:
            if there is not None and before is not None and before != there:
                yield f"application {application}: a step from {before} follows one to {there}"
            there, last = after, stage
        if there != last:
            yield f"application {application}: stands in {last}, was last brought to {there}"


def applications_without_steps() -> Iterator[str]:
    """Every application has the step with which it began."""
    bare = Application.objects.filter(steps=None).values_list("pk", flat=True)
    yield from (f"application {pk}" for pk in bare)


def placements_amiss() -> Iterator[str]:
    """Whoever is placed has a placement, and the other way round."""
    bare = Application.objects.filter(status=Application.Status.PLACED, placement=None).values_list("pk", flat=True)
    yield from (f"application {pk} is placed without a placement" for pk in bare)
    open_ones = Placement.objects.exclude(application__status=Application.Status.PLACED).values_list("pk", flat=True)
    yield from (f"placement {pk} of an application that is not placed" for pk in open_ones)


def mails_in_limbo() -> Iterator[str]:
    """Every mail is sent, waits for a try, or is parked; none is held by a worker that is long gone."""
    stuck = Email.objects.filter(status=Email.Status.SENDING, lease_until__lt=now() - timedelta(hours=1))
    yield from (f"mail {pk} has been about to be sent for an hour" for pk in stuck.values_list("pk", flat=True))
    sealed = Email.objects.filter(status=Email.Status.SENT).exclude(sealed="").values_list("pk", flat=True)
    yield from (f"mail {pk} is sent and still holds its links" for pk in sealed)


def files_amiss() -> Iterator[str]:
    """Every document has its file, with the bytes it came with; every file that is not new has its row."""
    kept = Document.objects.exclude(scan=Document.Scan.INFECTED)
    for document in kept.only("pk", "key", "sha256", "size", "content_type").iterator():
        if not default_storage.exists(document.key):
            yield f"document {document.pk}: its file is missing"
        elif document.content_type in AS_IT_CAME and fingerprint(document.key) != document.sha256:
            yield f"document {document.pk}: its file was changed"
    for folder, named in FOLDERS.items():
        known = {key for model, field in named for key in model._base_manager.values_list(field, flat=True)}
        orphans = (key for key in old_files(folder, now() - 2 * GRACE) if key not in known)
        yield from (f"{key} belongs to no row" for key in orphans)


def fingerprint(key: str) -> str:
    """SHA-256 of a stored file."""
    with default_storage.open(key) as file:
        return hashlib.sha256(file.read()).hexdigest()


def states_without_story() -> Iterator[str]:
    """Every row whose status was moved has the event that says who moved it."""
    kinds: list[Any] = [model for model in apps.get_models() if issubclass(model, Lifecycle)]
    for model in kinds:
        first = model._meta.get_field("status").default
        moved = model._base_manager.exclude(status=first)
        story = EventSubject.objects.filter(kind=kind_of(model), object_id=models.OuterRef("pk"))
        for pk in moved.filter(~models.Exists(story)).values_list("pk", flat=True):
            yield f"{model._meta.label} {pk}"


def members_from_nowhere() -> Iterator[str]:
    """Everybody's place in the agency has the invitation, the registration or the command behind it."""
    story = EventSubject.objects.filter(kind=kind_of(Member), object_id=models.OuterRef("pk"))
    for pk in Member.objects.filter(~models.Exists(story)).values_list("pk", flat=True):
        yield f"member {pk}"


RULES: dict[str, Check] = {
    "no row points to another agency's row": rows_between_agencies,
    "nothing hangs on another agency's record": attached_between_agencies,
    "each step begins where the last one ended": torn_histories,
    "every application has its first step": applications_without_steps,
    "placed people and placements belong together": placements_amiss,
    "every mail is sent, waiting or parked": mails_in_limbo,
    "every document has its file and every file its row": files_amiss,
    "every moved status has its event": states_without_story,
    "every member came in by a way that is on record": members_from_nowhere,
}


def check_all() -> list[Finding]:
    """Look at every rule."""
    findings = []
    for rule, check in RULES.items():
        found = iter(check())
        rows = list(islice(found, SHOWN))
        findings.append(Finding(rule, len(rows) + sum(1 for _more in found), rows))
    return findings
