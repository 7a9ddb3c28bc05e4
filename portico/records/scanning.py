"""Looking for viruses in documents: after they are kept, by the task worker; and what becomes of those that have one.

Until the scanner has spoken a document waits: recruiters see that and may download it, nobody else gets it. One with a
virus is taken to where no page reaches it. Where the scanner does not answer, files wait, longer after each try.
"""

import logging
import time
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from portico.kit.rules import RuleBroken
from portico.kit.storing import StoreAway
from portico.kit.times import now
from portico.records import files, scanner, search
from portico.records.events import record
from portico.records.filetypes import BY_CONTENT_TYPE, UNKNOWN
from portico.records.forgetting import drop_files
from portico.records.models import Document, PageImage

log = logging.getLogger(__name__)

DELAYS = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, 30)]
"""The wait after each try without a verdict; the last one over and over."""
HOLD = timedelta(minutes=1)
"""How long other files wait when the scanner did not answer for one."""
LONGEST_ROUND = 45.0

ON_INFECTED: list[Callable[[Document], object]] = []
"""Called inside the transaction that takes a document away; packages above add theirs in `ready`."""


def scan(document_id: int) -> bool:
    """Have a waiting document looked at, if its time has come. False when the scanner gave no verdict."""
    document = Document.objects.filter(pk=document_id, scan=Document.Scan.WAITING, scan_next__lte=now()).first()
    if document is None:
        return True
    if not scanner.is_configured():
        Document.objects.filter(pk=document.pk, scan=Document.Scan.WAITING).update(scan=Document.Scan.NOT_NEEDED)
        return True
    try:
        data = files.stored(document.key)
    except (OSError, StoreAway):
        put_off(document)  # the store has lost it or does not answer; nobody can be served it either
        return True
    try:
        virus = scanner.virus_in(data)
    except scanner.ScannerDown as why:
        log.warning("The virus scanner gave no verdict on document %s: %s", document.pk, why)
        put_off(document)
        hold_others()
        return False
    settle(document, virus)
    return True


def settle(document: Document, virus: str) -> None:
    """Write the verdict down."""
    if virus:
        quarantine(document, virus)
    else:
        waiting = Document.objects.filter(pk=document.pk).exclude(scan=Document.Scan.INFECTED)
        waiting.update(scan=Document.Scan.CLEAN, scan_tries=0)


def put_off(document: Document) -> None:
    """Try again later, and later each time."""
    later = now() + DELAYS[min(document.scan_tries, len(DELAYS) - 1)]
    mine = Document.objects.filter(pk=document.pk, scan=Document.Scan.WAITING, scan_tries=document.scan_tries)
    mine.update(scan_next=later, scan_tries=document.scan_tries + 1)


def hold_others() -> None:
    """No worker waits for a scanner that has just been silent; a file it always chokes on holds nobody up for long."""
    later = now() + HOLD
    Document.objects.filter(scan=Document.Scan.WAITING, scan_next__lt=later).update(scan_next=later)


def scan_waiting() -> int:
    """By the clock: files whose time has come, those waiting longest first, until the scanner is silent."""
    until, done = time.monotonic() + LONGEST_ROUND, 0
    due = Document.objects.filter(scan=Document.Scan.WAITING, scan_next__lte=now())
    for pk in due.order_by("scan_next", "pk").values_list("pk", flat=True)[:2000]:
        if time.monotonic() > until or not scan(pk):
            break
        done += 1
    return done


@transaction.atomic
def quarantine(document: Document, virus: str) -> None:
    """Take a document with a virus to where nothing hands it out, with its pages and words; and tell of it."""
    there = Document.objects.select_for_update().filter(pk=document.pk).exclude(scan=Document.Scan.INFECTED).first()
    if there is None:
        return
    before = there.key
    there.quarantined = files.store(files.stored(before), f"quarantine/{there.agency_id}", "quarantined")
    there.scan, there.virus, there.key, there.text = Document.Scan.INFECTED, virus[:200], "", ""
    there.preview, there.page_count = Document.Preview.FAILED, 0
    there.save()
    pages = PageImage.objects.filter(document=there)
    drop_files([before, *pages.values_list("key", flat=True)])
    pages.delete()
    record(
        there.subject() or there,
        "document.infected",
        by=None,
        document=there.name,
        document_id=there.pk,
        virus=there.virus,
    )
    search.documents_changed(there.kind, there.object_id)
    for tell in ON_INFECTED:
        tell(there)


@transaction.atomic
def release(document_id: int) -> Document:
    """Give a file back that the scanner was wrong about; whoever runs the site decides that."""
    from portico.records.tasks import prepare

    there = Document.objects.select_for_update().filter(pk=document_id, scan=Document.Scan.INFECTED).first()
    if there is None:
        raise RuleBroken(_("No file with this number was taken away."))
    kind = BY_CONTENT_TYPE.get(there.content_type, UNKNOWN)
    away = there.quarantined
    there.key = files.store(files.stored(away), f"documents/{there.agency_id}", kind.extension)
    there.scan, there.quarantined, there.preview = Document.Scan.CLEAN, "", Document.Preview.WAITING
    there.save()
    drop_files([away])
    record(there.subject() or there, "document.released", by=None, document=there.name, document_id=there.pk)
    prepare.enqueue(there.pk)
    return there


def look_again(documents: Iterable[int]) -> int:
    """Look at documents whatever was said of them before: when a scanner is new, or has learned more."""
    seen = 0
    for pk in documents:
        document = Document.objects.exclude(scan=Document.Scan.INFECTED).filter(pk=pk).first()
        if document is not None and default_storage.exists(document.key):
            settle(document, scanner.virus_in(files.stored(document.key)))
            seen += 1
    return seen
