"""Holes dug on purpose: the matrix and the forms must find each of them, or they prove nothing."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from demo.mirror.world import World
from portico.agencies.doors import Owned, OwnedQuerySet
from portico.jobs.stages import Stage
from portico.kit import errors
from portico.pipeline.models import Submission
from tests.isolation.grid import cells, listed
from tests.isolation.trying import Trial, trial
from tests.prepared import ask_plainly

pytestmark = pytest.mark.django_db
Patch = pytest.MonkeyPatch


def tried(person: Trial, names: Iterable[str]) -> str:
    """What these addresses did wrong."""
    for route in listed():
        if route.name in names:
            missing: dict[str, Any] = {}
            for cell in cells(person.world, person.actor, route):
                for method in ("GET", "POST"):
                    person.cell(cell, method, missing)
    return "\n".join(person.wrong)


def open_doors(patch: Patch) -> None:
    """Everybody sees the rows of every agency."""
    ask_plainly(patch)
    patch.setattr(OwnedQuerySet, "visible_to", lambda rows, _member: rows.all())


def test_without_holes_these_addresses_do_nothing_wrong(mirror: World) -> None:
    assert tried(trial(mirror, "B owner"), ["backoffice:candidate", "backoffice:note_delete"]) == ""


def test_a_door_left_open_is_found_by_status_words_and_changed_rows(mirror: World, monkeypatch: Patch) -> None:
    open_doors(monkeypatch)
    monkeypatch.setattr(Owned, "check_neighbors", lambda *_row: None)

    wrong = tried(trial(mirror, "B owner"), ["backoffice:candidate", "backoffice:candidate_archive"])

    assert "GET backoffice:candidate (other agency)" in wrong
    assert "reads canarya" in wrong
    assert "changed the other agency's" in wrong
    assert "candidates_candidate" in wrong
    assert "linked two agencies in ['records.Event" in wrong


def test_behind_an_open_door_no_row_is_still_saved_beside_another_agencys(mirror: World, monkeypatch: Patch) -> None:
    open_doors(monkeypatch)
    person = trial(mirror, "B owner")

    wrong = tried(person, ["backoffice:candidate_archive"])

    assert "answers otherwise than for nobody's row" in wrong
    assert "changed the other agency's" not in wrong


@pytest.mark.parametrize(
    ("model", "method", "who", "name"),
    [
        ("portico.pipeline.submissions.SubmissionQuerySet", "seen_by_client", "c1", "client_portal:submission"),
        ("portico.portals.models.JobShareQuerySet", "seen_by_client", "c2", "client_portal:job"),
        ("portico.pipeline.interviews.InterviewQuerySet", "seen_by_candidate", "k1", "candidate_portal:interview"),
        ("portico.jobs.models.JobQuerySet", "seen_by_staff", "limited recruiter", "backoffice:job"),
    ],
)
def test_a_door_open_to_colleagues_is_found(
    mirror: World, monkeypatch: Patch, model: str, method: str, who: str, name: str
) -> None:
    ask_plainly(monkeypatch)
    monkeypatch.setattr(f"{model}.{method}", lambda rows, _member: rows)

    assert f"{name} (not mine)" in tried(trial(mirror, who), [name])


def test_a_gate_left_open_is_found(mirror: World, monkeypatch: Patch) -> None:
    monkeypatch.setattr("portico.agencies.models.Member.may", lambda _member, _need: True)

    assert "backoffice:candidate_edit" in tried(trial(mirror, "read-only"), ["backoffice:candidate_edit"])


def test_an_answer_that_tells_foreign_from_missing_is_found(mirror: World, monkeypatch: Patch) -> None:
    person = trial(mirror, "owner")
    theirs = {str(thing.id) for thing in mirror.things if thing.agency != "A"}
    plain: Callable[..., Any] = errors.plain

    def telling(request: Any, *args: Any) -> Any:
        answer = plain(request, *args)
        if any(part in theirs for part in request.path.split("/")):
            answer.content += b" of somebody else"
        return answer

    monkeypatch.setattr("portico.kit.errors.plain", telling)

    assert "answers otherwise than for nobody's row" in tried(person, ["backoffice:job"])


def test_a_word_where_it_does_not_belong_is_found(mirror: World) -> None:
    other = next(one for one in mirror.canaries if one.agency == "A" and one.field == "job.internal_notes")
    Submission.objects.filter(agency=mirror.casts["A"].agency).update(summary=f"Calm. {other.word}")

    assert f"reads {other.word}, job.internal_notes of A" in tried(trial(mirror, "c1"), ["client_portal:submission"])


def test_a_row_that_points_to_the_other_agencys_is_found(mirror: World, monkeypatch: Patch) -> None:
    """The forms would save it, were doors and neighbors not looked at."""
    open_doors(monkeypatch)
    monkeypatch.setattr(Owned, "check_neighbors", lambda *_row: None)
    person = trial(mirror, "owner")
    job = next(thing.id for thing in mirror.things if thing.kind == "jobs.Job" and thing.agency == "A")
    theirs = next(thing.id for thing in mirror.things if thing.kind == "candidates.Candidate" and thing.agency == "B")
    stage = Stage.first(mirror.casts["A"].agency.pk, Stage.Kind.SOURCED)

    answer, tables = person.send("POST", f"/desk/jobs/{job}/candidates/", {"pick": theirs, "to": stage.pk})
    person.look_after("add", tables, denied=False)

    assert "linked two agencies in ['pipeline.Application.candidate'" in "\n".join(person.wrong), answer.status_code
