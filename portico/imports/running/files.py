"""Importing whole files, in the order in which they speak of each other."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from portico.agencies.models import Agency, Member
from portico.imports.matching.fields import Kind
from portico.imports.matching.mapping import Mapping
from portico.imports.matching.proposing import propose_for
from portico.imports.problems import Unreadable
from portico.imports.reading.table import Table, open_table
from portico.imports.running.outcomes import Tally
from portico.imports.running.resumes import Resumes, attach, folder
from portico.imports.running.run import Run, country_of
from portico.imports.running.table import Progress, import_table

ORDER = [Kind.ORGANIZATIONS, Kind.CONTACTS, Kind.JOBS, Kind.CANDIDATES, Kind.APPLICATIONS, Kind.NOTES]
"""Each kind may speak of those before it."""


@dataclass(slots=True)
class Report:
    """What became of one file."""

    kind: Kind
    name: str
    tally: Tally
    refused: Path | None
    remarks: dict[str, int]
    seconds: float


@dataclass(slots=True)
class Files:
    """What is to be imported, for which agency, and where refused rows go."""

    agency: Agency
    by: Member | None
    tables: dict[Kind, Path]
    resumes: Path | None = None
    refused_in: Path | None = None
    """Where refused rows go; else beside each file."""
    tell: Callable[[str, Progress], None] | None = None


def opened(kind: Kind, path: Path, country: str) -> tuple[Table, Mapping]:
    """A file as a table with its columns matched; refused where a column is missing without which nothing goes."""
    table = open_table(path)
    mapping = propose_for(kind, table, country)
    if lacking := mapping.lacking():
        raise Unreadable(" ".join(lacking))
    return table, mapping


def import_files(files: Files) -> list[Report]:
    """Take in all tables, one after the other."""
    country = country_of(files.agency)
    ready = {kind: opened(kind, files.tables[kind], country) for kind in ORDER if kind in files.tables}
    return [_import_one(files, kind, *ready[kind]) for kind in ready]


def _import_one(files: Files, kind: Kind, table: Table, mapping: Mapping) -> Report:
    path = files.tables[kind]
    run = Run(files.agency, files.by, path.name)
    refused = (files.refused_in or path.parent) / f"{path.stem}-refused.csv"
    refused.unlink(missing_ok=True)
    began = time.monotonic()

    def tell(progress: Progress) -> None:
        if files.tell is not None:
            files.tell(path.name, progress)

    tally = import_table(run, table, mapping, refused, tell=tell)
    there = refused if refused.exists() else None
    return Report(kind, path.name, tally, there, dict(run.remarks), time.monotonic() - began)


def import_resumes(files: Files) -> Resumes | None:
    """Put the résumés on the candidates; those must be there already."""
    if files.resumes is None:
        return None
    found = folder(files.resumes)
    run = Run(files.agency, files.by, files.resumes.name)
    table = mapping = None
    if Kind.CANDIDATES in files.tables:
        table, mapping = opened(Kind.CANDIDATES, files.tables[Kind.CANDIDATES], run.country)
    attach(run, found, table, mapping)
    return found
