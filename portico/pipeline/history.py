"""What a client is told of a submission's history: the part of the timeline that the client's own people wrote."""

from django.db.models import QuerySet

from portico.agencies.models import Member
from portico.agencies.roles import Side
from portico.kit.prepared import prepared
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
    "submission.corrected",
    "submission.advised",
    "submission.forwarded",
]


def said_by_client(submission: Submission, reader: Member) -> list[Event]:
    """Answers, stars and remarks of the client's people on a submission that this reader may see, newest first.

    What a colleague said to the agency only is left out.
    """
    told = []
    for event in said_about(submission.agency_id, submission.pk):
        if event.details.get("private") and event.by_id != reader.pk and not reader.is_staff:
            if event.verb == "submission.remarked":
                continue
            event.details = {**event.details, "remark": ""}
        told.append(event)
    return told


@prepared
def said_about(agency: int, submission: int) -> QuerySet[Event]:
    """All that the client's people said and did on a submission."""
    return Event.objects.filter(
        agency=agency,
        subjects__kind=kind_of(Submission),
        subjects__object_id=submission,
        verb__in=CLIENT_VERBS,
        by__side=Side.CLIENT,
    ).order_by("-at", "-pk")
