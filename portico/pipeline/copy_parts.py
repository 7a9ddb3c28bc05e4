"""What a copy of somebody's data holds of their applications: as the portal shows it, never the agency's remarks."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from portico.agencies.mailbox import mail_key
from portico.candidates.copying import COPY_PARTS, stamp
from portico.candidates.models import Candidate, PrivacyRequest
from portico.candidates.papers import THEIRS
from portico.messaging.models import Email
from portico.messaging.sealing import without
from portico.pipeline.candidate_threads import CandidateMessage
from portico.pipeline.following import standings
from portico.pipeline.interviews import Interview
from portico.pipeline.models import Application
from portico.pipeline.offers import Offer
from portico.pipeline.permissions import Permission
from portico.records.models import Document
from portico.records.subjects import kind_of

type Rows = list[dict[str, Any]]


def runs(candidate: Candidate) -> Iterable[Application]:
    """Their applications, as far as the agency shows them."""
    rows = Application.objects.filter(candidate=candidate, shown_to_candidate=True, job__shown_to_candidates=True)
    return rows.select_related("job__organization", "job__owner__user", "stage", "agency").order_by("added", "pk")


def applications_of(candidate: Candidate) -> Rows:
    """Each with the labels they read, and since when."""
    rows = list(runs(candidate))
    there = standings(rows)
    return [
        {
            "job": row.job.title,
            "since": stamp(row.added),
            "state": there[row.pk].label,
            "changed": stamp(there[row.pk].changed),
            "labels": [{"label": one.label, "since": stamp(one.at)} for one in there[row.pk].passed],
        }
        for row in rows
        if row.pk in there
    ]


def interviews_of(candidate: Candidate) -> Rows:
    """Those they were told of."""
    rows = Interview.objects.filter(application__candidate=candidate).exclude(released=None)
    return [
        {
            "job": row.application.job.title,
            "title": row.label,
            "state": str(row.get_status_display()),
            "start": stamp(row.start),
            "end": stamp(row.end),
            "place": row.place,
            "notes": row.for_candidate,
            "proposed": row.proposal,
        }
        for row in rows.select_related("application__job").order_by("asked", "pk")
    ]


def offers_of(candidate: Candidate) -> Rows:
    """What they were offered, and said."""
    rows = Offer.objects.filter(application__candidate=candidate).sent()
    return [
        {
            "job": row.application.job.title,
            "state": str(row.get_status_display()),
            "start": stamp(row.start),
            "pay": row.pay_words,
            "conditions": row.conditions,
            "until": stamp(row.until),
            "answered": stamp(row.answered),
            "note": row.note,
        }
        for row in rows.select_related("application__job")
    ]


def permissions_of(candidate: Candidate) -> Rows:
    """Where they were asked whether they may be put forward."""
    return [
        {
            "job": row.job_title,
            "client": row.client,
            "question": row.words,
            "answer": row.state_words,
            "asked": stamp(row.asked),
            "answered": stamp(row.answered),
            "until": stamp(row.until),
            "note": row.note,
        }
        for row in Permission.objects.filter(application__candidate=candidate)
    ]


def messages_of(candidate: Candidate) -> Rows:
    """What they and the agency wrote each other."""
    rows = CandidateMessage.objects.filter(candidate=candidate).order_by("at", "pk")
    return [{"at": stamp(row.at), "from": row.by_name, "text": row.text} for row in rows]


def mails_of(candidate: Candidate) -> Rows:
    """Mails that were sent to them; links and codes are left out.

    An address on a record proves little: what went there to somebody in another role, or about others, is not theirs.
    """
    mine = Q(member=candidate.member) if candidate.member else Q(pk__in=[])
    if candidate.email:
        there = Q(to__iexact=candidate.email) | Q(to__iexact=mail_key(candidate.email))
        mine |= there & Q(member=None)
    found = Email.objects.filter(mine, agency=candidate.agency_id).order_by("created", "pk")
    about = [kind_of(candidate), candidate.pk]
    rows = [row for row in found if row.member_id or not row.about or about in row.about]
    return [
        {"at": stamp(row.sent_at or row.created), "to": row.to, "subject": row.subject, "text": without(row.text)}
        for row in rows
    ]


def requests_of(candidate: Candidate) -> Rows:
    """What they asked of us about their data."""
    rows = PrivacyRequest.objects.filter(candidate=candidate).order_by("received")
    return [
        {
            "asked for": str(row.get_kind_display()),
            "received": stamp(row.received),
            "state": str(row.get_status_display()),
            "reason": row.reason,
        }
        for row in rows
    ]


def papers_of(candidate: Candidate) -> list[Document]:
    """Documents they may see: what they handed in, and the agency's résumés, letters and certificates of them."""
    mine = Q(document_kind__in=THEIRS)
    if candidate.member is not None:
        mine |= Q(added_by=candidate.member)
    rows = Document.objects.on(candidate).filter(mine, agency=candidate.agency_id, archived__isnull=True)
    return list(rows.filter(scan__in=Document.SAFE).order_by("added", "pk"))


def add_parts() -> None:
    """Put these parts into every copy."""
    COPY_PARTS.update(
        {
            "applications": applications_of,
            "interviews": interviews_of,
            "offers": offers_of,
            "permissions": permissions_of,
            "messages": messages_of,
            "mails": mails_of,
            "requests": requests_of,
        }
    )
