"""The résumé of somebody who applies: kept at once and read by a task, for which they wait a moment, or not at all."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet

from portico.candidates.profile_fields import FIELDS
from portico.candidates.resume import as_profile, read_resume
from portico.candidates.resume.running import READ
from portico.kit.prepared import prepared
from portico.kit.times import now
from portico.pipeline.apply_drafts import RESUME, ApplyDraft, DraftFile
from portico.records.files import stored

FIRST = 40
A_MINUTE, MANY = timedelta(minutes=1), 20
"""So many in a minute go before other tasks of the site; a flood of them takes its turn."""


@prepared
def handed_in_lately(agency: int) -> QuerySet[Any]:
    """Résumés of the last minute, not more than are many."""
    rows = DraftFile.objects.filter(agency=agency, slot=RESUME, added__gt=now() - A_MINUTE)
    return rows.values_list("pk")[: MANY + 1]


@transaction.atomic
def hand_in(draft: ApplyDraft, upload: "UploadedFile[Any]") -> DraftFile:
    """Keep a résumé with the application, and have it read; of a kind that nobody can read, that is known at once."""
    from portico.pipeline.tasks import read_handed_in

    file = draft.take(RESUME, upload)
    if file.content_type in READ:
        turn = FIRST if len(handed_in_lately(draft.agency_id)) <= MANY else 0
        read_handed_in.using(priority=turn).enqueue(file.pk)
    else:
        draft.unread = True
        draft.save(update_fields=["unread"])
    return file


def read_now(file_id: int) -> None:
    """Read a résumé that waits for it. Done again, or when it is gone meanwhile, this changes nothing."""
    file = DraftFile.objects.select_related("draft").filter(pk=file_id, slot=RESUME).first()
    if file is None or not file.draft.lacks_reading:
        return
    try:
        found = read_values(stored(file.key), file.content_type)
    except OSError:  # lost, or dropped just now
        found = {}
    keep_reading(file, found)


@transaction.atomic
def keep_reading(file: DraftFile, found: dict[str, Any]) -> None:
    """Write down what was read, or that nothing could be, if the file is still the one that is sent along."""
    draft = ApplyDraft.objects.select_for_update(of=("self",)).filter(pk=file.draft_id).first()
    there = draft.file(RESUME) if draft is not None else None
    if draft is None or there is None or there.pk != file.pk or not draft.lacks_reading:
        return
    draft.resume_values, draft.unread = found, not found
    draft.save(update_fields=["resume_values", "unread"])


def read_values(data: bytes, content_type: str) -> dict[str, Any]:
    """What a résumé says, as fields of a profile; nothing where it cannot be read."""
    read = read_resume(data, content_type)
    if read is None:
        return {}
    return {key: clean(value) for key, value in as_profile(read.json_resume).items() if key in FIELDS and value}


def clean(value: Any) -> Any:
    """Plain values without what no database keeps."""
    if isinstance(value, str):
        return value.replace("\0", "")[:10_000]
    if isinstance(value, list):
        return [clean(one) for one in value]
    if isinstance(value, dict):
        return {key: clean(one) for key, one in value.items()}
    return value
