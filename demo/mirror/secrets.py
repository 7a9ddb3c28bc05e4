"""The secrets of all emailed links: who has one, has the place it leads to."""

import re
import secrets
from typing import Any
from urllib.parse import urlsplit

from demo.mirror.cast import Cast
from portico.access.feeds import make_feed
from portico.access.support import ask_in
from portico.agencies.models import Agency
from portico.candidates.models import PrivacyRequest
from portico.candidates.privacy import PrivacyLink
from portico.messaging.models import Email, UnsubscribeLink
from portico.messaging.opt_outs import hashed
from portico.messaging.sealing import unseal

SECRETS = {
    "l": "secret: link of an account",
    "me/permission": "secret: link of an account",
    "calendar": "secret: calendar feed",
    "client/guest": "secret: guest link",
    "jobs/confirm": "secret: confirming an application",
    "me/alerts/confirm": "secret: confirming an alert",
    "me/i": "secret: interview link",
    "me/p": "secret: privacy link",
    "me/r": "secret: registration link",
    "me/u": "secret: profile update link",
    "me/unsubscribe": "secret: unsubscribe link",
}
"""Which secret stands in which address."""
LINK = re.compile(r"^/(.+)/([A-Za-z0-9_-]{40,})(?:/|\.ics)$")


def secrets_of(cast: Cast) -> list[dict[str, Any]]:
    """The links in all mails that wait, and the owner's calendar; each with whom it was sent to."""
    found = []
    for email in Email.objects.filter(agency=cast.agency).exclude(sealed="").order_by("pk"):
        for value in unseal(email.sealed).values():
            if secret := secret_in(value):
                found.append({**secret, "agency": cast.words.agency, "to": email.to})
    asked = PrivacyRequest.objects.filter(agency=cast.agency).select_related("candidate").earliest("pk")
    made = {
        "secret: calendar feed": make_feed(cast["owner"]),
        "secret: link of the support": ask_in(cast["finance"], who="Sam Support", reason="To look at a slow page")[1],
        "secret: privacy link": PrivacyLink.issue(asked.candidate, PrivacyLink.Purpose.COPY, asked),
        "secret: unsubscribe link": way_out(cast.agency),
    }
    return [*found, *({"kind": k, "token": token, "agency": cast.words.agency, "to": ""} for k, token in made.items())]


def secret_in(address: str) -> dict[str, str] | None:
    """The secret of a link, by the kind of its address."""
    match = LINK.match(urlsplit(address).path)
    kind = SECRETS.get(match[1]) if match else None
    return {"kind": kind, "token": match[2]} if match and kind else None


def way_out(agency: Agency) -> str:
    """A link by which somebody stops a kind of mail."""
    token = secrets.token_urlsafe(32)
    email_key = f"reader@{agency.host}"
    UnsubscribeLink(agency=agency, email_key=email_key, topic="news", token_hash=hashed(token)).save()
    return token
