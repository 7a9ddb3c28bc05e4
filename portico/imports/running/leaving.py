"""What a file says that Portico has no field for is kept in a note on the record, so that nothing is lost."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from portico.imports.cells.phones import Phone
from portico.imports.matching.fields import Kind
from portico.imports.matching.kinds import fields_of
from portico.imports.running.drafts import Draft
from portico.imports.running.outcomes import Deed, Outcome
from portico.imports.running.run import Refusal, Run
from portico.kit.inserting import insert_told, stored
from portico.kit.times import day, now
from portico.records.models import Note
from portico.records.subjects import kind_of

LONGEST = 20_000
USUAL = frozenset(["active", "aktiv", "actif", "active client", "activo", "current", "new", "no", "yes"])
"""What says nothing worth a note."""
OTHERS = {"other_emails": "email", "other_phones": "phone"}


@dataclass(slots=True)
class Leftover:
    """A note to be: on which record, of which row."""

    draft: Draft[Any]
    outcome: Outcome
    text: str

    @property
    def reference(self) -> str:
        """The same words on the same record are one note, however often they are imported."""
        row = self.draft.row
        return f"import:{row._meta.model_name}:{row.pk}:{sha256(self.text.encode()).hexdigest()[:24]}"


class Leftovers:
    """The notes of a batch."""

    def __init__(self, run: Run, kind: Kind, fields: tuple[str, ...]) -> None:
        self.run = run
        self.labels = {name: str(fields_of(kind)[OTHERS.get(name, name)].label) for name in fields}
        self.found: list[Leftover] = []

    def begin(self) -> None:
        """A new batch."""
        self.found = []

    def text_of(self, values: dict[str, Any]) -> str:
        """What the row says beside the record's fields."""
        lines = [
            f"{label}: {said(values[name])}"
            for name, label in self.labels.items()
            if name in values and name != "notes" and worth(values[name])
        ]
        text = "\n\n".join(
            filter(None, [str(values.get("notes", "")) if "notes" in self.labels else "", "\n".join(lines)])
        )
        if len(text) > LONGEST:
            raise Refusal(_("The notes are longer than %(longest)s characters.") % {"longest": f"{LONGEST:,}"})
        return text

    def take(self, draft: Draft[Any], outcome: Outcome, text: str) -> None:
        """Keep it for the record."""
        if text:
            self.found.append(Leftover(draft, outcome, text))

    def drop_known(self) -> None:
        """Leave out what stands there since an earlier import."""
        there = {one.reference: one for one in self.found if not one.draft.new}
        if not there:
            return
        notes = Note.objects.filter(agency=self.run.agency, reference__in=list(there)).exclude(reference="")
        known = set(notes.values_list("reference", flat=True))
        self.found = [one for one in self.found if one.draft.new or one.reference not in known]
        for one in self.found:
            if one.outcome.deed == Deed.UNCHANGED:
                one.outcome.deed, one.outcome.said = Deed.UPDATED, _("note")

    def write(self) -> None:
        """Put the notes on their records."""
        at, written = now(), stored(Note, "written")
        notes = {
            one.reference: (
                kind_of(one.draft.row),
                one.draft.row.pk,
                one.text,
                written(one.draft.row.added if one.draft.new else at),
            )
            for one in self.found
        }
        by = self.run.by
        insert_told(
            Note,
            ("kind", "object_id", "text", "written", "reference"),
            [(*line, reference) for reference, line in notes.items()],
            conflict="DO NOTHING",
            agency_id=self.run.agency.pk,
            author_id=by.pk if by else None,
            author_name=by.name if by else "",
            imported=True,
        )


def worth(value: Any) -> bool:
    """Whether a value tells anything."""
    return value is not False and not (isinstance(value, str) and value.casefold() in USUAL)


def said(value: Any) -> str:
    """A value as a person would write it."""
    match value:
        case bool():
            return _("yes")
        case Phone():
            return value.written
        case list():
            return ", ".join(said(one) for one in value)
        case date():
            return day(value)
    return str(value)
