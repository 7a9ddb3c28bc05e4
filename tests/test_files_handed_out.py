"""Files on their way out: harmless headers, parts of them, and nothing for who may not have them, however they ask."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portico.agencies.models import Member
from portico.candidates import resume_readings
from portico.kit.times import now
from portico.pipeline.apply_drafts import ApplyDraft
from portico.pipeline.models import Application, SubmissionDocument
from portico.pipeline.offers import make_offer
from portico.portals import requesting
from portico.records.files import take_in
from portico.records.models import Document
from tests.careers.applicants import ANN, Applicant, advert_of
from tests.desk import browser_of, text_of
from tests.records import samples
from tests.world import Acme

PDF = samples.pdf("Only for those who may")


def kept(acme: Acme, on: Any, by: Member, kind: str = Document.Kind.RESUME) -> Document:
    return take_in(SimpleUploadedFile("cv.pdf", PDF), on=on, by=by, kind=kind)


def for_the_desk(acme: Acme) -> tuple[Member, str, Document]:
    document = kept(acme, acme.dario, acme.recruiter)
    return acme.reader, reverse("backoffice:document_file", args=[document.pk]), document


def for_the_client(acme: Acme) -> tuple[Member, str, Document]:
    document = kept(acme, acme.dario, acme.recruiter)
    shown = SubmissionDocument.objects.create(agency=acme.agency, submission=acme.submission, document=document)
    type(acme.share).objects.filter(pk=acme.share.pk).update(downloads=True)
    return acme.maya, reverse("client_portal:document", args=[shown.pk]), document


def for_who_asks_for_people(acme: Acme) -> tuple[Member, str, Document]:
    row = requesting.begin(acme.petra)
    row.title = "Porters"
    row.save()
    document = requesting.attach(row, SimpleUploadedFile("job.pdf", PDF), by=acme.petra)
    row.submit(by=acme.petra)
    return acme.petra, reverse("client_portal:requisition_file", args=[row.pk, document.pk]), document


def for_the_candidate(acme: Acme) -> tuple[Member, str, Document]:
    document = kept(acme, acme.dario, acme.dario_member)
    return acme.dario_member, reverse("candidate_portal:document_file", args=[document.pk]), document


def for_who_is_offered_a_job(acme: Acme) -> tuple[Member, str, Document]:
    until = (now() + timedelta(days=9)).date()
    offer = make_offer(acme.application, by=acme.recruiter, until=until, type="permanent")
    offer.document = kept(acme, acme.application, acme.recruiter, Document.Kind.OTHER)
    offer.save()
    offer.send(by=acme.recruiter)
    return acme.dario_member, reverse("candidate_portal:offer_file", args=[offer.pk]), offer.document


type Way = Callable[[Acme], tuple[Member, str, Document]]
WAYS: list[Way] = [
    for_the_desk,
    for_the_client,
    for_who_asks_for_people,
    for_the_candidate,
    for_who_is_offered_a_job,
]
OUTSIDE = WAYS[1:]


@pytest.fixture(autouse=True)
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """No résumé is read here."""
    monkeypatch.setattr(resume_readings, "read_resume", lambda data, content_type: None)


@pytest.mark.parametrize("way", WAYS)
def test_whole_or_in_parts_with_headers_that_keep_it_harmless(acme: Acme, way: Way) -> None:
    member, url, _document = way(acme)
    browser = browser_of(member)
    asked = [("", 200, PDF), ("bytes=0-4", 206, PDF[:5]), ("bytes=-3", 206, PDF[-3:]), ("bytes=999999-", 416, b"")]
    asked += [("bytes=0-1,5-6", 200, PDF), ("bytes=4-1", 416, b""), ("lines=1-2", 200, PDF)]
    for part, status, data in asked:
        answer = browser.get(url, headers={"range": part} if part else {})
        assert (answer.status_code, answer.content) == (status, data), part
        assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Content-Type"] == "application/pdf"
        assert "Set-Cookie" not in answer
    assert browser.get(url, headers={"range": "bytes=0-4", "if-range": '"old"'}).content == PDF
    head = browser.head(url)
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(len(PDF)))


@pytest.mark.parametrize("way", WAYS)
def test_who_may_not_have_it_gets_no_part_of_it(acme: Acme, way: Way) -> None:
    _member, url, _document = way(acme)
    others = [Client(headers={"host": acme.agency.host}), browser_of(acme.priya), browser_of(acme.elena_member)]
    others += [browser_of(acme.theirs.owner), browser_of(acme.gone)]
    for browser in others:
        missing = browser.get(url.replace(url.split("/")[-2], "999999") if url[-6:] != "/file/" else "/desk/none/")
        for headers in ({}, {"range": "bytes=0-9"}, {"referer": f"http://{acme.agency.host}/jobs/"}):
            for ask in (browser.get, browser.head):
                answer = ask(url, headers=headers)
                assert answer.status_code in {302, 403, 404}
                assert PDF[:5] not in answer.content
                assert "Content-Range" not in answer
        assert missing.status_code in {302, 403, 404}


@pytest.mark.parametrize("way", OUTSIDE)
def test_what_was_not_scanned_or_has_a_virus_goes_to_nobody_outside(acme: Acme, way: Way) -> None:
    member, url, document = way(acme)
    browser, desk = browser_of(member), browser_of(acme.recruiter)
    for state in (Document.Scan.WAITING, Document.Scan.INFECTED):
        Document.objects.filter(pk=document.pk).update(scan=state)
        assert browser.get(url).status_code == 404
        assert browser.get(url, headers={"range": "bytes=0-9"}).status_code == 404
        inside = desk.get(reverse("backoffice:document_file", args=[document.pk]))
        assert inside.status_code == (200 if state == Document.Scan.WAITING else 404)
        page = desk.get(reverse("backoffice:document", args=[document.pk]))
        words = "Not scanned for viruses yet" if state == Document.Scan.WAITING else "Removed: virus"
        assert words in text_of(page)
    Document.objects.filter(pk=document.pk).update(scan=Document.Scan.CLEAN)
    assert browser.get(url).status_code == 200


def test_pages_of_what_was_not_scanned_are_not_shown_to_clients(acme: Acme) -> None:
    shown = SubmissionDocument.objects.get(submission=acme.submission)
    sheet = reverse("client_portal:sheet", args=[shown.pk, 1])
    page = reverse("client_portal:submission", args=[acme.submission.pk])
    maya = browser_of(acme.maya)
    assert maya.get(sheet).status_code == 200
    Document.objects.filter(pk=acme.resume.pk).update(scan=Document.Scan.WAITING)
    assert maya.get(sheet).status_code == 404
    assert acme.resume.name not in text_of(maya.get(page))
    preview = browser_of(acme.recruiter).get(
        reverse("client_portal:preview_submission", args=[acme.maya.pk, acme.submission.pk])
    )
    assert acme.resume.name not in text_of(preview), "nor to a recruiter who looks as the client would"


def test_what_is_only_to_be_looked_at_never_leaves_as_a_file(acme: Acme) -> None:
    _maya, url, _document = for_the_client(acme)
    type(acme.share).objects.filter(pk=acme.share.pk).update(downloads=False)
    maya = browser_of(acme.maya)
    for path in (url, f"{url}?download=1", reverse("client_portal:profile", args=[acme.submission.pk])):
        for headers in ({}, {"range": "bytes=0-9"}):
            assert maya.get(path, headers=headers).status_code == 404
            assert maya.head(path, headers=headers).status_code == 404
    sheet = reverse("client_portal:sheet", args=[SubmissionDocument.objects.first().pk, 1])  # type: ignore[union-attr]
    assert maya.get(sheet)["Content-Type"] == "image/webp"
    type(acme.share).objects.filter(pk=acme.share.pk).update(expires=now() - timedelta(minutes=1))
    assert maya.get(sheet).status_code == 404, "nor after the share has run out"
    type(acme.share).objects.filter(pk=acme.share.pk).update(expires=None)
    maya.post("/sign-out/")
    assert maya.get(sheet).status_code == 302, "nor once signed out"


@pytest.mark.parametrize(
    "path",
    [
        "/media/", "/files/", "/documents/", "/quarantine/", "/.git/HEAD", "/.env", "/backup.zip", "/db.sqlite3",
        "/static/../manage.py", "/static/..%2f..%2fmanage.py", "/static/%2e%2e/%2e%2e/etc/passwd", "/static/",
        "//etc/passwd", "/portico.sqlite3", "/files/documents/1/",
    ],
)  # fmt: skip
def test_nothing_of_the_machine_is_listed_or_handed_out(acme: Acme, path: str) -> None:
    key = acme.resume.key
    for asked in (path, f"/media/{key}", f"/files/{key}", f"/{key}"):
        assert Client(headers={"host": acme.agency.host}).get(asked).status_code == 404


def test_an_applicant_cannot_take_along_what_is_another_s(acme: Acme) -> None:
    """Cannot name another draft's file, a kept document or a candidate with an application."""
    ann, bob = Applicant(advert_of(acme)), Applicant(advert_of(acme))
    ann.drop("ann.pdf", PDF)
    file = ApplyDraft.objects.get().files.get()
    foreign = {"resume_id": acme.resume.pk, "document": acme.resume.pk, "file_token": file.key, "file": file.pk}
    foreign |= {"candidate_id": acme.dario.pk, "candidate": acme.dario.pk, "draft": file.draft_id, "key": file.key}
    foreign |= {"kept": "1", "member": acme.dario_member.pk, "agency": acme.theirs.agency.pk, "use_kept": "1"}
    bob.post("", foreign)
    bob.post("details/", {**ANN, "email": "bob@example.com", **foreign})
    assert bob.post("send/", foreign).status_code == 302
    made = Application.objects.get(candidate__email="bob@example.com")
    assert made.candidate != acme.dario
    assert made.agency == acme.agency
    assert not Document.objects.on(made.candidate).exists()
    assert ApplyDraft.objects.filter(files=file).exists()
