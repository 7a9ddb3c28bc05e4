"""Reading the mail that a story's people get."""

import re
from collections.abc import Callable
from typing import Any

from django.core import mail

RunTasks = Callable[..., list[Any]]


def mails_to(address: str, run_tasks: RunTasks) -> list[str]:
    """Subject and text of all mails to an address, the oldest first, after the worker has done its work."""
    run_tasks()
    return [f"{one.subject}\n{one.body}" for one in mail.outbox if any(address in to for to in one.to)]


def link_in(text: str) -> str:
    """The first address in a mail."""
    found = re.search(r"https?://\S+", text)
    assert found, text
    return found.group(0)


def code_in(text: str) -> str:
    """The code to type, in a mail."""
    found = re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", text)
    assert found, text
    return found.group(0)
