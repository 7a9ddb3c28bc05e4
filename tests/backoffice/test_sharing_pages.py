"""Submit Candidate → Online Candidate List, from what is missing to the published candidates, and managing a share."""

import pytest
from django.test import Client

from portico.clients.models import Contact
from portico.jobs.models import Job
from portico.messaging.models import Email
from portico.pipeline.models import Submission
from portico.portals.models import JobShare
from tests.desk import browser_of, hidden_in, text_of
from tests.world import Acme


@pytest.fixture
def rosa(acme: Acme) -> Client:
    return browser_of(acme.recruiter)


def test_what_is_missing_is_listed_with_a_link_to_mend_it(acme: Acme, rosa: Client) -> None:
    page = text_of(rosa.get(f"/desk/jobs/{acme.draft_job.pk}/submit/", follow=True))

    assert "The job is not active." in page
    assert "The job has no primary contact." in page
    assert f"/desk/jobs/{acme.draft_job.pk}/edit/#id_primary_contact" in page

    Contact.objects.filter(pk=acme.maya_contact.pk).update(organization=None)
    page = text_of(rosa.get(f"/desk/jobs/{acme.job.pk}/share/"))
    assert f"/desk/contacts/{acme.maya_contact.pk}/edit/" in page


def test_a_post_past_what_is_missing_shares_nothing(acme: Acme, rosa: Client) -> None:
    response = rosa.post(f"/desk/jobs/{acme.draft_job.pk}/share/", {"fields_shown": ["headline"]})

    assert response.status_code == 409
    assert not JobShare.objects.filter(job=acme.draft_job).exists()


def test_a_job_that_is_not_shared_says_so(acme: Acme, rosa: Client) -> None:
    acme.share.end(by=acme.recruiter)

    assert "Not on Client Portal" in text_of(rosa.get(f"/desk/jobs/{acme.job.pk}/"))


def test_the_whole_way_from_sharing_to_publishing(acme: Acme, rosa: Client) -> None:
    JobShare.objects.filter(pk=acme.share.pk).delete()
    step = rosa.post(f"/desk/jobs/{acme.job.pk}/share/", {"fields_shown": ["headline", "position"], "downloads": "on"})
    share = JobShare.objects.get(job=acme.job)
    assert step.url == f"/desk/shares/{share.pk}/candidates/"  # type: ignore[attr-defined]
    assert (share.status, share.fields, share.downloads) == ("draft", ["headline", "position"], True)

    step = rosa.post(f"/desk/shares/{share.pk}/candidates/", {"applications": [acme.application.pk]})
    assert step.url == f"/desk/shares/{share.pk}/summaries/"  # type: ignore[attr-defined]
    submission = Submission.objects.get(share=share)
    page = text_of(rosa.get(step.url))  # type: ignore[attr-defined]
    assert "Executive Summary" in page
    assert "Dario-Conti-CV.pdf" in page

    words = {
        f"{submission.pk}-summary": "Eleven years of nights.",
        f"{submission.pk}-documents": [acme.resume.pk],
        f"{submission.pk}-fields_shown": ["headline", "skills"],
    }
    step = rosa.post(f"/desk/shares/{share.pk}/summaries/", words)
    assert step.url == f"/desk/shares/{share.pk}/publish/"  # type: ignore[attr-defined]
    assert not Submission.objects.visible_to(acme.maya).exists()
    page = text_of(rosa.get(step.url))  # type: ignore[attr-defined]
    assert "Preview as Maya Lindqvist" in page

    page = text_of(rosa.post(step.url, {"notify": "yes"}, follow=True))  # type: ignore[attr-defined]
    assert "1 candidate submitted. The client is told by mail." in page
    shown = Submission.objects.visible_to(acme.maya).get()
    assert (shown.summary, shown.fields) == ("Eleven years of nights.", ["headline", "skills"])
    assert list(shown.documents.all()) == [acme.resume]
    assert [email.to for email in Email.objects.all()] == ["maya@northwind.example"]


def test_publishing_without_a_mail_and_without_candidates(acme: Acme, rosa: Client) -> None:
    acme.share.end(by=acme.recruiter)
    rosa.post(f"/desk/jobs/{acme.job.pk}/share/", {"fields_shown": []})
    step = rosa.post(f"/desk/shares/{acme.share.pk}/candidates/", {})
    assert step.url == f"/desk/shares/{acme.share.pk}/publish/"  # type: ignore[attr-defined]

    page = text_of(rosa.post(step.url, {"notify": "no"}, follow=True))  # type: ignore[attr-defined]

    assert "The job is shared. No mail was sent." in page
    assert not Email.objects.exists()
    assert JobShare.objects.visible_to(acme.maya).filter(job=acme.job).exists()


