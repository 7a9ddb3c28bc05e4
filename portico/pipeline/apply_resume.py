"""Reading the résumé of somebody who applies, while they wait: not for long, and never more than two at once."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from typing import Any

from portico.candidates.profile_fields import FIELDS
from portico.candidates.resume import as_profile, read_resume
from portico.pipeline.apply_drafts import RESUME, ApplyDraft
from portico.records.files import stored

PATIENCE = 8.0
"""Seconds; what takes longer counts as unread, and the child's own limits end it."""
READERS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="resume")


def read_into(draft: ApplyDraft) -> None:
    """Let the form begin with what the résumé says; where it cannot be read, that is said and the file is kept."""
    file = draft.file(RESUME)
    if file is None:
        return
    found = read_values(stored(file.key), file.content_type)
    draft.resume_values, draft.unread = found, not found
    draft.save(update_fields=["resume_values", "unread"])


def read_values(data: bytes, content_type: str) -> dict[str, Any]:
    """What a résumé says, as fields of a profile; nothing where it cannot be read."""
    try:
        read = READERS.submit(read_resume, data, content_type).result(timeout=PATIENCE)
    except TookTooLong:
        return {}
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
