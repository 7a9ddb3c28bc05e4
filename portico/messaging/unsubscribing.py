"""Bulk mail carries a way out of it: a link, and the header by which mail programs offer one button (RFC 8058).

Mail that somebody caused themselves, or must have, is not bulk mail and knows nothing of this.
"""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from portico.agencies.mailbox import mail_key
from portico.agencies.models import Agency
from portico.messaging.delivery import UNSUBSCRIBE
from portico.messaging.models import Email, UnsubscribeLink
from portico.messaging.opt_outs import hashed, opted_out
from portico.messaging.writing import write


@transaction.atomic
def write_bulk(
    agency: Agency, *, to: str, topic: str, number: int = 0, asked: datetime | None = None, **mail: Any
) -> Email | None:
    """Write one mail of many, with the way out of it as [[link:unsubscribe]]; nothing to somebody who opted out."""
    if opted_out(agency.pk, to, topic, asked):
        return None
    links = {**mail.get("links", {}), **way_out(agency, to, topic, number)}
    return write(agency, to=to, topic=topic, number=number, **{**mail, "links": links})


def way_out(agency: Agency, to: str, topic: str, number: int = 0) -> dict[str, str]:
    """A link that ends such mails to this address: among the links of a mail it makes the header pair, too."""
    token = secrets.token_urlsafe(32)
    UnsubscribeLink(
        agency_id=agency.pk, email_key=mail_key(to), topic=topic, number=number, token_hash=hashed(token)
    ).save()
    return {UNSUBSCRIBE: agency.address(reverse("candidate_portal:unsubscribe", args=[token]))}
