"""Pages on which clients ask for people."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portico.jobs.models import Requisition
from portico.portals import requesting
from portico.portals.approving import approve
from portico.portals.models import Portal
from portico.records.models import Document
from portico.records.noting import write_note
from tests.asking import SAID, colleague, draft, handed_in, proposal, stranger
from tests.client_portal.test_house import queries
from tests.desk import browser_of, hidden_in, text_of
from tests.records.samples import pdf
from tests.world import Acme

S = Requisition.Status
HOME = "/client/requisitions/"


@pytest.fixture
def petra(acme: Acme) -> Client:
    """Petra's browser: she may ask for people."""
    return browser_of(acme.petra)


def set_portal(acme: Acme, **values: Any) -> None:
    """Northwind's portal gets settings of its own."""
    Portal.objects.filter(organization=acme.northwind).update(custom=True, values=values)


def test_a_draft_needs_a_title_only(acme: Acme, petra: Client) -> None:
    answer = petra.post(f"{HOME}add/", {"title": "", "headcount": "2", "note": "Kept words"})
    assert (answer.status_code, "Kept words" in text_of(answer)) == (422, True)

    answer = petra.post(f"{HOME}add/", {"title": "Cook", "headcount": "2", "draft": "1"})

    row = Requisition.objects.get()
    assert (row.status, row.title, answer.headers["Location"]) == (S.DRAFT, "Cook", f"{HOME}{row.pk}/")
    page = text_of(petra.get(f"{HOME}{row.pk}/"))
    assert "Only you see it" in page


def test_submitting_without_what_the_portal_demands_keeps_draft_and_file(acme: Acme, petra: Client) -> None:
    set_portal(acme, request_fields=["pay", "description"])
    file = SimpleUploadedFile("profile.pdf", pdf("We need a cook"))

    answer = petra.post(f"{HOME}add/", {"title": "Cook", "headcount": "1", "submit": "1", "file": file})

    row = Requisition.objects.get()
    page = text_of(answer)
    assert (answer.status_code, row.status) == (422, S.DRAFT)
    assert page.count("Needed before you can submit.") >= 2
    assert f'action="{HOME}{row.pk}/edit/"' in page
    assert "Attached already: profile.pdf" in page
    said = {"title": "Cook", "headcount": "1", "pay_from": "100", "pay_currency": "GBP", "description": "Cooks",
            "seen": hidden_in(answer, "seen"), "submit": "1"}  # fmt: skip
    answer = petra.post(f"{HOME}{row.pk}/edit/", said)
    row.refresh_from_db()
    assert (answer.status_code, row.status, row.pay_from) == (302, S.SUBMITTED, Decimal(100))


def test_two_windows_do_not_overwrite_each_other(acme: Acme, petra: Client) -> None:
    row = draft(acme)
    seen = hidden_in(petra.get(f"{HOME}{row.pk}/edit/"), "seen")
    petra.post(f"{HOME}{row.pk}/edit/", {"title": "Cook", "headcount": "2", "seen": seen, "draft": "1"})

    answer = petra.post(f"{HOME}{row.pk}/edit/", {"title": "Chef", "headcount": "2", "seen": seen, "draft": "1"})

    assert (answer.status_code, "is now “Cook”" in text_of(answer)) == (409, True)


def test_the_warning_that_it_is_asked_for_already_can_be_passed(acme: Acme, petra: Client) -> None:
    handed_in(acme, colleague(acme))
    said = {name: str(value) for name, value in SAID.items()} | {"submit": "1"}

    answer = petra.post(f"{HOME}add/", said)

    row = Requisition.objects.get(status=S.DRAFT)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Day porter (Submitted, Carl Ohm)" in page
    assert (
        petra.post(f"{HOME}{row.pk}/edit/", said | {"seen": hidden_in(answer, "seen"), "anyway": "1"}).status_code
        == 302
    )
    row.refresh_from_db()
    assert row.status == S.SUBMITTED


def test_pages_of_others_are_not_found(acme: Acme, petra: Client) -> None:
    mine, theirs = draft(acme, colleague(acme)), handed_in(acme, stranger(acme))
    for row in (mine, theirs):
        for page in ("", "edit/"):
            assert petra.get(f"{HOME}{row.pk}/{page}").status_code == 404
        for deed in ("submit/", "withdraw/", "clone/", "remark/", "files/", "edit/"):
            assert petra.post(f"{HOME}{row.pk}/{deed}", {"text": "Hi"}).status_code == 404


def test_what_a_colleague_handed_in_can_be_read_but_not_changed(acme: Acme, petra: Client) -> None:
    row = handed_in(acme, colleague(acme))
    page = text_of(petra.get(f"{HOME}{row.pk}/"))

    assert "Asked for by Carl Ohm." in page
    assert "Withdraw" not in page
    assert petra.get(f"{HOME}{row.pk}/edit/").status_code == 409
    assert petra.post(f"{HOME}{row.pk}/withdraw/").status_code == 409
    assert petra.post(f"{HOME}{row.pk}/remark/", {"text": "I agree"}).status_code == 302
    assert "I agree" in text_of(petra.get(f"{HOME}{row.pk}/"))


