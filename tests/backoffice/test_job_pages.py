"""Pages of jobs: the list, the form, the deeds, and who gets what."""

import re

import pytest
from django.test import Client

from portico.jobs.models import Job
from portico.portals.models import JobShare
from tests.desk import browser_of, hidden_in, text_of
from tests.world import Acme


@pytest.fixture
def rosa(acme: Acme) -> Client:
    return browser_of(acme.recruiter)


def pages(acme: Acme) -> list[str]:
    """Every page about jobs that can be read."""
    job, application = f"/desk/jobs/{acme.job.pk}/", f"/desk/applications/{acme.application.pk}/"
    share = f"/desk/shares/{acme.share.pk}/"
    return [
        "/desk/jobs/",
        "/desk/jobs/?q=porter&status=open&owner=me&sort=-in_process",
        f"/desk/jobs/?organization={acme.northwind.pk}",
        "/desk/jobs/add/",
        job,
        f"{job}?view=table",
        f"{job}?show=ended",
        f"{job}?do=close",
        f"{job}edit/",
        f"{job}candidates/?q=Elena",
        f"{job}share/",
        f"/desk/jobs/{acme.draft_job.pk}/share/",
        f"/desk/jobs/{acme.draft_job.pk}/",
        application,
        *(f"{application}?do={deed}" for deed in ("move", "reject", "withdraw", "place")),
        share,
        f"{share}candidates/",
        f"{share}publish/",
        f"/desk/submissions/{acme.submission.pk}/",
        "/desk/settings/stages/",
    ]


def job_words(acme: Acme, **changes: object) -> dict[str, object]:
    """What the job's form sends."""
    words = {
        "title": "Night porter",
        "organization": f"Northwind Logistics #{acme.northwind.pk}",
        "primary_contact": f"Maya Lindqvist #{acme.maya_contact.pk}",
        "type": "permanent",
        "openings": "1",
        "owner": acme.recruiter.pk,
    }
    return {**words, **changes}


def test_every_page_of_a_job_opens(acme: Acme, rosa: Client) -> None:
    for address in pages(acme):
        assert rosa.get(address).status_code == 200, address


def test_nothing_of_another_agency_opens(acme: Acme) -> None:
    stranger = browser_of(acme.theirs.owner)
    for address in pages(acme):
        if str(acme.job.pk) in address or "/applications/" in address or "/shares/" in address:
            assert stranger.get(address).status_code == 404, address


def test_the_list_finds_by_words_and_filters(acme: Acme, rosa: Client) -> None:
    found = text_of(rosa.get("/desk/jobs/", {"q": "porter", "status": "open"}))
    assert "Night porter" in found
    assert "Charge nurse" not in found


def test_the_export_holds_what_the_list_shows(acme: Acme, rosa: Client) -> None:
    response = rosa.get("/desk/jobs/", {"q": "porter", "export": "csv"})
    lines = b"".join(response).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Job,Organization")
    assert [line.split(",")[0] for line in lines[1:]] == ["Night porter"]
    assert re.search(r",\d{4}-\d\d-\d\d \d\d:\d\d,", lines[1]), "times as people write them"
    assert browser_of(acme.reader).get("/desk/jobs/?export=csv").status_code == 403


@pytest.mark.parametrize("query", ["sort=nonsense", "status=x", "owner=x", "after=x", "type=%00"])
def test_nonsense_in_the_lists_address_is_a_bad_request(rosa: Client, query: str) -> None:
    assert rosa.get(f"/desk/jobs/?{query}").status_code == 400


@pytest.mark.parametrize("query", ["view=x", "show=x"])
def test_nonsense_in_the_pages_address_is_a_bad_request(acme: Acme, rosa: Client, query: str) -> None:
    assert rosa.get(f"/desk/jobs/{acme.job.pk}/?{query}").status_code == 400


