"""What the pages of an application show."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _

from portico.candidates.profile_fields import FIELDS, GROUPS, words_of
from portico.careers.reading.jobs import address, employer_of
from portico.careers.visiting import Visit
from portico.jobs.models import Question
from portico.jobs.questions import Ask
from portico.kit.times import now
from portico.pipeline.apply_drafts import COVER_LETTER, RESUME, ApplyDraft
from portico.pipeline.apply_form import HONEYPOT, ApplyForm
from portico.pipeline.applying import newest_resume
from portico.pipeline.applying import words_of as answer_words


@dataclass(frozen=True, slots=True)
class File:
    """A file that lies ready."""

    slot: str
    name: str
    size: str


@dataclass(slots=True)
class Sheet:
    """What stands around each step."""

    title: str
    employer: str
    job_url: str
    pk: int
    steps: list[dict[str, str]]
    signed_in_as: str
    begun: bool
    days: int


@dataclass(slots=True)
class Line:
    """One line to look over before sending."""

    label: str
    words: str


@dataclass(slots=True)
class Field:
    """One field on the form, with the file that lies there."""

    bound: BoundField
    width: str = ""
    file: File | None = None
    is_file: bool = False


@dataclass(slots=True)
class Fields:
    """The form in its parts."""

    about: list[tuple[str, list[Field]]] = field(default_factory=list)
    told: list[tuple[BoundField, str]] = field(default_factory=list)
    letter: list[Field] = field(default_factory=list)
    questions: list[Field] = field(default_factory=list)
    consents: list[BoundField] = field(default_factory=list)
    known: list[Line] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    """Names of fields that take a file."""
    trap: BoundField | None = None
    seen: BoundField | None = None


STEPS = ("resume", "details", "review")
WAIT, LATE, COME, READ, UNREAD = "wait", "late", "come", "read", "unread"
"""How far the résumé's reading is: they wait for it; they began without it, and it is still read, or has come by now;
the form began with it; it says nothing, or nobody has read it for so long that nobody will.
"""
PATIENCE, GIVEN_UP = timedelta(seconds=20), timedelta(minutes=5)
HALF = {"first_name", "last_name", "city", "region", "country", "phone", "available_from", "notice", "travel_km"}


def sheet_of(visit: Visit, step: str) -> Sheet:
    """The head of a step."""
    pk = visit.advert.pk
    names = {"resume": _("Résumé"), "details": _("About you"), "review": _("Review")}
    pages = {"resume": "careers:apply", "details": "careers:apply_details", "review": "careers:apply_review"}
    shown = [one for one in STEPS if one != "resume" or visit.wanted.resume != Ask.NONE]
    place = shown.index(step) if step in shown else len(shown)
    steps = [
        {
            "label": names[one],
            "url": reverse(pages[one], args=[pk]),
            "state": "done" if number < place else "now" if number == place else "later",
        }
        for number, one in enumerate(shown)
    ]
    return Sheet(
        title=visit.advert.title,
        employer=employer_of(visit.advert) or _("A client of %s") % visit.advert.agency.name,
        job_url=address(visit.advert),
        pk=pk,
        steps=steps,
        signed_in_as=visit.candidate.name if visit.candidate is not None else "",
        begun=visit.draft is not None and visit.draft.status == ApplyDraft.Status.OPEN,
        days=visit.rules.apply_draft_days,
    )


def file_of(draft: ApplyDraft | None, slot: str) -> File | None:
    """The file that lies in a slot of the draft."""
    found = draft.file(slot) if draft is not None else None
    return File(slot, found.name, size_words(found.size)) if found is not None else None


def size_words(size: int) -> str:
    """How large a file is."""
    return f"{max(1, round(size / 1024))} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def reading_of(draft: ApplyDraft | None, *, early: bool) -> str:
    """How far the reading of the résumé is for somebody who has begun without it (`early`), or not; "" with none."""
    if draft is None or draft.status != ApplyDraft.Status.OPEN:
        return ""
    if draft.resume_values:
        return COME if early else READ
    file = draft.file(RESUME)
    if file is None:
        return ""
    waited = now() - file.added
    if draft.unread or waited > GIVEN_UP:
        return UNREAD
    return LATE if early or waited > PATIENCE else WAIT


def kept_resume(visit: Visit) -> str:
    """The name of the résumé that the agency has of somebody who is signed in."""
    found = newest_resume(visit.candidate) if visit.candidate is not None else None
    return found.name if found is not None else ""


def fields_of(form: ApplyForm, draft: ApplyDraft | None) -> Fields:
    """The form's fields in the parts of the page."""
    found = Fields(trap=form[HONEYPOT], seen=form["seen"], files=form.file_slots)
    groups: dict[str, list[Field]] = {}
    for key in form.asked.needs:
        names = [name for name in form.fields if name == key or name.startswith(f"{key}_")]
        names = [f"{key}_amount", f"{key}_currency", f"{key}_per"] if FIELDS[key].kind == "pay" else names[:1]
        group = groups.setdefault(str(GROUPS[FIELDS[key].group]), [])
        wide = "third" if len(names) > 1 else "half" if key in HALF else ""
        group += [Field(form[name], wide) for name in names]
    found.about = list(groups.items())
    found.told = [(form[f"take-{key}"], words_of(key, value)) for key, value in form.asked.taken.items()]
    if "letter" in form.fields:
        found.letter = [
            Field(form["letter"]),
            Field(form[COVER_LETTER], file=file_of(draft, COVER_LETTER), is_file=True),
        ]
    for one in form.asked.questions:
        is_file = one.kind == Question.Kind.FILE
        found.questions.append(Field(form[one.name], file=file_of(draft, one.name), is_file=is_file))
    found.consents = [form[f"consent-{text.pk}"] for text, _must in form.asked.texts]
    found.known = [
        Line(str(FIELDS[key].label), words_of(key, value))
        for key, value in form.asked.known.items()
        if key not in form.asked.needs
    ]
    return found


def review_of(form: ApplyForm, draft: ApplyDraft, visit: Visit) -> list[tuple[str, list[Line]]]:
    """What is about to be sent, by part. The form is valid."""
    filled = form.filled()
    parts: dict[str, list[Line]] = {}
    known = {key: value for key, value in form.asked.known.items() if key not in filled.values}
    email = {"email": visit.member.email} if visit.member is not None else {}
    said = {**known, **email, **filled.values}
    for key in (one for one in FIELDS if one in said):
        if words := words_of(key, said[key]):
            parts.setdefault(str(GROUPS[FIELDS[key].group]), []).append(Line(str(FIELDS[key].label), words))
    papers = [Line(label, found.name) for slot, label in names_of_files() if (found := file_of(draft, slot))]
    if draft.use_kept and file_of(draft, RESUME) is None:
        papers.insert(0, Line(_("Résumé"), kept_resume(visit)))
    if filled.letter:
        papers.append(Line(_("Cover letter"), filled.letter))
    parts[_("Files and letter")] = papers
    asked = []
    for question, value in filled.answers:
        file = file_of(draft, question.name)
        asked.append(Line(question.text, file.name if file else answer_words(question, value)))
    parts[_("Questions")] = asked
    parts[_("Consent")] = [
        Line(str(text.get_purpose_display()), _("Agreed") if agreed else _("Not agreed"))
        for text, agreed in filled.consents
    ]
    return [(name, lines) for name, lines in parts.items() if lines]


def names_of_files() -> tuple[tuple[str, Any], ...]:
    """The files beside those that questions ask for."""
    return ((RESUME, _("Résumé")), (COVER_LETTER, _("Cover letter")))
