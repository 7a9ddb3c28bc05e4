"""Consents that run out: people are asked to renew them in time, and those that nobody renewed lapse."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portico.candidates.consents import Consent, current_texts, give, refuse, stop
from portico.candidates.privacy import PrivacyLink
from portico.candidates.settings import settings_of
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.messaging.writing import write
from portico.records.events import record

AT_ONCE = 500
LONGEST_NOTICE = timedelta(days=120)


def remind(at: datetime) -> int:
    """By the clock: ask people to renew what runs out soon; once for each consent."""
    soon = Consent.objects.at_work().filter(status=Consent.Status.GIVEN, reminded=None, expires__gt=at)
    soon = soon.filter(expires__lte=at + LONGEST_NOTICE, candidate__archived=None, candidate__erased=None)
    notice: dict[int, int] = {}
    count = 0
    for consent in soon.select_related("candidate", "text", "agency").order_by("expires")[:AT_ONCE]:
        if consent.agency_id not in notice:
            notice[consent.agency_id] = settings_of(consent.agency_id).consent_reminder_days
        days = notice[consent.agency_id]
        if consent.expires and days and consent.expires <= at + timedelta(days=days):
            count += _ask_again(consent)
    return count


@transaction.atomic
def _ask_again(consent: Consent) -> bool:
    candidate = consent.candidate
    if not Consent.objects.filter(pk=consent.pk, reminded=None).update(reminded=now()) or not candidate.email:
        return False
    if not current_texts(consent.agency_id, [consent.purpose]):
        return False
    token = PrivacyLink.issue(candidate, PrivacyLink.Purpose.RENEW, consent, days=120)
    write(
        consent.agency,
        to=candidate.email,
        to_name=candidate.name,
        member=candidate.member,
        template="candidates/emails/consent_ends",
        context={
            "person": candidate.first_name or candidate.name,
            "purpose": str(consent.get_purpose_display()),
            "ends": consent.expires,
        },
        links={"main": consent.agency.address(reverse("candidate_portal:privacy_link", args=[token]))},
        about=[candidate],
    )
    record(candidate, "consent.reminded", by=None, purpose=str(consent.get_purpose_display()))
    return True


def let_lapse(at: datetime) -> int:
    """By the clock: what was not renewed in time no longer holds."""
    over = Consent.objects.at_work().filter(status=Consent.Status.GIVEN, expires__lte=at).select_related("candidate")
    count = 0
    for consent in over.order_by("expires")[:AT_ONCE]:
        with transaction.atomic():
            mine = Consent.objects.filter(pk=consent.pk, status=Consent.Status.GIVEN)
            if mine.update(status=Consent.Status.LAPSED, status_since=at):
                record(consent.candidate, "consent.lapsed", by=None, purpose=str(consent.get_purpose_display()))
                stop(consent.candidate, consent.purpose)
                count += 1
    return count


def consent_behind(link: PrivacyLink) -> Consent | None:
    """The consent whose end a reminder's link is about."""
    if link.purpose != PrivacyLink.Purpose.RENEW:
        return None
    return Consent.objects.filter(pk=link.subject_id, candidate=link.candidate_id).first()


@transaction.atomic
def answer_by_link(link: PrivacyLink, *, yes: bool, ip: str = "", agent: str = "") -> Consent:
    """Renew the consent behind a reminder's link, or let it go: in the words that are in force now."""
    old = consent_behind(link)
    texts = current_texts(link.agency_id, [old.purpose]) if old is not None else []
    if old is None or not texts:
        raise RuleBroken(_("There is nothing to renew any more."))
    PrivacyLink.objects.filter(pk=link.pk, used=None).update(used=now())
    verb = give if yes else refuse
    return verb(link.candidate, texts[0], way="link", ip=ip, agent=agent)
