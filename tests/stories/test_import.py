"""A list with bad rows comes in: what is right goes in at once, the rest is mended and uploaded again."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portico.candidates.models import Candidate
from tests.browser import OpenPage
from tests.stories.people import DESK, be
from tests.world import Acme

pytestmark = pytest.mark.django_db(transaction=True)
RunTasks = Callable[..., list[Any]]
LIST = """First name;Surname;E-mail;Town;Desired salary;Favourite color
Ada;Quint;ada.quint@example.com;Leeds;42000 EUR;green
Bruno;Falk;bruno.falk(at)example;Graz;;red
;;;Nowhere;;blue
Chloé;Marchand;chloe.marchand@example.com;Lyon;39 000 € p.a.;
"""


def upload(page: Page, name: str, data: bytes, run_tasks: RunTasks) -> None:
    """From the list of imports to the finished import."""
    page.goto("/desk/imports/")
    page.get_by_role("link", name="New import").first.click()
    page.get_by_role("radio", name="Candidates", exact=True).check()
    page.locator("input[name=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})
    page.get_by_role("button", name="Next: columns").click()
    expect(page.get_by_role("row").filter(has_text="Surname").get_by_role("combobox").first).to_have_value("last_name")
    page.get_by_role("button", name="Next: preview").click()
    expect(page.locator("main")).to_contain_text("Nothing is changed yet")
    known = Candidate.objects.count()
    page.get_by_role("button", name="Start the import").click()
    expect(page.locator("#state")).to_contain_text("Waiting for its turn")
    assert Candidate.objects.count() == known
    run_tasks()
    expect(page.locator("#state")).to_contain_text("Done")  # The page asks again by itself.


def test_bad_rows_come_back_to_be_mended_and_nothing_goes_in_twice(
    acme: Acme, open_page: OpenPage, run_tasks: RunTasks, tmp_path: Path
) -> None:
    page = open_page(viewport=DESK)
    be(page, acme.recruiter)
    before = Candidate.objects.count()

    upload(page, "old system.csv", LIST.encode("cp1252"), run_tasks)
    expect(page.locator("#state")).to_contain_text("Done, with refused rows")
    assert Candidate.objects.count() > before
    assert Candidate.objects.get(email="chloe.marchand@example.com").first_name == "Chloé"

    with page.expect_download() as download:
        page.get_by_role("link", name="Download refused rows").first.click()
    refused = tmp_path / "refused.csv"
    download.value.save_as(refused)
    rows = list(csv.DictReader(io.StringIO(refused.read_text("utf-8-sig"))))
    assert [row["Town"] for row in rows] == ["Nowhere"] or [row["Town"] for row in rows] == ["Graz", "Nowhere"]
    assert all(list(row.values())[-1] for row in rows), "each says why"

    went_in = Candidate.objects.count()
    for row in rows:
        row.update({"First name": "Dora", "Surname": "Nowak", "E-mail": f"dora{row['Town']}@example.com"})
    mended = io.StringIO()
    writer = csv.DictWriter(mended, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    upload(page, "refused.csv", mended.getvalue().encode(), run_tasks)
    expect(page.locator("#state")).to_contain_text("Everything went in.")
    assert Candidate.objects.count() == went_in + len(rows)

    # The whole first list again: nobody twice.
    upload(page, "old system.csv", LIST.encode("cp1252"), run_tasks)
    assert Candidate.objects.count() == went_in + len(rows)
    page.get_by_role("link", name="See the list").click()
    expect(page.locator("main")).to_contain_text("Ada Quint")
