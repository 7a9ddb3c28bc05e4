"""What the worker does about people's data: on request, and by the clock."""

import logging

from django.db import connection, transaction
from django.tasks import task
from django.utils.translation import gettext as _

from portico.candidates import consent_clock
from portico.candidates.models import Candidate, PrivacyRequest
from portico.kit.rules import RuleBroken
from portico.kit.storing import forget, or_later
from portico.kit.times import now
from portico.messaging.models import Email
from portico.pipeline import data_copy, holding, retention
from portico.pipeline.erasure import erase
from portico.records.lifecycle import become

logger = logging.getLogger(__name__)


@task(queue_name="long")
def carry_out(request_id: int) -> None:
    """Make the copy, or erase the person; what turns out to be impossible goes back to a recruiter."""
    related = ["candidate__agency", "candidate__member__user", "agency", "decided_by__user"]
    request = PrivacyRequest.objects.select_related(*related).filter(pk=request_id).first()
    if request is None or request.status != PrivacyRequest.Status.IN_PROGRESS:
        return
    try:
        with or_later(carry_out, request_id):
            if request.kind == PrivacyRequest.Kind.COPY:
                make_copy(request)
            else:
                with transaction.atomic():
                    become(request, PrivacyRequest.Status.DONE, by=request.decided_by)
                    erase(request, by=request.decided_by)
    except RuleBroken as no:
        request.refresh_from_db(fields=["status"])
        become(request, PrivacyRequest.Status.IDENTITY_CHECKED, by=None, reason=str(no))


def make_copy(request: PrivacyRequest) -> None:
    """Build the copy and hand it over, or leave nothing; nothing at all of who was erased while it was built."""
    key = data_copy.build(request.candidate)
    try:
        with transaction.atomic():
            there = Candidate.objects.select_for_update().get(pk=request.candidate_id)
            if there.erased is not None:
                raise RuleBroken(_("There is no such record any more."))
            become(request, PrivacyRequest.Status.DONE, by=request.decided_by)
            data_copy.hand_over(request, key)
    except BaseException:
        forget([key])
        raise


@task
def care_for_consents() -> None:
    """By the clock: ask in time, and let lapse what nobody renewed."""
    consent_clock.remind(now())
    consent_clock.let_lapse(now())


@task
def forget_what_is_over() -> None:
    """By the clock: old copies, records whose day has come, last mails, and what the search's index still remembers."""
    data_copy.drop_old_copies()
    holding.forget_kept(now())
    Email.objects.filter(forget=True, status__in=[Email.Status.SENT, Email.Status.PARKED]).delete()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO records_search (records_search) VALUES ('optimize')")


@task(queue_name="long")
def keep_to_retention() -> None:
    """By the clock: ask people whose time is over, and remove those whose grace is over too."""
    retention.run(now())
