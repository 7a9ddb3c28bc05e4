"""A contact's or candidate's access to their portal, as the agency sees it: state, links, remembered browsers."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portico.access.inviting import why_suspended
from portico.access.models import AccessLink, RememberedBrowser
from portico.agencies.models import Member
from portico.candidates.layouts import ProfileLayout
from portico.candidates.models import Candidate
from portico.kit.prepared import prepared
from portico.kit.times import now
from portico.portals.models import JobShare, Seat


def access_of(reader: Member, row: Any) -> dict[str, Any]:
    """The place of the person behind a record, with everything that would let them in."""
    member: Member | None = row.member
    if member is None:
        nothing: dict[str, Any] = {"place": None, "seat": None, "why": "", "links": [], "browsers": []}
        return {**nothing, "layouts": layouts_for(reader, row)}
    links = AccessLink.objects.visible_to(reader).of(member).select_related("email")[:20]
    browsers = (
        RememberedBrowser.objects.visible_to(reader).filter(user=member.user_id).alive(now()).order_by("-pk")[:20]
    )
    seat = Seat.objects.visible_to(reader).filter(member=member).select_related("portal__organization").first()
    shares = JobShare.objects.visible_to(reader).filter(seats=seat) if seat is not None and not seat.all_jobs else None
    return {
        "place": member,
        "layouts": [],
        "seat": seat,
        "why": why_suspended([member]).get(member.pk, ""),
        "seat_jobs": [share.job for share in shares.select_related("job")] if shares is not None else [],
        "links": list(links),
        "browsers": list(browsers),
    }


def layouts_for(reader: Member, row: Any) -> list[tuple[str, str]]:
    """By which layout a candidate can be asked, for a list to choose from; none where there is nothing to choose."""
    if not isinstance(row, Candidate):
        return []
    layouts = [(str(pk), name) for pk, name in layouts_known(reader)]
    return [("", str(_("The usual"))), *layouts] if layouts else []


@prepared
def layouts_known(member: Member) -> QuerySet[Any]:
    """The agency's layouts."""
    return ProfileLayout.objects.visible_to(member).order_by("name", "pk").values_list("pk", "name")
