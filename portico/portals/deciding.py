"""Who decides for the client on the candidates of a share: chosen by the agency, or whoever answers."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.kit.prepared import prepared
from portico.kit.rules import RuleBroken
from portico.portals.models import JobShare, Seat, SeatQuerySet
from portico.records.events import record


def judges_of(share: JobShare) -> SeatQuerySet:
    """The people of the portal whose seat covers the share and who are in; whether they may judge, their role says."""
    covering = Q(all_jobs=True) | Q(pk__in=Seat.shares.through.objects.filter(jobshare=share.pk).values("seat"))
    return Seat.objects.filter(covering, portal=share.portal_id).in_force()


@prepared
def deciders(share: int, portal: int) -> QuerySet[Seat]:
    """The seat that was chosen for a share, while its person sees the share and is in."""
    chosen = JobShare.objects.filter(pk=share).values("decider")
    rows = judges_of(JobShare(pk=share, portal_id=portal)).filter(pk__in=chosen)
    return rows.select_related("member__user", "member__staff_role")


def decider_of(share: JobShare) -> Member | None:
    """Whose answer counts on this share now; None: anybody's, also while the one who was chosen cannot come in."""
    seat: Seat | None = deciders.first(share.pk, share.portal_id)
    return seat.member if seat is not None and seat.member.may(May.JUDGE) else None


@transaction.atomic
def choose_decider(share: JobShare, seat: Seat | None, *, by: Member) -> None:
    """Say whose answer counts; nobody: anybody's. What was answered already stays as it is."""
    if seat is not None:
        there = judges_of(share).filter(pk=seat.pk).select_related("member__user", "member__staff_role").first()
        if there is None or not there.member.may(May.JUDGE):
            raise RuleBroken(_("Choose somebody who sees this job and may judge candidates."))
    if share.decider_id == (seat.pk if seat else None):
        return
    share.decider = seat
    share.save(update_fields=["decider"])
    about = [share.job, share.portal.organization, seat.contact if seat else None]
    who = seat.contact.name if seat else str(_("anybody"))
    record(share, "jobshare.decider_chosen", by=by, about=about, job=share.job.title, who=who)
