"""What is new on a share for one of its readers: what they have not looked at since it came or changed."""

from dataclasses import dataclass

from django.db.models import DateTimeField, F, OuterRef, Q, Subquery

from portico.agencies.models import Member
from portico.pipeline.submissions import Submission, SubmissionView
from portico.portals.models import JobShare


@dataclass(frozen=True, slots=True)
class News:
    """Figures, never names: they go into mails."""

    new: int = 0
    updated: int = 0
    """Whose summary, documents or profile changed since the reader looked at them."""

    @property
    def any(self) -> bool:
        """Whether there is something to tell."""
        return bool(self.new or self.updated)


def news_for(member: Member, share: JobShare) -> News:
    """What this reader has not seen yet, among the candidates in process."""
    looks = SubmissionView.objects.filter(submission=OuterRef("pk"), member=member).values("last")[:1]
    shown = Submission.objects.filter(share=share, application__status="open").shown()
    rows = shown.annotate(looked=Subquery(looks, output_field=DateTimeField()))
    changed = Q()
    for mark in ("summary_changed", "papers_changed", "fields_changed", "revealed", "submitted"):
        changed |= Q(**{f"{mark}__gt": F("looked")})
    new = rows.filter(looked=None).count()
    return News(new, rows.filter(changed, looked__isnull=False).count())
