"""Rows that each are one record: found again by its number, mailbox or name, then made or brought up to date."""

from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _

from portico.imports.matching.fields import Kind
from portico.imports.running.drafts import Draft, check_lengths
from portico.imports.running.leaving import Leftovers
from portico.imports.running.outcomes import Deed, Outcome
from portico.imports.running.run import Refusal, Run
from portico.imports.running.seen import Seen
from portico.imports.understanding import Understood
from portico.kit.inserting import fresh, insert_many
from portico.kit.times import now
from portico.records import search
from portico.records.events import Happening, record_many

type Key = tuple[Hashable, ...]
type Values = dict[str, Any]


class RecordImport[M: Any]:
    """What importing organizations, contacts, jobs and candidates have in common."""

    model: type[M]
    texts: ClassVar[dict[str, str]] = {}
    """What of a row goes as it is into which field of the record."""
    left_over: ClassVar[tuple[str, ...]] = ()
    """What of a row has no field of its own and is kept in a note."""
    joins: ClassVar[tuple[str, ...]] = ()
    kind: ClassVar[Kind]
    list_name: ClassVar[Any] = ""
    """The name of the record's list (skills, team), where it has one."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.seen = Seen()
        self.drafts: list[Draft[M]] = []
        self.by_key: dict[Key, Draft[M]] = {}
        self.at = run.at
        """When the batch began, which is when its new records were added."""
        self.notes = Leftovers(run, self.kind, self.left_over)
        self.details = {"source": run.source}

    # What each kind says about itself

    def prepare(self, rows: list[Values]) -> None:
        """Look up what these rows speak of."""

    def fields(self, values: Values) -> dict[str, Any]:
        """The record's fields that the row fills."""
        raise NotImplementedError

    def keys(self, values: Values, fields: dict[str, Any]) -> Iterator[Key]:
        """What the row's record may be known by, the surest first."""
        raise NotImplementedError

    def keys_of(self, row: M) -> Iterator[Key]:
        """What a record is known by."""
        raise NotImplementedError

    def lookups(self, keys: set[Key]) -> Iterator[models.Q]:
        """How the records with these keys are found: one query each."""
        raise NotImplementedError

    def is_same(self, draft: Draft[M], key: Key, fields: dict[str, Any]) -> bool:
        """Whether a record found by a key is the row's after all."""
        return True

    def entries(self, values: Values) -> list[str]:
        """What the row adds to the record's list."""
        return []

    def entry_key(self, name: str) -> str:
        """What two spellings of one entry have in common."""
        return name

    def load_lists(self, drafts: dict[int, Draft[M]]) -> None:
        """What stands in the lists of these records."""

    def write_lists(self, drafts: list[Draft[M]]) -> None:
        """Add to the records' lists."""

    def findable(self, draft: Draft[M]) -> search.Entry:
        """What the search shall find of it."""
        entry: search.Entry = draft.row.findable()
        return entry

    def before_change(self, draft: Draft[M], wanted: dict[str, Any]) -> None:
        """Refuse a change that a person has to make."""

    def after_write(self, drafts: list[Draft[M]]) -> None:
        """What else follows from changes."""

    # One batch

    def plan(self, rows: list[Understood]) -> list[Outcome]:
        """Say what is to be done with each row."""
        self.drafts, self.by_key = [], {}
        self.at = now()
        self.notes.begin()
        values = [row.values for row in rows]
        self.prepare(values)
        read = [self._read(row.values) for row in rows]
        self._load(set(chain.from_iterable(keys for _fields, keys, _why in read)))
        outcomes = [self._take(row, fields, keys, why) for row, (fields, keys, why) in zip(rows, read, strict=True)]
        self.notes.drop_known()
        return outcomes

    def _read(self, values: Values) -> tuple[dict[str, Any], list[Key], str]:
        try:
            fields = {self.texts[name]: values[name] for name in self.texts if name in values}
            fields |= self.fields(values)
            if len(fields.get("reference", "")) > 80:
                raise Refusal(_("The number in the other system is longer than 80 characters."))
            return fields, list(self.keys(values, fields)), ""
        except Refusal as no:
            return {}, [], str(no)

    def _load(self, keys: set[Key]) -> None:
        """The records that these keys lead to, those in use before archived ones."""
        rows = self.model._base_manager.filter(agency=self.run.agency)
        if self.joins:
            rows = rows.select_related(*self.joins)
        if not self.run.dry:
            rows = rows.select_for_update(of=("self",))
        found: dict[int, M] = {}
        for lookup in self.lookups(keys) if keys else ():
            found |= {row.pk: row for row in rows.filter(lookup)}
        drafts = {pk: Draft(row, new=False, touched=pk in self.seen) for pk, row in found.items()}
        for draft in sorted(drafts.values(), key=lambda draft: (bool(draft.row.archived), draft.row.pk)):
            self._register(draft)
        if drafts:
            self.load_lists(drafts)

    def _register(self, draft: Draft[M]) -> None:
        for key in self.keys_of(draft.row):
            self.by_key.setdefault(key, draft)

    def _find(self, keys: Iterable[Key], fields: dict[str, Any]) -> Draft[M] | None:
        for key in keys:
            draft = self.by_key.get(key)
            if draft is not None and self.is_same(draft, key, fields):
                return draft
        return None

    def _take(self, one: Understood, fields: dict[str, Any], keys: list[Key], why: str) -> Outcome:
        draft = self._find(keys, fields)
        try:
            if why:
                raise Refusal(why)
            text = self.notes.text_of(one.values)
            if draft is None:
                draft, outcome = self._make(one, fields)
            elif getattr(draft.row, "merged_into_id", None):
                return Outcome(one.number, Deed.UNCHANGED, str(draft.row), _("It was merged into another record."))
            else:
                outcome = self._change(one, draft, fields)
        except Refusal as no:
            title = one.values.get("name") or one.values.get("title") or ""
            return Outcome(one.number, Deed.REFUSED, str(title), str(no))
        self.notes.take(draft, outcome, text)
        return outcome

    def _make(self, one: Understood, fields: dict[str, Any]) -> tuple[Draft[M], Outcome]:
        created = one.values.get("created_on") or self.usual_start(one.values)
        added = self.run.moment(created) if created else self.at
        row = fresh(self.model, agency=self.run.agency, added=added, changed=self.at, **fields)
        row.keep_in_step()
        self.start(row, one.values)
        check_lengths(row, [*fields, *self.kept_in_step])
        draft = Draft(row, new=True, touched=True, planned=True)
        self._list(draft, self.entries(one.values))
        self.drafts.append(draft)
        self._register(draft)
        return draft, Outcome(one.number, Deed.CREATED, str(row))

    def usual_start(self, values: Values) -> date | None:
        """Since when there is the record, where no column says when it was created."""
        return None

    def start(self, row: M, values: Values) -> None:
        """What only a new record takes over."""

    @property
    def kept_in_step(self) -> tuple[str, ...]:
        """Fields that follow others."""
        return tuple(self.model.KEPT_IN_STEP)

    def _change(self, one: Understood, draft: Draft[M], fields: dict[str, Any]) -> Outcome:
        row, before, changed = draft.row, dict(draft.row.__dict__), dict(draft.changed)
        if row.reference:
            fields.pop("reference", None)  # the number it came with stays: another system's is no reason to lose it
        if not draft.new:
            self.before_change(draft, fields)
        names = draft.fill(fields)
        if names:
            row.keep_in_step()
            try:
                check_lengths(row, [*fields, *self.kept_in_step])
            except Refusal:
                row.__dict__.update(before)
                draft.changed = changed
                raise
            self._register(draft)
        if self._list(draft, self.entries(one.values)):
            names.append(str(self.list_name))
        if not draft.planned:
            self.drafts.append(draft)
        draft.touched = draft.planned = True
        return Outcome(one.number, Deed.UPDATED if names else Deed.UNCHANGED, str(row), ", ".join(names))

    def _list(self, draft: Draft[M], entries: list[str]) -> bool:
        if not entries:
            return False
        keyed = {self.entry_key(entry): entry for entry in entries}
        added = [entry for key, entry in keyed.items() if key not in draft.listed]
        draft.listed.update(keyed)
        draft.added.extend(added)
        return bool(added)

    def write(self) -> None:
        """Do what was planned: a few statements for the whole batch."""
        new = [draft for draft in self.drafts if draft.new]
        changed = [draft for draft in self.drafts if not draft.new and (draft.changed or draft.added)]
        insert_many([draft.row for draft in new])
        fields = {name for draft in changed for name in draft.changed}
        if fields:
            rows = [draft.row for draft in changed if draft.changed]
            update = sorted(fields.union(self.kept_in_step))
            self.model._base_manager.bulk_create(
                rows, update_conflicts=True, unique_fields=["id"], update_fields=update
            )
        for draft in self.drafts:
            self.seen.add(draft.row.pk)
        self.write_lists([*new, *changed])
        record_many(chain(map(self._imported, new), map(self._changed, changed)))
        search.index_many((self.findable(draft) for draft in new), new=True)
        search.index_many(self.findable(draft) for draft in changed)
        self.notes.write()
        self.after_write(changed)

    def _imported(self, draft: Draft[M]) -> Happening:
        row = draft.row
        return Happening(
            row,
            f"{row._meta.model_name}.imported",
            self.run.by,
            at=row.added,
            imported=True,
            details=self.details,
        )

    def _changed(self, draft: Draft[M]) -> Happening:
        row = draft.row
        names = [*draft.changed.values(), *([str(self.list_name)] if draft.added else [])]
        details = {"fields": ", ".join(names)}
        return Happening(row, f"{row._meta.model_name}.changed", self.run.by, imported=True, details=details)
