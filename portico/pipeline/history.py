"""What a client is told of a submission's history: the part of the timeline that the client's own people wrote."""

from django.db.models import QuerySet

from portico.agencies.roles import Side
from portico.pipeline.models import Submission
from portico.records.models import Event
from portico.records.subjects import kind_of

CLIENT_VERBS = [
    "submission.approved",
    "submission.kept_in_view",
    "submission.declined",
    "submission.rated",
    "submission.remarked",
    "submission.answer_undone",
]


def said_by_client(submission: Submission) -> QuerySet[Event]:
    """Answers, stars and remarks of the client's people on a submission they may see, newest first."""
    return Event.objects.filter(
        agency=submission.agency_id,
        subjects__kind=kind_of(submission),
        subjects__object_id=submission.pk,
        verb__in=CLIENT_VERBS,
        by__side=Side.CLIENT,
    ).order_by("-at", "-pk")
