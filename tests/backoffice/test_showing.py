"""A candidate on a portal, at the desk: the same controls from the job, the candidate and the application."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portico.jobs.stages import Stage
from portico.messaging.models import Email
from portico.pipeline.models import DigestLine, Permission, RevealRequest, Submission, SubmissionDocument
from portico.pipeline.permissions import ask_permission
from portico.pipeline.revealing import ask_who
from portico.portals.models import PortalDefaults
from tests.desk import browser_of, hidden_in, text_of
from tests.records.samples import pdf
from tests.world import Acme

RunTasks = Callable[..., list[Any]]


@pytest.fixture
def rosa(acme: Acme) -> Client:
    """Rosa's browser."""
    return browser_of(acme.recruiter)


def address(acme: Acme, deed: str = "") -> str:
    """Of Dario's submission."""
    return f"/desk/submissions/{acme.submission.pk}/{deed}"


def make_blind(acme: Acme) -> None:
    """Dario without his name."""
    Submission.objects.filter(pk=acme.submission.pk).update(blind=True)


def test_the_controls_stand_on_the_candidate_and_on_the_submission(acme: Acme, rosa: Client) -> None:
    acme.submission.was_viewed(by=acme.maya)
    candidate = text_of(rosa.get(f"/desk/candidates/{acme.dario.pk}/"))
    page = text_of(rosa.get(address(acme)))

    for text in (candidate, page):
        for words in ("Northwind Logistics", "Night porter", "Maya Lindqvist", "just now"):
            assert words in text
    assert address(acme) in candidate
    assert "Jonas Berg" not in page, "he sees chosen jobs only, and not this one"


def test_adding_from_the_candidate_leads_to_the_review(acme: Acme, rosa: Client) -> None:
    assert "Add to Client Portal" in text_of(rosa.get(f"/desk/candidates/{acme.hidden.pk}/"))

    answer = rosa.post(f"/desk/applications/{acme.hidden_application.pk}/show/")

    assert answer.headers["Location"] == f"/desk/shares/{acme.share.pk}/summaries/"
    assert Submission.objects.get(application=acme.hidden_application).status == Submission.Status.PROPOSED


def test_adding_picked_rows_of_a_job(acme: Acme, rosa: Client) -> None:
    pick = f"{acme.hidden_application.pk}-{acme.hidden_application.stage_id}"
    answer = rosa.post(f"/desk/jobs/{acme.job.pk}/applications/", {"deed": "show", "pick": [pick]})

    assert answer.headers["Location"] == f"/desk/shares/{acme.share.pk}/summaries/"
    assert Submission.objects.proposed().get().application_id == acme.hidden_application.pk


def test_a_blind_profile_is_chosen_and_the_page_shows_what_the_client_reads(acme: Acme, rosa: Client) -> None:
    pk, seen = acme.submission.pk, hidden_in(rosa.get(address(acme)), f"{acme.submission.pk}-seen")
    told = {f"{pk}-summary": "Dario was at Oldstone and the Grand Hotel", f"{pk}-fields_shown": ["position"]}
    words = {f"{pk}-blind": "on", f"{pk}-hidden_words": "Oldstone", f"{pk}-seen": seen}
    answer = rosa.post(address(acme), {**told, **words}, follow=True)

    assert "The candidate was at an employer and an employer" in text_of(answer)
    assert Submission.objects.get(pk=pk).blind


def test_the_question_is_answered_on_the_page(acme: Acme, rosa: Client) -> None:
    make_blind(acme)
    ask_who(Submission.objects.get(pk=acme.submission.pk), by=acme.maya, words="We like the profile")
    assert "We like the profile" in text_of(rosa.get(address(acme)))

    assert rosa.post(address(acme, "not-revealed/"), {"reason": ""}).status_code == 422
    assert rosa.post(address(acme, "not-revealed/"), {"reason": "Friday"}).status_code == 302
    assert rosa.post(address(acme, "not-revealed/"), {"reason": "Friday"}).status_code == 409
    assert rosa.post(address(acme, "reveal/")).status_code == 302
    assert rosa.post(address(acme, "reveal/")).status_code == 409
    assert [one.status for one in RevealRequest.objects.order_by("pk")] == ["refused", "agreed"]
    assert "Introduced on" in text_of(rosa.get(address(acme)))


