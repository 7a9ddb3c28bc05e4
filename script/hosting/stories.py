"""What people do, with each of their requests at another host than the one before."""

import re
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from script.hosting.setup import Setup
from script.soaking.frame import Outcome
from script.soaking.site import Answer, Browser, wait_for
from script.soaking.writing import PDF

type Story = Callable[[Setup, Outcome], None]
MAILS, ROWS = 40, 400
MADE_ANEW = ("site.log", "places-")
"""What a host writes for itself: its log, and the file of towns that is made where it is missing."""
WRONG_PASSWORDS = 10
"""As many as one mailbox has in a quarter of an hour (portico/access/asking.py)."""


def run(setup: Setup, *, short: bool = False) -> Outcome:
    """One after the other."""
    outcome = Outcome("stories whose every step is at another host")
    for story in SHORT if short else STORIES:
        before = len(outcome.losses)
        story(setup, outcome)
        outcome.losses[before:] = [f"{story.__name__}: {loss}" for loss in outcome.losses[before:]]
    return outcome


def at_both(setup: Setup, agency: str, who: str = "") -> tuple[Browser, Browser]:
    """The same browser at either host."""
    first, second = (host.browser(setup.world[agency], who) for host in setup.webs)
    first.called = second.called = f"{first.host}:{setup.proxy.port}"
    return first, second


def session_in(answer: Answer) -> str:
    """The session that an answer opens."""
    found = re.search(r"(?m)^sessionid=([^;]+)", answer.headers.get("set-cookie", ""))
    return found[1] if found else ""


def signed_in(browser: Browser, agency: dict[str, Any], who: str, password: str) -> str:
    """The session after the sign-in form, if it opened one."""
    return session_in(browser.post("/sign-in/", email=agency["emails"][who], password=password))


def signing_in(setup: Setup, outcome: Outcome) -> None:
    """In at the one, on at the other; out at the other, and out at the one."""
    from tests.world import PASSWORD

    first, second = at_both(setup, "acme")
    first.session = second.session = signed_in(first, setup.world["acme"], "recruiter", PASSWORD)
    outcome.check(bool(first.session), "the password opened no session")
    outcome.check(second.get("/desk/").status == 200, "the session of host 1 is not known at host 2")
    second.post("/sign-out/")
    outcome.check(first.get("/desk/").status == 302, "signed out at host 2, still in at host 1")


def files(setup: Setup, outcome: Outcome) -> None:
    """Brought to the one, fetched from the other."""
    from portico.records.models import Document

    first, second = at_both(setup, "acme", "recruiter")
    content = PDF + b"% brought to host 1\n"
    path = f"/desk/candidates/{setup.world['acme']['candidate']}/documents/"
    answer = first.upload(path, "hosts.pdf", content, "document-file", **{"document-kind": "other"})
    outcome.check(answer.status == 302, f"the upload was answered {answer.status}")
    document = Document.objects.filter(name="hosts.pdf").values_list("pk", flat=True).first()
    fetched = second.get(f"/desk/documents/{document}/file/")
    outcome.check(fetched.body == content, f"host 2 hands out {len(fetched.body)} bytes, {fetched.status}")
    page = second.get("/sign-in/").text
    for asset in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        outcome.check(first.get(asset).status == 200, f"host 1 has no {asset} for a page of host 2")


def settings(setup: Setup, outcome: Outcome) -> None:
    """Changed at the one, so at the other with the next page."""
    from portico.agencies.models import Agency
    from portico.jobs.stages import Stage

    first, second = at_both(setup, "acme", "owner")
    agency = setup.world["acme"]
    stage = Stage.objects.get(pk=agency["stages"][0])
    second.get(f"/desk/jobs/{agency['job']}/")
    change(first, f"/desk/settings/stages/{stage.pk}/", name="Called by host 1")
    shown = second.get(f"/desk/jobs/{agency['job']}/").text
    outcome.check("Called by host 1" in shown, "host 2 shows a stage's former name")
    change(first, f"/desk/settings/stages/{stage.pk}/", name=stage.name)
    name = Agency.objects.get(pk=agency["agency"]).name
    for called in ("Acme of Host One", name):
        change(first, "/desk/settings/agency/", name=called)
        outcome.check(called in second.get("/sign-in/?again=1").text, f"host 2 does not say {called}")


