"""Holding a record while something is put onto it."""

from typing import Any

from django.utils.translation import gettext as _

from portico.kit.rules import Conflict


def hold(row: Any) -> None:
    """Nobody merges the record with another until the transaction ends; refuse where somebody just did."""
    there = type(row)._base_manager.select_for_update(no_key=True).filter(pk=row.pk).first()
    if there is not None and getattr(there, "merged_into_id", None):
        raise Conflict(_("This was merged with another record meanwhile. Open it again: nothing of it is lost."))