def test_what_was_typed_stays_when_a_summary_is_too_long(acme: Acme, rosa: Client) -> None:
    rosa.post(f"/desk/shares/{acme.share.pk}/candidates/", {"applications": [acme.hidden_application.pk]})
    submission = Submission.objects.proposed().get()
    words = {f"{submission.pk}-summary": "Too long " * 700, f"{submission.pk}-fields_shown": ["phone"]}

    response = rosa.post(f"/desk/shares/{acme.share.pk}/summaries/", words)

    assert response.status_code == 422
    assert "Too long Too long" in text_of(response)


def test_a_changed_summary_is_not_overwritten(acme: Acme, rosa: Client) -> None:
    address = f"/desk/submissions/{acme.submission.pk}/"
    prefix = acme.submission.pk
    seen = hidden_in(rosa.get(address), f"{prefix}-seen")
    Submission.objects.filter(pk=prefix).update(summary="By a colleague")

    words = {f"{prefix}-summary": "Mine", f"{prefix}-seen": seen}
    response = rosa.post(address, words)
    assert response.status_code == 409
    assert "By a colleague" in text_of(response)
    assert "Mine</textarea>" in text_of(response)


@pytest.mark.parametrize(("deed", "sees"), [("pause", False), ("end", False)])
def test_stopping_takes_effect_at_the_clients_next_request(acme: Acme, rosa: Client, deed: str, sees: bool) -> None:
    rosa.post(f"/desk/shares/{acme.share.pk}/{deed}/")

    assert JobShare.objects.visible_to(acme.maya).filter(job=acme.job).exists() is sees


def test_a_deed_at_the_wrong_time_is_a_sentence(acme: Acme, rosa: Client) -> None:
    response = rosa.post(f"/desk/shares/{acme.share.pk}/resume/")

    assert response.status_code == 409
    assert "is live and cannot become live" in text_of(response)


def test_notify_clients_again(acme: Acme, rosa: Client) -> None:
    page = text_of(rosa.post(f"/desk/shares/{acme.share.pk}/notify/", follow=True))

    assert "1 person is told by mail." in page


def test_taking_a_candidate_back(acme: Acme, rosa: Client) -> None:
    page = text_of(rosa.post(f"/desk/submissions/{acme.submission.pk}/withdraw/", follow=True))

    assert "Dario Conti is taken back." in page
    assert not Submission.objects.visible_to(acme.maya).exists()


def test_who_may_not_see_money_does_not_change_whether_pay_is_shown(acme: Acme) -> None:
    acme.job.team.add(acme.consultant)
    JobShare.objects.filter(pk=acme.share.pk).update(show_pay=True)
    dana = browser_of(acme.consultant)
    assert "show_pay" not in text_of(dana.get(f"/desk/jobs/{acme.job.pk}/share/"))

    dana.post(f"/desk/jobs/{acme.job.pk}/share/", {"fields_shown": ["headline"]})
    assert JobShare.objects.get(pk=acme.share.pk).show_pay


@pytest.mark.parametrize("value", ["\0", "x" * 6000, "9" * 40, "-1", "1900-01-01", "9999-12-31"])
def test_nonsense_is_never_an_error_of_ours(acme: Acme, rosa: Client, value: str) -> None:
    share, job, submission = acme.share.pk, acme.job.pk, acme.submission.pk
    for address, names in [
        (f"/desk/jobs/{job}/share/", ["fields_shown", "downloads", "show_pay", "last_day", "seats"]),
        (f"/desk/shares/{share}/candidates/", ["applications"]),
        (f"/desk/shares/{share}/publish/", ["notify"]),
        (
            f"/desk/submissions/{submission}/",
            [f"{submission}-{n}" for n in ("summary", "documents", "fields_shown", "seen")],
        ),
    ]:
        for name in names:
            assert rosa.post(address, {name: value}).status_code in {302, 409, 422}, (address, name)
        assert rosa.get(address, {"as": value}).status_code == 200


def test_stages_are_changed_by_those_who_run_the_agency(acme: Acme, rosa: Client) -> None:
    stage = acme.stage("screening")
    assert rosa.post(f"/desk/settings/stages/{stage.pk}/up/").status_code == 403
    owner = browser_of(acme.owner)
    assert owner.post(f"/desk/settings/stages/{stage.pk}/up/").status_code == 302
    words = {"name": "Phone screen", "public_label": "Being reviewed", "clients_may_move": "on"}
    refused = owner.post(f"/desk/settings/stages/{stage.pk}/", words)
    assert refused.status_code == 422
    assert "only move candidates into a stage that they see" in text_of(refused)

    new = {"name": "Phone screen", "kind": "screening", "public_label": "Being reviewed"}
    assert owner.post("/desk/settings/stages/add/", new).status_code == 302
    assert owner.post("/desk/settings/stages/add/", new).status_code == 409
    assert owner.post(f"/desk/settings/stages/{acme.theirs.stage('offer').pk}/archive/").status_code == 404
    assert Job.objects.exists()
