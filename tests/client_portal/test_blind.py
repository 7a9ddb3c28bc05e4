"""A blind profile tells a client nothing of who it is: on no page, in no file, in no mail, in no picture."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.core import mail
from django.test import Client
from PIL import Image

from portico.jobs.stages import Stage
from portico.pipeline.models import Profile, Submission
from portico.pipeline.revealing import ask_who, refuse_reveal, reveal
from portico.pipeline.submitting import change_submission, notify_clients
from portico.portals.fields import FIELDS
from portico.portals.models import JobShare
from tests.desk import browser_of, text_of
from tests.test_canary import walk
from tests.world import Acme

RunTasks = Callable[..., list[Any]]
TELLING = ["dario", "r conti", "grand hotel", "900123", "dario@", "linkedin.com", "oldstone", "cv.pdf"]


@pytest.fixture
def blind(acme: Acme, run_tasks: RunTasks) -> Acme:
    """Dario shown without his name, with everything about him chosen and his name in every text."""
    acme.dario.linkedin = "https://linkedin.com/in/dario-conti"
    acme.dario.headline = "Dario, porter at the Grand Hotel"
    acme.dario.summary = "Dario Conti worked at Oldstone. Call +44 7700 900123 or dario@example.com."
    acme.dario.save()
    JobShare.objects.filter(pk=acme.share.pk).update(downloads=True, fields=list(FIELDS))
    acme.submission.refresh_from_db()
    change_submission(
        acme.submission,
        by=acme.recruiter,
        summary="Dario is calm; see linkedin.com/in/dario-conti. Ten years at the Grand Hotel and Oldstone.",
        fields=list(FIELDS),
        documents=[acme.resume],
        blind=True,
        hidden_words="Oldstone",
    )
    step = acme.stage(Stage.Kind.INTERVIEW)
    acme.application.move(to=step, by=acme.recruiter, remark="Dario Conti is ready", shown_to_client=True)
    acme.submission = Submission.objects.get(pk=acme.submission.pk)
    acme.submission.remark(by=acme.maya, remark="Is this Dario Conti?", rating=4)
    run_tasks()
    return acme


def told(pages: dict[str, tuple[int, str]]) -> list[tuple[str, str]]:
    """Where something stands that tells who it is."""
    return [(path, word) for path, (_status, text) in pages.items() for word in TELLING if word in text.lower()]


def test_no_page_fragment_or_header_tells_who_it_is(blind: Acme) -> None:
    for who in (blind.maya, blind.jonas):
        pages = walk(who, ["/client/", f"/client/submissions/{blind.submission.pk}/"])
        assert told(pages) == []
    found = pages_of(blind)
    assert f"C{blind.submission.pk:04}" in found
    assert "Is this the candidate" in found
    assert "The candidate is ready" in found


def pages_of(acme: Acme) -> str:
    """The candidate's page as Maya reads it."""
    return text_of(browser_of(acme.maya).get(f"/client/submissions/{acme.submission.pk}/"))


def test_the_chosen_documents_are_not_to_be_had(blind: Acme) -> None:
    shown = blind.submission.shown_documents.get()
    browser = browser_of(blind.maya)

    assert browser.get(f"/client/documents/{shown.pk}/").status_code == 404
    assert browser.get(f"/client/documents/{shown.pk}/pages/1/").status_code == 404
    preview = f"/client/preview/{blind.maya.pk}/documents/{shown.pk}/pages/1/"
    assert browser_of(blind.recruiter).get(preview).status_code == 404


def test_the_profile_as_pdf_and_its_pictures_tell_nothing(blind: Acme) -> None:
    address = f"/client/submissions/{blind.submission.pk}/profile/"
    answer = browser_of(blind.maya).get(address)
    sheet = browser_of(blind.maya).get(f"{address}pages/1/")

    assert answer.status_code == sheet.status_code == 200
    document = pypdfium2.PdfDocument(answer.content)
    words = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    everything = f"{words} {document.get_metadata_dict()} {answer.headers} {sheet.headers}".lower()
    assert [word for word in TELLING if word in everything] == []
    assert not [word for word in TELLING if word.encode() in answer.content.lower()]
    assert "porter" in everything
    assert dict(Image.open(BytesIO(sheet.content)).info).keys() <= {"background", "timestamp", "duration", "loop"}
    assert browser_of(blind.priya).get(address).status_code == 404
    assert browser_of(blind.priya).get(f"{address}pages/1/").status_code == 404


