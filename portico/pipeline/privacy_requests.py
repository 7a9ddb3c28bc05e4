"""Requests about one's data: taken in, the person's identity checked, carried out or refused, within a month."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portico.access.secrets import hashed_code, new_code, same, shown, typed
from portico.access.visits import too_many
from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.candidates.models import Candidate, PrivacyRequest
from portico.candidates.privacy import a_month_after
from portico.candidates.settings import settings_of
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.messaging.writing import write
from portico.pipeline.holding import obstacles
from portico.records.events import record
from portico.records.lifecycle import become

CODE_LIFE = timedelta(minutes=15)
CODE_TRIES = 5
CODES_A_DAY = 6
COPIES_A_DAY = 3
A_DAY = timedelta(days=1)


@transaction.atomic
def ask(candidate: Candidate, kind: str, *, way: str, by: Member | None, identity: str = "") -> PrivacyRequest:
    """Somebody asks, or a recruiter notes that they asked. An open request of the same kind goes on instead."""
    if candidate.erased or candidate.merged_into_id:
        raise RuleBroken(_("There is no such record any more."))
    going = PrivacyRequest.objects.filter(candidate=candidate, kind=kind).waiting().first()
    if going is not None:
        if by is not None and by.is_staff:
            raise RuleBroken(_("There is an open request of this kind already."))
        return going
    if way == PrivacyRequest.Way.PORTAL and kind == PrivacyRequest.Kind.COPY:
        check_copies(candidate)
    at = now()
    request = PrivacyRequest(
        agency_id=candidate.agency_id, candidate=candidate, kind=kind, way=way, taken_by=by, due=a_month_after(at)
    )
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError:
        raise Conflict(_("There is an open request of this kind already.")) from None
    words: dict[str, Any] = {"kind": str(request.get_kind_display()), "way": str(request.get_way_display())}
    record(request, "privacy.asked", by=by, about=[candidate], **words)
    if identity.strip():
        check_identity(request, identity=identity, by=by)
    return request


def check_copies(candidate: Candidate) -> None:
    """Each copy lies there for days: one person has a few of them made in a day, and no more."""
    if too_many(candidate.agency_id, "privacy-copy", str(candidate.pk), most=COPIES_A_DAY, within=A_DAY):
        raise RuleBroken(_("Several copies were made for you today. Please fetch one of them, or ask again tomorrow."))


def check_identity(request: PrivacyRequest, *, identity: str, by: Member | None) -> None:
    """It is really them: how that was made sure is written down. A copy is made at once.

    So is erasing, where the agency wishes it; but not by the word of somebody on the desk who may not delete.
    """
    if not identity.strip():
        raise RuleBroken(_("Write down how you made sure who it is."))
    become(request, PrivacyRequest.Status.IDENTITY_CHECKED, by=by)
    request.identity, request.checked = identity.strip()[:500], now()
    request.save(update_fields=["identity", "checked"])
    at_once = request.kind == PrivacyRequest.Kind.COPY or (
        settings_of(request.agency_id).erase_at_once
        and (by is None or not by.is_staff or by.may(May.DELETE))
        and not obstacles(request.candidate)
    )
    if at_once:
        start(request, by=None)


@transaction.atomic
def send_code(request: PrivacyRequest) -> None:
    """Mail the person a fresh code: being signed in alone is not enough for what cannot be undone."""
    candidate = request.candidate
    place = candidate.member
    if request.status != PrivacyRequest.Status.RECEIVED or place is None:
        raise RuleBroken(_("This request needs no code."))
    if too_many(request.agency_id, "privacy-code", str(place.user_id), most=CODES_A_DAY, within=A_DAY):
        raise RuleBroken(_("Too many codes were sent. Please write to your recruiter."))
    code = new_code()
    PrivacyRequest.objects.filter(pk=request.pk).update(
        code_hash=hashed_code(request.agency_id, f"privacy {request.pk}", code),
        code_until=now() + CODE_LIFE,
        wrong_codes=0,
    )
    write(
        request.agency,
        to=place.email,
        to_name=place.name,
        member=place,
        template="pipeline/emails/privacy_code",
        context={"person": place.name},
        codes={"main_code": shown(code)},
        about=[],
        urgent=True,
    )


def prove(request: PrivacyRequest, *, code: str) -> None:
    """The code from the mail was typed. Each try counts; after five, a new one is needed."""
    row = PrivacyRequest.objects.select_related("candidate__member__user", "agency").get(pk=request.pk)
    tries = PrivacyRequest.objects.filter(pk=row.pk, code_until__gt=now(), wrong_codes__lt=CODE_TRIES)
    if not row.code_hash or not tries.update(wrong_codes=models.F("wrong_codes") + 1):
        raise RuleBroken(_("This code no longer holds. Have a new one mailed to you."))
    entered = typed(code)
    if not entered or not same(hashed_code(row.agency_id, f"privacy {row.pk}", entered), row.code_hash):
        raise RuleBroken(_("This is not the code in the mail. Have another look."))
    with transaction.atomic():
        PrivacyRequest.objects.filter(pk=row.pk).update(code_hash="")
        check_identity(row, identity=_("Signed in, with a code mailed to them"), by=row.candidate.member)


@transaction.atomic
def start(request: PrivacyRequest, *, by: Member | None) -> None:
    """Have it done by the worker."""
    from portico.pipeline.privacy_tasks import carry_out

    if request.kind == PrivacyRequest.Kind.ERASURE:
        against = obstacles(request.candidate)
        if against:
            raise RuleBroken(" ".join(against))
    become(request, PrivacyRequest.Status.IN_PROGRESS, by=by)
    request.decided_by = by
    request.save(update_fields=["decided_by"])
    carry_out.enqueue(request.pk)


@transaction.atomic
def refuse(request: PrivacyRequest, *, reason: str, by: Member) -> None:
    """Say no, with the reason, which the person is told."""
    if not reason.strip():
        raise RuleBroken(_("Write down why; the person reads it."))
    become(request, PrivacyRequest.Status.REFUSED, by=by)
    request.reason, request.decided_by = reason.strip(), by
    request.save(update_fields=["reason", "decided_by"])
    candidate = request.candidate
    record(candidate, "privacy.refused", by=by, kind=str(request.get_kind_display()))
    if candidate.email:
        write(
            request.agency,
            to=candidate.email,
            to_name=candidate.name,
            member=candidate.member,
            template="pipeline/emails/privacy_refused",
            context={
                "person": candidate.first_name or candidate.name,
                "erasure": request.kind == PrivacyRequest.Kind.ERASURE,
                "reason": request.reason,
            },
            links={"main": request.agency.address(reverse("candidate_portal:privacy"))},
            about=[candidate],
        )


@transaction.atomic
def take_back(request: PrivacyRequest, *, by: Member) -> None:
    """The person changed their mind before anything was done."""
    become(request, PrivacyRequest.Status.REFUSED, by=by)
    PrivacyRequest.objects.filter(pk=request.pk).update(reason=_("Taken back"), code_hash="")
    record(request.candidate, "privacy.taken_back", by=by, kind=str(request.get_kind_display()))
