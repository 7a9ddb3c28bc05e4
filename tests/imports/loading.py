"""Importing a few lines of text, as the tests need it."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from portico.agencies.models import Agency, Member
from portico.imports.matching.fields import Kind
from portico.imports.matching.proposing import propose_for
from portico.imports.reading.table import open_table
from portico.imports.running.outcomes import Outcome
from portico.imports.running.run import Run
from portico.imports.running.table import import_table, look
from portico.records.models import Event
from portico.records.subjects import kind_of


@dataclass
class Loaded:
    """What became of a file: how many created, updated, unchanged, refused; and the file of refused rows."""

    counts: tuple[int, ...]
    refused: str
    remarks: dict[str, int]


def load(agency: Agency, kind: str, text: str, *, by: Member | None = None) -> Loaded:
    """Import a CSV given as text."""
    with TemporaryDirectory() as folder:
        path, refused = Path(folder) / f"{kind}.csv", Path(folder) / "refused.csv"
        path.write_text(text, encoding="utf-8")
        run = Run(agency, by, path.name)
        table = open_table(path)
        tally = import_table(run, table, propose_for(Kind(kind), table, run.country), refused)
        told = refused.read_text(encoding="utf-8-sig") if refused.exists() else ""
    return Loaded(tuple(tally.as_figures().values()), told, dict(run.remarks))


def looked(agency: Agency, kind: str, text: str) -> list[Outcome]:
    """What would become of a CSV given as text."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        table = open_table(path)
        return look(Run(agency, None, path.name, dry=True), propose_for(Kind(kind), table), table.sample())


def events_of(row: Any) -> list[Event]:
    """What stands on a record's timeline, oldest first."""
    return list(Event.objects.filter(subjects__kind=kind_of(row), subjects__object_id=row.pk).order_by("at", "pk"))
