"""Who of the agency looks after a record."""

from typing import Any

from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.imports.running.run import Run

GONE = (Member.Status.REVOKED, Member.Status.SUSPENDED)


def owner_of(run: Run, values: dict[str, Any]) -> dict[str, Any]:
    """The owner a row names. Somebody who does not work here holds no row up: it is taken in without an owner."""
    name = values.get("owner")
    if not name:
        return {}
    member = run.teammate(name)
    if member is None or member.status in GONE:
        run.remark(_("“%(name)s” is not on your team, so the records have no owner.") % {"name": name[:80]})
        return {}
    return {"owner": member}
