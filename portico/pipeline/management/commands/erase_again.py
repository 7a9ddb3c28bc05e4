"""After a restored backup: erase those again who had been erased since it was made."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portico.candidates.models import Candidate, PrivacyRequest
from portico.candidates.privacy import a_month_after
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.pipeline.erasure import erase


class Command(BaseCommand):
    """manage.py erase_again 12 34: the numbers stand in the log."""

    help = "Erase candidates again, by their numbers, after a backup was restored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The numbers."""
        parser.add_argument("numbers", nargs="+", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """One after the other; who is gone already is left alone."""
        for number in options["numbers"]:
            candidate = Candidate.objects.select_related("agency", "member__user").filter(pk=number).first()
            if candidate is None or candidate.erased:
                self.stdout.write(f"{number}: nothing to do")
                continue
            try:
                self.erase(candidate)
            except RuleBroken as no:
                raise CommandError(f"{number}: {no}") from None
            self.stdout.write(f"{number}: erased")

    @transaction.atomic
    def erase(self, candidate: Candidate) -> None:
        """Without asking again who it is: that was done the first time."""
        going = PrivacyRequest.objects.filter(candidate=candidate, kind=PrivacyRequest.Kind.ERASURE).waiting().first()
        request = going or PrivacyRequest(
            agency_id=candidate.agency_id,
            candidate=candidate,
            kind=PrivacyRequest.Kind.ERASURE,
            way=PrivacyRequest.Way.RETENTION,
            due=a_month_after(now()),
        )
        request.status, request.status_since = PrivacyRequest.Status.DONE, now()
        request.save()
        erase(request, by=None)
