"""The eyes of somebody who is not invited yet: what a new person with a role would see on a portal."""

from django.utils.translation import gettext as _

from portico.agencies.models import Member, User
from portico.agencies.roles import May, Role, Side
from portico.client_portal.reading.eyes import Eyes, Sight
from portico.pipeline.models import Move, Submission, SubmissionDocument
from portico.portals.models import JobShare, Portal

NOBODY = 0
"""Stands in addresses where the number of a contact's membership would."""


def somebody_new(staff: Member, role: str) -> Member:
    """A person with this role who is in already. Never saved."""
    words = _("Somebody new (%s)") % Role(role).label
    user = User(agency=staff.agency, name=words)
    return Member(pk=NOBODY, agency=staff.agency, user=user, side=Side.CLIENT, role=role, status=Member.Status.ACTIVE)


def future_eyes(staff: Member, portal: Portal, role: str, view: str = "") -> Eyes:
    """A recruiter’s who looks as somebody with this role would once all that is prepared is published; all jobs."""
    shares = JobShare.objects.visible_to(staff).filter(portal=portal).to_come()
    submissions = Submission.objects.visible_to(staff).previewed_on(portal)
    documents = SubmissionDocument.objects.visible_to(staff).filter(submission__in=submissions)
    sight = Sight(
        shares=shares.all,
        submissions=submissions.all,
        documents=lambda: documents.filter(document__archived__isnull=True),
        moves=lambda: Move.objects.visible_to(staff).told_on(Portal.objects.visible_to(staff).filter(pk=portal.pk)),
    )
    return Eyes(
        member=somebody_new(staff, role),
        sight=sight,
        may_judge=False,
        settings=portal.settings,
        sees_money=staff.may(May.SEE_MONEY),
        preview=True,
        view=view,
        asked=(("portal", str(portal.pk)), ("role", role)),
    )
