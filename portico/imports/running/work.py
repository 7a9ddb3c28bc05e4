"""What the task worker does for an import, so that it goes on after a kill and can be stopped at any batch."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from portico.imports.matching.mapping import Mapping
from portico.imports.matching.settling import settle
from portico.imports.reading.table import Row, Table
from portico.imports.running.outcomes import Deed, Tally
from portico.imports.running.resumes import Resumes, attach
from portico.imports.running.run import Run
from portico.imports.running.summary import summarize
from portico.imports.running.table import Progress, import_table
from portico.imports.running.zipped import zipped
from portico.imports.uploading import TASK, forget_files, mapping_of, stored_file, table_of
from portico.records import longtasks
from portico.records.models import LongTask

MOST_NAMED = 500
"""File names that a summary lists."""
LEFT_FOR = 7 * 24 * 3600
"""Seconds after which nobody goes on with what a worker left on its machine."""


@longtasks.work(TASK)
def do_import(task: LongTask) -> None:
    """Take in the table, then the résumés."""
    run = Run(task.agency, task.owner, task.settings["name"])
    run.remarks = Counter(task.figures.get("remarks", {}))
    refused = working_file(task)
    mapping = mapping_of(task)
    try:
        if mapping is not None:
            with table_of(task) as table:
                mapping, total = settled(mapping, table, run.country)
                take_in_table(task, run, table, mapping, total, refused)
                take_in_resumes(task, run, table, mapping)
        else:
            take_in_resumes(task, run, None, None)
    finally:
        if refused.exists() and refused.stat().st_size:
            longtasks.keep_refused(task, refused)
    summarize(task)
    refused.unlink(missing_ok=True)
    forget_files(task)


def working_file(task: LongTask) -> Path:
    """Where refused rows are gathered, so that a worker that takes over finds them."""
    folder = Path(settings.DATA_DIR) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob("*-refused.csv"):  # of an import that a worker on another machine finished
        if time.time() - left.stat().st_mtime > LEFT_FOR:
            left.unlink(missing_ok=True)
    return folder / f"{task.pk}-refused.csv"


class Counted:
    """Counts rows while somebody else looks at them."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self.rows:
            self.count += 1
            if not row.problem:
                yield row


def settled(mapping: Mapping, table: Table, country: str) -> tuple[Mapping, int]:
    """What the whole table tells of its columns (the first rows may leave it open), and how many rows there are."""
    rows = Counted(table.rows())
    mapping = settle(mapping, rows, country)
    return mapping, rows.count or table.count()


def take_in_table(task: LongTask, run: Run, table: Table, mapping: Mapping, total: int, refused: Path) -> None:
    """All rows, from where an earlier try stood."""
    progress = begun(task, refused)
    whole = total + task.settings.get("files", 0)

    def tell(progress: Progress) -> None:
        figures = {**progress.tally.as_figures(), "rows": progress.rows, "refused_bytes": progress.refused_bytes}
        task.advance(progress.rows, whole, at_once=True, **figures, remarks=dict(run.remarks))

    import_table(run, table, mapping, refused, progress=progress, tell=tell)


def begun(task: LongTask, refused: Path) -> Progress:
    """How far an earlier try came. Where its refused rows are lost all is done again, which changes nothing twice."""
    figures = task.figures
    size = figures.get("refused_bytes", 0)
    if not figures.get("rows") or size > (refused.stat().st_size if refused.exists() else 0):
        return Progress()
    tally = Tally(Counter({deed.value: figures.get(deed.value, 0) for deed in Deed}))
    return Progress(figures["rows"], size, tally)


def take_in_resumes(task: LongTask, run: Run, table: Table | None, mapping: Mapping | None) -> None:
    """The files beside the table, or those that are all there is."""
    key = task.beside_key if mapping is not None else task.source_key
    if not key:
        return
    with stored_file(key) as path:
        found = zipped(path)
        before = task.figures.get("rows", 0)
        total = before + len(found.names)
        attach(run, found, table, mapping, lambda done: task.advance(before + done, total))
    task.advance(total, total, at_once=True, **figures_of(found))


def figures_of(found: Resumes) -> dict[str, Any]:
    """What became of the files."""
    return {
        "attached": found.attached,
        "there_already": found.there_already,
        "files_refused": dict(list(found.refused.items())[:MOST_NAMED]),
        "unmatched": found.unmatched[:MOST_NAMED],
        "unmatched_count": len(found.unmatched),
    }
