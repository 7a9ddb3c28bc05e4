"""How many mails anybody can have sent to one mailbox through pages that ask for no sign-in: three an hour, over all of
them. One of the three stays for ways in, so that nobody can be kept out by a flood of the others.
"""

from datetime import datetime, timedelta

from django.db import transaction

from portico.access.models import Attempt
from portico.access.secrets import hashed
from portico.access.visits import mailbox
from portico.agencies.models import Agency
from portico.kit.times import now

HOUR = timedelta(hours=1)
IN_ALL = 3
FROM_STRANGERS = 2
"""Applications, registrations, job alerts: what somebody else may have typed the address into."""
KIND = "public-mail"


@transaction.atomic
def may_mail(agency_id: int, email: str, *, way_in: bool = False) -> bool:
    """Whether one more mail may go to this mailbox now; if so, it counts."""
    past = _times(agency_id, email, until=now())
    if len(past) >= (IN_ALL if way_in else FROM_STRANGERS):
        return False
    _count(agency_id, email, now())
    return True


@transaction.atomic
def time_for_mail(agency_id: int, email: str) -> datetime | None:
    """When a mail that must not be lost may go to this mailbox: None for now, else once the hour's number allows it."""
    ahead = _times(agency_id, email)
    slot = now() if len(ahead) < FROM_STRANGERS else max(now(), ahead[-FROM_STRANGERS] + HOUR)
    _count(agency_id, email, slot)
    return slot if len(ahead) >= FROM_STRANGERS else None


def _times(agency_id: int, email: str, until: datetime | None = None) -> list[datetime]:
    """When mails went or will go there, of the last hour on. Two askers at once take turns."""
    Agency.objects.select_for_update().get(pk=agency_id)
    rows = Attempt.objects.filter(agency=agency_id, kind=KIND, key=_key(email), at__gt=now() - HOUR)
    if until is not None:
        rows = rows.filter(at__lte=until)
    return list(rows.order_by("at").values_list("at", flat=True))


def _count(agency_id: int, email: str, at: datetime) -> None:
    Attempt.objects.create(agency_id=agency_id, kind=KIND, key=_key(email), at=at)


def _key(email: str) -> str:
    return hashed(f"{KIND}:{mailbox(email)}")
