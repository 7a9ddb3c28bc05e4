"""Photograph each page of the demo as each person sees it, and look for what is wrong with it.

Fails on errors in the browser's console, violations of the content security policy, answers of 400 and more, pages that
scroll sideways, and form controls, buttons or links without a name; with --axe on what axe finds, too.
"""

import argparse
import shutil
import sys
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from script.picturing.crawl import Crawl, Shot
from script.picturing.people import PEOPLE, Person
from script.picturing.sheet import write_sheets
from script.picturing.site import demo_site, set_up_django
from tests.browser import FLAGS, chromium

SHOTS = Path("var/shots")


def options() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="script/shots", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--axe", action="store_true", help="also run axe on each page, light and dark")
    parser.add_argument("--site", help="the address of a running demo; without it one is started and thrown away")
    parser.add_argument("--person", action="append", help="only this person (may be repeated)")
    parser.add_argument("--page", action="append", help="only this page, like /desk/jobs/ (may be repeated)")
    parser.add_argument("--most", type=int, default=80, help="at most so many pages a person (80)")
    return parser.parse_args()


def photograph(browser: Browser, site: str, people: list[Person], chosen: argparse.Namespace) -> list[Shot]:
    """Each person's pages, one person after the other."""
    shots: list[Shot] = []
    for person in people:
        crawl = Crawl(browser, site, person, SHOTS, axe=chosen.axe, most=chosen.most)
        taken = crawl.run(chosen.page)
        wrong = sum(bool(shot.faults) for shot in taken)
        print(f"{person.name}: {len(taken)} pages, {wrong} with faults", flush=True)
        shots += taken
    return shots


def main() -> int:
    """Take the pictures, write the contact sheets, report the faults."""
    chosen = options()
    people = [person for person in PEOPLE if not chosen.person or person.name in chosen.person]
    shutil.rmtree(SHOTS, ignore_errors=True)
    SHOTS.mkdir(parents=True)
    set_up_django()
    with ExitStack() as stack:
        site = chosen.site or stack.enter_context(demo_site())
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        shots = photograph(browser, site.rstrip("/"), people, chosen)
        browser.close()
    write_sheets(shots, SHOTS)
    faults = [f"{shot.person} {shot.path}: {fault}" for shot in shots for fault in shot.faults]
    print("\n".join(faults))
    print(f"{len(shots)} pages, {len(faults)} faults; the contact sheets are {SHOTS}/index.html and {SHOTS}/sheet.png")
    return 1 if faults or not shots else 0


if __name__ == "__main__":
    sys.exit(main())
