"""Erasing a person: afterwards no table and no file of the agency holds a word of theirs."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail

from portico.agencies.models import User
from portico.candidates.models import Candidate, KeptRecord, PrivacyRequest
from portico.kit.rules import RuleBroken
from portico.pipeline import holding, privacy_requests, privacy_tasks
from portico.pipeline.models import Application, Placement, Submission
from portico.records import search
from portico.records.models import Document, LongTask, Note
from portico.records.sealing import seal_all
from portico.records.verifying import verify
from tests.everything import every_cell, every_file
from tests.pipeline.somebody import EMAIL, PERSONAL, RunTasks, Somebody, somebody
from tests.world import Acme


@pytest.fixture
def person(acme: Acme, run_tasks: RunTasks, settings: Any, tmp_path: Path) -> Somebody:
    """Zebulon, of whom everybody has spoken; in a file store of their own."""
    settings.MEDIA_ROOT = tmp_path
    return somebody(acme, run_tasks)


def found_in(cells: Iterator[tuple[str, str]], words: list[str]) -> list[str]:
    """Where one of the words stands."""
    return sorted({f"{where}: {word}: {text[:160]}" for where, text in cells for word in words if word in text.lower()})


def files_of(person: Somebody) -> set[Path]:
    """The files that belong to nobody else."""
    documents = Document.objects.filter(kind="candidates.candidate", object_id=person.candidate.pk)
    keys = {*documents.values_list("key", flat=True), *documents.values_list("pages__key", flat=True)}
    return {Path(settings.MEDIA_ROOT) / key for key in keys if key}


def erased(person: Somebody, world: Acme, run_tasks: RunTasks, commit: Any) -> PrivacyRequest:
    """Somebody phones, the owner knows the voice and carries it out."""
    with commit(execute=True):
        request = privacy_requests.ask(
            person.candidate, "erasure", way="phone", by=world.owner, identity="Zebulon knew the zqcanary"
        )
        privacy_requests.start(request, by=world.owner)
    with commit(execute=True):
        run_tasks()
    run_tasks()
    privacy_tasks.forget_what_is_over.call()
    request.refresh_from_db()
    return request


def test_the_world_is_full_of_them_before(person: Somebody) -> None:
    tables = {line.split(".")[0] for line in found_in(every_cell(), PERSONAL)}
    assert len(tables) > 20
    assert files_of(person)
    assert all(path.exists() for path in files_of(person))


def test_afterwards_no_table_and_no_file_holds_a_word_of_theirs(
    acme: Acme, person: Somebody, run_tasks: RunTasks, django_capture_on_commit_callbacks: Any
) -> None:
    files = files_of(person)
    request = erased(person, acme, run_tasks, django_capture_on_commit_callbacks)
    assert request.status == "done"
    assert "\n".join(found_in(every_cell(), PERSONAL)) == ""
    assert "\n".join(found_in(every_file(), PERSONAL)) == ""
    assert not [path for path in files if path.exists()]
    assert search.search(acme.agency.pk, "Quixley") == [] == search.search(acme.agency.pk, "zqcanary")
    assert not User.objects.filter(pk=person.member.user_id).exists()


def test_the_audit_log_loses_their_words_and_its_chain_holds(
    acme: Acme, person: Somebody, run_tasks: RunTasks, django_capture_on_commit_callbacks: Any
) -> None:
    seal_all(acme.agency.pk)
    erased(person, acme, run_tasks, django_capture_on_commit_callbacks)
    log = verify(acme.agency)
    assert log.broken == []
    assert log.blanked > 5


def test_what_is_counted_stays_and_others_keep_their_lines(
    acme: Acme, person: Somebody, run_tasks: RunTasks, django_capture_on_commit_callbacks: Any
) -> None:
    erased(person, acme, run_tasks, django_capture_on_commit_callbacks)
    candidate = Candidate.objects.get(pk=person.candidate.pk)
    assert candidate.name == f"Erased person {candidate.pk}"
    assert candidate.erased
    assert candidate.archived
    run = Application.objects.get(pk=person.application.pk)
    assert run.status == "withdrawn"
    assert run.steps.exists()
    assert Submission.objects.get(pk=person.submission.pk).status == "withdrawn"
    assert f"Erased person {candidate.pk} would fit" in Note.objects.get(kind="jobs.job").text
    task = LongTask.objects.get(task_kind="import_records")
    left = (Path(settings.MEDIA_ROOT) / task.source_key).read_text()
    assert "Bea Bright" in left
    assert "name,email" in left


def test_the_person_is_told_what_stays_and_the_clients_that_they_delete_it(
    acme: Acme, person: Somebody, run_tasks: RunTasks, django_capture_on_commit_callbacks: Any
) -> None:
    mail.outbox.clear()
    erased(person, acme, run_tasks, django_capture_on_commit_callbacks)
    last = next(one for one in mail.outbox if one.to[0].endswith(f"<{EMAIL}>"))
    assert "erased" in last.subject
    assert "Numbers without a name" in str(last.body)
    told = next(one for one in mail.outbox if "delete a candidate" in one.subject)
    assert acme.maya.email in told.to[0]
    assert "Quixley" not in str(told.message())


def test_a_placement_leaves_only_its_bare_facts_apart(
    acme: Acme, person: Somebody, run_tasks: RunTasks, django_capture_on_commit_callbacks: Any
) -> None:
    from django.utils import timezone

    person.application.refresh_from_db()
    person.application.place(by=acme.recruiter, start=timezone.localdate())
    erased(person, acme, run_tasks, django_capture_on_commit_callbacks)
    left = {line.partition(".")[0] for line in found_in(every_cell(), PERSONAL)}
    assert left == {"candidates_keptrecord"}
    kept = KeptRecord.objects.get()
    assert kept.name == "Zebulon Quixley"
    assert not KeptRecord.objects.visible_to(acme.recruiter).exists()
    assert Placement.objects.count() == 1
    holding.forget_kept(timezone.now() + timedelta(days=400))
    assert found_in(every_cell(), PERSONAL) == []


def test_a_hold_or_a_second_record_stands_in_the_way(acme: Acme) -> None:
    hold = holding.hold(acme.dario, reason="A dispute", by=acme.owner)
    request = privacy_requests.ask(acme.dario, "erasure", way="phone", by=acme.owner, identity="Known")
    with pytest.raises(RuleBroken, match="A dispute"):
        privacy_requests.start(request, by=acme.owner)
    holding.lift(hold, by=acme.owner)
    Candidate(agency=acme.agency, first_name="D", email=acme.dario.email).add(by=None)
    with pytest.raises(RuleBroken, match="same address"):
        privacy_requests.start(request, by=acme.owner)


def test_who_applies_again_starts_from_nothing(
    acme: Acme, person: Somebody, run_tasks: RunTasks, django_capture_on_commit_callbacks: Any
) -> None:
    erased(person, acme, run_tasks, django_capture_on_commit_callbacks)
    again = Candidate(agency=acme.agency, first_name="Zebulon", last_name="Quixley", email=EMAIL).add(by=None)
    assert not Candidate.objects.like(email=EMAIL, but=again.pk).exists()
    assert not again.applications.exists()
    assert not again.consents.exists()
