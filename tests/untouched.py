"""Whether anything was changed: a fingerprint of every table, but those that only note who looked."""

from hashlib import sha256

from django.apps import apps

LOOKED = {
    "sessions.Session",
    "access.Session",
    "access.Attempt",
    "kit.Pace",
    "portals.Visit",
    "pipeline.SubmissionView",
    "pipeline.MessageLook",
    "pipeline.CandidateLook",
}
"""What looking at a page leaves behind: that somebody was here, and what they have seen."""
SEEN = {"last_seen", "last_login", "seen", "last_used", "opened", "viewed", "looked", "fetched", "opened_count"}
"""Columns with which other tables note the same."""


def fingerprints(*, but: set[str] = LOOKED) -> dict[str, str]:
    """Each table's fingerprint."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label in but or not model._meta.managed or model._meta.proxy:
            continue
        columns = [field.attname for field in model._meta.concrete_fields if field.name not in SEEN]
        rows = model._base_manager.order_by("pk").values_list(*columns)
        found[model._meta.label] = sha256(repr(list(rows)).encode()).hexdigest()
    return found


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The tables in which something is different now."""
    return sorted(table for table in before if before[table] != after[table])
