"""Putting news into the morning mail, and sending it: one mail a person and day, about what is still unseen."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from portico.agencies.models import Agency, Member
from portico.kit.times import now
from portico.pipeline import introductions
from portico.pipeline.digest import DigestLine
from portico.pipeline.looking import news_for
from portico.pipeline.submissions import SubmissionView
from portico.portals.models import JobShare, Visit
from portico.records.events import record

MORNING = time(7)
"""When digests go out, in the agency's zone."""


@transaction.atomic
def put_into_digest(share: JobShare, readers: list[Member], *, by: Member) -> int:
    """These people hear of the share in their next morning's mail; who waits for one already is not asked twice."""
    made = 0
    for member in readers:
        fresh = {"agency_id": share.agency_id, "asked": now(), "asked_by": by}
        made += DigestLine.objects.get_or_create(member=member, share=share, done=None, defaults=fresh)[1]
    if made:
        organization = share.portal.organization
        about, job = [share.job, organization], share.job.title
        record(share, "jobshare.digest", by=by, about=about, job=job, organization=organization.name)
    return made


def last_morning(agency: Agency, at: datetime) -> datetime:
    """The latest morning in the agency's zone that is not after `at`."""
    here = at.astimezone(ZoneInfo(agency.zone))
    today = datetime.combine(here.date(), MORNING, tzinfo=here.tzinfo)
    return today if today <= here else datetime.combine(here.date() - timedelta(days=1), MORNING, tzinfo=here.tzinfo)


def send_due(at: datetime) -> int:
    """Send what was put into digests before the last morning; returns how many mails that were."""
    sent = 0
    for agency in Agency.objects.at_work().filter(pk__in=DigestLine.objects.filter(done=None).values("agency")):
        due = DigestLine.objects.filter(agency=agency, done=None, asked__lt=last_morning(agency, at))
        for member in Member.objects.filter(pk__in=due.values("member")).select_related("user", "agency"):
            sent += send_one(member, last_morning(agency, at), at)
    return sent


def job_is_new(member: Member, share: JobShare) -> bool:
    """Whether they have not been on the portal since the job is there."""
    came = Visit.objects.filter(member=member, last__gte=share.shared).exists()
    return not came and not SubmissionView.objects.filter(member=member, submission__share=share).exists()


@transaction.atomic
def send_one(member: Member, due: datetime, at: datetime) -> bool:
    """One person's mail. Each line is claimed before it is told, so that two workers cannot both tell it."""
    lines = DigestLine.objects.filter(member=member, done=None, asked__lt=due)
    told: list[dict[str, Any]] = []
    recruiter = ""
    for line in lines.select_related("share__job", "share__portal", "asked_by__user").order_by("asked", "pk"):
        if not DigestLine.objects.filter(pk=line.pk, done=None).update(done=at):
            continue
        if not JobShare.objects.visible_to(member).with_pipeline().filter(pk=line.share_id).exists():
            continue
        news = news_for(member, line.share)
        if news.any or job_is_new(member, line.share):
            told.append({"share": line.share_id, "job": line.share.job.title, "new": news.new, "updated": news.updated})
            recruiter = line.asked_by.name if line.asked_by else recruiter
    if told:
        introductions.news(member, told, recruiter or member.agency.name)
    return bool(told)
