"""Ten times the rows need no more memory."""

import tracemalloc
from pathlib import Path

import pytest

from portico.imports.matching.fields import Kind
from portico.imports.matching.proposing import propose_for
from portico.imports.reading.table import open_table
from portico.imports.running.run import Run
from portico.imports.running.table import import_table
from tests.world import Acme

HEAD = "Candidate ID,First Name,Last Name,Email\r\n"


def written(place: Path, first: int, count: int) -> Path:
    """A file of so many candidates; one in a hundred is bad."""
    with place.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for number in range(first, first + count):
            email = "call me" if number % 100 == 0 else f"p{number}@example.com"
            file.write(f"C-{number},Ana,Reis {number},{email}\r\n")
    return place


def peak(acme: Acme, path: Path) -> int:
    """The most bytes that importing a file held at once."""
    table = open_table(path)
    mapping = propose_for(Kind.CANDIDATES, table)
    tracemalloc.start()
    import_table(Run(acme.agency, None, path.name), table, mapping, path.with_suffix(".refused"))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


@pytest.mark.only_on("sqlite")  # what Python holds is the same with another database
@pytest.mark.usefixtures("db")
def test_ten_times_the_rows_need_no_more_memory(acme: Acme, tmp_path: Path) -> None:
    peak(acme, written(tmp_path / "first.csv", 0, 600))  # what is loaded once: vocabularies, prepared statements
    few = peak(acme, written(tmp_path / "few.csv", 1_000, 600))
    many = peak(acme, written(tmp_path / "many.csv", 10_000, 6_000))

    assert many < few * 1.25, f"{few:,} bytes for 600 rows, {many:,} for 6,000"
