"""A page of somebody else's puts ours into a frame, to have its visitors press our buttons: nothing of ours appears."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from portico.candidates.settings import change_settings
from portico.portals.models import Seat
from tests.browser import PATIENCE
from tests.careers.adverts import advert
from tests.stories.people import be
from tests.world import Acme


@contextmanager
def framing(addresses: list[str]) -> Iterator[str]:
    """A site with one page, which holds these addresses in frames; where it is."""
    frames = "".join(f'<iframe name="f{number}" src="{one}"></iframe>' for number, one in enumerate(addresses))
    body = f"<!doctype html><title>Win a prize</title>{frames}".encode()

    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def appear(page: Page, site: str, addresses: list[str]) -> list[str]:
    """Which of the addresses show anything in the frames of that site's page."""
    page.set_default_timeout(PATIENCE)
    page.goto(f"{site}/", wait_until="load")
    found = []
    for number, one in enumerate(addresses):
        frame = page.frame(name=f"f{number}")
        assert frame is not None
        frame.wait_for_load_state("load")
        if not frame.url.startswith("chrome-error:") and frame.locator("body").inner_text().strip():
            found.append(one)
    return found


def test_only_the_list_of_jobs_appears_in_frames_and_only_where_the_agency_says(
    browser: Browser, live_site: str, acme: Acme
) -> None:
    row, seat = advert(acme), Seat.objects.get(agency=acme.agency, member=acme.maya)
    apply = f"/jobs/{row.pk}/apply/"
    public = ["/", "/sign-in/", "/jobs/", f"/jobs/{row.pk}/{row.slug}/", apply, "/nothing/", "/jobs/embed/"]
    desk = ["/desk/", f"/desk/candidates/{acme.dario.pk}/", f"/desk/portal-users/{seat.pk}/", "/desk/settings/agency/"]
    client = ["/client/", f"/client/submissions/{acme.submission.pk}/"]
    for who, paths in ((acme.owner, [*public, *desk, f"/desk/documents/{acme.resume.pk}/"]), (acme.maya, client)):
        page, addresses = browser.new_page(), [f"{live_site}{path}" for path in paths]
        be(page, who)  # another port of the same machine: the cookie comes along, so only our refusal stands between
        with framing(addresses) as site:
            assert appear(page, site, addresses) == []
        page.context.close()
    embedded, page = [f"{live_site}/jobs/embed/"], browser.new_page()
    with framing(embedded) as site:
        change_settings(acme.agency, by=acme.owner, careers_origins=(site,))
        assert appear(page, site, embedded) == embedded
    page.context.close()
