"""Task workers are killed while they send mail, read files and import: every piece of work has its effect once."""

import random
import time
from collections import Counter
from datetime import timedelta
from typing import Any

from script.soaking.frame import Budget, Outcome
from script.soaking.site import running, wait_for
from script.soaking.writing import PDF, unsound

MAILS, FILES, ROWS = 150, 12, 3000
OPEN = ["waiting", "running"]


def run(budget: Budget) -> Outcome:
    """Give work, kill until half of the time is over, then let it come to its end."""
    from tests.messaging.smtp_relay import running as relay_running

    outcome, chance, kills = Outcome("SIGKILL of task workers amid mail, reading and import"), random.Random(2), 0
    with relay_running() as relay, running(budget.folder, smtp_port=relay.port) as site:
        give_work(budget.world["acme"])
        while budget.left > budget.seconds * 0.45 and kills < 100:
            before = unfinished()
            worker = site.start_worker("--lock-timeout", "4", "--interval", "0.2")
            wait_for(lambda: unfinished() != before, 40)  # noqa: B023 (called at once)
            time.sleep(chance.uniform(0, 2))
            worker.kill()
            worker.wait()
            kills += 1
        let_leases_end()
        for _ in range(2):
            site.start_worker("--lock-timeout", "4", "--interval", "0.2")
        done = wait_for(all_done, max(200.0, budget.left))
        outcome.check(done, f"not done in the end: {unfinished()}")
        count_effects(outcome, relay, kills)
    amiss = unsound()
    outcome.check(not amiss, f"unsound: {amiss[:5]}")
    outcome.times, outcome.survived = outcome.times + kills, outcome.survived + kills
    outcome.figures |= {"kills": kills, "mails": MAILS, "files": FILES, "rows": ROWS}
    return outcome


def give_work(agency: dict[str, Any]) -> None:
    """Mails, résumés to read, and a table to import."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from portico.agencies.models import Agency, Member
    from portico.candidates.models import Candidate
    from portico.imports.uploading import begin, receive
    from portico.messaging.writing import write
    from portico.records.files import take_in

    row, member = Agency.objects.get(pk=agency["agency"]), Member.objects.get(pk=agency["members"]["recruiter"])
    for number in range(MAILS):
        write(row, to=f"soak{number}@client.example", template="messaging/emails/test")
    candidate = Candidate.objects.get(pk=agency["candidate"])
    for number in range(FILES):
        take_in(SimpleUploadedFile(f"cv{number}.pdf", PDF + f"% {number}\n".encode()), on=candidate, by=member)
    lines = "\r\n".join(f"S-{n},Ana,Soak {n},soakrow{n}@example.com" for n in range(ROWS))
    text = f"Candidate ID,First Name,Last Name,Email\r\n{lines}"
    begin(receive(by=member, kind="candidates", file=SimpleUploadedFile("people.csv", text.encode())), by=member)


def let_leases_end() -> None:
    """A mail cut off waits three minutes for its lease; here they have passed."""
    from django.db.models import F

    from portico.messaging.models import LEASE, Email

    Email.objects.filter(status="sending").update(
        lease_until=F("lease_until") - LEASE - timedelta(seconds=1), asked=F("asked") - LEASE - timedelta(seconds=1)
    )


def unfinished() -> dict[str, int]:
    """What is not at its end."""
    from portico.messaging.models import Email
    from portico.records.models import Document, LongTask

    let_leases_end()
    return {
        "mails": Email.objects.waiting().filter(to__startswith="soak").count(),
        "files": Document.objects.filter(preview="waiting").count(),
        "rows": sum(max(1, task.total - task.done) for task in LongTask.objects.filter(status__in=OPEN)),
    }


def all_done() -> bool:
    """Whether all work is at its end."""
    return not any(unfinished().values())


def count_effects(outcome: Outcome, relay: Any, kills: int) -> None:
    """Each mail at the relay at least once, a second copy at most once a kill and the same mail; each row once."""
    from portico.candidates.models import Candidate

    to = Counter(one for several in relay.recipients for one in several if one.startswith("soak"))
    ids = {(one[0], str(message["Message-ID"])) for one, message in zip(relay.recipients, relay.taken, strict=True)}
    doubles = sum(to.values()) - len(to)
    outcome.check(len(to) == MAILS, f"{MAILS - len(to)} mails never came")
    outcome.check(doubles <= kills, f"{doubles} second copies after {kills} kills")
    outcome.check(len([one for one, _id in ids if one.startswith("soak")]) == len(to), "a copy had another Message-ID")
    there = Candidate.objects.filter(email__startswith="soakrow").count()
    outcome.check(there == ROWS, f"{there} people of {ROWS} rows")
    outcome.figures["second copies"] = doubles
