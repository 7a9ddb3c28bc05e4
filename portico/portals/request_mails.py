"""Who of the agency hears of what clients ask for, as the portal's settings say; and what clients hear of changes."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.clients.models import Organization
from portico.jobs.models import Job, Requisition
from portico.jobs.request_mails import news
from portico.portals.models import JobShare, Portal
from portico.portals.settings import Hearer

if TYPE_CHECKING:
    from portico.portals.job_changes import JobChange


def recruiters(agency_id: int) -> list[Member]:
    """Everybody of the agency who works on records."""
    staff = Member.objects.filter(agency=agency_id).staff().select_related("user", "staff_role")
    return [member for member in staff.order_by("pk") if member.may(May.WORK_DESK)]


def listeners(requisition: Requisition, hears: Hearer) -> list[Member]:
    """Who hears of a requisition: who has it in hand, else the organization's owner (or its jobs' teams), else all."""
    if hears == "nobody":
        return []
    if requisition.handler is not None and requisition.handler.is_in:
        return [requisition.handler]
    owner = owner_of(requisition.organization)
    wanted = team_of(requisition.organization) if hears == "team" else []
    if owner is not None and owner not in wanted:
        wanted.append(owner)
    rows = Requisition.objects.filter(pk=requisition.pk)
    everybody = wanted or recruiters(requisition.agency_id)
    return [one for one in everybody if one.may(May.WORK_DESK) and rows.visible_to(one).exists()]


def owner_of(organization: Organization) -> Member | None:
    """The organization's own consultant, while they are in."""
    owner = organization.owner
    return owner if owner is not None and owner.is_in else None


def team_of(organization: Organization) -> list[Member]:
    """Everybody who works on an active job of the organization."""
    jobs = Job.objects.filter(organization=organization).active()
    owners = Member.objects.filter(pk__in=jobs.values("owner"))
    team = Member.objects.filter(pk__in=Job.team.through.objects.filter(job__in=jobs).values("member"))
    return list((owners | team).staff().select_related("user", "staff_role").distinct().order_by("pk"))


def requisition_news(requisition: Requisition, what: str, by: Member) -> None:
    """Tell the agency that a client handed a requisition in, withdrew it or wrote a remark."""
    words = {"who": by.name, "organization": requisition.organization.name, "title": requisition.title}
    subject, said = {
        "submitted": (
            _("New requisition from %(organization)s: %(title)s"),
            _("%(who)s at %(organization)s submitted the requisition %(title)s."),
        ),
        "resubmitted": (
            _("Submitted again: %(title)s"),
            _("%(who)s at %(organization)s changed the requisition %(title)s and submitted it again."),
        ),
        "withdrawn": (
            _("Withdrawn: %(title)s"),
            _("%(who)s at %(organization)s withdrew the requisition %(title)s."),
        ),
        "remark": (
            _("A remark on the requisition %(title)s"),
            _("%(who)s at %(organization)s wrote a remark on the requisition %(title)s."),
        ),
    }[what]
    portal = Portal.objects.filter(organization=requisition.organization_id).first()
    hears: Hearer = portal.settings.hears_requests if portal else "owner"
    path = reverse("backoffice:requisition", args=[requisition.pk])
    about = [requisition, requisition.organization]
    for reader in listeners(requisition, hears):
        news(
            requisition.agency, reader, subject=subject % words, said=said % words, deed=_("Open the requisition"),
            path=path, about=about,
        )  # fmt: skip


def change_proposed(change: "JobChange") -> None:
    """Tell the job's owner, or its whole team, that a client would have something different."""
    share, job = change.share, change.share.job
    hears = share.settings.hears_requests
    if hears == "nobody":
        return
    owner = job.owner if job.owner is not None and job.owner.is_in else None
    team = [one for one in job.team.select_related("user") if one.is_in]
    readers = [owner] if owner is not None and hears == "owner" else [*team, *([owner] if owner else [])]
    words = {"who": change.asked_by.name if change.asked_by else "", "job": job.title}
    seen = JobShare.objects.filter(pk=share.pk)
    for reader in dict.fromkeys(readers or recruiters(share.agency_id)):
        if not seen.visible_to(reader).exists():
            continue
        news(
            share.agency, reader,
            subject=_("A client proposes changes to %(job)s") % words,
            said=_("%(who)s proposes changes to the job %(job)s.") % words,
            deed=_("Look at the changes"),
            path=reverse("backoffice:job_change", args=[change.pk]),
            about=[job, share.portal.organization],
        )  # fmt: skip


def change_decided(change: "JobChange") -> None:
    """Tell who proposed changes what became of them."""
    reader, share = change.asked_by, change.share
    if reader is None or not reader.is_in:
        return
    words = {"agency": share.agency.name, "job": share.job.title}
    said = {
        "accepted": _("%(agency)s took over the changes you proposed to %(job)s."),
        "partly_accepted": _("%(agency)s took over some of the changes you proposed to %(job)s."),
        "declined": _("%(agency)s did not take over the changes you proposed to %(job)s. The reason stands there."),
    }[change.status]
    news(
        share.agency, reader,
        subject=_("About your changes to %(job)s") % words,
        said=said % words,
        deed=_("Open the job"),
        path=reverse("client_portal:job", args=[share.pk]),
        about=[share.job, share.portal.organization],
    )  # fmt: skip
