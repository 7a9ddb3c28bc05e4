"""The rows about people's data with which tests try addresses: Dario has agreed, asked, and is held."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from portico.candidates import consents, wordings
from portico.candidates.models import Consent, ConsentText, PrivacyHold, PrivacyRequest
from portico.kit.times import now
from portico.pipeline import holding, privacy_requests

if TYPE_CHECKING:
    from tests.world import Acme


def wording(world: "Acme") -> ConsentText:
    """How Dario is asked whether he may be shown to clients."""
    found = ConsentText.objects.filter(agency=world.agency, purpose="sharing", published__isnull=False).first()
    if found is None:
        words = "May we show your profile to companies?"
        found = wordings.write_draft(world.agency, "sharing", text=words, months=24, by=world.owner)
        wordings.publish(found, by=world.owner)
    return found


def consent(world: "Acme") -> Consent:
    """His yes."""
    found = Consent.objects.filter(candidate=world.dario, status="given").first()
    return found or consents.give(world.dario, wording(world), way="portal", by=world.dario_member, ip="203.0.113.7")


def hold(world: "Acme") -> PrivacyHold:
    """Why nothing of him may go."""
    found = PrivacyHold.objects.filter(candidate=world.dario, lifted=None).first()
    return found or holding.hold(world.dario, reason="A dispute about pay", by=world.owner)


def privacy_request(world: "Acme") -> PrivacyRequest:
    """He asked to be erased; nobody has checked who called. A copy made before is still there."""
    found = PrivacyRequest.objects.filter(candidate=world.dario).first()
    if found is None:
        found = privacy_requests.ask(world.dario, "erasure", way="phone", by=world.recruiter)
        found.key = default_storage.save("copies/test.zip", ContentFile(b"PK made for tests"))
        found.available_until = now() + timedelta(days=3)
        found.save()
    return found


PRIVACY_ROWS: dict[str, Callable[["Acme"], int]] = {
    "desk/privacy/": lambda w: privacy_request(w).pk,
    "me/privacy/requests/": lambda w: privacy_request(w).pk,
    "me/privacy/wordings/": lambda w: wording(w).pk,
    "me/privacy/consents/": lambda w: consent(w).pk,
    "desk/consents/": lambda w: consent(w).pk,
    "desk/holds/": lambda w: hold(w).pk,
    "desk/settings/privacy/versions/": lambda w: wording(w).pk,
}
