"""A folder of résumés: whose is which, by the column that names the file or by what the file itself is called."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path
from typing import Any

from django.db import transaction

from portico.agencies.mailbox import mail_key
from portico.candidates.models import Candidate, name_key
from portico.imports.cell import as_text
from portico.imports.matching.mapping import Mapping
from portico.imports.reading.table import Row, Table
from portico.imports.running import directory
from portico.imports.running.run import Refusal, Run
from portico.imports.understanding import Understanding
from portico.kit.rules import RuleBroken
from portico.records.files import take_in
from portico.records.models import Document

KEPT = {".pdf", ".docx", ".png", ".jpg", ".jpeg", ".webp", ".txt"}
_WORDS = re.compile(
    r"\b(?:cv|resume|curriculum|vitae|lebenslauf|profile|profil|final|new|copy|version|v?\d+|en|de|fr|es|uk|us)\b"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
BATCH = 200


type Fetch = Callable[[str], AbstractContextManager[Path]]


@dataclass(slots=True)
class Resumes:
    """The files of a folder or ZIP, by comparable name, and what became of them."""

    names: dict[str, str]
    fetch: Fetch
    """Brings a file to a place where it can be read."""
    attached: int = 0
    there_already: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    """Why a file was not kept."""
    unmatched: list[str] = field(default_factory=list)
    """Files of which nobody knows whose they are."""


def folder(path: Path) -> Resumes:
    """All files in a folder and the folders in it; hidden ones are left out."""
    found = (file for file in sorted(path.rglob("*")) if file.is_file() and not file.is_symlink())
    visible = (file for file in found if not any(part.startswith(".") for part in file.relative_to(path).parts))
    files = {plain(file.name): file for file in visible}
    return Resumes({name: file.name for name, file in files.items()}, lambda name: nullcontext(files[name]))


def plain(name: str) -> str:
    """A file's name as it is compared: without folders and case."""
    return name_key(re.split(r"[\\/]", name)[-1])


def attach(
    run: Run, resumes: Resumes, table: Table | None, mapping: Mapping | None, tell: Callable[[int], None] | None = None
) -> None:
    """Put every file on its candidate: first as the table's column says, then by the files' names."""
    left = dict(resumes.names)

    def put(found: Iterator[tuple[str, Candidate]]) -> None:
        for name, candidate in list(found):
            if left.pop(name, None) is not None:
                _keep(run, resumes, name, candidate)
                if tell is not None:
                    tell(len(resumes.names) - len(left))

    put(by_column(run, left, table, mapping))
    put(by_name(run, left))
    resumes.unmatched = sorted(left.values())


def _keep(run: Run, resumes: Resumes, name: str, candidate: Candidate) -> None:
    try:
        with resumes.fetch(name) as path, transaction.atomic():
            before = Document.objects.on(candidate).filter(agency=run.agency).count()
            take_in(path, on=candidate, by=run.by, name=resumes.names[name], at=candidate.added, imported=True)
            new = Document.objects.on(candidate).filter(agency=run.agency).count() > before
    except RuleBroken as no:
        resumes.refused[resumes.names[name]] = str(no)
        return
    resumes.attached += new
    resumes.there_already += not new


def by_column(
    run: Run, files: dict[str, str], table: Table | None, mapping: Mapping | None
) -> Iterator[tuple[str, Candidate]]:
    """Candidates whose row names one of the files."""
    column = next((column for column, one in mapping.used() if one.name == "resume"), None) if mapping else None
    if table is None or mapping is None or column is None:
        return
    named = (row for row in table.rows() if plain(as_text(row.cells[column.position])) in files)
    reader = Understanding(mapping, country=run.country, zone=run.zone)
    for batch in batched(named, BATCH):
        yield from _of_rows(run, reader, batch)


def _of_rows(run: Run, reader: Understanding, rows: tuple[Row, ...]) -> Iterator[tuple[str, Candidate]]:
    values = [read.values for read in map(reader.read, rows) if not read.problems]
    references, emails, names = ([row.get(name) for row in values] for name in ("reference", "email", "name"))
    found = directory.candidates(run.agency, references, emails, names)
    for row in values:
        candidate = whose(found, row)
        if candidate is not None:
            yield plain(row["resume"]), candidate


def whose(found: directory.Candidates, row: dict[str, Any]) -> Candidate | None:
    """The candidate of a row: by number, else by mailbox, else by name."""
    for asked in (
        {"reference": row.get("reference", "")},
        {"email": row.get("email", "")},
        {"name": row.get("name", "")},
    ):
        try:
            if candidate := found.find(**asked):
                return candidate
        except Refusal:
            continue
    return None


def by_name(run: Run, files: dict[str, str]) -> Iterator[tuple[str, Candidate]]:
    """Candidates whose mailbox or whole name is in a file's name, where it is one candidate only."""
    for batch in batched(files, BATCH):
        emails = {name: hit[0].removesuffix(Path(name).suffix) for name in batch if (hit := _EMAIL.search(name))}
        names = {name: spoken(name) for name in batch}
        both = {turned for words in names.values() for turned in turns(words)}
        found = directory.candidates(run.agency, [], emails.values(), both)
        for name in batch:
            among = found.by_email.get(mail_key(emails[name]), []) if name in emails else []
            among = among or [one for words in turns(names[name]) for one in found.by_name.get(words, [])]
            if len(among) == 1:
                yield name, among[0]


def spoken(file: str) -> str:
    """The person's name in a file's name: "smith_jane-cv_2024.pdf" speaks of "smith jane"."""
    words = re.sub(r"[^\w'’]+|_", " ", Path(file).stem)
    return " ".join(_WORDS.sub(" ", words).split())


def turns(words: str) -> list[str]:
    """First name first, or last."""
    parts = words.split()
    turned = [" ".join(parts), " ".join([*parts[-1:], *parts[:-1]]), " ".join([*parts[1:], *parts[:1]])]
    return list(dict.fromkeys(name_key(one) for one in turned if one))
