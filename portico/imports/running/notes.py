"""Importing notes."""

from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from portico.imports.running import directory
from portico.imports.running.outcomes import Deed, Outcome
from portico.imports.running.run import Refusal, Run
from portico.imports.understanding import Understood
from portico.records.models import Note
from portico.records.subjects import kind_of

LONGEST = 20_000
ABOUT = {
    "candidate": ("candidate", "kandidat", "candidat", "candidato", "person", "applicant"),
    "contact": ("contact", "kontakt", "contacto", "client contact", "hiring manager"),
    "job": ("job", "vacancy", "position", "stelle", "offre", "oferta", "requisition"),
    "organization": ("organization", "organisation", "company", "client", "account", "firma", "entreprise", "empresa"),
}


class NoteImport:
    """Rows that are notes: on a candidate, a contact, a job or an organization, whichever the row names first."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.new: list[Note] = []
        self.changed: list[Note] = []

    def plan(self, rows: list[Understood]) -> list[Outcome]:
        """Say what is to be done with each note."""
        self.new, self.changed = [], []
        self._look_up([row.values for row in rows])
        read = [self._read(row.values) for row in rows]
        references = [note.reference for note in read if isinstance(note, Note)]
        there = Note.objects.filter(agency=self.run.agency, reference__in=references).exclude(reference="")
        self.known = {note.reference: note for note in there}
        return [self._take(row, note) for row, note in zip(rows, read, strict=True)]

    def _look_up(self, values: list[dict[str, Any]]) -> None:
        def given(name: str) -> list[str | None]:
            return [row.get(name) for row in values]

        agency = self.run.agency
        self.candidates = directory.candidates(
            agency, given("candidate_id"), given("candidate_email"), given("candidate")
        )
        self.contacts = directory.contacts(agency, given("contact_id"), given("contact_email"), given("contact"))
        self.jobs = directory.jobs(agency, given("job_id"), given("job"))
        self.organizations = directory.organizations(agency, given("organization"))

    def _subject(self, values: dict[str, Any]) -> Any:
        """The record the note is about."""
        word = str(values.get("about", "")).casefold()
        hinted = next((kind for kind, words in ABOUT.items() if word in words), "")
        for kind in sorted(ABOUT, key=lambda kind: kind != hinted):
            found = self._named(kind, values)
            if found is not None:
                return found
        raise Refusal(_("This row does not say whom or what the note is about."))

    def _named(self, kind: str, values: dict[str, Any]) -> Any:
        if kind == "organization":
            return self.organizations.named(values.get("organization", ""))
        if kind == "job":
            organization = None
            if values.get("job") and not values.get("job_id"):
                organization = self.organizations.named(values.get("organization", ""))
            return self.jobs.of(values.get("job_id", ""), values.get("job", ""), organization)
        people: directory.Directory[Any] = self.candidates if kind == "candidate" else self.contacts
        return people.find(
            reference=values.get(f"{kind}_id", ""), email=values.get(f"{kind}_email", ""), name=values.get(kind, "")
        )

    def _read(self, values: dict[str, Any]) -> Note | str:
        try:
            subject = self._subject(values)
            text = values["text"]
            if kind := values.get("kind"):
                text = f"{kind}\n{text}"
            if len(text) > LONGEST:
                raise Refusal(_("The notes are longer than %(longest)s characters.") % {"longest": f"{LONGEST:,}"})
            reference = str(values.get("reference", ""))
            if len(reference) > 80:
                raise Refusal(_("The number in the other system is longer than 80 characters."))
        except Refusal as no:
            return str(no)
        author = self.run.teammate(values["author"]) if values.get("author") else None
        return Note(
            agency=self.run.agency,
            kind=kind_of(subject),
            object_id=subject.pk,
            author=author,
            author_name=author.name if author else str(values.get("author", ""))[:200],
            text=text,
            written=self.run.moment(values["date"]) if "date" in values else self.run.at,
            imported=True,
            reference=reference or self._mark(subject, values),
        )

    def _mark(self, subject: Any, values: dict[str, Any]) -> str:
        """What makes a note without a number the same note again: its record, its date and its words."""
        words = f"{values.get('date', '')}\n{values['text']}"
        mark = sha256(words.encode()).hexdigest()[:24]
        return f"import:{subject._meta.model_name}:{subject.pk}:{mark}"

    def _take(self, row: Understood, note: Note | str) -> Outcome:
        if isinstance(note, str):
            return Outcome(row.number, Deed.REFUSED, "", note)
        title = " ".join(note.text.split())[:60]
        known = self.known.get(note.reference)
        if known is None:
            self.known[note.reference] = note
            self.new.append(note)
            return Outcome(row.number, Deed.CREATED, title)
        if known.text == note.text or known.edited or not known.imported or known.pk is None:
            return Outcome(row.number, Deed.UNCHANGED, title)
        known.text = note.text
        self.changed.append(known)
        return Outcome(row.number, Deed.UPDATED, title)

    def write(self) -> None:
        """Write them down."""
        Note.objects.bulk_create(self.new)
        Note.objects.bulk_update(self.changed, ["text"])
