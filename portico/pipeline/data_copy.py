"""The copy of somebody's data: a ZIP with JSON Resume, everything else as JSON, and their files."""

import json
import zipfile
from datetime import timedelta
from tempfile import SpooledTemporaryFile
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portico.access.secrets import new_token
from portico.candidates.copying import COPY_PARTS, json_resume
from portico.candidates.models import Candidate, PrivacyLink, PrivacyRequest
from portico.candidates.privacy import COPY_DAYS
from portico.kit.times import now
from portico.messaging.writing import write
from portico.pipeline.copy_parts import papers_of
from portico.records import files
from portico.records.events import record

FOLDER = "copies"


def build(candidate: Candidate) -> str:
    """Write the copy into the file store and return its key."""
    with SpooledTemporaryFile(max_size=20_000_000) as place:
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as packed, translation.override("en"):
            packed.writestr("README.txt", readme(candidate))
            packed.writestr("resume.json", plain(json_resume(candidate)))
            packed.writestr("everything.json", plain({name: part(candidate) for name, part in COPY_PARTS.items()}))
            for number, document in enumerate(papers_of(candidate), start=1):
                try:
                    packed.writestr(f"files/{number:02d}-{safe(document.name)}", files.stored(document.key))
                except OSError:
                    continue  # The store lost it; the copy says what there is.
        place.seek(0)
        token = new_token()[:32]
        opened: Any = place
        return default_storage.save(f"{FOLDER}/{candidate.agency_id}/{token[:2]}/{token}.zip", File(opened))


def plain(value: Any) -> str:
    """Data as people and programs read it."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)


def safe(name: str) -> str:
    """A name that stays in its folder."""
    return "".join(char if char.isalnum() or char in " .-_()" else "_" for char in name).strip(". ")[:120] or "file"


def readme(candidate: Candidate) -> str:
    """What is what."""
    lines = [
        _("The data that %(agency)s keeps about you, as of %(day)s.")
        % {"agency": candidate.agency.name, "day": now().date().isoformat()},
        "",
        _("resume.json: your profile as JSON Resume, which other job sites can read."),
        _("everything.json: all fields, your consents, applications, interviews, messages and mails."),
        _("files: your documents."),
        "",
    ]
    return "\n".join(lines)


@transaction.atomic
def hand_over(request: PrivacyRequest, key: str) -> None:
    """The copy is there for some days, and the person is told; nothing of it stands in the mail."""
    candidate = request.candidate
    request.key, request.available_until = key, now() + timedelta(days=COPY_DAYS)
    request.save(update_fields=["key", "available_until"])
    record(candidate, "privacy.copy_ready", by=None)
    if not candidate.email:
        return
    place = candidate.member
    inside = place is not None and place.is_in
    if inside:
        path = reverse("candidate_portal:privacy")
    else:
        token = PrivacyLink.issue(candidate, PrivacyLink.Purpose.COPY, request, days=COPY_DAYS)
        path = reverse("candidate_portal:privacy_link", args=[token])
    write(
        request.agency,
        to=candidate.email,
        to_name=candidate.name,
        member=place,
        template="pipeline/emails/copy_ready",
        context={"person": candidate.first_name or candidate.name, "until": request.available_until},
        links={"main": request.agency.address(path)},
        about=[candidate],
    )


def was_fetched(request: PrivacyRequest, *, by: Any = None) -> None:
    """Note that it was taken; the first time is on the timeline."""
    if PrivacyRequest.objects.filter(pk=request.pk, fetched=None).update(fetched=now()):
        record(request.candidate, "privacy.copy_fetched", by=by)


def drop_old_copies() -> int:
    """By the clock: copies whose days are over."""
    over = PrivacyRequest.objects.exclude(key="").filter(available_until__lte=now())
    count = 0
    for request in over:
        default_storage.delete(request.key)
        count += PrivacyRequest.objects.filter(pk=request.pk).update(key="")
    return count
