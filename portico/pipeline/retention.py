"""How long people are kept: who falls due and why, the question before, and the removal after the grace.

The clock of a person begins anew with everything that happens with them. It stands still while an application is open,
a placement runs or must be shown, a hold is in force, or a request of theirs is open. A reason of a no goes earlier.
"""

from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext as _

from portico.agencies.models import Agency
from portico.candidates.consents import Consent, Purpose, current_texts, give, months_later, refuse
from portico.candidates.models import (
    Candidate,
    CandidateDefaults,
    Confirmation,
    PrivacyHold,
    PrivacyLink,
    PrivacyRequest,
    ProfileChange,
    RetentionNotice,
)
from portico.candidates.privacy import a_month_after
from portico.candidates.settings import CandidateSettings, settings_of
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.messaging.writing import write
from portico.pipeline.models import Application
from portico.pipeline.placements import Placement
from portico.pipeline.privacy_requests import start
from portico.records.events import record

SIGNS: list[tuple[Any, str]] = [
    (Application, "status_since"),
    (Application, "stage_since"),
    (Consent, "status_since"),
    (ProfileChange, "at"),
    (Confirmation, "at"),
]
"""What shows that something happened with somebody, beside their own visits."""
AT_ONCE = 200
"""People asked, or removed, in one run of the clock."""

type Rows = Any
"""Candidates, some with `last` and `pooled` beside them."""


def with_last(rows: Rows) -> Rows:
    """With `last` beside each: the last thing that happened with them; and `pooled`: whether they agreed to be kept."""
    pooled = Consent.objects.filter(candidate=OuterRef("pk"), purpose=Purpose.TALENT_POOL).in_force(now())
    return rows.annotate(
        pooled=Exists(pooled),
        last=Greatest(
            F("added"),
            *(newest(model, field) for model, field in SIGNS),
            Coalesce(F("member__last_seen"), F("added")),
        ),
    )


def silent_since(rows: Rows, since: datetime) -> Rows:
    """Those with whom nothing happened after that: asked of each in turn, without working out what was the last."""
    rows = rows.filter(Q(member=None) | Q(member__last_seen=None) | Q(member__last_seen__lte=since), added__lte=since)
    for model, field in SIGNS:
        rows = rows.exclude(Exists(model._base_manager.filter(candidate=OuterRef("pk"), **{f"{field}__gt": since})))
    return rows


def newest(model: Any, field: str) -> Coalesce:
    """The latest instant of this kind for a candidate; without one, when the candidate came."""
    mine = model._base_manager.filter(candidate=OuterRef("pk")).order_by(F(field).desc(nulls_last=True))
    return Coalesce(Subquery(mine.values(field)[:1]), F("added"))


def paused(rows: Rows, settings: CandidateSettings) -> Rows:
    """Without those whose clock stands still."""
    shown = months_later(now(), -settings.placement_record_months).date()
    placed = Placement.objects.filter(application__candidate=OuterRef("pk"), start__gte=shown)
    placed = placed.exclude(status=Placement.Status.FELL_THROUGH)
    running = Application.objects.filter(candidate=OuterRef("pk"), status=Application.Status.OPEN)
    held = PrivacyHold.objects.filter(candidate=OuterRef("pk")).in_force()
    asked = PrivacyRequest.objects.filter(candidate=OuterRef("pk")).waiting()
    return rows.exclude(Exists(running) | Exists(placed) | Exists(held) | Exists(asked))


def due(agency: Agency | int, at: datetime | None = None) -> Rows:
    """Everybody whose time is over, the longest known first, with `last` and `pooled` beside each."""
    settings, at = settings_of(agency), at or now()
    rows: Rows = Candidate.objects.filter(agency=agency, erased=None, merged_into=None)
    rows = with_last(paused(rows, settings))
    until_pool = months_later(at, -settings.retention_pool_months)
    until_applicant = months_later(at, -settings.retention_applicant_months)
    pool, applicant = Q(pooled=True, last__lte=until_pool), Q(pooled=False, last__lte=until_applicant)
    rows = silent_since(rows, max(until_pool, until_applicant))
    return rows.filter(pool | applicant).order_by("added", "pk")


def rule_of(candidate: Candidate) -> str:
    """Which rule it is, for a row of `due`."""
    return "pool" if getattr(candidate, "pooled", False) else "applicant"


def run(at: datetime) -> None:
    """By the clock, for agencies that switched it on."""
    agencies = CandidateDefaults.objects.filter(data__retention=True).values_list("agency", flat=True)
    for agency in Agency.objects.at_work().filter(pk__in=list(agencies)):
        remove_those_over(agency, at)
        ask_those_due(agency, at)
        forget_reasons(agency, at)


