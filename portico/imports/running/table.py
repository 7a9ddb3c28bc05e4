"""Taking in a whole table: as a stream, batch by batch, each batch in one transaction."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from itertools import batched, islice
from pathlib import Path
from typing import Self

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from portico.imports.matching.fields import Kind
from portico.imports.matching.mapping import Mapping
from portico.imports.reading.table import Row, Table
from portico.imports.refused import refused_rows
from portico.imports.running.applications import ApplicationImport
from portico.imports.running.candidates import CandidateImport
from portico.imports.running.contacts import ContactImport
from portico.imports.running.jobs import JobImport
from portico.imports.running.notes import NoteImport
from portico.imports.running.organizations import OrganizationImport
from portico.imports.running.outcomes import Deed, Importer, Outcome, Tally
from portico.imports.running.run import Run
from portico.imports.running.telling import end_with_their_jobs
from portico.imports.understanding import Understanding, Understood
from portico.kit.statistics import Growing
from portico.kit.tidying import by_the_batch
from portico.records.search import backend

BATCH = 500
logger = logging.getLogger(__name__)

IMPORTERS: dict[Kind, Callable[[Run], Importer]] = {
    Kind.ORGANIZATIONS: OrganizationImport,
    Kind.CONTACTS: ContactImport,
    Kind.JOBS: JobImport,
    Kind.CANDIDATES: CandidateImport,
    Kind.APPLICATIONS: ApplicationImport,
    Kind.NOTES: NoteImport,
}


@dataclass(slots=True)
class Progress:
    """How far a table is, kept with the last batch's rows in one transaction: after a kill it still holds."""

    rows: int = 0
    refused_bytes: int = 0
    """How long the file of refused rows was."""
    tally: Tally = field(default_factory=Tally)


type Tell = Callable[[Progress], None]


def importer_for(run: Run, kind: Kind) -> Importer:
    """What takes in rows of this kind."""
    return IMPORTERS[kind](run)


def import_table(
    run: Run,
    table: Table,
    mapping: Mapping,
    refused: Path,
    *,
    progress: Progress | None = None,
    tell: Tell | None = None,
) -> Tally:
    """Take in all rows; those that cannot be go to the file `refused`, each with the reason.

    `tell` is called in each batch's transaction. With `progress` of an earlier try it goes on where that stood.
    """
    progress = progress or Progress()
    if refused.exists():
        with refused.open("r+b") as file:
            file.truncate(progress.refused_bytes)  # rows of a batch that was not kept
    importer = importer_for(run, mapping.kind)
    growing = Growing()
    with by_the_batch() as tidy, backend().many_come(), Ahead(run, table, mapping, progress.rows) as ahead:
        while batch := ahead.next():
            _take_in(importer, table, batch, refused, progress, tell, ahead.go_on)
            tidy()
            growing.add(len(batch))
    growing.end()
    if mapping.kind == Kind.APPLICATIONS and not run.dry:
        end_with_their_jobs(run)
    return progress.tally


type Batch = list[tuple[Row, Understood]]


class Ahead:
    """The rows, a batch at a time. The next one is read and understood while the database puts the one before to disk,
    a tenth of an import's time in which there is nothing else to do."""

    def __init__(self, run: Run, table: Table, mapping: Mapping, first: int) -> None:
        self.reader = Understanding(mapping, country=run.country, zone=run.zone)
        self.batches = batched(islice(table.rows(), first, None), BATCH)
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="reading")
        self.coming: Future[Batch] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.thread.shutdown()

    def go_on(self) -> None:
        """Begin with the next batch, for the same reader: problems are told in their language."""
        self.coming = self.thread.submit(copy_context().run, self.read)

    def read(self) -> Batch:
        """The next batch; none when all rows were read."""
        return [(row, self.reader.read(row)) for row in next(self.batches, ())]

    def next(self) -> Batch:
        """The same, which may have been read already."""
        coming, self.coming = self.coming, None
        return coming.result() if coming else self.read()


def _take_in(
    importer: Importer,
    table: Table,
    batch: Batch,
    refused: Path,
    progress: Progress,
    tell: Tell | None,
    meanwhile: Callable[[], None],
) -> None:
    with transaction.atomic():
        outcomes = _outcomes(importer, [understood for _row, understood in batch])
        said = {outcome.number: outcome.said for outcome in outcomes if outcome.deed == Deed.REFUSED}
        if said:
            with refused_rows(refused, table) as refuse:
                for row, _understood in batch:
                    if row.number in said:
                        refuse(row, said[row.number])
        progress.rows += len(batch)
        progress.refused_bytes = refused.stat().st_size if refused.exists() else 0
        progress.tally.add(outcomes)
        if tell is not None:
            tell(progress)
        meanwhile()


def look(run: Run, mapping: Mapping, rows: list[Row]) -> list[Outcome]:
    """What would become of these rows, in their order. Nothing is written."""
    reader = Understanding(mapping, country=run.country, zone=run.zone)
    importer = importer_for(run, mapping.kind)
    outcomes: list[Outcome] = []
    for batch in batched(rows, BATCH):
        read = [reader.read(row) for row in batch]
        planned = iter(importer.plan([row for row in read if not row.problems]))
        outcomes.extend(refusal(row) if row.problems else next(planned) for row in read)
    return outcomes


def refusal(row: Understood) -> Outcome:
    """A row that could not even be understood."""
    return Outcome(row.number, Deed.REFUSED, str(row.values.get("name") or row.values.get("title") or ""), row.why_not)


def _outcomes(importer: Importer, read: list[Understood]) -> list[Outcome]:
    """Plan and write what was understood; where the database refuses the batch, row by row."""
    understood = [row for row in read if not row.problems]
    try:
        with transaction.atomic():
            planned = importer.plan(understood)
            importer.write()
    except DatabaseError:
        logger.exception("A batch of an import could not be written; its rows are tried one by one")
        planned = [outcome for row in understood for outcome in _alone(importer, row)]
    return [*(refusal(row) for row in read if row.problems), *planned]


def _alone(importer: Importer, row: Understood) -> Iterator[Outcome]:
    try:
        with transaction.atomic():
            outcomes = importer.plan([row])
            importer.write()
    except DatabaseError as error:
        logger.warning("Row %s of an import could not be written: %s", row.number, error)
        outcomes = [
            Outcome(row.number, Deed.REFUSED, "", _("This row could not be saved. Please check it and try again."))
        ]
    yield from outcomes