def test_telling_the_client_now_or_tomorrow(acme: Acme, rosa: Client) -> None:
    assert "1 person is told by mail" in text_of(rosa.post(address(acme, "notify/"), {"how": "now"}, follow=True))
    assert Email.objects.get().to == acme.maya.email
    rosa.post(address(acme, "notify/"), {"how": "digest"})
    assert DigestLine.objects.get().member == acme.maya
    acme.submission.was_viewed(by=acme.maya)

    said = text_of(rosa.post(address(acme, "notify/"), {"how": "now"}, follow=True))

    assert "No mail was sent" in said
    assert Email.objects.count() == 1
    assert rosa.post(address(acme, "notify/"), {"how": "never"}).status_code == 422


def test_asking_the_candidate_and_publishing_without_an_answer(acme: Acme, rosa: Client) -> None:
    PortalDefaults.objects.create(agency=acme.agency, values={"permission": True})
    rosa.post(f"/desk/applications/{acme.hidden_application.pk}/show/")
    shown = Submission.objects.get(application=acme.hidden_application)
    here = f"/desk/submissions/{shown.pk}/"
    assert "has not given permission yet" in text_of(rosa.get(f"/desk/shares/{acme.share.pk}/publish/"))
    assert rosa.post(f"/desk/shares/{acme.share.pk}/publish/", {"notify": "no"}).status_code == 409

    asked = {"client": "A logistics company", "pay": "£31,000", "days": "20", "back": f"submission-{shown.pk}"}
    answer = rosa.post(f"/desk/applications/{acme.hidden_application.pk}/permission/", asked)
    assert answer.headers["Location"] == here
    assert "A logistics company" in text_of(rosa.get(here))
    assert rosa.post(f"/desk/permissions/{Permission.objects.get().pk}/remind/").status_code == 302
    assert rosa.post(f"{here}override/", {"reason": ""}).status_code == 422
    rosa.post(f"{here}override/", {"reason": "Said yes on the phone"})
    rosa.post(f"/desk/shares/{acme.share.pk}/publish/", {"notify": "no"})

    shown.refresh_from_db()
    assert shown.status == Submission.Status.SUBMITTED
    assert "Said yes on the phone" in text_of(rosa.get(here))


def test_pay_in_a_question_is_kept_from_who_does_not_see_money(acme: Acme) -> None:
    acme.job.set_team([acme.consultant], by=acme.owner)
    ask_permission(acme.application, by=acme.recruiter, client="A client", pay="£31,999")
    dana = browser_of(acme.consultant)

    for page in (f"/desk/applications/{acme.application.pk}/", address(acme), f"/desk/candidates/{acme.dario.pk}/"):
        answer = dana.get(page)
        assert answer.status_code == 200
        assert "31,999" not in text_of(answer)


def test_a_file_is_added_and_shown_at_once(acme: Acme, rosa: Client, run_tasks: RunTasks) -> None:
    file = SimpleUploadedFile("certificate.pdf", pdf("Fire safety"), "application/pdf")
    answer = rosa.post(address(acme, "document/"), {"document-file": file, "document-kind": "certificate"})

    assert answer.status_code == 302
    names = SubmissionDocument.objects.filter(submission=acme.submission).values_list("document__name", flat=True)
    assert set(names) == {"Dario-Conti-CV.pdf", "certificate.pdf"}
    assert Submission.objects.get(pk=acme.submission.pk).papers_changed is not None


def test_another_agency_and_readers_cannot_touch_it(acme: Acme) -> None:
    for deed, words in {"reveal/": {}, "override/": {"reason": "x"}, "notify/": {"how": "now"}}.items():
        assert browser_of(acme.theirs.recruiter).post(address(acme, deed), words).status_code == 404
        assert browser_of(acme.reader).post(address(acme, deed), words).status_code == 403


def test_many_places_need_as_many_queries_as_one(acme: Acme, rosa: Client, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page = f"/desk/candidates/{acme.dario.pk}/"
    rosa.get(page)
    with CaptureQueriesContext(connection) as few:
        rosa.get(page)
    from portico.pipeline.models import Application

    for number in range(4):
        job = acme.job
        job.pk, job.title = None, f"Job {number}"
        job._state.adding = True
        job.save()
        run = Application.add(job, acme.dario, by=acme.recruiter, stage=acme.stage(Stage.Kind.CLIENT_REVIEW))
        share = acme.share
        share.pk, share.job = None, job
        share._state.adding = True
        share.save()
        Submission.objects.create(agency=acme.agency, application=run, share=share, summary="S", fields=[])
    with CaptureQueriesContext(connection) as many:
        assert rosa.get(page).status_code == 200
    assert len(many) == len(few)
