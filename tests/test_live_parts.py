"""What a swap shows is what a reload shows: every live part alone equals its section on the whole page."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import html  # type: ignore[import-untyped]
from lxml.html import HtmlElement  # type: ignore[import-untyped]

from portico.agencies.models import Member
from portico.candidates.models import Candidate
from portico.kit import pages, templating, times
from portico.pipeline.models import DraftFile, GuestLink, Submission
from portico.records.noting import write_note
from tests.careers.applicants import Applicant, advert_of
from tests.desk import browser_of
from tests.records import samples
from tests.test_access import ROUTES_BY_NAME, address
from tests.world import Acme

SECTION = re.compile(r"<section\b[^>]*\bid=\"([a-z][a-z0-9-]*)\"")
MORE = {
    "backoffice:start": ["count=all"],
    "backoffice:candidate": ["timeline=all"],
    "backoffice:job": ["view=board&timeline=all", "view=table&timeline=all", "show=ended&timeline=all"],
    "client_portal:job": ["", "view=list"],
}
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def folder_of(page: str) -> list[Path]:
    """The templates in a page's own folder."""
    return [file for folder in templating.folders() for file in (folder / page.removesuffix(".html")).glob("*.html")]


def source_of(file: Path) -> str:
    """A template with what it includes."""
    source = file.read_text()
    return source + "".join(templating.load(name) or "" for name in pages.INCLUDED.findall(source))


def parts_of(page: str) -> list[str]:
    """The ids of a page's live parts: templates in its folder that draw a section of their own name."""
    files = {file.stem.replace("_", "-"): file for file in folder_of(page)}
    return sorted(name for name, file in files.items() if name in SECTION.findall(source_of(file)))


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates of the pages that were drawn, the last one last."""
    names: list[str] = []
    render: Callable[..., str] = pages.render_part

    def watch(request: Any, name: str, /, **context: Any) -> str:
        names.append(name)
        return render(request, name, **context)

    monkeypatch.setattr(pages, "render_part", watch)
    return names


def tidy(element: HtmlElement) -> str:
    """An element as text, without what differs from request to request."""
    for hidden in element.xpath(".//input[@name='csrfmiddlewaretoken' or @name='once']"):
        hidden.drop_tree()
    element.tail = None
    return re.sub(r"\s+", " ", html.tostring(element, encoding="unicode"))


def sections(content: bytes) -> dict[str, HtmlElement]:
    """The elements of an answer by their ids."""
    tree = html.fromstring(f"<div>{content.decode()}</div>")
    return {one.get("id"): one for one in tree.xpath(".//*[@id]")}


def compare(browser: Client, path: str, drawn: list[str]) -> tuple[set[str], list[str]]:
    """The live parts of one page that could be asked for, and those that were something else alone."""
    drawn.clear()
    whole = browser.get(path)
    if whole.status_code != 200 or not drawn:
        return set(), []
    page, there = drawn[0], sections(whole.content)
    seen, wrong = set(), []
    for file in folder_of(page):
        asked = {"HX-Request": "true", "HX-Target": file.stem.replace("_", "-")}
        if browser.get(path, headers=asked).status_code != 200:
            wrong.append(f"{path} breaks when asked for {file.name}")
    for name in parts_of(page):
        if name not in there:
            continue
        alone = browser.get(path, headers={"HX-Request": "true", "HX-Target": name})
        seen.add(f"{page}#{name}")
        if alone.status_code != 200 or name not in (parts := sections(alone.content)):
            wrong.append(f"{path} #{name}: {alone.status_code}, not the part")
        elif tidy(parts[name]) != tidy(there[name]):
            wrong.append(f"{path} #{name} differs")
        if b"<body" in alone.content:
            wrong.append(f"{path} #{name} brings the whole page")
    return seen, wrong


def all_parts() -> set[str]:
    """Every live part there is."""
    found = set()
    for folder in templating.folders():
        for file in folder.rglob("*.html"):
            page = Path(file).relative_to(folder)
            found |= {f"{page}#{name}" for name in parts_of(str(page))}
    return {one for one in found if not one.startswith("kit/")}


@pytest.mark.long
@pytest.mark.only_on("sqlite")  # the same templates, whatever the database
def test_every_live_part_alone_is_its_section_of_the_page(acme: Acme, drawn: list[str]) -> None:
    Candidate(agency=acme.agency, first_name="Dario", last_name="Conti", email=acme.dario.email).add(by=None)
    write_note(acme.job, text="Ask about shifts", by=acme.recruiter)
    acme.submission.approve(by=acme.maya, remark="Yes", rating=5)
    Submission.objects.filter(pk=acme.submission.pk).update(revealed=NOON)
    GuestLink.send(acme.submission, email="guest@example.com", by=acme.maya)
    seen: set[str] = set()
    wrong: list[str] = []
    people: list[Member] = [acme.owner, acme.maya, acme.client_admin, acme.dario_member]
    with times.at_time(NOON):
        for person in people:
            browser = browser_of(person, raise_request_exception=False)
            for name in ROUTES_BY_NAME:
                for query in MORE.get(name, [""]):
                    path = address(name, acme)
                    found, bad = compare(browser, f"{path}?{query}" if query else path, drawn)
                    seen |= found
                    wrong += bad
        found, bad = compare(*begun_without_the_resume(acme), drawn)
    assert wrong + bad == []
    assert sorted(all_parts() - seen - found) == []


def begun_without_the_resume(acme: Acme) -> tuple[Client, str]:
    """Somebody fills in an application whose résumé nobody has read yet."""
    ann = Applicant(advert_of(acme))
    ann.drop("cv.pdf", samples.pdf())
    DraftFile.objects.update(added=NOON - timedelta(minutes=1))
    return ann.browser, f"{ann.base}details/"


def test_a_part_that_is_none_is_answered_by_the_page(acme: Acme) -> None:
    browser = browser_of(acme.owner)
    for target in ("nothing", "../frame", "kit/base", "Pipeline", "pipeline.html", ""):
        answer = browser.get(f"/desk/jobs/{acme.job.pk}/", headers={"HX-Request": "true", "HX-Target": target})
        assert b"<body" in answer.content
