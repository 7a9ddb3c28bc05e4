"""What an agency says of itself: its facts, look, mail and idle limit; and its logo."""

from typing import Any

from django.db import transaction

from portico.agencies.models import Agency, Member
from portico.records.editing import plain, save_changes
from portico.records.events import record
from portico.records.files import Upload, store_logo


@transaction.atomic
def change_settings(agency: Agency, changes: dict[str, Any], *, seen: str, by: Member) -> list[str]:
    """Change the agency's settings; its timeline keeps what each was. Returns the names of the changed fields."""
    lines = [line_of(agency, name, value) for name, value in changes.items()]
    return save_changes(agency, changes, seen=seen, by=by, text="\n".join(filter(None, lines)))


def line_of(agency: Agency, name: str, value: Any) -> str:
    """One setting before and after, or nothing where it stays."""
    before, after = plain(getattr(agency, name)), plain(value)
    label = str(agency._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return "" if before == after else f"{label}: {before or '–'} → {after or '–'}"


@transaction.atomic
def take_logo(agency: Agency, upload: Upload, *, by: Member) -> None:
    """Show this picture instead of the agency's name."""
    store_logo(agency, upload)
    record(agency, "agency.logo_changed", by=by)


@transaction.atomic
def remove_logo(agency: Agency, *, by: Member) -> None:
    """Show the agency's name again."""
    if agency.logo_key:
        agency.logo_key = ""
        agency.save(update_fields=["logo_key"])
        record(agency, "agency.logo_removed", by=by)