def test_no_mail_to_the_client_tells_who_it_is(blind: Acme, run_tasks: RunTasks) -> None:
    row = Submission.objects.get(pk=blind.submission.pk)
    notify_clients(blind.share, [row], by=blind.recruiter)
    ask_who(row, by=blind.maya)
    refuse_reveal(row, by=blind.recruiter, reason="Dario wants to wait")
    run_tasks()

    mine = [str(one.message()).lower() for one in mail.outbox if blind.maya.email in one.to[0]]
    assert len(mine) >= 2
    assert [word for text in mine for word in TELLING if word in text] == []
    assert "The candidate wants to wait" in pages_of(blind)


def test_messages_after_deeds_do_not_name_anybody(blind: Acme) -> None:
    browser = browser_of(blind.maya)
    page = f"/client/submissions/{blind.submission.pk}/"
    said = [
        browser.post(f"{page}approve/", {"seen": "new"}, follow=True),
        browser.post(f"{page}undo-answer/", {}, follow=True),
        browser.post(f"{page}move/", {"to": blind.stage("interview").pk, "seen": blind.stage("interview").pk}),
        browser.post(f"{page}move/", {"to": blind.stage("offer").pk, "seen": blind.stage("submitted").pk}),
    ]

    assert [one.status_code for one in said] == [200, 200, 409, 409]
    for answer in said:
        assert [word for word in TELLING if word in text_of(answer).lower()] == []


def test_asking_and_the_reveal_in_the_pages(blind: Acme, run_tasks: RunTasks) -> None:
    browser, page = browser_of(blind.maya), f"/client/submissions/{blind.submission.pk}/"
    assert "Ask to see who this is" in text_of(browser.get(page))
    answer = browser.post(f"{page}ask-who/", {"words": "We like the profile"}, follow=True)
    assert "You get a mail with the answer" in text_of(answer)
    assert browser.post(f"{page}ask-who/", {}).status_code == 409

    reveal(Submission.objects.get(pk=blind.submission.pk), by=blind.recruiter)
    run_tasks()

    after = text_of(browser.get(page))
    assert "Dario Conti" in after
    assert "Introduced to you on" in after
    assert "Updated: name" in after
    assert "Dario-Conti-CV.pdf" in after


def test_an_outdated_profile_is_never_shown(blind: Acme) -> None:
    assert Profile.objects.filter(submission=blind.submission).exists()
    blind.dario.headline = "Night porter"
    blind.dario.save()

    address = f"/client/submissions/{blind.submission.pk}/profile/"
    assert browser_of(blind.maya).get(address).status_code == 404
    assert browser_of(blind.maya).get(f"{address}pages/1/").status_code == 404


def test_a_share_may_be_blind_as_a_whole(acme: Acme, maya: Client) -> None:
    acme.share.values = {"named": False}
    acme.share.save()

    for page in (
        "",
        f"jobs/{acme.share.pk}/",
        f"jobs/{acme.share.pk}/?view=list",
        f"submissions/{acme.submission.pk}/",
    ):
        text = text_of(maya.get(f"/client/{page}")).lower()
        assert [word for word in TELLING if word in text] == []


def test_the_watermark_is_drawn_over_each_page_and_kept_by_nobody(blind: Acme) -> None:
    address = f"/client/submissions/{blind.submission.pk}/profile/pages/1/"
    plain = browser_of(blind.maya).get(address)
    blind.share.refresh_from_db()
    blind.share.values = {"watermark": True}
    blind.share.save()

    marked = browser_of(blind.maya).get(address)

    assert marked.content != plain.content
    assert Image.open(BytesIO(marked.content)).size == Image.open(BytesIO(plain.content)).size
    assert "no-store" in marked.headers["Cache-Control"]
