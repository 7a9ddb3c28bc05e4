"""The mails that the demo "sent": a folder of .eml files."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

_SITE = re.compile(r"(http://(?:127\.0\.0\.1|[a-z]+\.localhost)):\d+")


@dataclass(frozen=True, slots=True)
class Mail:
    """One delivered mail."""

    name: str
    to: str
    sender: str
    subject: str
    at: datetime | None
    text: str
    html: str

    def at_port(self, port: str) -> "Mail":
        """With its links to where the demo runs now; the mail itself may be of a day when it ran on another port."""
        return replace(self, text=_SITE.sub(rf"\1:{port}", self.text), html=_SITE.sub(rf"\1:{port}", self.html))


def files() -> list[Path]:
    """All delivered mails, newest first."""
    folder = Path(settings.MAIL_FOLDER)
    return (
        sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True) if folder.exists() else []
    )


def newest(limit: int, to: str = "") -> list[Mail]:
    """The newest mails, perhaps only those to one address."""
    found: list[Mail] = []
    for path in files():
        mail = read(path)
        if to.lower() in mail.to.lower():
            found.append(mail)
        if len(found) >= limit:
            break
    return found


def named(name: str) -> Mail | None:
    """One mail by its file's name."""
    return next((read(path) for path in files() if path.stem == name), None)


def read(path: Path) -> Mail:
    """A file as a mail."""
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return Mail(
        name=path.stem,
        to=str(message["To"]),
        sender=str(message["From"]),
        subject=str(message["Subject"]),
        at=parsedate_to_datetime(str(message["Date"])) if message["Date"] else None,
        text=str(text.get_content()) if text else "",
        html=str(html.get_content()) if html else "",
    )
