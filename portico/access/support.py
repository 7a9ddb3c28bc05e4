"""SupportVisit: whoever runs the site comes in as one of the staff, to help; named, reasoned, short, and seen by all.

They see what that person sees and may mend records. What speaks for the person or the agency, what leaves the agency,
and what decides who gets in is refused: `ALLOWED` names each deed that is not. A new one is refused until it is named.
"""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portico.access.secrets import hashed, new_token
from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Agency, Member
from portico.agencies.roles import May
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.records.events import record

LINK_LIFE = timedelta(minutes=10)
LONGEST = 60
"""Minutes."""
GRANTS = frozenset({May.SEE_DESK, May.WORK_DESK, May.SEE_MONEY})
ALLOWED = frozenset(
    {
        *("access:sign_out", "access:support_leave"),
        *(f"backoffice:organization_{deed}" for deed in ("add", "edit", "archive", "restore")),
        *(f"backoffice:contact_{deed}" for deed in ("add", "edit", "archive", "restore", "link", "unlink")),
        *(f"backoffice:candidate_{deed}" for deed in ("add", "edit", "archive", "restore", "tag", "untag")),
        *(f"backoffice:candidate_{deed}" for deed in ("profile_edit", "entry_add", "entry_edit", "entry_remove")),
        *("backoffice:candidate_absence_add", "backoffice:absence_remove"),
        *("backoffice:search_save", "backoffice:search_drop", "backoffice:note_add"),
        *(f"backoffice:job_{deed}" for deed in ("add", "edit", "archive", "restore")),
        *("backoffice:document_add", "backoffice:document_archive"),
    }
)
"""Addresses to which the support may send a form."""
NOT_SEEN = frozenset({"backoffice:document_file", "backoffice:bulk_left_out", "client_portal:preview_profile_sheet"})
"""Pages of the desk that hand out files: what leaves the agency is not for the support."""


class SupportVisitQuerySet(OwnedQuerySet["SupportVisit"]):
    """Visits of the support: seen by those who run the agency."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's, for those who manage its members."""
        return self if member.may(May.MANAGE_MEMBERS) else self.none()

    def running(self, at: datetime) -> Self:
        """Begun, and not over."""
        return self.filter(began__isnull=False, ended=None, until__gt=at)


class SupportVisit(Owned):
    """One visit of the support: who came as whom, why, when, and until when it may last."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    who = models.CharField(max_length=120)
    reason = models.CharField(max_length=500)
    minutes = models.PositiveIntegerField(default=LONGEST)
    token_hash = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField(default=now)
    began = models.DateTimeField(null=True)
    until = models.DateTimeField()
    """Until then the link opens it; once begun: until then it may last."""
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    ip = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=200, blank=True)

    objects: ClassVar[SupportVisitQuerySet] = SupportVisitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("support visit")
        indexes: ClassVar = [models.Index(fields=["agency", "-made"])]

    def __str__(self) -> str:
        return f"{self.who}: {self.reason}"

    @property
    def is_running(self) -> bool:
        """Somebody of the support may be in right now."""
        return self.began is not None and self.ended is None and self.until > now()

    @property
    def waits(self) -> bool:
        """Its link was not used yet and still works."""
        return self.began is None and self.ended is None and self.until > now()

    @transaction.atomic
    def begin(self, *, ip: str, agent: str) -> None:
        """Use the link, once; the owners are told."""
        from portico.access.support_mails import support_came

        at = now()
        if not self.agency.support_allowed or not self.member.is_in or not self.member.is_staff:
            raise RuleBroken(_t("The agency does not let the support in."))
        fresh = SupportVisit.objects.filter(pk=self.pk, began=None, ended=None, until__gt=at)
        facts = {"began": at, "until": at + timedelta(minutes=self.minutes), "ip": ip, "agent": agent}
        if not fresh.update(**facts):
            raise Conflict(_t("This link was used already, or is too old."))
        self.refresh_from_db()
        self._tell("support.began", None)
        support_came(self)

    @transaction.atomic
    def end(self, *, by: Member | None) -> None:
        """It is over at their next step; nothing happens to one that is over already."""
        if SupportVisit.objects.filter(pk=self.pk, ended=None).update(ended=now(), ended_by=by):
            self.refresh_from_db()
            self._tell("support.ended", by)

    def _tell(self, verb: str, by: Member | None) -> None:
        about = [self.agency, self.member]
        record(self, verb, by=by, about=about, who=self.who, person=self.member.name, reason=self.reason)


@transaction.atomic
def ask_in(member: Member, *, who: str, reason: str, minutes: int = LONGEST) -> tuple[SupportVisit, str]:
    """Make the link with which somebody of the support comes in as this member; returns the visit and the token."""
    who, reason = " ".join(who.split())[:120], " ".join(reason.split())[:500]
    if not who or len(reason) < 5:
        raise RuleBroken(_t("Say who comes, and why, in a few words: the agency reads it."))
    if not 1 <= minutes <= LONGEST:
        raise RuleBroken(_t("A visit lasts from 1 to %d minutes.") % LONGEST)
    if not member.is_staff or not member.is_in:
        raise RuleBroken(_t("The support comes in as one of the agency’s own people who is active."))
    if not member.agency.support_allowed:
        raise RuleBroken(_t("The agency does not let the support in."))
    token = new_token()
    visit = SupportVisit(agency_id=member.agency_id, member=member, who=who, reason=reason, minutes=minutes)
    visit.token_hash, visit.until = hashed(token), now() + LINK_LIFE
    visit.save()
    visit._tell("support.asked_in", None)
    return visit, token


@transaction.atomic
def allow(agency: Agency, allowed: bool, *, by: Member) -> None:
    """Let the support in from now on, or keep it out: who is in is out at once."""
    if not Agency.objects.filter(pk=agency.pk, support_allowed=not allowed).update(support_allowed=allowed):
        return
    agency.support_allowed = allowed
    record(agency, "support.allowed" if allowed else "support.forbidden", by=by)
    if not allowed:
        for visit in SupportVisit.objects.filter(agency=agency, ended=None, until__gt=now()):
            visit.end(by=by)


def find(agency: Agency, token: str) -> SupportVisit | None:
    """The visit that this link opens, if it still waits."""
    rows = SupportVisit.objects.select_related("member__user", "member__staff_role")
    visit = rows.filter(agency=agency, token_hash=hashed(token)).first()
    if visit is not None:
        visit.agency = visit.member.agency = agency
    return visit if visit is not None and visit.waits else None


def is_over(request: HttpRequest, member: Member, at: datetime) -> bool:
    """Whether this session was the support's and must not go on. One that goes on may do less than the member."""
    number = request.session.get("support")
    if number is None:
        return False
    visit: Any = SupportVisit.objects.filter(pk=number, member=member.pk).running(at).first()
    if visit is None or not member.agency.support_allowed:
        return True
    member.only = GRANTS
    request.support = visit  # type: ignore[attr-defined]
    return False


def visit_of(request: HttpRequest) -> SupportVisit | None:
    """The visit in which this request comes, if it is the support's."""
    return getattr(request, "support", None)


def may_ask(name: str, side: str, *, safe: bool) -> bool:
    """Whether the support gets this address: what is sent is on the list, what is seen is the desk or for everybody."""
    if not safe:
        return name in ALLOWED
    return name in ALLOWED or (side in {"staff", "public"} and name not in NOT_SEEN)
