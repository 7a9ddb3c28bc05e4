"""The demo world loads from its files, tells a story in every stage, and leaves nothing to be done late."""

from collections.abc import Generator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from demo import dates, mailbox, world
from demo.people import ACME, PEOPLE, member_behind
from portico.access.models import AccessLink, Purpose
from portico.agencies.models import Agency, Member
from portico.backoffice.reading.today import waiting
from portico.candidates.models import Candidate
from portico.clients.models import Contact, Organization
from portico.jobs.models import Job
from portico.jobs.stages import Stage
from portico.kit.times import now
from portico.messaging.models import Email
from portico.pipeline.models import Application, Placement, Submission
from portico.portals.models import JobShare, Seat
from portico.records.models import Document, Event, LongTask
from tests.desk import browser_of

pytestmark = pytest.mark.only_on("sqlite")  # the demo is one command, on SQLite
LINES: list[str] = []


@pytest.fixture(scope="module")
def world_there(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Generator[None, None, None]:
    """The world, loaded once for all tests here, and taken away afterwards."""
    place: Path = tmp_path_factory.mktemp("demo")
    folder = {"default": {"BACKEND": "portico.messaging.folder.FolderBackend"}}
    mail = {"MAILERS": folder, "MAIL_FOLDER": place / "mail"}
    with override_settings(MEDIA_ROOT=place / "files", **mail):
        with django_db_blocker.unblock():
            world.load(LINES.append)
        yield
        with django_db_blocker.unblock():
            call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def loaded(world_there: None, db: None) -> Agency:
    """Acme Staffing as the demo shows it."""
    return Agency.objects.get(host=ACME)


def test_there_is_as_much_as_an_agency_has(loaded: Agency) -> None:
    counts = {
        kind.__name__: kind.objects.filter(agency=loaded).count() for kind in (Organization, Contact, Job, Candidate)
    }
    least = {"Organization": 8, "Contact": 20, "Job": 25, "Candidate": 300}
    assert {name: counts[name] >= number for name, number in least.items()} == dict.fromkeys(least, True)
    assert Document.objects.filter(agency=loaded, kind="candidates.candidate").count() >= 40
    assert Candidate.objects.filter(agency=loaded).values("country").distinct().count() >= 15


def test_there_are_candidates_in_every_stage_and_every_ending(loaded: Agency) -> None:
    held = set(Application.objects.filter(agency=loaded).values_list("stage__name", flat=True))
    assert held == set(Stage.objects.filter(agency=loaded).values_list("name", flat=True))
    assert set(Application.objects.filter(agency=loaded).values_list("status", flat=True)) >= {
        "open",
        "rejected",
        "withdrawn",
        "placed",
    }
    assert Placement.objects.filter(agency=loaded).count() >= 10


def test_the_history_is_half_a_year_long_ends_in_the_last_days_and_never_lies_ahead(loaded: Agency) -> None:
    moves = Event.objects.filter(agency=loaded, verb__startswith="application.")
    first, last = moves.order_by("at")[0].at, moves.order_by("-at")[0].at
    assert last - first > timedelta(days=150)
    assert now() - last < timedelta(days=8)
    assert not Event.objects.filter(at__gt=now()).exists()
    assert not Event.objects.filter(agency=loaded, verb="application.moved", imported=False, by=None).exists()


def test_everybody_one_can_be_is_there_and_gets_a_page(loaded: Agency) -> None:
    starts = {"staff": "/desk/", "client": "/client/", "candidate": "/me/"}
    for person in PEOPLE:
        member = member_behind(person)
        assert member is not None, person
        assert member.is_in, person
        assert browser_of(member).get(starts[person.side]).status_code == 200, person


def test_something_waits_for_the_recruiter(loaded: Agency) -> None:
    rosa = Member.objects.select_related("user", "agency").get(agency=loaded, user__email="rosa.delgado@acme.example")
    words = " ".join(item.what for group in waiting(rosa) for item in [*group.first, *group.more])
    for part in ("approved", "moved", "applied for", "not answered", "expired", "suspended", "refused"):
        assert part in words, part


def test_clients_have_shares_submissions_and_said_something(loaded: Agency) -> None:
    assert JobShare.objects.filter(agency=loaded).live().count() == 5
    assert Submission.objects.filter(agency=loaded).count() == 25
    assert set(Submission.objects.filter(agency=loaded).values_list("decision", flat=True)) == set(
        Submission.Decision.values
    )
    jonas = Seat.objects.get(contact__email="jonas.berg@northwind.example")
    assert (jonas.all_jobs, [share.job.reference for share in jonas.shares.all()]) == (False, ["J-2001"])


def test_no_mail_waits_and_each_was_delivered_at_its_time(loaded: Agency) -> None:
    assert not Email.objects.waiting().exists()
    mails = mailbox.newest(500)
    assert len(mails) == Email.objects.count() > 50
    assert all(mail.at is not None and mail.at <= now() for mail in mails)
    assert [mail.at for mail in mails] == sorted((mail.at for mail in mails if mail.at), reverse=True)
    late = [mail for mail in Email.objects.all() if mail.sent_at and mail.sent_at - mail.created > timedelta(minutes=2)]
    assert late == []


def test_who_was_invited_has_a_link_that_fits(loaded: Agency) -> None:
    states = {
        contact.email.partition("@")[0]: contact.member.status
        for contact in Contact.objects.filter(agency=loaded, member__isnull=False).select_related("member")
        if contact.member
    }
    assert states["una.fitzgibbon"] == Member.Status.EXPIRED
    assert states["carys.llewellyn"] == Member.Status.SUSPENDED
    assert states["leonie.achterberg"] == Member.Status.INVITED
    lasting = AccessLink.objects.filter(agency=loaded, purpose=Purpose.LASTING).open(now())
    assert lasting.filter(member__user__email="maya.lindqvist@northwind.example").exists()


def test_the_demos_own_files_have_no_bad_rows_but_for_the_one_that_shows_them(loaded: Agency) -> None:
    task = LongTask.objects.get(agency=loaded, task_kind="import")
    assert (task.status, task.figures["refused"], bool(task.refused_key)) == (LongTask.Status.DONE, 5, True)


def test_the_rival_has_its_own_people_of_the_same_name(loaded: Agency) -> None:
    mayas = Contact.objects.filter(email="maya.lindqvist@northwind.example").values_list("agency__name", flat=True)
    assert set(mayas) == {"Acme Staffing", "Rival Talent"}
    colors = set(Agency.objects.values_list("brand_color", flat=True))
    assert len(colors) == Agency.objects.exclude(logo_key="").count() == 2


def test_loading_again_does_nothing_and_a_fresh_one_only_in_the_demo(loaded: Agency, settings: Any) -> None:
    before = Event.objects.count()
    call_command("demo_world")
    assert Event.objects.count() == before
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("demo_world", "--fresh")


def test_it_tells_how_it_is_getting_on(loaded: Agency) -> None:
    assert any("366 candidates" in line for line in LINES)


def test_dates_move_by_whole_weeks_and_nothing_else_moves() -> None:
    text = "2026-11-20 17:45,22 Mar 2024,J-2026-1,+44 2026 11"
    assert dates.shifted(text, timedelta(weeks=1)) == "2026-11-27 17:45,29 Mar 2024,J-2026-1,+44 2026 11"


def test_the_page_of_people_stands(loaded: Agency) -> None:
    assert Client(headers={"host": ACME}).get("/sign-in/").status_code == 200
