"""Drawing the PDF profile: by the task worker, and again whenever something in it has changed."""

import json
import tempfile
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portico.kit.direction import without_marks
from portico.kit.storing import forget
from portico.kit.times import now
from portico.pipeline.profile_content import content_of, print_of
from portico.pipeline.profiles import Profile
from portico.pipeline.submissions import Submission
from portico.records import files
from portico.records.reading import read

TEMPLATE = Path(__file__).with_name("profile.typ")
MOST_PAGES = 8
DPI = 110
LONGEST = 2200


def is_shown(submission: Submission) -> bool:
    """Whether the client gets a profile: always of a blind one, for its documents would tell who it is."""
    return submission.is_blind or submission.with_profile


def current(submission: Submission) -> Profile | None:
    """The profile as it must look now; nothing while it is still to be drawn. An outdated one is never shown."""
    found = Profile.objects.filter(submission=submission).first()
    return found if found is not None and found.print == print_of(content_of(submission)) else None


def draw(submission: Submission) -> Profile:
    """Draw the profile and its pages anew, unless nothing has changed."""
    content = content_of(submission)
    mark = print_of(content)
    before = Profile.objects.filter(submission=submission).first()
    if before is not None and before.print == mark:
        return before
    pdf = pdf_of(content)
    seen = read("pages", pdf, type="pdf", most=MOST_PAGES, dpi=DPI, longest=LONGEST)
    key = files.store(pdf, f"profiles/{submission.agency_id}", "pdf")
    pages = [
        {"key": files.store(picture, f"profile-pages/{submission.agency_id}", "webp"), "width": width, "height": height}
        for picture, (width, height) in zip(seen.pictures, seen.result["pages"], strict=True)
    ]
    return keep(submission, mark, key, pages)


@transaction.atomic
def keep(submission: Submission, mark: str, key: str, pages: list[dict[str, Any]]) -> Profile:
    """Put the new profile in the place of the earlier one, whose files go."""
    Submission.objects.select_for_update().get(pk=submission.pk)
    before = Profile.objects.filter(submission=submission).first()
    old = [before.key, *(page["key"] for page in before.pages)] if before else []
    fresh = {"agency_id": submission.agency_id, "print": mark, "key": key, "pages": pages, "made": now()}
    made, _new = Profile.objects.update_or_create(submission=submission, defaults=fresh)
    transaction.on_commit(lambda: forget(old))
    return made


def pdf_of(content: dict[str, Any]) -> bytes:
    """The PDF. Nobody's name but what is shown stands in its metadata, and no time."""
    import typst  # large, and rarely asked for

    with translation.override("en"), tempfile.TemporaryDirectory(prefix="portico-profile-") as name:
        folder = Path(name)
        (folder / "profile.typ").write_bytes(TEMPLATE.read_bytes())
        picture = logo_in(folder, content["logo"])
        told = {**content, "picture": picture, "heading": _("Executive Summary")}
        made = typst.compile(folder / "profile.typ", root=folder, sys_inputs={"content": json.dumps(plain(told))})
    return bytes(made)


def plain(told: Any) -> Any:
    """Texts that cannot rearrange what stands beside them."""
    if isinstance(told, str):
        return without_marks(told)
    if isinstance(told, dict):
        return {name: plain(value) for name, value in told.items()}
    return [plain(one) for one in told] if isinstance(told, list | tuple) else told


def logo_in(folder: Path, key: str) -> str:
    """The agency's logo beside the template; nothing where it has none or the file is gone."""
    if not key:
        return ""
    try:
        data = files.stored(key)
    except OSError:
        return ""
    (folder / "logo.webp").write_bytes(data)
    return "logo.webp"
