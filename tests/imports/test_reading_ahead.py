"""While the database puts a batch to disk, the next one is read: by another thread, in the same reader's language."""

import threading
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.utils import translation

from portico.candidates.models import Candidate
from portico.imports.matching.fields import Kind
from portico.imports.matching.proposing import propose_for
from portico.imports.reading.table import Row, open_table
from portico.imports.running import table as running
from portico.imports.running.outcomes import Deed
from portico.imports.running.run import Run
from portico.imports.understanding import Understanding, Understood
from portico.records.models import TaskStopped
from tests.world import Acme

HEAD = "Candidate ID,First Name,Last Name,Email\r\n"


def people(place: Path, count: int) -> Path:
    """So many candidates, of whom the fourth has no mailbox that could be one."""
    lines = [f"C-{n},Ana,Reis {n},{'call me' if n == 4 else f'p{n}@example.com'}\r\n" for n in range(1, count + 1)]
    place.write_text(HEAD + "".join(lines))
    return place


def test_later_batches_are_read_meanwhile_in_the_same_language_and_none_is_lost(
    acme: Acme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_by: list[tuple[int, bool, str | None]] = []
    usual = Understanding.read

    def read(self: Understanding, row: Row) -> Understood:
        mine = threading.current_thread() is threading.main_thread()
        read_by.append((row.number, mine, translation.get_language()))
        return usual(self, row)

    monkeypatch.setattr(Understanding, "read", read)
    monkeypatch.setattr(running, "BATCH", 2)
    path = people(tmp_path / "people.csv", 7)
    table = open_table(path)
    with translation.override("de"):
        mapping = propose_for(Kind.CANDIDATES, table)
        tally = running.import_table(Run(acme.agency, None, path.name), table, mapping, tmp_path / "refused.csv")

    assert [number for number, _mine, _language in read_by] == list(range(2, 9))
    assert [mine for _number, mine, _language in read_by] == [True] * 2 + [False] * 5
    assert {language for _number, _mine, language in read_by} == {"de"}
    assert (tally.counts[Deed.CREATED], tally.counts[Deed.REFUSED]) == (6, 1)
    assert Candidate.objects.filter(agency=acme.agency, reference__startswith="C-").count() == 6
    assert "call me" in (tmp_path / "refused.csv").read_text()


def test_what_goes_wrong_while_reading_ahead_ends_the_import_and_keeps_what_was_taken_in(
    acme: Acme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = Understanding.read

    def read(self: Understanding, row: Row) -> Understood:
        if row.number > 3:
            raise OSError("the file is gone")
        return usual(self, row)

    monkeypatch.setattr(Understanding, "read", read)
    monkeypatch.setattr(running, "BATCH", 2)
    path = people(tmp_path / "people.csv", 7)
    table = open_table(path)
    mapping = propose_for(Kind.CANDIDATES, table)
    with pytest.raises(OSError, match="the file is gone"):
        running.import_table(Run(acme.agency, None, path.name), table, mapping, tmp_path / "refused.csv")

    assert set(Candidate.objects.filter(reference__startswith="C-").values_list("reference", flat=True)) == {
        "C-1",
        "C-2",
    }
    assert not readers()


@pytest.mark.parametrize("fails", ["before", "after"])
def test_a_batch_that_is_not_kept_ends_the_import_whatever_was_read_ahead(
    acme: Acme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    """As when somebody stops it, or the database does not take what it was told."""
    usual = running.Ahead.go_on
    kept = list[int]()

    def go_on(self: running.Ahead) -> None:
        if kept and fails == "before":
            raise TaskStopped
        usual(self)
        if kept:
            raise DatabaseError("the disk is full")
        kept.append(2)

    monkeypatch.setattr(running.Ahead, "go_on", go_on)
    monkeypatch.setattr(running, "BATCH", 2)
    path = people(tmp_path / "people.csv", 9)
    table = open_table(path)
    mapping = propose_for(Kind.CANDIDATES, table)
    with pytest.raises((TaskStopped, DatabaseError)):
        running.import_table(Run(acme.agency, None, path.name), table, mapping, tmp_path / "refused.csv")

    assert set(Candidate.objects.filter(reference__startswith="C-").values_list("reference", flat=True)) == {
        "C-1",
        "C-2",
    }
    assert not readers()


def readers() -> list[str]:
    """Threads that read ahead."""
    return [one.name for one in threading.enumerate() if one.name.startswith("reading")]
