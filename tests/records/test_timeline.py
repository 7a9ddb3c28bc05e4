"""The timeline tells everything once, in order, a page at a time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import BadRequest

from portico.agencies.models import Agency, Member
from portico.records.events import SENTENCES, record
from portico.records.merging import MOVERS, move_attachments, moves_along
from portico.records.models import Document, EventSubject, Note
from portico.records.noting import write_note
from portico.records.timeline import timeline
from tests.records.conftest import make_member

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def verbs_of_these_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """The timeline knows two verbs more, here only."""
    verbs = {"test.moved": "moved {who} on", "test.remarked": "said {remark}"}
    for verb, sentence in verbs.items():
        monkeypatch.setitem(SENTENCES, verb, sentence)


def test_events_and_notes_stand_together_newest_first(recruiter: Member) -> None:
    record(recruiter, "test.moved", by=recruiter, at=NOON, who="Ann", remark="Well done")
    write_note(recruiter, text="Call back", by=recruiter, at=NOON + timedelta(hours=1))
    record(recruiter, "test.remarked", by=None, at=NOON + timedelta(hours=2), remark="Hm", evil="{__class__}")
    record(recruiter, "test.moved", by=None, at=NOON - timedelta(days=9), imported=True, who="{0.__class__}")
    entries = timeline(recruiter, recruiter)

    assert [(entry.who, entry.text, entry.body, entry.icon, entry.tone) for entry in entries] == [
        ("Portico", "Said Hm", "", "message-square", "info"),
        ("Rita Recruiter", "Note", "Call back", "sticky-note", ""),
        ("Rita Recruiter", "Moved Ann on", "Well done", "arrow-right", "info"),
        ("Imported", "Moved {0.__class__} on", "", "arrow-right", "info"),
    ]
    assert [entry.imported for entry in entries] == [False, False, False, True]


def test_pages_follow_each_other_without_gaps(recruiter: Member) -> None:
    for number in range(12):
        at = datetime(1969, 6, 1, tzinfo=UTC) + timedelta(microseconds=number // 4)
        record(recruiter, "test.moved", by=recruiter, at=at)
        write_note(recruiter, text=f"note {number}", by=recruiter, at=at)
    everything = timeline(recruiter, recruiter, limit=100)
    pages, before = [], None
    while page := timeline(recruiter, recruiter, before=before, limit=5):
        pages += page
        before = page[-1].key

    assert len(everything) == 24
    assert pages == everything
    assert [entry.at for entry in everything] == sorted((entry.at for entry in everything), reverse=True)


@pytest.mark.parametrize(
    "key", ["x", "1.2", "1.2.3.4", "9" * 50 + ".1.1", "1.1.", "1.1." + "9" * 40, "\0", "1.1.1" * 99]
)
def test_a_made_up_key_is_a_bad_request(recruiter: Member, key: str) -> None:
    with pytest.raises(BadRequest):
        timeline(recruiter, recruiter, before=key)


def test_only_staff_of_the_agency_sees_a_timeline(recruiter: Member, contact: Member, rival: Agency) -> None:
    record(contact, "test.moved", by=recruiter)
    write_note(contact, text="Difficult", by=recruiter)

    assert len(timeline(contact, recruiter)) == 2
    assert timeline(contact, contact) == []
    assert timeline(contact, make_member(rival, "Otto")) == []


def test_a_timeline_takes_two_queries(recruiter: Member, django_assert_num_queries: object) -> None:
    for _ in range(40):
        record(recruiter, "test.moved", by=recruiter)
        write_note(recruiter, text="x", by=recruiter)

    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(timeline(recruiter, recruiter)) == 30


def test_a_merge_moves_everything_and_tells_it_once(recruiter: Member, contact: Member, agency: Agency) -> None:
    record(contact, "test.moved", by=recruiter)
    record(contact, "test.remarked", by=recruiter, about=[recruiter], remark="both")
    write_note(contact, text="Difficult", by=recruiter)
    document = Document(agency=agency, kind="agencies.member", object_id=contact.pk, name="cv.pdf", key="x", size=1)
    document.save()
    moved: list[object] = []
    mover = moves_along(lambda before, after: moved.append((before, after)))
    try:
        move_attachments(contact, recruiter)
    finally:
        MOVERS.remove(mover)

    assert sorted(entry.text for entry in timeline(recruiter, recruiter)) == ["Moved – on", "Note", "Said both"]
    assert timeline(contact, recruiter) == []
    assert not EventSubject.objects.filter(object_id=contact.pk).exists()
    assert Note.objects.on(recruiter).count() == Document.objects.on(recruiter).count() == 1
    assert moved == [(contact, recruiter)]
