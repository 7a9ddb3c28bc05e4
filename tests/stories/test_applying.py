"""On a phone, somebody without an account drops a résumé, looks everything over and sends; the recruiter sees it."""

import io

import pytest
from docx import Document
from playwright.sync_api import FilePayload, Page, expect

from portico.jobs.models import Question
from portico.pipeline.models import Application, Arrival
from tests.browser import OpenPage
from tests.careers.applicants import advert_of
from tests.stories.mail import RunTasks, link_in, mails_to
from tests.stories.people import DESK, PHONE, be
from tests.world import Acme

pytestmark = pytest.mark.django_db(transaction=True)


def test_apply_without_an_account_by_dropping_a_resume(acme: Acme, open_page: OpenPage, run_tasks: RunTasks) -> None:
    advert = advert_of(acme)
    facts = {"text": "Do you have a license?", "kind": "yes_no", "must": "yes", "required": True}
    Question(agency=acme.agency, job=acme.job, **facts).add(by=acme.recruiter)
    ann, rosa = open_page(viewport=PHONE), open_page(viewport=DESK)

    ann.goto(f"/jobs/{advert.pk}/")
    ann.get_by_role("link", name="Apply now").first.click()
    ann.locator("input[type=file]").set_input_files(resume())
    ann.get_by_role("button", name="Use this résumé").click()
    expect(ann.locator("main")).to_contain_text("We are reading your résumé")
    run_tasks()
    fill_in(ann)
    come_back_later(ann, advert.pk)
    ann.get_by_role("button", name="Review").click()
    expect(ann.locator("main")).to_contain_text("Ash CV.docx")
    expect(ann.locator("main")).to_contain_text("+44 20 7946 0018")
    ann.get_by_role("button", name="Send application").click()
    expect(ann.locator("main")).to_contain_text("Thank you for your application")

    letter = next(one for one in mails_to("ann.ash@", run_tasks) if "Confirm my address" in one)
    assert Arrival.objects.get().confirmed is None
    ann.goto(link_in(letter))
    ann.get_by_role("button", name="Yes, it was me").click()
    expect(ann.locator("main")).to_contain_text("confirmed")
    see_it(rosa, acme, run_tasks)


def resume() -> FilePayload:
    """A Word file as people have it."""
    word = Document()
    word.add_heading("Ann Ash", 0)
    word.add_paragraph("ann.ash@example.com · London")
    word.add_heading("Experience", 1)
    word.add_paragraph("Night Porter, Grand Hotel, Jan 2019 - Present")
    buffer = io.BytesIO()
    word.save(buffer)
    return {"name": "Ash CV.docx", "mimeType": "application/octet-stream", "buffer": buffer.getvalue()}


def fill_in(ann: Page) -> None:
    """The résumé filled in the name; the rest is typed, and what is missing is said."""
    expect(ann.get_by_label("Last name")).to_have_value("Ash")
    expect(ann.get_by_label("Email")).to_have_value("ann.ash@example.com")
    ann.get_by_role("button", name="Review").click()
    expect(ann.get_by_role("alert")).to_contain_text("Do you have a license?")
    ann.get_by_label("Yes", exact=True).check()
    with ann.expect_response("**/apply/keep/"):
        ann.get_by_label("Phone").fill("+44 20 7946 0018")
        ann.get_by_label("Phone").blur()


def come_back_later(ann: Page, pk: int) -> None:
    """The page was closed before anything was pressed; what was typed is there."""
    ann.goto("/jobs/")
    ann.goto(f"/jobs/{pk}/apply/details/")
    expect(ann.get_by_label("Phone")).to_have_value("+44 20 7946 0018")
    expect(ann.get_by_label("Yes", exact=True)).to_be_checked()


def see_it(rosa: Page, acme: Acme, run_tasks: RunTasks) -> None:
    """It waits for the recruiter, with what was answered."""
    assert any("New application" in one for one in mails_to(acme.recruiter.email, run_tasks))
    application = Application.objects.get(candidate__email="ann.ash@example.com")
    be(rosa, acme.recruiter)
    rosa.goto("/desk/")
    expect(rosa.locator("main")).to_contain_text("Ann Ash applied for Night porter")
    rosa.goto(f"/desk/applications/{application.pk}/")
    answers = rosa.locator("#answers")
    expect(answers).to_contain_text("Address confirmed")
    expect(answers).to_contain_text("Ash CV.docx")
    expect(answers).to_contain_text("Do you have a license?")