def test_files_are_served_to_those_who_see_the_requisition_only(acme: Acme, petra: Client) -> None:
    row, carl, hana = draft(acme), colleague(acme), stranger(acme)
    petra.post(f"{HOME}{row.pk}/files/", {"upload": SimpleUploadedFile("org.pdf", pdf("Chart"))})
    path = f"{HOME}{row.pk}/files/{Document.objects.get(name='org.pdf').pk}/"

    def answers() -> list[int]:
        return [browser_of(one).get(path).status_code for one in (acme.petra, carl, hana, acme.maya)]

    assert answers() == [200, 404, 404, 403]
    assert browser_of(acme.owner).get(f"/desk/documents/{Document.objects.get(name='org.pdf').pk}/").status_code == 404
    requesting.hand_in(row, by=acme.petra)
    assert answers() == [200, 200, 404, 403]
    assert petra.post(f"{path}remove/").status_code == 409, "not while the agency has it"


def test_nothing_the_agency_keeps_to_itself_reaches_the_client(acme: Acme, petra: Client) -> None:
    row = handed_in(acme)
    write_note(row, text="CANARY note", by=acme.recruiter)
    desk = browser_of(acme.recruiter)
    file = SimpleUploadedFile("CANARY.pdf", pdf("CANARY"))
    desk.post(f"/desk/requisitions/{row.pk}/documents/", {"document-file": file, "document-kind": "other"})
    inside = Document.objects.get(name="CANARY.pdf")
    job = approve(row, by=acme.recruiter, share=True)
    job.internal_notes += " CANARY"
    job.save()

    pages = ["/client/", HOME, f"{HOME}?show=over", f"{HOME}{row.pk}/", f"/client/jobs/{job.shares.get().pk}/"]
    assert [page for page in pages if "CANARY" in text_of(petra.get(page))] == []
    assert petra.get(f"{HOME}{row.pk}/files/{inside.pk}/").status_code == 404


def test_the_way_in_is_shown_only_where_requisitions_are_taken(acme: Acme, petra: Client) -> None:
    assert "Add Requisition" in text_of(petra.get("/client/"))
    assert "Add Requisition" not in text_of(browser_of(acme.maya).get("/client/"))
    set_portal(acme, requisitions=False)
    assert "requisitions" not in text_of(petra.get("/client/"))
    assert petra.get(f"{HOME}add/").status_code == 409


def test_a_proposal_stands_on_the_jobs_page_and_can_be_withdrawn(acme: Acme, petra: Client) -> None:
    page, form = f"/client/jobs/{acme.share.pk}/", f"/client/jobs/{acme.share.pk}/changes/"
    shown = petra.get(form)
    assert "pay_from" not in text_of(shown), "pay is not shown on this share"
    fields = dict(re.findall(r'name="(title|openings|location)" value="([^"]*)"', text_of(shown)))
    fields["seen"] = hidden_in(shown, "seen")
    answer = petra.post(form, fields | {"openings": "3", "description": "Keep the doors at night.", "pay_from": "1"})

    change = acme.share.changes.get()
    assert (answer.status_code, change.after) == (302, {"openings": "3"})
    assert "Withdraw" in text_of(petra.get(page))
    assert petra.post(form, fields | {"openings": "4"}).status_code == 409
    assert browser_of(colleague(acme)).post(f"/client/changes/{change.pk}/withdraw/").status_code == 409
    assert browser_of(stranger(acme)).post(f"/client/changes/{change.pk}/withdraw/").status_code == 404
    assert petra.post(f"/client/changes/{change.pk}/withdraw/").status_code == 302
    assert "proposed by" not in text_of(petra.get(page))


def test_where_job_edits_are_off_nothing_can_be_proposed(acme: Acme, petra: Client) -> None:
    set_portal(acme, job_edits=False)
    assert "Propose changes" not in text_of(petra.get(f"/client/jobs/{acme.share.pk}/"))
    assert petra.get(f"/client/jobs/{acme.share.pk}/changes/").status_code == 404


def test_the_answer_to_a_proposal_is_read_on_the_jobs_page(acme: Acme, petra: Client) -> None:
    change = proposal(acme, title="Porter", openings=4)
    change.decide(accepted=["title"], reason="One opening only", by=acme.recruiter, seen="")
    page = text_of(petra.get(f"/client/jobs/{acme.share.pk}/"))
    for words in ("Partly accepted", "One opening only", "Taken over: Title"):
        assert words in page


def test_the_list_asks_as_often_for_many_as_for_few(acme: Acme, petra: Client) -> None:
    for number in range(2):
        draft(acme, title=f"Nr {number}").submit(by=acme.petra)
    few = [queries(petra, path) for path in (HOME, "/client/")]
    carl = colleague(acme)
    for number in range(12):
        draft(acme, carl, title=f"Nr {number}").submit(by=carl)
    assert [queries(petra, path) for path in (HOME, "/client/")] == few
