"""A headless Chromium on a running site, for the browser stories."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright
from pytest_django.live_server_helper import LiveServer

if TYPE_CHECKING:
    from tests.world import Acme

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30_000
"""Milliseconds to wait for something to appear: the machine may be busy with other tests."""

OpenPage = Callable[..., Page]


def chromium() -> str:
    """Where the browser is."""
    for name in CHROMIUM:
        if found := shutil.which(name):
            return found
    raise RuntimeError("There is no Chromium here: run  sudo apt-get install chromium")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all stories of a test process."""
    # Playwright keeps an event loop in this thread, where Django would then refuse to query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def live_site(live_server: LiveServer, acme: "Acme") -> str:
    """The address of a running site with the world in it; mails link to it."""
    port = urlsplit(live_server.url).port
    for agency, site in ((acme.agency, live_server.url), (acme.theirs.agency, f"http://rival.localhost:{port}")):
        agency.site = site
        agency.save()
    return str(live_server.url)


@pytest.fixture
def open_page(browser: Browser, live_site: str) -> Iterator[OpenPage]:
    """Opens a browser for one more person: `open_page()`, or on a phone: `open_page(viewport=…)`.

    What the browser complains about in its console, and every server error, fails the test at its end.
    """
    complaints: list[str] = []
    contexts = []

    def open_one(**options: Any) -> Page:
        context = browser.new_context(**{"base_url": live_site, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: complaints.extend(console_complaint(message)))
        page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
        page.on("response", lambda response: complaints.extend(server_error(response)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints, complaints


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page in a fresh browser at desk width."""
    return open_page(viewport={"width": 1280, "height": 900})


def console_complaint(message: ConsoleMessage) -> list[str]:
    """An error in the console; refusals (4xx) show up there too, and are looked at by the stories themselves."""
    if message.type != "error" or "the server responded with a status of 4" in message.text:
        return []
    return [f"console: {message.text}"]


def server_error(response: Response) -> list[str]:
    """An answer that no story may ever see."""
    wrong = response.status >= 500 or (response.status == 404 and "/static/" in response.url)
    return [f"{response.status} {response.url}"] if wrong else []