def ask_those_due(agency: Agency, at: datetime) -> int:
    """Ask whether they may be kept; who has no address is only noted. Nobody is asked twice at once."""
    open_questions = RetentionNotice.objects.filter(candidate=OuterRef("pk"), status=RetentionNotice.Status.TOLD)
    rows = due(agency, at).exclude(Exists(open_questions)).select_related("member__user", "agency")
    days = settings_of(agency).retention_grace_days
    count = 0
    for candidate in rows[:AT_ONCE]:
        _ask(candidate, rule_of(candidate), at + timedelta(days=days))
        count += 1
    return count


@transaction.atomic
def _ask(candidate: Candidate, rule: str, ends: datetime) -> None:
    reached = bool(candidate.email)
    notice = RetentionNotice(
        agency_id=candidate.agency_id, candidate=candidate, rule=rule, told=now(), ends=ends, reached=reached
    )
    notice.save()
    record(candidate, "retention.asked", by=None)
    if not reached:
        return
    days = max(1, (ends - now()).days + 1)
    token = PrivacyLink.issue(candidate, PrivacyLink.Purpose.KEEP, notice, days=days)
    write(
        candidate.agency,
        to=candidate.email,
        to_name=candidate.name,
        member=candidate.member,
        template="pipeline/emails/retention_asked",
        context={"person": candidate.first_name or candidate.name, "ends": ends},
        links={"main": candidate.agency.address(reverse("candidate_portal:privacy_link", args=[token]))},
        about=[candidate],
    )


def remove_those_over(agency: Agency, at: datetime) -> int:
    """The grace is over: who is still due is removed, everybody else is left in peace."""
    over = RetentionNotice.objects.filter(agency=agency, status=RetentionNotice.Status.TOLD, ends__lte=at)
    count = 0
    for some in batched(over.select_related("candidate__agency").order_by("ends")[:AT_ONCE], 50):
        still = set(due(agency, at).filter(pk__in=[one.candidate_id for one in some]).values_list("pk", flat=True))
        for notice in some:
            if notice.candidate_id in still:
                count += _remove(notice)
            else:
                RetentionNotice.objects.filter(pk=notice.pk).update(status=RetentionNotice.Status.STOPPED)
    return count


@transaction.atomic
def _remove(notice: RetentionNotice) -> bool:
    """Erase them as if they had asked for it; what stands against it leaves them as they are, for a person to look."""
    candidate = notice.candidate
    RetentionNotice.objects.filter(pk=notice.pk).update(status=RetentionNotice.Status.REMOVED)
    request = PrivacyRequest(
        agency_id=candidate.agency_id,
        candidate=candidate,
        kind=PrivacyRequest.Kind.ERASURE,
        way=PrivacyRequest.Way.RETENTION,
        status=PrivacyRequest.Status.IDENTITY_CHECKED,
        due=a_month_after(now()),
    )
    request.save()
    try:
        with transaction.atomic():
            start(request, by=None)
    except RuleBroken:
        return False
    return True


@transaction.atomic
def answer(link: PrivacyLink, *, yes: bool, ip: str = "", agent: str = "") -> None:
    """They may be kept, which renews the consent where there is a wording for it; or they wish to go now."""
    after = RetentionNotice.Status.KEPT if yes else RetentionNotice.Status.LEFT
    mine = RetentionNotice.objects.filter(
        pk=link.subject_id, candidate=link.candidate_id, status=RetentionNotice.Status.TOLD
    )
    if not mine.update(status=after):
        raise Conflict(_("This was answered already."))
    PrivacyLink.objects.filter(pk=link.pk, used=None).update(used=now())
    candidate = link.candidate
    record(candidate, "retention.kept" if yes else "retention.left", by=None)
    for text in current_texts(link.agency_id, [Purpose.TALENT_POOL]):
        (give if yes else refuse)(candidate, text, way="link", ip=ip, agent=agent)
    if yes:
        Candidate.objects.filter(pk=candidate.pk).update(changed=now())
        return
    going = PrivacyRequest.objects.filter(candidate=candidate, kind=PrivacyRequest.Kind.ERASURE).waiting()
    if not going.exists():
        request = PrivacyRequest(
            agency_id=candidate.agency_id,
            candidate=candidate,
            kind=PrivacyRequest.Kind.ERASURE,
            way=PrivacyRequest.Way.MAIL,
            status=PrivacyRequest.Status.IDENTITY_CHECKED,
            identity=_("A link that was mailed to them"),
            checked=now(),
            due=a_month_after(now()),
        )
        request.save()


def forget_reasons(agency: Agency, at: datetime) -> int:
    """Why somebody was turned down is not kept for ever."""
    before = months_later(at, -settings_of(agency).retention_reason_months)
    old = Application.objects.filter(agency=agency, status=Application.Status.REJECTED, status_since__lte=before)
    return old.exclude(reason="").update(reason="")
