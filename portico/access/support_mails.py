"""Telling an agency's owners that the support came in."""

from django.urls import reverse

from portico.access.support import SupportVisit
from portico.agencies.models import Member
from portico.agencies.roles import Role
from portico.messaging.writing import write

PAGE = "backoffice:support_list"


def support_came(visit: SupportVisit) -> None:
    """Who came as whom, why and for how long; and where it can be ended at once."""
    agency = visit.agency
    context = {
        "who": visit.who,
        "person": visit.member.name,
        "reason": visit.reason,
        "minutes": visit.minutes,
    }
    for owner in Member.objects.staff().filter(agency=agency, role=Role.OWNER).select_related("user").order_by("pk"):
        write(
            agency,
            to=owner.email,
            to_name=owner.name,
            template="access/emails/support_came",
            context=context,
            links={"main": agency.address(reverse(PAGE))},
            about=[visit, visit.member],
            member=owner,
            urgent=True,
        )
