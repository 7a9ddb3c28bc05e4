"""What the tests of the desk's pages share: filling in a page's form, counting queries, reading a CSV."""

import csv
import io
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.drawn import forms_on


def form_at(browser: Client, address: str, action: str = "") -> dict[str, Any]:
    """What the page's form would send, untouched: the one that goes to `action`, or back to the page itself."""
    page = browser.get(address)
    assert page.status_code == 200, (address, page.status_code)
    for form in forms_on(page.content.decode(), address):
        if form.method == "post" and form.action == (action or address):
            return {name: values if len(values) > 1 else values[0] for name, values in form.values.items() if values}
    raise AssertionError(f"{address} has no form that goes to {action or address}")


def save(browser: Client, address: str, **typed: Any) -> Any:
    """Open the page's form, change these fields, send it."""
    return browser.post(address, {**form_at(browser, address), **typed})


def queries(browser: Client, address: str) -> int:
    """How many queries a page takes, once the visit itself was noted."""
    browser.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(address).status_code == 200
    return len(seen)


def rows_of(response: Any) -> list[list[str]]:
    """The lines of a CSV answer, the head first."""
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))
