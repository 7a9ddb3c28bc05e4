"""Importing applications, one row a step: the story they tell, and that it is told once."""

import pytest

from portico.candidates.models import Candidate
from portico.jobs.models import Job
from portico.pipeline.models import Application, Move, Placement
from tests.imports.loading import events_of, load
from tests.world import Acme

HEAD = "Candidate Email,Job ID,Stage,Date,Remark,By\r\n"
STEPS = [
    "mira@example.com,J-1,Applied,2026-07-24 16:35,By the sign in the window,",
    "mira@example.com,J-1,Screening,2026-08-06 10:50,,Rosa Delgado",
    "mira@example.com,J-1,interview,2026-08-20 09:12,Half a day,Somebody who left",
]


@pytest.fixture(autouse=True)
def mira(acme: Acme) -> Candidate:
    Job.objects.filter(pk=acme.job.pk).update(reference="J-1")
    return Candidate(agency=acme.agency, first_name="Mira", last_name="Østby", email="mira@example.com").add(by=None)


def lines(*rows: str) -> str:
    return HEAD + "".join(f"{row}\r\n" for row in rows)


def application(acme: Acme) -> Application:
    return Application.objects.select_related("stage").get(candidate__email="mira@example.com", agency=acme.agency)


def steps(acme: Acme) -> list[tuple[str, str, str]]:
    moves = Move.objects.filter(application=application(acme)).select_related("from_stage", "to_stage")
    return [(move.from_stage.name if move.from_stage else "", move.to_stage.name, move.by_name) for move in moves]


def test_rows_become_an_application_with_its_steps(acme: Acme) -> None:
    assert load(acme.agency, "applications", lines(*STEPS)).counts == (3, 0, 0, 0)

    found = application(acme)
    assert (found.status, found.stage.name, str(found.stage_since)) == (
        "open",
        "Interview",
        "2026-08-20 08:12:00+00:00",
    )
    assert steps(acme) == [
        ("", "Applied", ""),
        ("Applied", "Screening", "Rosa Delgado"),
        ("Screening", "Interview", "Somebody who left"),
    ]
    assert Move.objects.get(application=found, to_stage__name="Screening").by == acme.recruiter


def test_events_keep_their_dates_and_are_marked_as_imported(acme: Acme, mira: Candidate) -> None:
    load(acme.agency, "applications", lines(*STEPS))

    told = [event for event in events_of(mira) if event.imported]
    assert [(str(event.at.date()), str(event)) for event in told] == [
        ("2026-07-24", "added Mira Østby to Night porter in Applied"),
        ("2026-08-06", "moved Mira Østby from Applied to Screening for Night porter"),
        ("2026-08-20", "moved Mira Østby from Screening to Interview for Night porter"),
    ]
    assert told == events_of(application(acme))


def test_the_same_step_is_never_told_twice(acme: Acme) -> None:
    load(acme.agency, "applications", lines(*STEPS[:2]))

    assert load(acme.agency, "applications", lines(*STEPS)).counts == (1, 0, 2, 0)
    assert load(acme.agency, "applications", lines(*STEPS, STEPS[0])).counts == (0, 0, 4, 0)
    assert len(steps(acme)) == len(events_of(application(acme))) == 3


def test_steps_come_into_the_order_of_time_also_from_later_files(acme: Acme) -> None:
    load(acme.agency, "applications", lines(STEPS[2], STEPS[0]))
    load(acme.agency, "applications", lines(STEPS[1]))

    assert [step[:2] for step in steps(acme)] == [("", "Applied"), ("Applied", "Screening"), ("Screening", "Interview")]
    assert application(acme).stage.name == "Interview"


def test_a_run_ends_as_rejected_or_withdrawn_with_its_reason(acme: Acme) -> None:
    end = "mira@example.com,J-1,Rejected,2026-08-25 09:00,Not enough experience,Rosa Delgado"
    assert load(acme.agency, "applications", lines(*STEPS, end)).counts == (4, 0, 0, 0)
    assert load(acme.agency, "applications", lines(*STEPS, end)).counts == (0, 0, 4, 0)

    found = application(acme)
    assert (found.status, found.stage.name, found.reason) == ("rejected", "Interview", "Not enough experience")
    assert str(events_of(found)[-1]) == "rejected Mira Østby for Night porter: Not enough experience"