def test_pay_shows_only_to_those_who_may_see_money(acme: Acme, rosa: Client) -> None:
    acme.job.team.add(acme.consultant)
    address = f"/desk/jobs/{acme.job.pk}/"

    assert "£30,123" in text_of(rosa.get(address))
    assert "£30,123" in text_of(browser_of(acme.finance).get(address))
    for somebody in (acme.consultant, acme.reader):
        assert "30,123" not in text_of(browser_of(somebody).get(address)), somebody.name
    assert "pay_from" not in text_of(browser_of(acme.consultant).get(f"{address}edit/"))


def test_a_consultant_gets_only_their_own_jobs(acme: Acme) -> None:
    dana = browser_of(acme.consultant)
    assert dana.get(f"/desk/jobs/{acme.job.pk}/").status_code == 404
    assert dana.get(f"/desk/applications/{acme.application.pk}/").status_code == 404

    acme.job.team.add(acme.consultant)
    assert dana.get(f"/desk/jobs/{acme.job.pk}/").status_code == 200
    assert dana.get(f"/desk/jobs/{acme.other_job.pk}/").status_code == 404
    assert "Charge nurse" not in text_of(dana.get("/desk/jobs/"))


def test_readers_and_finance_act_on_nothing(acme: Acme) -> None:
    for somebody in (acme.reader, acme.finance):
        browser = browser_of(somebody)
        page = text_of(browser.get(f"/desk/jobs/{acme.job.pk}/"))
        assert "Submit Candidate" not in page
        assert "data-board-move" not in page
        deeds = ["hold", "close", "archive", "applications", "share"]
        for address in [
            *(f"/desk/jobs/{acme.job.pk}/{deed}/" for deed in deeds),
            *(f"/desk/applications/{acme.application.pk}/{deed}/" for deed in ("move", "reject", "place", "undo")),
            *(f"/desk/shares/{acme.share.pk}/{deed}/" for deed in ("pause", "end", "publish", "notify")),
        ]:
            assert browser.post(address).status_code == 403, address


def test_a_job_is_added(acme: Acme, rosa: Client) -> None:
    response = rosa.post("/desk/jobs/add/", job_words(acme, title="Ward nurse"))

    job = Job.objects.get(title="Ward nurse")
    assert response.url == f"/desk/jobs/{job.pk}/"  # type: ignore[attr-defined]
    assert (job.status, job.organization, job.primary_contact) == ("open", acme.northwind, acme.maya_contact)


def test_a_consultant_sees_the_job_they_add(acme: Acme) -> None:
    words = job_words(acme, title="Ward nurse", owner=acme.recruiter.pk)
    response = browser_of(acme.consultant).post("/desk/jobs/add/", words, follow=True)

    assert response.status_code == 200
    assert acme.consultant in Job.objects.get(title="Ward nurse").team.all()


def test_the_form_keeps_what_was_typed_when_something_is_wrong(acme: Acme, rosa: Client) -> None:
    words = job_words(acme, title="", description="Typed with care", organization="Nowhere Ltd", openings="-3")
    response = rosa.post("/desk/jobs/add/", words)

    assert response.status_code == 422
    page = text_of(response)
    assert "Typed with care" in page
    assert "Nowhere Ltd" in page


def test_the_contact_must_belong_to_the_organization(acme: Acme, rosa: Client) -> None:
    words = job_words(acme, primary_contact=f"Priya Raman #{acme.priya_contact.pk}")
    response = rosa.post("/desk/jobs/add/", words)

    assert response.status_code == 422
    assert "Priya Raman belongs to Helix Health." in text_of(response)


def test_changing_the_client_of_a_shared_job_asks_what_becomes_of_the_share(acme: Acme, rosa: Client) -> None:
    address = f"/desk/jobs/{acme.job.pk}/edit/"
    helix = {
        "organization": f"Helix Health #{acme.helix.pk}",
        "primary_contact": f"Priya Raman #{acme.priya_contact.pk}",
    }
    asked = rosa.post(address, job_words(acme, **helix))
    assert asked.status_code == 422
    assert "Stop sharing at once" in text_of(asked)
    assert Job.objects.get(pk=acme.job.pk).organization == acme.northwind

    rosa.post(address, job_words(acme, **helix, shares="end"))
    assert Job.objects.get(pk=acme.job.pk).organization == acme.helix
    assert not JobShare.objects.visible_to(acme.maya).exists()


