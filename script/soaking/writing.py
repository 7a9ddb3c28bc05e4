"""People who write all the time, and what the site acknowledged to them."""

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from script.soaking.site import Answer, Browser, NoAnswer, Site

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
PDF += b"trailer<</Root 1 0 R>>\n"


@dataclass
class Load:
    """Some writers, each in a thread, until told to stop."""

    site: Site
    world: dict[str, Any]
    writers: int = 4
    pause: float = 0.02
    first: int = 0
    """The number of the first person: other numbers, other words."""
    acknowledged: list[tuple[str, str]] = field(default_factory=list)
    """Kind of write, and the word that is in it nowhere else."""
    statuses: Counter[int] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    """Requests that got no answer, in words."""
    refusals: list[tuple[float, Answer]] = field(default_factory=list)
    """Answers of 500 and above, and when."""
    refused: list[tuple[str, float, Answer]] = field(default_factory=list)
    """The same, with the kind of write."""
    called: str = "soak"
    """Begins every word, so that one load can be told from another on the same site."""
    times: list[float] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    retry_refused: float = 0.0
    """For how many seconds a refused connection is tried again, as a proxy in front would."""

    def __enter__(self) -> "Load":
        for number in range(self.writers):
            thread = threading.Thread(target=self.write_on, args=(number,), daemon=True)
            self.threads.append(thread)
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.ended.set()
        for thread in self.threads:
            thread.join(60)

    def write_on(self, number: int) -> None:
        """One person: notes, people, moves, readings, in turn."""
        chance = random.Random(self.first + number)
        agency = self.world["acme" if number % 3 else "rival"]
        browser = self.site.browser(agency, "recruiter")
        count = 0
        time.sleep(chance.uniform(0, self.pause))  # nobody begins at the very moment of somebody else
        while not self.ended.is_set():
            count += 1
            word = f"{self.called}{number}x{count}x{chance.randrange(10**9)}"
            self.one(chance.choice(KINDS), browser, agency, word)
            time.sleep(self.pause)

    def one(self, kind: str, browser: Browser, agency: dict[str, Any], word: str) -> None:
        """One write, or reading; noted when it was acknowledged."""
        began = time.monotonic()
        while True:
            try:
                answer = send(kind, browser, agency, word)
                break
            except NoAnswer as error:
                if "Refused" in str(error) and time.monotonic() < began + self.retry_refused:
                    time.sleep(0.1)
                    continue
                self.broken.append(f"{kind}: {error}")
                return
        self.statuses[answer.status] += 1
        self.times.append(answer.took)
        if answer.status in {302, 303} and kind != "read" and "sign-in" not in answer.headers.get("location", ""):
            self.acknowledged.append((kind, word))
        elif answer.status >= 500:
            self.refusals.append((time.monotonic(), answer))
            self.refused.append((kind, time.monotonic(), answer))


KINDS = ["note", "note", "candidate", "document", "move", "read"]


def send(kind: str, browser: Browser, agency: dict[str, Any], word: str) -> Answer:
    """A request of this kind, that leaves this word behind."""
    if kind == "note":
        return browser.post(f"/desk/candidates/{agency['candidate']}/notes/", **{"note-text": word})
    if kind == "candidate":
        return browser.post("/desk/candidates/add/", first_name="Soak", last_name=word, email=f"{word}@example.com")
    if kind == "document":
        path = f"/desk/candidates/{agency['candidate']}/documents/"
        content = PDF + f"% {word}\n".encode()
        return browser.upload(path, f"{word}.pdf", content, "document-file", **{"document-kind": "other"})
    if kind == "move":
        to = random.choice(agency["stages"])
        return browser.post(f"/desk/applications/{agency['application']}/move/", to=to, remark=word)
    return browser.get(f"/desk/candidates/{agency['candidate']}/")


def missing(acknowledged: list[tuple[str, str]]) -> list[str]:
    """What was acknowledged and is not there; at least one row must hold each word."""
    from portico.candidates.models import Candidate
    from portico.pipeline.models import Move
    from portico.records.models import Document, Note

    there = {
        "note": set(Note.objects.values_list("text", flat=True)),
        "candidate": set(Candidate.objects.values_list("last_name", flat=True)),
        "document": {name.removesuffix(".pdf") for name in Document.objects.values_list("name", flat=True)},
        "move": set(Move.objects.values_list("remark", flat=True)),
    }
    return [f"{kind} {word}" for kind, word in acknowledged if word not in there[kind]]


def doubled(acknowledged: list[tuple[str, str]]) -> list[str]:
    """What is there twice."""
    from portico.records.models import Note

    count = Counter(Note.objects.values_list("text", flat=True))
    return [f"note {word} {count[word]} times" for kind, word in acknowledged if kind == "note" and count[word] > 1]


def unsound() -> list[str]:
    """What the database itself and the product's own checker find amiss."""
    from django.db import connection

    from portico.operations.invariants import check_all

    found = [f"{one.rule}: {one.broken} ({one.rows[:2]})" for one in check_all() if one.broken]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            said = cursor.fetchone()[0]
            cursor.execute("PRAGMA foreign_key_check")
            found += [f"integrity: {said}"] * (said != "ok") + [f"foreign keys: {row}" for row in cursor.fetchall()[:3]]
    return found
