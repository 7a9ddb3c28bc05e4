"""The pages on the audit log and on visits of the support, for those who run the agency."""

from datetime import timedelta
from typing import Any

from portico.access.models import SupportVisit
from portico.kit.times import at_time, now
from portico.records.blanking import blank
from portico.records.events import record
from portico.records.models import Event, LongTask
from tests.audit_rows import support_visit
from tests.desk import browser_of, text_of
from tests.world import Acme

LOG = "/desk/settings/audit/"


def test_the_log_says_who_did_what_on_which_record_and_from_where(acme: Acme) -> None:
    browser = browser_of(acme.recruiter)
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
    browser.post(f"/desk/candidates/{acme.dario.pk}/archive/", headers={"user-agent": agent})
    event = Event.objects.get(verb="candidate.archived")
    assert (event.address, event.agent) == ("127.0.0.0/24", "Firefox on Windows")
    page = text_of(browser_of(acme.owner).get(LOG))
    assert all(words in page for words in (acme.recruiter.name, str(acme.dario), "Firefox on Windows", "127.0.0.0/24"))


def test_the_log_is_narrowed_by_person_kind_of_deed_days_and_record(acme: Acme) -> None:
    record(acme.dario, "candidate.archived", by=acme.recruiter)
    record(acme.job, "job.archived", by=acme.owner)
    browser = browser_of(acme.owner)

    def rows(query: str) -> str:
        return text_of(browser.get(f"{LOG}?{query}", headers={"HX-Request": "true", "HX-Target": "rows"}))

    assert "<time" in rows(f"who={acme.recruiter.pk}") or str(acme.dario) in rows(f"who={acme.recruiter.pk}")
    assert acme.owner.name not in rows(f"who={acme.recruiter.pk}&group=candidates")
    assert str(acme.dario) in rows("group=candidates")
    assert f"/desk/candidates/{acme.dario.pk}/" not in rows("group=jobs")
    assert "Nothing fits" in rows("last=2001-01-01")
    assert f"/desk/jobs/{acme.job.pk}/" not in rows(f"record=candidates.candidate:{acme.dario.pk}&group=candidates")
    for nonsense in (
        "who=x",
        "group=x",
        "first=2026-13-40",
        "record=x:1",
        "record=jobs.job:9999999999999999999",
        "sort=x",
    ):
        assert browser.get(f"{LOG}?{nonsense}").status_code == 400, nonsense


def test_what_an_erasure_took_away_is_said(acme: Acme) -> None:
    event = record(acme.dario, "candidate.archived", by=acme.recruiter)
    blank({event.pk: {"by_name": "Erased person 7"}})
    assert "Its words went with an erased person." in text_of(browser_of(acme.owner).get(LOG))


def test_the_log_becomes_a_file_for_who_asked_for_it(acme: Acme, run_tasks: Any) -> None:
    record(acme.dario, "candidate.archived", by=acme.recruiter)
    browser = browser_of(acme.owner)
    browser.post(f"{LOG}export/", {"group": "candidates"})
    run_tasks()
    task = LongTask.objects.get(task_kind="export_audit")
    assert str(task.status) == "done", task.said
    lines = b"".join(browser.get(f"{LOG}files/{task.pk}/")).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Number,When (UTC),Who,")
    assert any("candidate.archived" in line and acme.recruiter.name in line for line in lines)
    assert Event.objects.filter(verb="audit.exported", by=acme.owner).exists()


def test_the_file_is_there_for_nobody_else_and_after_ten_minutes_they_are_asked_who_they_are(acme: Acme) -> None:
    browser = browser_of(acme.owner)
    colleague = acme.recruiter
    colleague.role = acme.owner.role
    colleague.save()
    browser.post(f"{LOG}export/")
    task = LongTask.objects.get(task_kind="export_audit")
    assert browser_of(colleague).get(f"{LOG}files/{task.pk}/").status_code == 404

    with at_time(now() + timedelta(minutes=11)):
        assert "Is it you?" in text_of(browser.post(f"{LOG}export/"))
    assert LongTask.objects.filter(task_kind="export_audit").count() == 1


def test_a_list_taken_away_and_a_wrong_password_stand_in_the_log(acme: Acme) -> None:
    browser_of(acme.owner).get("/desk/jobs/?export=csv")
    assert Event.objects.filter(verb="list.exported", by=acme.owner).exists()
    browser_of(acme.owner).post("/sign-in/", {"email": acme.recruiter.email, "password": "wrong", "how": "password"})
    failed = Event.objects.filter(verb="agency.sign_in_failed")
    assert [event.details["mailbox"] for event in failed] == [
        f"{acme.recruiter.email[0]}•••@{acme.recruiter.email.split('@')[1]}"
    ]


def test_owners_see_visits_of_the_support_end_them_and_keep_it_out(acme: Acme) -> None:
    visit = support_visit(acme)
    browser = browser_of(acme.owner)
    assert "Link not used yet" in text_of(browser.get("/desk/settings/support/"))
    browser.post(f"/desk/settings/support/{visit.pk}/end/")
    assert SupportVisit.objects.get().ended_by == acme.owner
    browser.post("/desk/settings/support/allow/", {"allowed": ""})
    acme.agency.refresh_from_db()
    assert not acme.agency.support_allowed
    assert "Kept out" in text_of(browser.get("/desk/settings/support/"))
    assert Event.objects.filter(verb="support.forbidden", by=acme.owner).exists()
