"""Inviting many candidates at once, with the layout they are asked by."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portico.agencies.models import Member
from portico.candidates.layouts import ProfileLayout
from portico.candidates.models import Candidate
from portico.kit.rules import RuleBroken
from portico.records import longtasks
from portico.records.models import LongTask

KIND = "invite_candidates"
MOST = 5000


def invite_many(candidates: Iterable[Candidate], *, by: Member, layout: ProfileLayout | None = None) -> LongTask:
    """Invite all of these to the portal, in the background; who cannot be invited is counted with the reason."""
    ids = [candidate.pk for candidate in candidates]
    if not ids:
        raise RuleBroken(_("Nobody is picked."))
    if len(ids) > MOST:
        raise RuleBroken(_("At most %d at once.") % MOST)
    title = ngettext("Invite %d candidate", "Invite %d candidates", len(ids)) % len(ids)
    return longtasks.start(KIND, title, by, ids=ids, layout=layout.pk if layout else None)


@longtasks.work(KIND)
def invite_them(task: LongTask) -> None:
    """One after the other; who has access, or was invited since the task began, is passed over."""
    layout = ProfileLayout.objects.filter(agency=task.agency_id, pk=task.settings["layout"] or 0).first()
    ids: list[int] = task.settings["ids"]
    invited, refused = task.figures.get("invited", 0), task.figures.get("refused", 0)
    for number, pk in enumerate(ids[task.done :], start=task.done + 1):
        with transaction.atomic():
            done = invite_one(task, pk, layout)
            invited, refused = invited + int(done), refused + int(not done)
            task.advance(number, len(ids), at_once=True, invited=invited, refused=refused)


def invite_one(task: LongTask, pk: int, layout: ProfileLayout | None) -> bool:
    """Invite one of them; False where that cannot be."""
    owner = task.owner
    if owner is None or not owner.is_in:
        raise RuleBroken(_("Who began this is no longer here."))
    rows = Candidate.objects.visible_to(owner).select_related("agency", "member__user")
    candidate = rows.filter(pk=pk).first()
    if candidate is None or (candidate.member is not None and candidate.member.status != Member.Status.REVOKED):
        return False
    try:
        with transaction.atomic():
            candidate.invite(by=owner, layout=layout)
    except RuleBroken:
        return False
    return True
