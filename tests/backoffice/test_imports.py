"""The pages of imports: from the file to the result, and back with the refused rows."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_ox.models import OxTask
from pytest_django import DjangoAssertNumQueries

from portico.candidates.models import Candidate
from portico.imports.uploading import begin, receive
from portico.records.models import LongTask
from tests.desk import browser_of, text_of
from tests.world import Acme

LIST = "/desk/imports/"
TABLE = (
    "Candidate ID,First Name,Last Name,Email,Shoe Size\r\nC-1,Ana,Reis,ana@example.com,38\r\nC-2,Bo,Ek,call me,44\r\n"
)


@pytest.fixture
def rosa(acme: Acme) -> Client:
    return browser_of(acme.recruiter)


def upload(browser: Client, content: str | bytes = TABLE, kind: str = "candidates", name: str = "people.csv") -> Any:
    """What the browser gets when it sends a file."""
    data = content.encode() if isinstance(content, str) else content
    return browser.post(f"{LIST}add/", {"kind": kind, "file": SimpleUploadedFile(name, data)})


def ready(acme: Acme, content: str = TABLE) -> LongTask:
    """An import at the step of its columns."""
    return receive(by=acme.recruiter, kind="candidates", file=SimpleUploadedFile("people.csv", content.encode()))


def test_a_file_goes_its_way_from_upload_to_result(acme: Acme, rosa: Client, run_tasks: Callable[[], object]) -> None:
    columns = upload(rosa).headers["Location"]
    assert "Shoe Size" in text_of(rosa.get(columns))
    preview = rosa.post(columns, chosen(rosa, columns)).headers["Location"]
    shown = text_of(rosa.get(preview))
    assert "“call me” in “Email” is not an email address." in shown
    assert "Left out: Shoe Size." in shown
    page = rosa.post(preview.replace("preview", "begin")).headers["Location"]
    assert "Waiting for its turn" in text_of(rosa.get(page))
    run_tasks()

    done = text_of(rosa.get(page))
    assert "Done, with refused rows" in done
    assert Candidate.objects.get(agency=acme.agency, reference="C-1").name == "Ana Reis"
    refused = rosa.get(f"{page}refused/")
    assert refused["Content-Disposition"] == 'attachment; filename="people-refused.csv"'
    mended = b"".join(refused).decode().replace("call me", "bo@example.com")
    again = upload(rosa, mended).headers["Location"]
    assert "Left out: Shoe Size, Row, Why it was not imported." in text_of(
        rosa.get(again.replace("columns", "preview"))
    )


def chosen(browser: Client, address: str, **changes: str) -> dict[str, str]:
    """What the form of columns sends when nobody touches it."""
    pk = int(address.rstrip("/").split("/")[-2])
    columns = LongTask.objects.get(pk=pk).settings["mapping"]["columns"]
    return {f"column_{one['position']}": one["field"] for one in columns} | changes


def test_another_field_can_be_chosen_for_a_column(acme: Acme, rosa: Client) -> None:
    address = f"{LIST}{ready(acme).pk}/columns/"
    rosa.post(address, chosen(rosa, address, column_4="notes"))
    assert "Left out" not in text_of(rosa.get(address.replace("columns", "preview")))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"column_1": "", "column_2": ""}, "Choose a column for: Full name (one cell), First name or Last name."),
        ({"column_4": "reference"}, "Only one column can give each of these: Number in the other system."),
    ],
)
def test_columns_that_cannot_be_are_said_and_the_choice_stays(
    acme: Acme, rosa: Client, changes: dict[str, str], why: str
) -> None:
    address = f"{LIST}{ready(acme).pk}/columns/"
    answer = rosa.post(address, chosen(rosa, address, **changes))

    assert answer.status_code == 409
    assert why in text_of(answer)
    assert (text_of(answer).count('<option value="reference" selected>') == 2) == ("column_4" in changes)


def test_a_column_cannot_become_what_there_is_not(acme: Acme, rosa: Client) -> None:
    address = f"{LIST}{ready(acme).pk}/columns/"
    assert rosa.post(address, chosen(rosa, address, column_4="agency")).status_code == 422


def test_dates_that_may_be_either_way_are_asked_about(acme: Acme, rosa: Client) -> None:
    task = ready(acme, "First Name,Last Name,Date Added\r\nAna,Reis,1/3/2026\r\nBo,Ek,2/4/2026\r\n")
    address = f"{LIST}{task.pk}/columns/"
    assert "may have the day or the month first" in text_of(rosa.get(address))
    rosa.post(address, chosen(rosa, address, order_2="mdy"))

    column = LongTask.objects.get(pk=task.pk).settings["mapping"]["columns"][2]
    assert column["how"] == {"order": "mdy", "sure": "yes", "chosen": "yes"}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "The submitted file is empty."),
        (b"%PDF-1.7 nothing", "This is not a table."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "This is an old Excel file"),
        (b"<html><table></table></html>", "This is a web page"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(acme: Acme, rosa: Client, content: bytes, why: str) -> None:
    answer = upload(rosa, content, kind="jobs")

    assert answer.status_code in {409, 422}
    assert why in text_of(answer)
    assert 'value="jobs"' in text_of(answer)
    assert not LongTask.objects.filter(task_kind="import").exists()


def test_a_file_above_the_limit_is_refused(acme: Acme, rosa: Client, settings: Any) -> None:
    settings.IMPORT_LIMIT_MB = 1
    assert "This file is larger than 1 MB." in text_of(upload(rosa, TABLE + "x" * 1_100_000))


def test_resumes_come_only_with_candidates(acme: Acme, rosa: Client) -> None:
    files = {"file": SimpleUploadedFile("a.csv", TABLE.encode()), "resumes": SimpleUploadedFile("a.zip", b"PK")}
    assert "Résumés can only come with candidates." in text_of(rosa.post(f"{LIST}add/", {"kind": "jobs", **files}))


def test_a_zip_of_resumes_alone_goes_straight_to_its_preview(acme: Acme, rosa: Client) -> None:
    target = io.BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr("Dario Conti.txt", "Night porter")
    address = upload(rosa, target.getvalue(), kind="resumes", name="cvs.zip").headers["Location"]

    assert address.endswith("/preview/")
    assert "One file is in the ZIP." in text_of(rosa.get(address))
    assert upload(rosa, b"no zip", kind="resumes").status_code == 409


def test_a_draft_can_be_thrown_away_with_its_file(
    acme: Acme, rosa: Client, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    task = ready(acme)
    with django_capture_on_commit_callbacks(execute=True):
        rosa.post(f"{LIST}{task.pk}/cancel/")

    assert LongTask.objects.get(pk=task.pk).status == LongTask.Status.CANCELED
    assert not default_storage.exists(task.source_key)
    assert rosa.post(f"{LIST}{task.pk}/begin/").status_code == 409


def test_pressing_start_twice_begins_once(acme: Acme, rosa: Client) -> None:
    task = ready(acme)
    assert rosa.post(f"{LIST}{task.pk}/begin/").status_code == 302
    assert rosa.post(f"{LIST}{task.pk}/begin/").status_code == 409
    assert OxTask.objects.filter(task_path__endswith="records.tasks.run").count() == 1


def test_a_failed_import_says_why_and_can_be_tried_again(acme: Acme, rosa: Client) -> None:
    task = ready(acme)
    begin(task, by=acme.recruiter)
    LongTask.objects.filter(pk=task.pk).update(status=LongTask.Status.FAILED, said="The disk was full.")
    address = f"{LIST}{task.pk}/"

    assert "The disk was full." in text_of(rosa.get(address))
    assert rosa.post(f"{address}again/").status_code == 302
    assert LongTask.objects.get(pk=task.pk).status == LongTask.Status.WAITING


def test_the_progress_is_a_part_that_asks_again_only_while_it_runs(acme: Acme, rosa: Client) -> None:
    task = ready(acme)
    begin(task, by=acme.recruiter)
    ask = {"HX-Request": "true", "HX-Target": "state"}
    running = text_of(rosa.get(f"{LIST}{task.pk}/", headers=ask))
    LongTask.objects.filter(pk=task.pk).update(status=LongTask.Status.DONE)
    done = text_of(rosa.get(f"{LIST}{task.pk}/", headers=ask))

    assert ('hx-trigger="every 2s"' in running, 'hx-trigger="every 2s"' in done) == (True, False)
    assert "<html" not in running


def test_another_agencys_import_is_not_there(acme: Acme) -> None:
    task = ready(acme)
    rita = browser_of(acme.theirs.owner)
    for page in ("", "columns/", "preview/", "refused/", "summary/"):
        assert rita.get(f"{LIST}{task.pk}/{page}").status_code == 404


def test_the_list_needs_no_more_queries_for_more_imports(
    acme: Acme, rosa: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        begin(ready(acme, TABLE + f"C-{number},Cy,Fox,cy{number}@example.com,40\r\n"), by=acme.recruiter)
    with django_assert_max_num_queries(12):
        assert text_of(rosa.get(LIST)).count("people.csv") == 3
