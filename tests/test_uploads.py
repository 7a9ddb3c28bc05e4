"""Every upload field keeps to docs/uploads.md, and what is refused leaves nothing."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as config

from portico.candidates import resume_readings
from portico.pipeline import apply_resume
from portico.pipeline.models import DraftFile
from portico.records.models import Document, LongTask
from tests.desk import text_of
from tests.records import samples
from tests.records.test_files import REFUSED
from tests.uploading import DOCUMENTS, DOORS, IMPORTS, LOGOS, TYPED
from tests.world import Acme

ROOT = Path(__file__).parent.parent
SOME = ["nothing", "web page", "drawing", "php", "program", "picture before a pdf", "macros", "moving png"]
"""One of each sort; all of them are tried where files are kept."""


@pytest.fixture(autouse=True)
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """No résumé is read here: it takes a process each time."""
    monkeypatch.setattr(apply_resume, "read_resume", lambda data, content_type: None)
    monkeypatch.setattr(resume_readings, "read_resume", lambda data, content_type: None)


def kept() -> set[Path]:
    return {path for path in Path(config.MEDIA_ROOT).rglob("*") if path.is_file()}


def rows() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Document, DraftFile, LongTask))


def test_every_upload_field_stands_in_the_page_on_uploads() -> None:
    sources = ((path, path.read_text()) for path in (ROOT / "portico").rglob("*.py"))
    makers = {str(path.relative_to(ROOT)) for path, text in sources if re.search(r"forms\.(File|Image)Field\(", text)}
    listed = set(re.findall(r"^\| .* \| `(portico/\S+)` \|", (ROOT / "docs/uploads.md").read_text(), re.MULTILINE))
    assert makers <= set(DOORS), "a new upload field belongs into tests/uploading.py"
    assert listed == set(DOORS), "and into the table of docs/uploads.md"


@pytest.mark.parametrize("place", [*DOCUMENTS, *LOGOS])
def test_hostile_files_are_refused_everywhere_and_leave_nothing(acme: Acme, place: str) -> None:
    door = DOORS[place](acme)
    for what, data in ((what, REFUSED[what]) for what in SOME):
        there, counted = kept(), rows()
        answer = door.hand_in("cv.pdf", data)
        assert answer.status_code in {400, 409, 422}, (what, answer.status_code)
        said = text_of(answer)
        assert 'role="alert"' in said or 'aria-invalid="true"' in said or "callout" in said, what
        assert kept() == there, what
        assert rows() == counted, what
        if TYPED in door.typed.values():
            assert TYPED in said, f"{what}: what was typed is gone"


@pytest.mark.parametrize("place", DOCUMENTS)
def test_what_is_kept_goes_under_a_name_of_ours_and_a_harmless_one_is_shown(acme: Acme, place: str) -> None:
    door, there = DOCUMENTS[place](acme), kept()
    odd = "../../C:\\<b>x</b>\u202efdp." + "ü" * 120 + ".pdf.exe.docx"
    answer = door.hand_in(odd, samples.pdf("Only here"))
    assert answer.status_code in {302, 422}, text_of(answer)
    (new,) = kept() - there
    assert re.fullmatch(r"(documents|drafts)/\d+/\w\w/\w{32}\.pdf", str(new.relative_to(config.MEDIA_ROOT)))
    row: Any = Document.objects.order_by("pk").last() if "documents" in new.parts else DraftFile.objects.get()
    assert row.name.endswith(".pdf")
    assert len(row.name) <= 200
    assert not set("/\\\0\r\n\u202e") & set(row.name)


@pytest.mark.parametrize("place", LOGOS)
def test_logos_are_pictures_drawn_anew(acme: Acme, place: str) -> None:
    door, there = LOGOS[place](acme), kept()
    for data in (samples.huge_png(60_000, 60_000), samples.animation("PNG"), samples.pdf()):
        assert door.hand_in("logo.png", data).status_code in {400, 409, 422}
    assert kept() == there
    secret = samples.photo_with_place()
    door.hand_in("logo.jpg", secret)
    for path in kept() - there:
        assert path.suffix == ".webp"
        assert b"SECRET" not in path.read_bytes()


@pytest.mark.parametrize("place", DOORS)
def test_a_file_that_is_too_large_is_refused_in_words(acme: Acme, place: str, settings: Any) -> None:
    settings.UPLOAD_LIMIT_MB = settings.IMPORT_LIMIT_MB = 1
    door, there = DOORS[place](acme), kept()
    answer = door.hand_in("cv.png" if place in LOGOS else "cv.pdf", b"%PDF-" + b"0" * 1_100_000)
    assert answer.status_code in {400, 409, 413, 422}
    assert "1 MB" in text_of(answer)
    assert kept() == there


@pytest.mark.parametrize("place", IMPORTS)
def test_what_is_refused_to_be_imported_leaves_nothing(acme: Acme, place: str) -> None:
    door = IMPORTS[place](acme)
    for what in SOME:
        there, counted = kept(), rows()
        answer = door.hand_in("people.csv", REFUSED[what])
        assert answer.status_code in {302, 400, 409, 422}, what
        assert answer.status_code == 302 or (kept(), rows()) == (there, counted), what


@pytest.mark.parametrize("place", IMPORTS)
def test_imported_files_are_never_handed_out_again(acme: Acme, place: str) -> None:
    door = IMPORTS[place](acme)
    data = b"Name,Email\nAnn Ash,ann@example.com\n" if place.endswith("forms/imports.py") else samples.archive(a=b"x")
    door.hand_in("people.csv" if place.endswith("forms/imports.py") else "cvs.zip", data)
    for task in LongTask.objects.all():
        for step in ("", "columns/", "preview/", "result/", "refused/", "file/", "source/"):
            answer: Any = door.browser.get(f"/desk/imports/{task.pk}/{step}")
            sent = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert data not in sent
