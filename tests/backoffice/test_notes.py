"""Notes: on every kind of record, by those who work there, deleted by their author only."""

import pytest
from django.test import Client

from portico.records.models import Note
from tests.desk import browser_of, text_of
from tests.world import Acme


@pytest.fixture
def rosa(acme: Acme) -> Client:
    return browser_of(acme.recruiter)


def records(acme: Acme) -> list[str]:
    """The page of one record of each kind."""
    return [
        f"/desk/candidates/{acme.dario.pk}/",
        f"/desk/contacts/{acme.maya_contact.pk}/",
        f"/desk/organizations/{acme.northwind.pk}/",
        f"/desk/jobs/{acme.job.pk}/",
        f"/desk/applications/{acme.application.pk}/",
    ]


def test_a_note_can_be_written_on_every_kind_of_record(acme: Acme, rosa: Client) -> None:
    for number, page in enumerate(records(acme)):
        answer = rosa.post(f"{page}notes/", {"note-text": f"Remember {number}\nand this"})
        assert answer["Location"] == page
        shown = text_of(rosa.get(page))
        assert f"Remember {number}\nand this" in shown
        assert "Rosa Delgado" in shown


def test_an_empty_or_endless_note_is_refused_and_kept_on_the_page(acme: Acme, rosa: Client) -> None:
    page = records(acme)[0]
    assert rosa.post(f"{page}notes/", {"note-text": "   "}).status_code == 422
    long = rosa.post(f"{page}notes/", {"note-text": "x" * 20_001})
    assert long.status_code == 422
    assert "x" * 20_001 in text_of(long)
    assert rosa.post(f"{page}notes/", {"note-text": "a\0b"}).status_code == 422
    assert Note.objects.filter(agency=acme.agency).count() == 1


def test_htmx_gets_the_notes_alone_with_what_was_wrong(acme: Acme, rosa: Client) -> None:
    headers = {"HX-Request": "true", "HX-Target": "notes"}
    for page in records(acme):
        part = rosa.post(f"{page}notes/", {"note-text": ""}, headers=headers)
        assert part.status_code == 422
        assert 'id="notes"' in text_of(part)
        assert "<html" not in text_of(part), page
    for page in records(acme)[:4]:
        assert "<html" not in text_of(rosa.get(page, headers={**headers, "HX-Target": "documents"})), page


def test_markup_in_a_note_stays_text(acme: Acme, rosa: Client) -> None:
    page = records(acme)[0]
    rosa.post(f"{page}notes/", {"note-text": "<script>alert(1)</script> {{ 7*7 }}"})
    source = rosa.get(page).content.decode()
    assert "<script>alert(1)</script>" not in source
    assert "{{ 7*7 }}" in text_of(rosa.get(page))


def test_only_its_author_deletes_a_note_and_the_timeline_tells(acme: Acme, rosa: Client) -> None:
    boss = browser_of(acme.owner)
    assert f"/desk/notes/{acme.note.pk}/delete/" not in text_of(boss.get(records(acme)[0]))
    assert boss.post(f"/desk/notes/{acme.note.pk}/delete/").status_code == 409
    assert rosa.post(f"/desk/notes/{acme.note.pk}/delete/").status_code == 302
    assert not Note.objects.filter(pk=acme.note.pk).exists()
    shown = text_of(rosa.get(records(acme)[0]))
    assert "CANARY private note" not in shown


def test_readers_read_and_strangers_do_not(acme: Acme) -> None:
    for member in (acme.reader, acme.finance):
        browser = browser_of(member)
        assert "CANARY private note" in text_of(browser.get(records(acme)[0]))
        assert browser.post(f"{records(acme)[0]}notes/", {"note-text": "x"}).status_code == 403
        assert browser.post(f"/desk/notes/{acme.note.pk}/delete/").status_code == 403
    rival = browser_of(acme.theirs.owner)
    for page in records(acme):
        assert rival.post(f"{page}notes/", {"note-text": "x"}).status_code == 404
    assert rival.post(f"/desk/notes/{acme.note.pk}/delete/").status_code == 404


def test_a_consultant_notes_nothing_on_jobs_that_are_not_theirs(acme: Acme) -> None:
    dana = browser_of(acme.consultant)
    job, application = records(acme)[3:]
    assert dana.post(f"{job}notes/", {"note-text": "x"}).status_code == 404
    assert dana.post(f"{application}notes/", {"note-text": "x"}).status_code == 404
    assert dana.post(f"{records(acme)[0]}notes/", {"note-text": "x"}).status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "/desk/things/1/notes/",
        "/desk/candidates/999999/notes/",
        "/desk/candidates/x/notes/",
        "/desk/notes/999/delete/",
        f"/desk/notes/{2**70}/delete/",
    ],
)
def test_a_record_that_is_none_is_not_found(acme: Acme, rosa: Client, address: str) -> None:
    assert rosa.post(address, {"note-text": "x"}).status_code == 404
