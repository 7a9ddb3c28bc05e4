"""A status moves only along the table MOVES, through one function, which also writes an event."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from portico.agencies.doors import Owned
from portico.agencies.models import Member
from portico.kit.failpoints import fail_point
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.records.events import record


def can_become(row: Any, status: str) -> bool:
    """Whether the table allows the step."""
    return status in row.MOVES.get(row.status, set())


@transaction.atomic
def become(
    row: Any,
    status: str,
    *,
    by: Member | None,
    about: Iterable[models.Model | None] = (),
    verb: str = "",
    **details: Any,
) -> None:
    """Move along MOVES, or refuse. Two people cannot both move a row, and no lock is taken."""
    name = row._meta.verbose_name
    if not can_become(row, status):
        words = dict(type(row)._meta.get_field("status").flatchoices)
        raise RuleBroken(
            _("This %(thing)s is %(now)s and cannot become %(next)s.")
            % {
                "thing": name,
                "now": str(words.get(row.status, row.status)).lower(),
                "next": str(words.get(status, status)).lower(),
            }
        )
    changes: dict[str, Any] = {"status": status}
    if hasattr(row, "status_since"):
        changes["status_since"] = now()
    still = type(row)._base_manager.filter(pk=row.pk)
    if not fail_point("lifecycle.compare"):
        still = still.filter(status=row.status)
        if any(one in goals for one, goals in row.MOVES.items()):
            # A step may lead back to the same status (another time for an interview): then its moment tells.
            still = still.filter(status_since=row.status_since)
    if not still.update(**changes):
        raise Conflict(_("Somebody else just changed this %s. Have another look.") % name)
    for field, value in changes.items():
        setattr(row, field, value)
    record(row, verb or f"{row._meta.model_name}.{status}", by=by, about=about, **details)


class Lifecycle(Owned):
    """A row whose status moves along a table."""

    MOVES: ClassVar[dict[str, set[str]]] = {}
    status_since = models.DateTimeField(default=now)

    class Meta:
        abstract = True

    def become(self, status: str, *, by: Member | None, **details: Any) -> None:
        """Take one step."""
        become(self, status, by=by, **details)
