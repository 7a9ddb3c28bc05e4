"""What ends with a consent: who no longer wants to be shown to clients is taken back from them at once."""

from typing import Any

from django.utils.translation import gettext as _

from portico.candidates.consents import Consent, Purpose, latest
from portico.candidates.models import Candidate
from portico.kit.rules import RuleBroken
from portico.pipeline.models import Application
from portico.pipeline.permissions import Permission
from portico.pipeline.submissions import Submission


def consent_stopped(candidate: Candidate, purpose: str) -> None:
    """They no longer agree to a purpose."""
    if purpose == Purpose.SHARING:
        take_back_from_clients(candidate)
    said = latest([candidate.pk], purpose).get((candidate.pk, purpose))
    if purpose == Purpose.APPLICATION and said is not None and said.status == Consent.Status.WITHDRAWN:
        end_applications(candidate)


def take_back_from_clients(candidate: Candidate) -> int:
    """Clients see them no longer, on no job."""
    rows = Submission.objects.filter(application__candidate=candidate).exclude(status=Submission.Status.WITHDRAWN)
    related = ["application__candidate", "application__job", "share__portal__organization", "share__job"]
    count = 0
    for submission in rows.select_related(*related):
        if submission.status == Submission.Status.PROPOSED:
            submission.discard(by=None)
        else:
            submission.withdraw(by=None)
        count += 1
    return count


def end_applications(candidate: Candidate) -> None:
    """Nobody works on an application whose data may not be used; a consent that only ran out ends nothing."""
    by: Any = candidate.member
    for application in (
        Application.objects.filter(candidate=candidate).open().select_related("job", "candidate", "stage")
    ):
        application.withdraw(by=by, reason=_("The consent to handle the application was taken back."))


def allowed_for(application_id: int, said_no: Consent) -> bool:
    """Whether they gave permission for this one job after a general no."""
    granted = Permission.objects.filter(application=application_id, status=Permission.Status.GRANTED)
    return any(one.in_force for one in granted.filter(answered__gt=said_no.status_since))


def check_sharing(submission: Submission) -> None:
    """Nobody is shown to a client who has said no to that."""
    candidate = submission.application.candidate
    said = latest([candidate.pk], Purpose.SHARING).get((candidate.pk, Purpose.SHARING))
    if said is not None and said.has_stopped and not allowed_for(submission.application_id, said):
        raise RuleBroken(
            _("%s does not agree to be shown to clients. Ask for permission for this job first.") % candidate.name
        )
