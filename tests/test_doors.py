"""Whose rows somebody sees."""

import ast
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

from portico.agencies.doors import OtherAgency, Owned, Visitor
from portico.agencies.management.commands.doors import closed_by_mistake, page
from portico.jobs.models import Job
from tests.world import Acme

OWNED: list[Any] = [model for model in apps.get_models() if issubclass(model, Owned)]
SURFACES = ["backoffice", "client_portal", "candidate_portal", "careers"]


def test_the_page_on_doors_is_up_to_date() -> None:
    assert (Path(settings.BASE_DIR) / "docs" / "doors.md").read_text() == page()


def test_every_owned_model_has_a_door() -> None:
    assert closed_by_mistake() == []


def test_nobody_sees_a_row_of_another_agency(acme: Acme) -> None:
    theirs = acme.theirs
    readers = [theirs.owner, theirs.maya, theirs.dario_member, theirs.recruiter, Visitor(theirs.agency.pk)]
    for model in OWNED:
        for reader in readers:
            assert not model.objects.visible_to(reader).filter(agency=acme.agency).exists(), model


def test_who_lost_their_place_and_who_only_visits_sees_nothing(acme: Acme) -> None:
    for model in OWNED:
        for reader in (acme.gone, acme.revoked, Visitor(acme.agency.pk)):
            assert not model.objects.visible_to(reader).exists(), model


CLIENT_DOORS = {
    "Member", "Contact", "Stage", "Portal", "JobShare", "Seat",
    "Submission", "SubmissionDocument", "Verdict", "SubmissionView", "Move",
    "Requisition", "RequisitionVersion", "RequisitionRemark", "JobChange",
    "Interview", "InterviewSlot", "InterviewPerson", "InterviewFeedback",
    "Message", "MessageLook", "GuestLink", "NotificationChoice", "Visit",
}  # fmt: skip


def test_clients_open_only_the_doors_named_here(acme: Acme) -> None:
    for model in OWNED:
        if model.__name__ not in CLIENT_DOORS:
            assert not model.objects.visible_to(acme.maya).exists(), model


def test_a_client_sees_the_submissions_of_their_own_shares_only(acme: Acme) -> None:
    from portico.pipeline.submissions import Submission

    assert list(Submission.objects.visible_to(acme.maya)) == [acme.submission]
    assert list(Submission.objects.visible_to(acme.priya)) == [acme.other_submission]
    assert not Submission.objects.visible_to(acme.jonas).exists()


def test_a_consultant_sees_only_the_jobs_of_their_own_desk(acme: Acme) -> None:
    assert not Job.objects.visible_to(acme.consultant).exists()
    acme.job.set_team([acme.consultant], by=acme.owner)
    assert list(Job.objects.visible_to(acme.consultant)) == [acme.job]


def test_a_row_cannot_be_saved_beside_another_agencys_row(acme: Acme) -> None:
    acme.job.organization = acme.theirs.northwind
    with pytest.raises(OtherAgency):
        acme.job.save()


def read_without_the_door(path: Path) -> list[str]:
    """Places where a surface reads rows by .objects without visible_to right behind it."""
    tree = ast.parse(path.read_text())
    allowed = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "visible_to" and isinstance(node.value, ast.Attribute)
    }
    return [
        f"{path.name}:{node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"objects", "_base_manager", "_default_manager"}
        and id(node) not in allowed
    ]


def test_surfaces_read_rows_only_through_the_door() -> None:
    root = Path(settings.BASE_DIR) / "portico"
    wrong = [
        place for name in SURFACES for path in (root / name).rglob("*.py") for place in read_without_the_door(path)
    ]
    assert wrong == []


def test_a_reading_past_the_door_would_be_found(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("rows = Job.objects.filter(pk=1)\ngood = Job.objects.visible_to(member).filter(pk=1)\n")
    assert read_without_the_door(bad) == ["bad.py:1"]
