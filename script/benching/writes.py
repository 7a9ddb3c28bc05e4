"""What people write: moving an application, and applying with a résumé."""

import io
import re
import statistics
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from script.benching.client import Connection, form, request
from script.benching.measuring import Bench
from script.benching.site import Server
from script.benching.volume import HOST, session_of

MOVES = 60
APPLICANTS = 60
FIRST = 2
"""So many go before and are not measured: they meet a process that has never done this before."""
EDGE = "bench-edge-0123456789"
PICTURES = 200_000
"""Bytes of a résumé that are no words, as a photo and fonts are."""
FORM = "application/x-www-form-urlencoded"
SLOWEST = 100.0
"""Milliseconds that somebody who applies waits for an answer, in all but one of twenty cases."""


@dataclass(frozen=True, slots=True)
class Written:
    """One kind of write."""

    title: str
    p50: float
    p95: float
    bar: float = 0.0

    @property
    def met(self) -> bool:
        """Whether it is quick enough, where that is laid down."""
        return not self.bar or self.p95 <= self.bar


def writes(bench: Bench, server: Server) -> list[Written]:
    """All of them."""
    return [written("move an application", moves(bench, server)), *applying(bench, server)]


def written(title: str, seconds: list[float], bar: float = 0.0) -> Written:
    """Its figures."""
    p95 = statistics.quantiles(seconds, n=20)[-1] * 1000
    return Written(title, statistics.median(seconds) * 1000, p95, bar)


def moves(bench: Bench, server: Server) -> list[float]:
    """To and fro between two stages."""
    from portico.jobs.stages import Stage
    from portico.pipeline.models import Application

    stages = [Stage.first(bench.volume.agency, kind).pk for kind in (Stage.Kind.SCREENING, Stage.Kind.INTERNAL_REVIEW)]
    rows = Application.objects.filter(agency=bench.volume.agency, job=1, submissions=None).order_by("pk")
    line, session, times = Connection(server.port), session_of(bench.volume.recruiter), list[float]()
    for pk, stage in rows.values_list("pk", "stage")[:MOVES]:
        to = stages[1] if stage == stages[0] else stages[0]
        body = urlencode({"to": to, "remark": "Let us see", "seen": stage}).encode()
        answer = line.ask(form(f"/desk/applications/{pk}/move/", HOST, session, FORM, body))
        if answer.status != 302:
            raise RuntimeError(f"moving answers {answer.status}")
        times.append(answer.seconds)
    line.close()
    return times


def applying(bench: Bench, server: Server) -> list[Written]:
    """Strangers who drop a résumé, fill in who they are while it waits to be read, and send it."""
    from portico.jobs.models import Advert

    advert = Advert.objects.filter(agency=bench.volume.agency).order_by("pk").values_list("pk", flat=True)[0]
    base, steps, words = f"/jobs/{advert}/apply/", dict[str, list[float]](), word_file()
    for number in range(FIRST + APPLICANTS):
        applicant = Applicant(Connection(server.port), f"10.0.{number // 250}.{number % 250 + 1}", base)
        mail = f"ann.{uuid4().hex[:10]}@example.com"
        person = {"first_name": "Ann", "last_name": f"Ash {number}", "email": mail, "phone": f"+44 7700 {number:06d}"}
        applicant.line.ask(request(base, HOST))
        name, content = ("Ann-Ash-CV.docx", words) if number % 2 else ("Ann-Ash-CV.pdf", resume(number))
        kind, body = multipart({}, {"resume": (name, content)})
        steps.setdefault("apply: the résumé", []).append(applicant.post("", kind, body, leads="details/"))
        details = urlencode({**person, "early": "1"}).encode()
        steps.setdefault("apply: who they are", []).append(applicant.post("details/", FORM, details, leads="review/"))
        steps.setdefault("apply: send", []).append(applicant.post("send/", FORM, b"", leads="sent/"))
        applicant.line.close()
    return [written(title, times[FIRST:], SLOWEST) for title, times in steps.items()]


@dataclass
class Applicant:
    """Somebody with a browser and an address of their own."""

    line: Connection
    address: str
    base: str
    kept: dict[str, str] = field(default_factory=dict)
    """The cookies that lead to what they have begun."""

    def post(self, step: str, kind: str, body: bytes, leads: str) -> float:
        """Press a step's button, which leads to the next; how long it took."""
        extra = f"X-Forwarded-For: {self.address}\r\n"
        kept = "; ".join(f"{name}={value}" for name, value in self.kept.items())
        answer = self.line.ask(form(self.base + step, HOST, "", kind, body, extra, kept))
        if answer.status != 302 or answer.header("location") != self.base + leads:
            words = re.sub(r"<[^>]*>|\s+", " ", answer.body.decode(errors="replace"))
            raise RuntimeError(
                f"{step or 'the résumé'} answers {answer.status} {answer.header('location')}: {words[-600:]}"
            )
        for name, value in re.findall(rb"(?i)set-cookie: ([^=;\s]+)=([^;\s]*)", answer.head):
            self.kept |= {name.decode(): value.decode()} if name != b"csrftoken" else {}
        return answer.seconds


def multipart(fields: dict[str, Any], files: dict[str, tuple[str, bytes]]) -> tuple[str, bytes]:
    """A form with files, as a browser sends it."""
    parts = [
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()
    ]
    for key, (name, content) in files.items():
        head = f'--{EDGE}\r\nContent-Disposition: form-data; name="{key}"; filename="{name}"\r\n'
        parts.append(f"{head}Content-Type: application/pdf\r\n\r\n".encode() + content + b"\r\n")
    return f"multipart/form-data; boundary={EDGE}", b"".join(parts) + f"--{EDGE}--\r\n".encode()


def resume(number: int) -> bytes:
    """A page of PDF with words on it."""
    said = ["Ann Ash", "Night porter", "Experience", "2019 - 2024 Porter, Grand Hotel, London"] + [
        f"Kept the doors of house {number} and looked after guests, line {at}" for at in range(30)
    ]
    text = "BT /F1 11 Tf 60 780 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in said) + " ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(text)}>>stream\n{text}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = "%PDF-1.4\n", list[int]()
    for at, one in enumerate(objects):
        places.append(len(out))
        out += f"{at + 1} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    pictures = "%" + "x" * PICTURES + "\n"
    return f"{out}xref\n0 6\n0000000000 65535 f \n{table}{pictures}{tail}".encode("latin-1")


def word_file() -> bytes:
    """The same as a Word file."""
    from docx import Document

    word, buffer = Document(), io.BytesIO()
    word.add_heading("Ann Ash", 0)
    word.add_heading("Experience", 1)
    for number in range(30):
        word.add_paragraph(f"Night porter, Grand Hotel {number}, Jan {1990 + number} - Dec {1990 + number}")
    word.save(buffer)
    return buffer.getvalue()
