"""Walk through the pages one person can reach, one page of each kind, and photograph them."""

import re
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Error, Page

from script.picturing.faults import Listener, axe_finds, nameless, sideways
from script.picturing.people import Person

Scheme = Literal["light", "dark"]
DESK, PHONE = (1280, 900), (390, 844)
LOOKS: list[tuple[str, tuple[int, int], Scheme]] = [
    ("desk-light", DESK, "light"),
    ("desk-dark", DESK, "dark"),
    ("phone-light", PHONE, "light"),
    ("phone-dark", PHONE, "dark"),
]
TALLEST = 2600
"""Pixels of a page that are photographed: a list of 300 rows looks like one of 30."""
VARIANTS = 3
"""How many views of one kind of page, told apart by the names in their query (board, filter …)."""
NOT_PAGES = re.compile(r"/demo/as/|/static/|/demo/mail/.*/html/")
"""Sign-ins as others, files, and mail as the mail program shows it."""
LINKS = "() => [...document.querySelectorAll('a[href]:not([download])')].map((link) => link.href)"

SETTLE = """async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const ended = document.getAnimations().map((animation) => animation.finished.catch(() => null));
    await Promise.race([Promise.all(ended), new Promise((resolve) => setTimeout(resolve, 800))]);
}"""
"""Wait until the new look is drawn, and colors and places have stopped changing."""


@dataclass(slots=True)
class Shot:
    """One page as one person saw it."""

    person: str
    path: str
    kind: str
    pictures: list[Path] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def kind_of(path: str) -> str:
    """The name of the URL pattern, by which pages of one kind are told; an unknown address is its own kind."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return path


class Crawl:
    """One person's walk."""

    def __init__(self, browser: Browser, site: str, person: Person, folder: Path, *, axe: bool, most: int) -> None:
        self.person, self.axe, self.most = person, axe, min(most, person.most)
        self.site = person.site(site)
        self.folder = folder / person.name
        self.folder.mkdir(parents=True)
        self.page: Page = browser.new_context(base_url=self.site, locale="en-US").new_page()
        self.listener = Listener()
        self.listener.attach(self.page)
        self.seen: dict[str, set[frozenset[str]]] = {}
        self.waiting: deque[str] = deque()
        self.number = 0

    def run(self, only: list[str] | None) -> list[Shot]:
        """Sign in, then see page after page."""
        start = self.sign_in() if self.person.signs_in else "/"
        self.listener.take()
        for path in only or [start, *self.person.pages]:
            self.note(path, wanted=True)
        shots: list[Shot] = []
        while self.waiting and len(shots) < self.most:
            if shot := self.see(self.waiting.popleft()):
                shots.append(shot)
                if not only and shot.pictures:
                    self.note_links()
        self.page.context.close()
        return shots

    def sign_in(self) -> str:
        """Press the button on the person's sign-in page; the path of their start page."""
        self.page.goto(f"/demo/as/{self.person.name}/")
        self.page.locator("main form[method=post] button, form[method=post] button").first.click()
        self.page.wait_for_load_state()
        return self.path()

    def path(self) -> str:
        """Where the page is, without the site."""
        parts = urlsplit(self.page.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def note(self, path: str, *, wanted: bool = False) -> None:
        """Plan to see a page, unless enough of its kind are planned."""
        kind, query = kind_of(path), frozenset(key for key, _ in parse_qsl(urlsplit(path).query))
        known = self.seen.setdefault(kind, set())
        if wanted or (query not in known and len(known) < VARIANTS):
            known.add(query)
            self.waiting.append(path)

    def note_links(self) -> None:
        """Plan the pages this page links to."""
        for link in self.page.evaluate(LINKS):
            parts = urlsplit(link)
            if link.startswith(self.site + "/") and not NOT_PAGES.match(parts.path):
                self.note(parts.path + (f"?{parts.query}" if parts.query else ""))

    def see(self, path: str) -> Shot | None:
        """Open a page, photograph it in every look and note its faults; None for what is not a page (a download)."""
        shot = Shot(self.person.name, path, kind_of(path))
        try:
            self.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
            answer = self.page.goto(path, wait_until="load")
        except Error as error:
            if "Download is starting" in error.message or "net::ERR_ABORTED" in error.message:
                return None
            shot.faults.append(error.message.splitlines()[0])
            return shot
        if (answer and "text/html" not in answer.headers.get("content-type", "")) or self.led_to_a_known_page(shot):
            return None
        shot.faults += [*self.listener.take(), *nameless(self.page)]
        self.number += 1
        for look in LOOKS:
            self.photograph(shot, *look)
        shot.faults += self.listener.take()
        shot.faults = list(dict.fromkeys(shot.faults))
        return shot

    def led_to_a_known_page(self, shot: Shot) -> bool:
        """Whether the address only led on to a page of a kind that is seen anyway."""
        if kind_of(self.path()) == shot.kind:
            return False
        shot.path, shot.kind = self.path(), kind_of(self.path())
        query = frozenset(key for key, _ in parse_qsl(urlsplit(shot.path).query))
        known = self.seen.setdefault(shot.kind, set())
        if query in known:
            return True
        known.add(query)
        return False

    def photograph(self, shot: Shot, look: str, size: tuple[int, int], scheme: Scheme) -> None:
        """One picture, and the faults that depend on width and colors."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        self.page.evaluate(SETTLE)
        shot.faults += sideways(self.page)
        if self.axe and look != "phone-dark":
            shot.faults += axe_finds(self.page)
        height: int = self.page.evaluate("() => document.documentElement.scrollHeight")
        picture = (
            self.folder / f"{self.number:03}-{shot.kind.strip('/').replace('/', '-').replace(':', '.')}-{look}.png"
        )
        clip = {"x": 0, "y": 0, "width": size[0], "height": min(TALLEST, max(height, size[1]))}
        self.page.screenshot(path=picture, full_page=True, clip=clip)  # type: ignore[arg-type]
        shot.pictures.append(picture)
