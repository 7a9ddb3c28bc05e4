"""The audit logs of the whole site: checked by a command and each night; owners hear where one is broken."""

from typing import Any

from portico.agencies.models import Agency
from portico.operations.models import DeletedAgency
from portico.records import verifying
from portico.records.sealing import seal_all
from portico.records.verifying import Verified


def verify_all(host: str = "", *, since: int = 1, heads: dict[str, list[Any]] | None = None) -> list[Verified]:
    """Check every agency's log, or one; then seal what is new. `heads`: what an anchor says that was there."""
    anchored = dict(heads or {})
    found = []
    for agency in Agency.objects.filter(host=host) if host else Agency.objects.order_by("host"):
        one = verifying.verify(agency, since=since)
        if agency.host in anchored:
            verifying.compare(agency, anchored.pop(agency.host), one)
        verifying.note(agency, one)
        seal_all(agency.pk)
        found.append(one)
    deleted = set(DeletedAgency.objects.values_list("host", flat=True))
    for gone in [] if host else anchored.keys() - deleted:
        found.append(Verified(gone, broken=["the anchor names this agency, and it is not here any more"]))
    return found
