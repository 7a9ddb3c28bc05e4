"""What somebody is called in a line, and what they do."""

from functools import cache

from django.utils.translation import gettext as _

from portico.kit.quick_locals import language


def called(first_name: str, last_name: str, email: str) -> str:
    """First and last name, or the best there is."""
    return f"{first_name} {last_name}".strip() or email or str(_("Without a name"))


def working_as(title: str, employer: str, headline: str) -> str:
    """What somebody does, and where."""
    if title and employer:
        return employed_as(language()) % {"title": title, "employer": employer}
    return title or employer or headline


@cache
def employed_as(_language: str | None) -> str:
    """How the reader's language says it: lists say it of hundreds."""
    return str(_("%(title)s at %(employer)s"))
