"""Mails of and about an erased person: theirs go, those to others lose their words."""

from collections.abc import Iterable

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from portico.agencies.mailbox import mail_key
from portico.agencies.models import Member
from portico.messaging.models import Email, EmailQuerySet, Unreachable
from portico.records.forgetting import forget_events
from portico.records.models import EventSubject
from portico.records.subjects import kind_of

GONE = "–"


def mails_about(agency_id: int, keys: Iterable[tuple[str, int]]) -> EmailQuerySet:
    """Mails about any of these records."""
    wanted = Q(pk__in=[])
    for kind, pk in keys:
        wanted |= Q(about_text__contains=f'["{kind}", {pk}]')
    return Email.objects.filter(agency=agency_id).annotate(about_text=Cast("about", TextField())).filter(wanted)


def forget_mails_about(agency_id: int, keys: Iterable[tuple[str, int]], called: str) -> int:
    """Mails to others about these records keep their address and lose their words; who waits for one still gets it."""
    found = mails_about(agency_id, keys)
    found.waiting().update(forget=True)
    ids = list(found.filter(forget=False).values_list("pk", flat=True))
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        Email.objects.filter(pk__in=some).update(
            subject=GONE, text=GONE, html="", calendar="", sealed="", last_error=""
        )
        forget_events(kind_of(Email), some, called)
    return len(ids)


def forget_mails_to(agency_id: int, addresses: Iterable[str], member: Member | None, called: str) -> int:
    """Mails to the person go, with their place in the history."""
    mine = Q(member=member) if member is not None else Q(pk__in=[])
    for address in {one for one in addresses if one}:
        mine |= Q(to__iexact=address) | Q(to__iexact=mail_key(address))
        Unreachable.objects.filter(agency=agency_id, email_key=mail_key(address)).delete()
    ids = list(Email.objects.filter(mine, agency=agency_id).values_list("pk", flat=True))
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        forget_events(kind_of(Email), some, called)
        EventSubject.objects.filter(kind=kind_of(Email), object_id__in=some).delete()
        Email.objects.filter(pk__in=some).delete()
    return len(ids)
