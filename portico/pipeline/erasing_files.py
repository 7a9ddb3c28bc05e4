"""Files that are about many people: lists that were exported, imported or refused, and what the task queue holds."""

import csv
import io
import zipfile
from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django_ox.models import OxTask

from portico.pipeline.erasing_words import Trace, variants
from portico.records.forgetting import drop_files
from portico.records.models import LongTask

KEYS = ("source_key", "beside_key", "result_key", "refused_key")
OVER = (LongTask.Status.DONE, LongTask.Status.FAILED, LongTask.Status.CANCELED)


def clean_task_files(agency_id: int, trace: Trace) -> int:
    """Lists that name the person lose their line; files that are no plain text go as a whole."""
    changed = 0
    for task in LongTask.objects.filter(agency=agency_id, status__in=OVER):
        for name in KEYS:
            key = getattr(task, name)
            if not key or not default_storage.exists(key):
                continue
            with default_storage.open(key) as file:
                data: bytes = file.read()
            if not names(data, trace):
                continue
            LongTask.objects.filter(pk=task.pk).update(**{name: without_lines(key, data, trace)})
            drop_files([key])
            changed += 1
    return changed


def names(data: bytes, trace: Trace) -> bool:
    """Whether one of the words stands in a file, or in a file packed into it."""
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                return any(names(packed.read(one), trace) for one in packed.infolist() if one.file_size < 200_000_000)
        except (zipfile.BadZipFile, RuntimeError, OSError):
            return False
    text = data.decode("utf-8", "replace").casefold()
    return any(word.casefold() in text for word in trace.words)


def without_lines(key: str, data: bytes, trace: Trace) -> str:
    """The same list without the person, under a new key; nothing where it is no plain list."""
    if not key.endswith(".csv"):
        return ""
    text = data.decode("utf-8", "replace")
    try:
        dialect: Any = csv.Sniffer().sniff(text.partition("\n")[0], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    kept = io.StringIO()
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), dialect))
    except csv.Error:
        return ""
    writer = csv.writer(kept, dialect)
    writer.writerows(row for row in rows if not trace.pattern.search("\n".join(row)))
    return default_storage.save(key, ContentFile(kept.getvalue().encode()))


def clean_queue(words: Iterable[str]) -> int:
    """What asked a worker for something with the person's address."""
    wanted = Q(pk__in=[])
    for word in variants(words):
        wanted |= Q(args_said__icontains=word) | Q(kwargs_said__icontains=word)
    rows = OxTask.objects.annotate(args_said=Cast("args", TextField()), kwargs_said=Cast("kwargs", TextField()))
    ids = list(rows.filter(wanted).values_list("pk", flat=True))
    return int(OxTask.objects.filter(pk__in=ids).delete()[0])
