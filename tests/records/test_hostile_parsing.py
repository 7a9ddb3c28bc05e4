"""Files made against what reads them: they reach nothing outside, and cost little time and memory."""

import io
import resource
import struct
import time
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portico.agencies.models import Member
from portico.imports.reading.table import open_table
from portico.kit.rules import RuleBroken
from portico.records import files, previews
from portico.records.models import Document
from tests.listening import listening
from tests.records import samples

ENTITY = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "http://{0}/e"><!ENTITY % p SYSTEM "http://{0}/p"> %p;]>'
BODY = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    "<w:t>Before &x; after</w:t></w:r></w:p></w:body></w:document>"
)
TEMPLATE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId99" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{1}" Target="http://{0}/t" '
    'TargetMode="External"/></Relationships>'
)


def test_no_file_makes_portico_call_out(recruiter: Member, tmp_path: Path) -> None:
    """CVE-2019-13358, CVE-2016-5851, CVE-2017-5992: Word files and workbooks with entities from outside."""
    with listening() as (place, heard):
        entity = ENTITY.format(place)
        words = [
            samples.changed_docx(word__documentDOTxml=(entity + BODY).encode()),
            samples.changed_docx(word__stylesDOTxml=(entity + "<x>&x;</x>").encode()),
            samples.changed_docx(word___relsDOTdocumentDOTxmlDOTrels=None),
            samples.changed_docx(
                word___rels__settingsDOTxmlDOTrels=TEMPLATE.format(place, "attachedTemplate").encode()
            ),
        ]
        for data in words:
            document = files.take_in(SimpleUploadedFile("cv.docx", data), on=recruiter, by=recruiter)
            previews.prepare(document.pk)
        pdf = samples.pdf(extra=f"/OpenAction << /S /URI /URI (http://{place}/pdf) >>".encode())
        previews.prepare(files.take_in(SimpleUploadedFile("a.pdf", pdf), on=recruiter, by=recruiter).pk)
        sheet = tmp_path / "people.xlsx"
        sheet.write_bytes(samples.archive(**{"xl/workbook.xml": (entity + "<x>&x;</x>").encode()}))
        with pytest.raises(RuleBroken):
            list(open_table(sheet).rows())
        svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://{place}/svg"/></svg>'.encode()
        with pytest.raises(RuleBroken):
            files.take_in(SimpleUploadedFile("a.png", svg), on=recruiter, by=recruiter)
        assert heard == []
    assert not Document.objects.filter(text__contains="Before  after").exclude(preview="failed").exists()


def says_ten_gigabytes() -> bytes:
    """A Word file one part of which claims, truthfully for all one can see, to unpack to ten gigabytes."""
    data = bytearray(samples.changed_docx(word__mediaDOTxml=b"\0" * 9_000_000))
    for sign, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.find(sign)
        while at >= 0:
            if struct.unpack_from("<I", data, at + offset)[0] == 9_000_000:
                struct.pack_into("<I", data, at + offset, 0xFFFF_FFF0)
            at = data.find(sign, at + 4)
    return bytes(data)


def hundred_thousand_parts() -> bytes:
    """A Word file of a hundred thousand parts, below the limit of size."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as new:
        for name in ("word/document.xml", "[Content_Types].xml"):
            new.writestr(name, "<x/>")
        for number in range(65_000):
            new.writestr(f"{number:05}", b"")
    return packed.getvalue()


def in_itself() -> bytes:
    """Zips in zips in a Word file, eight deep, each full of the next."""
    data = b"\0" * 2_000_000
    for _depth in range(8):
        data = samples.archive(**{f"{number}.zip": data for number in range(8)})
    return samples.changed_docx(word__embeddings__aDOTzip=data)


@pytest.mark.parametrize("make", [says_ten_gigabytes, hundred_thousand_parts, in_itself])
def test_archives_made_to_grow_are_refused_or_read_cheaply(recruiter: Member, make: object) -> None:
    data = make()  # type: ignore[operator]
    assert len(data) < 10_000_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    try:
        previews.prepare(
            files.take_in(SimpleUploadedFile("cv.docx", data), on=recruiter, by=recruiter).pk,
        )
    except RuleBroken:
        assert not Document.objects.exists()
    spent = time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]) - began
    assert spent < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024, "in kilobytes"
