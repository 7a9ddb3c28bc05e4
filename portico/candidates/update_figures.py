"""How candidates answer update requests, and how fresh the profiles of the active pool are."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Q

from portico.agencies.models import Agency
from portico.candidates.layouts import Need, layout_for, needs_of
from portico.candidates.models import Candidate
from portico.candidates.settings import settings_of
from portico.candidates.update_requests import UpdateRequest
from portico.kit.times import now

WINDOW = timedelta(days=14)
PERIOD = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Share:
    """Some of all."""

    some: int
    of: int

    @property
    def percent(self) -> str:
        """In words; without anything to share there is no figure."""
        return f"{round(100 * self.some / self.of)} %" if self.of else "–"


def response_rate(agency: Agency) -> Share:
    """Requests answered within 14 days out of those delivered, asked in the last 90 days."""
    rows = UpdateRequest.objects.filter(agency=agency, asked__gte=now() - PERIOD)
    delivered = rows.delivered()
    answered = delivered.filter(submitted__isnull=False, submitted__lte=F("asked") + WINDOW)
    return Share(answered.count(), delivered.count())


def freshness(agency: Agency) -> Share:
    """Candidates all of whose key fields were confirmed lately, out of the active pool.

    Active pool: neither archived nor merged. Key fields: those that must be there by the usual layout. Lately: the
    agency's days; who came into the records lately counts as confirmed.
    """
    keys = [key for key, need in needs_of(layout_for(agency.pk, None)).items() if need == Need.MANDATORY]
    limit = now() - timedelta(days=settings_of(agency).update_stale_days)
    pool = Candidate.objects.filter(agency=agency).current()
    sure = Count("confirmations", filter=Q(confirmations__field__in=keys, confirmations__at__gte=limit))
    older = pool.filter(added__lt=limit).annotate(sure=sure).filter(sure=len(keys))
    return Share(pool.filter(added__gte=limit).count() + older.count(), pool.count())
