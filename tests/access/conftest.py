"""A small agency with a recruiter and a client contact, a browser, and the mail they get."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from portico.access import inviting, links
from portico.access.models import AccessLink, Purpose
from portico.agencies.models import Agency, Member
from portico.agencies.roles import Role, Side
from portico.kit import times

PASSWORD = "three blue herons"


@dataclass
class Mailed:
    """One mail as its reader sees it."""

    to: str
    subject: str
    text: str
    html: str

    @property
    def path(self) -> str:
        """The link in it, without the site."""
        found = re.search(r"https?://[^/\s]+(/l/\S+)", self.text)
        assert found, self.text
        return found[1]

    @property
    def code(self) -> str:
        """The code in it."""
        found = re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", self.text)
        assert found, self.text
        return found[0]


@pytest.fixture
def inbox(run_tasks: Callable[..., Any]) -> Callable[..., list[Mailed]]:
    """Lets the worker run, and returns the mails that went out since the last look; news of new browsers if asked."""

    def look(*, news: bool = False) -> list[Mailed]:
        run_tasks()
        found = [read(message.message()) for message in mail.outbox]
        mail.outbox.clear()
        return [one for one in found if news or not one.subject.endswith("in a new browser")]

    return look


def read(message: Any) -> Mailed:
    """A sent message."""
    assert isinstance(message, EmailMessage)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    return Mailed(str(message["To"]), str(message["Subject"]), text.get_content(), html.get_content())


@pytest.fixture
def agency(db: None) -> Agency:
    """The agency that answers in tests."""
    return Agency.objects.create(
        name="Northern Staffing", host="testserver", site="http://testserver", zone="Europe/Zurich"
    )


def joined(agency: Agency, email: str, name: str, side: str, role: str, password: str = "") -> Member:
    """Somebody who has a place."""
    member = inviting.place_for(agency, email, name, side, role, None)
    Member.objects.filter(pk=member.pk).update(status=Member.Status.ACTIVE, joined=times.now())
    if password:
        member.user.set_password(password)
        member.user.save()
    return Member.objects.select_related("user", "agency").get(pk=member.pk)


@pytest.fixture
def recruiter(agency: Agency) -> Member:
    """One of the agency's own people, with a password."""
    return joined(agency, "rita@northern.example", "Rita Recruiter", Side.STAFF, Role.RECRUITER, PASSWORD)


@pytest.fixture
def contact(agency: Agency) -> Member:
    """A client contact without a password."""
    return joined(agency, "mara@client.example", "Mara Contact", Side.CLIENT, Role.REVIEWER)


@pytest.fixture
def browser(agency: Agency) -> Client:
    """A browser, with its forms checked as in life."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def post() -> Callable[..., Any]:
    """Press a button: open the page that holds the form, and post with its token."""

    def press(client: Client, page: str, data: dict[str, Any] | None = None, *, to: str = "", **extra: Any) -> Any:
        html = client.get(page).content.decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
        assert token, html
        return client.post(to or page, {"csrfmiddlewaretoken": token[1], **(data or {})}, **extra)

    return press


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Lets time pass."""
    from django.utils import timezone

    real = timezone.now
    passed = timedelta()

    def now() -> datetime:
        return real() + passed

    monkeypatch.setattr(timezone, "now", now)

    def later(by: timedelta) -> None:
        nonlocal passed
        passed += by

    return later


@pytest.fixture
def opened() -> Callable[..., str]:
    """Follow an emailed link to its page; returns the page's path."""

    def follow(client: Client, path: str, **extra: Any) -> str:
        answer = client.get(path, **extra)
        assert answer.status_code == 302, answer.content
        return str(answer["Location"])

    return follow


@pytest.fixture
def link_for() -> Callable[..., tuple[AccessLink, str]]:
    """A link straight from the issuer, and its path."""

    def make(member: Member, purpose: str = Purpose.SIGN_IN, **options: Any) -> tuple[AccessLink, str]:
        link, token = links.issue(member, purpose, **options)
        return link, f"/l/{token}/"

    return make


def is_in(client: Client) -> bool:
    """Whether this browser is signed in."""
    return bool(client.get("/account/").status_code == 200)
