"""The recruiter's side of changes to profiles: yes or no field by field, and a field's history with a way back."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.candidates import update_emails
from portico.candidates.models import Candidate
from portico.candidates.profile import ProfileChange, SpokenLanguage
from portico.candidates.profile_fields import ENTRIES, FIELDS, label_of, read_field, write_field
from portico.candidates.proposing import NOT_SAID, accept, confirm, decline, note_change, save_profile
from portico.kit.rules import Conflict, RuleBroken
from portico.records.events import record

Status = ProfileChange.Status
KEPT = (Status.ACCEPTED, Status.LANDED)
"""Changes that came into the profile."""


@transaction.atomic
def decide(
    candidate: Candidate,
    accepted: list[ProfileChange],
    declined: list[ProfileChange],
    *,
    by: Member,
    reason: str = "",
    shown: Mapping[str, Any] | None = None,
) -> None:
    """Take some of what a candidate proposed over, and leave the rest as it was, with words for them.

    `shown`: by field, what the page said it holds now. All of it happens, or nothing.
    """
    if not accepted and not declined:
        raise RuleBroken(_("Choose for at least one field what shall become of it."))
    for change in accepted:
        accept(change, by=by, shown=(shown or {}).get(change.field, NOT_SAID))
    for change in declined:
        decline(change, by=by, reason=reason)
    if declined and reason and candidate.email:
        update_emails.not_taken_over(candidate, declined, reason, by)


@transaction.atomic
def put_back(change: ProfileChange, *, by: Member) -> None:
    """Give a field back what it held before this change."""
    candidate = Candidate.objects.select_for_update().get(pk=change.candidate_id)
    if change.status not in KEPT:
        raise RuleBroken(_("This never came into the profile."))
    now_there = read_field(candidate, change.field)
    if now_there != change.after:
        raise Conflict(_("%s was changed again since. Put the newest change back first.") % label_of(change.field))
    write_field(candidate, change.field, change.before)
    save_profile(candidate)
    note_change(candidate, change.field, now_there, change.before, Status.LANDED, by=by, way=ProfileChange.Way.DESK)
    record(candidate, "candidate.put_back", by=by, fields=label_of(change.field))


def fields_now(candidate: Candidate) -> dict[str, Any]:
    """Every field as it stands, to be compared after a recruiter's edit."""
    return {key: read_field(candidate, key) for key in FIELDS}


@transaction.atomic
def note_desk_changes(candidate: Candidate, before: Mapping[str, Any], *, by: Member) -> None:
    """Write what a recruiter changed into the fields' history, and count it as confirmed today."""
    changed = [key for key, value in before.items() if read_field(candidate, key) != value]
    for key in changed:
        note_change(
            candidate, key, before[key], read_field(candidate, key), Status.LANDED, by=by, way=ProfileChange.Way.DESK
        )
    confirm(candidate, changed, by=by)


def follow_languages(candidate: Candidate) -> None:
    """The line of languages was edited: the list behind it follows, as far as there is one."""
    _model, relation = ENTRIES["languages"]
    if not getattr(candidate, relation).exists():
        return
    levels = {str(SpokenLanguage.Level(level).label): level for level in SpokenLanguage.Level.values}
    levels |= {level: level for level in SpokenLanguage.Level.values} | {str(_("native")): "native"}
    entries = []
    for part in candidate.languages.split(","):
        name, _bracket, level = part.strip().removesuffix(")").partition(" (")
        entries.append({"name": name.strip()[:60], "level": levels.get(level.strip(), "")})
    line = candidate.languages
    write_field(candidate, "languages", [one for one in entries if one["name"]])
    candidate.languages = line
