"""Documents of candidates: as pictures, and as files only where the share allows it."""

from html import unescape

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from portico.pipeline.models import SubmissionDocument
from portico.records.models import Event, PageImage
from tests.world import Acme


def shown(acme: Acme) -> SubmissionDocument:
    """Dario's résumé on his submission, with one page picture."""
    row = SubmissionDocument.objects.get(submission=acme.submission)
    key = default_storage.save("pages/one.webp", ContentFile(b"picture"))
    PageImage.objects.update_or_create(
        agency=acme.agency, document=row.document, number=1, defaults={"key": key, "width": 10, "height": 14}
    )
    default_storage.save(row.document.key, ContentFile(b"%PDF-1.4 file"))
    return row


def test_a_page_is_shown_as_a_picture_and_the_file_is_not_there(acme: Acme, maya: Client) -> None:
    row = shown(acme)
    answer = maya.get(f"/client/documents/{row.pk}/pages/1/")

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    page = unescape(maya.get(f"/client/submissions/{acme.submission.pk}/").text)
    assert f"/client/documents/{row.pk}/pages/1/" in page
    assert maya.get(f"/client/documents/{row.pk}/").status_code == 404


def test_a_download_that_the_agency_allowed_is_written_down(acme: Acme, maya: Client) -> None:
    row = shown(acme)
    acme.share.downloads = True
    acme.share.save()
    answer = maya.get(f"/client/documents/{row.pk}/")

    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert Event.objects.get(verb="submission.downloaded").by == acme.maya


def test_no_page_is_left_after_unsharing_removal_or_archiving(acme: Acme, maya: Client) -> None:
    row = shown(acme)
    address = f"/client/documents/{row.pk}/pages/1/"
    type(row.document).objects.filter(pk=row.document_id).update(archived=acme.share.shared)
    assert maya.get(address).status_code == 404
    type(row.document).objects.filter(pk=row.document_id).update(archived=None)
    assert maya.get(address).status_code == 200
    acme.share.end(by=acme.recruiter)
    assert maya.get(address).status_code == 404


def test_another_clients_document_does_not_exist(acme: Acme) -> None:
    from tests.desk import browser_of

    row = shown(acme)
    assert browser_of(acme.priya).get(f"/client/documents/{row.pk}/pages/1/").status_code == 404
