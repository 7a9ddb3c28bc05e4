"""A mail to oneself, to see whether mail works."""

from portico.agencies.models import Agency, Member
from portico.messaging.models import Email
from portico.messaging.writing import write


def send_test_mail(agency: Agency, to: str, *, by: Member | None = None) -> Email:
    """Send a short mail the usual way, with the agency's sender and look; its status says what became of it."""
    return write(agency, to=to, template="messaging/emails/test", to_name=by.name if by else "", member=by, urgent=True)