def test_a_step_after_the_end_takes_the_run_up_again(acme: Acme) -> None:
    end = "mira@example.com,J-1,Withdrawn,2026-08-25 09:00,,"
    more = "mira@example.com,J-1,Offer,2026-09-01 09:00,,"
    load(acme.agency, "applications", lines(*STEPS, end))
    load(acme.agency, "applications", lines(more))

    found = application(acme)
    assert (found.status, found.stage.name, found.reason) == ("open", "Offer", "")
    assert "application.open" in [event.verb for event in events_of(found)]


def test_what_people_did_since_is_not_undone(acme: Acme) -> None:
    end = "mira@example.com,J-1,Rejected,2026-08-25 09:00,,"
    load(acme.agency, "applications", lines(*STEPS, end))
    application(acme).reopen(by=acme.recruiter)
    early = "mira@example.com,J-1,Sourced,2026-07-20 09:00,,"

    assert load(acme.agency, "applications", lines(early, *STEPS, end)).counts == (1, 0, 4, 0)
    assert application(acme).status == "open"


def test_placed_makes_a_placement(acme: Acme) -> None:
    head = "Candidate Email,Job ID,Stage,Date,Start Date\r\n"
    row = "mira@example.com,J-1,Hired,2026-09-07 09:40,2026-10-01\r\n"
    load(acme.agency, "applications", head + row)
    load(acme.agency, "applications", head + row)

    placement = Placement.objects.get(agency=acme.agency)
    assert (str(placement.start), str(placement.made.date())) == ("2026-10-01", "2026-09-07")
    assert (application(acme).status, application(acme).stage.name) == ("placed", "Placed")


def test_without_a_start_date_the_day_of_the_step_is_the_first(acme: Acme) -> None:
    load(acme.agency, "applications", lines("mira@example.com,J-1,Placed,2026-09-07 09:40,,"))

    assert str(Placement.objects.get(agency=acme.agency).start) == "2026-09-07"


def test_a_run_that_is_open_on_a_closed_job_ended_with_it(acme: Acme) -> None:
    Job.objects.filter(pk=acme.job.pk).update(status=Job.Status.FILLED)
    load(acme.agency, "applications", lines(*STEPS))

    assert application(acme).status == "job_closed"
    assert load(acme.agency, "applications", lines(*STEPS)).counts == (0, 0, 3, 0)


def test_steps_without_dates_are_known_by_their_stage(acme: Acme) -> None:
    text = "Candidate Email,Job ID,Stage\r\nmira@example.com,J-1,Screening\r\n"

    assert load(acme.agency, "applications", text).counts == (1, 0, 0, 0)
    assert load(acme.agency, "applications", text).counts == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("who@example.com,J-1,Applied,2026-07-24,,", "There is no candidate “who@example.com”."),
        ("mira@example.com,J-9,Applied,2026-07-24,,", "There is no job “J-9”."),
        ("mira@example.com,J-1,Somewhere,2026-07-24,,", "There is no stage “Somewhere”. Your stages are: Sourced,"),
        ("mira@example.com,J-1,Applied,2026-02-30,,", "is not in the calendar."),
        ("mira@example.com,,Applied,2026-07-24,,", "This row does not say which job."),
        (f"mira@example.com,J-1,Applied,2026-07-24,{'x' * 2001},", "The remark is longer than 2,000 characters."),
    ],
)
def test_a_step_that_cannot_be_is_refused_and_says_why(acme: Acme, row: str, why: str) -> None:
    loaded = load(acme.agency, "applications", lines(*STEPS, row))

    assert loaded.counts == (3, 0, 0, 1)
    assert why in loaded.refused


def test_another_agencys_candidate_and_job_are_unknown(acme: Acme) -> None:
    Job.objects.filter(pk=acme.theirs.job.pk).update(reference="J-77")
    loaded = load(acme.agency, "applications", lines("mira@example.com,J-77,Applied,2026-07-24,,"))

    assert (
        loaded.counts,
        Application.objects.filter(job=acme.theirs.job, candidate__email="mira@example.com").count(),
    ) == (
        (0, 0, 0, 1),
        0,
    )