def change(browser: Browser, path: str, **fields: str) -> None:
    """Send a page's form with some of its fields changed."""
    from lxml import html  # type: ignore[import-untyped]

    page = html.fromstring(browser.get(path).text)
    form = next(one for one in page.forms if set(fields) <= set(one.fields))
    sent = {key: value for key, value in form.fields.items() if value is not None}
    answer = browser.post(form.action or path, **{**sent, **fields})
    if answer.status != 302:
        raise RuntimeError(f"{path} answered {answer.status}")


def sending_twice(setup: Setup, outcome: Outcome) -> None:
    """The same form reaches both hosts in one moment, and is done once."""
    from portico.records.models import Note

    path = f"/desk/candidates/{setup.world['acme']['candidate']}/notes/"
    for number in range(6):
        word, both = f"sent to both hosts {number}", threading.Barrier(2)
        sent = {"note-text": word, "once": f"hosts-once-{number:04}"}

        def send(browser: Browser, sent: dict[str, str] = sent, both: threading.Barrier = both) -> int:
            both.wait()
            return browser.post(path, **sent).status

        with ThreadPoolExecutor(2) as pool:
            statuses = list(pool.map(send, at_both(setup, "acme", "recruiter")))
        there = Note.objects.filter(text=word).count()
        outcome.check(there == 1, f"a form sent to both hosts was done {there} times ({statuses})")


def limits(setup: Setup, outcome: Outcome) -> None:
    """Tries at both hosts count together."""
    from tests.world import PASSWORD

    agency, browsers = setup.world["rival"], at_both(setup, "rival")
    for number in range(WRONG_PASSWORDS):
        signed_in(browsers[number % 2], agency, "dario_member", f"wrong password {number}")
    for browser in browsers:
        session = signed_in(browser, agency, "dario_member", PASSWORD)
        outcome.check(not session, f"the right password works after {WRONG_PASSWORDS} wrong ones at two hosts")


def mails(setup: Setup, outcome: Outcome) -> None:
    """Two task hosts look for mail at the same time, and each mail goes once."""
    from portico.agencies.models import Agency
    from portico.messaging.writing import write

    agency = Agency.objects.get(pk=setup.world["acme"]["agency"])
    for number in range(MAILS):
        write(agency, to=f"story{number}@client.example", template="messaging/emails/test")

    def came() -> Counter[str]:
        return Counter(one for to in setup.relay.recipients for one in to if one.startswith("story"))

    outcome.check(wait_for(lambda: len(came()) == MAILS, 120), f"{MAILS - len(came())} mails never came")
    outcome.check(sum(came().values()) == len(came()), f"sent twice: {came().most_common(3)}")


def imports(setup: Setup, outcome: Outcome) -> None:
    """A table that a web host took, is read by a task host."""
    from portico.candidates.models import Candidate

    first, second = at_both(setup, "acme", "owner")
    lines = "\r\n".join(f"H-{n},Ana,Hosts {n},hostsrow{n}@example.com" for n in range(ROWS))
    text = f"Candidate ID,First Name,Last Name,Email\r\n{lines}"
    answer = first.upload("/desk/imports/add/", "people.csv", text.encode(), "file", kind="candidates")
    place = answer.headers.get("location", "").removesuffix("columns/")
    outcome.check(answer.status == 302, f"the table was answered {answer.status}")
    outcome.check("hostsrow0" in second.get(f"{place}columns/").text, "host 2 cannot read the table")
    begun = second.post(f"{place}begin/")
    outcome.check(begun.status == 302, f"host 2 does not begin it: {begun.status}")

    def there() -> int:
        return Candidate.objects.filter(email__startswith="hostsrow").count()

    outcome.check(wait_for(lambda: there() == ROWS, 120), f"{there()} people of {ROWS} rows")


def nothing_kept(setup: Setup, outcome: Outcome) -> None:
    """No host has anything of its own that another would miss."""
    for host in [*setup.webs, *setup.workers]:
        kept = [path for path in host.folder.rglob("*") if path.is_file() and "static" not in path.parts]
        ours = [str(path.relative_to(host.folder)) for path in kept if not path.name.startswith(MADE_ANEW)]
        outcome.check(not ours, f"{host.folder.name} keeps {ours[:5]}")


STORIES: list[Story] = [
    signing_in, files, settings, sending_twice, limits, mails, imports, nothing_kept,
]  # fmt: skip
SHORT: list[Story] = [signing_in, files, sending_twice, limits, mails, nothing_kept]