def test_two_people_who_edit_different_fields_both_keep_their_change(acme: Acme, rosa: Client) -> None:
    address = f"/desk/jobs/{acme.job.pk}/edit/"
    seen = hidden_in(rosa.get(address), "seen")
    whole = job_words(
        acme, seen=seen, location="London, on site", city="London", description="Keep the doors at night."
    )
    whole |= {"internal_notes": "CANARY internal notes", "pay_from": "30123", "pay_to": "34567"}
    whole |= {"pay_currency": "GBP", "pay_per": "year"}

    assert rosa.post(address, {**whole, "city": "Leeds"}).status_code == 302
    assert browser_of(acme.owner).post(address, {**whole, "location": "Leeds, hybrid"}).status_code == 302
    there = Job.objects.get(pk=acme.job.pk)
    assert (there.city, there.location) == ("Leeds", "Leeds, hybrid")

    clash = browser_of(acme.owner).post(address, {**whole, "city": "Bath"})
    assert clash.status_code == 409
    assert "city is now “Leeds”" in text_of(clash)
    assert 'value="Bath"' in text_of(clash)


def test_a_deed_at_the_wrong_time_is_a_sentence_on_the_page(acme: Acme, rosa: Client) -> None:
    response = rosa.post(f"/desk/jobs/{acme.draft_job.pk}/hold/")

    assert response.status_code == 409
    assert "is draft and cannot become on hold" in text_of(response)


def test_a_job_is_filled_and_its_applications_end(acme: Acme, rosa: Client) -> None:
    page = text_of(rosa.post(f"/desk/jobs/{acme.job.pk}/close/", {"filled": "yes"}, follow=True))

    assert "Night porter is filled. 2 applications ended with it." in page
    assert 'class="board' not in page, "an empty board says nothing: who ended stands there"
    assert 'class="board' in text_of(rosa.get(f"/desk/jobs/{acme.job.pk}/?view=board"))


def test_only_managers_delete_and_only_what_nothing_hangs_on(acme: Acme, rosa: Client) -> None:
    assert rosa.post(f"/desk/jobs/{acme.draft_job.pk}/delete/").status_code == 403

    owner = browser_of(acme.owner)
    refused = owner.post(f"/desk/jobs/{acme.job.pk}/delete/")
    assert refused.status_code == 409
    assert "Archive it instead" in text_of(refused)
    assert owner.post(f"/desk/jobs/{acme.draft_job.pk}/delete/").status_code == 302
    assert not Job.objects.filter(pk=acme.draft_job.pk).exists()


@pytest.mark.parametrize("value", ["\0", "x" * 30_000, "9" * 40, "-1", "٣", "<script>", "#99999999999999999999"])
def test_nonsense_in_the_job_form_is_never_an_error_of_ours(acme: Acme, rosa: Client, value: str) -> None:
    for address in ("/desk/jobs/add/", f"/desk/jobs/{acme.job.pk}/edit/"):
        for name in (*job_words(acme), "seen", "team", "team_seen", "pay_from", "target", "shares", "description"):
            assert rosa.post(address, job_words(acme, **{name: value})).status_code in {302, 409, 422}, (address, name)


def test_numbers_beyond_the_database_are_not_found(rosa: Client) -> None:
    for address in ("/desk/jobs/99999999999999999999/", "/desk/applications/999999999999999999/", "/desk/shares/0/"):
        assert rosa.get(address).status_code == 404


def test_a_job_without_candidates_says_what_to_do_next(acme: Acme, rosa: Client) -> None:
    draft = f"/desk/jobs/{acme.draft_job.pk}/"
    assert "Once the job is open, candidates can be put on it." in text_of(rosa.get(draft))
    acme.draft_job.open(by=acme.recruiter)
    opened = text_of(rosa.get(draft))
    assert "Search your candidates by name, skill or place" in opened
    assert f"{draft}candidates/" in opened
