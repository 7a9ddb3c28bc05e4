"""Everything that stands in the database and lies in the file store, whatever Django thinks of it."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection


def every_cell() -> Iterator[tuple[str, str]]:
    """Each column of each row, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    text = bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else value
                    yield f"{table}.{name}", str(text)


def every_file() -> Iterator[tuple[str, str]]:
    """Each stored file as text, packed files unpacked."""
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file():
            yield from opened(str(path), path.read_bytes())


def opened(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """A file's content as text."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for one in packed.namelist():
                yield from opened(f"{name}/{one}", packed.read(one))
    yield name, data.decode("utf-8", "replace")
