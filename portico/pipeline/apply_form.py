"""The application form of a job: fields of the profile, what the résumé told, own questions, consents."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portico.candidates.consents import Consent, ConsentText, current_texts
from portico.candidates.models import Candidate
from portico.candidates.profile_fields import FIELDS, read_field, words_of
from portico.candidates.profile_forms import ProfileForm
from portico.candidates.profile_reading import words_about
from portico.candidates.settings import CandidateSettings
from portico.jobs.models import Job, Question
from portico.jobs.questions import ALWAYS, Ask, Wanted, form_of
from portico.kit.forms import Day, Line, Text
from portico.kit.times import now
from portico.pipeline.apply_drafts import COVER_LETTER, RESUME, ApplyDraft
from portico.pipeline.applying import Filled

HONEYPOT = "company_fax"
"""A field that people do not see; only programs fill it in."""
EARLY = "early"
"""Sent along by a form that was drawn before the résumé was read: what it left empty nobody emptied."""
LONGEST_VALUE = 20_000
MANY = 60
EMPTY: tuple[Any, ...] = ("", None, [], {})


@dataclass(slots=True)
class Asked:
    """What one person is asked on one job's form."""

    needs: dict[str, str]
    """Need by field of the profile."""
    letter: str = Ask.NONE
    resume: str = Ask.NONE
    questions: list[Question] = field(default_factory=list)
    texts: list[tuple[ConsentText, bool]] = field(default_factory=list)
    """Wordings, and whether one must agree."""
    taken: dict[str, Any] = field(default_factory=dict)
    """What the résumé told beside the form's own fields."""
    values: dict[str, Any] = field(default_factory=dict)
    """What the fields start with."""
    held: dict[str, Any] = field(default_factory=dict)
    """What the profile holds of them."""
    known: dict[str, Any] = field(default_factory=dict)
    """What the profile holds already, so that it is not asked again."""
    early: bool = False
    """The form stands as it did before the résumé was read."""


def asked_of(
    job: Job,
    rules: CandidateSettings,
    *,
    wanted: Wanted | None = None,
    draft: ApplyDraft | None = None,
    candidate: Candidate | None = None,
    early: bool = False,
) -> Asked:
    """What this person is asked: who is signed in only what is missing, unless they want to change the rest."""
    wanted = wanted or form_of(job, rules)
    asked = Asked(needs=dict(wanted.fields), letter=wanted.cover_letter, resume=wanted.resume, early=early)
    asked.questions = list(Question.objects.filter(job=job).asked())
    asked.texts = texts_for(job, rules, candidate)
    read = draft.resume_values if draft is not None and not early else {}
    if candidate is not None:
        spare_known(asked, candidate, everything="everything" in (draft.data if draft is not None else {}))
    for key in asked.needs:
        start = asked.held.get(key)
        asked.values[key] = read.get(key) if start in EMPTY else start
    asked.values = {key: value for key, value in asked.values.items() if value not in EMPTY}
    asked.taken = told_by_resume(read, asked, candidate)
    return asked


def spare_known(asked: Asked, candidate: Candidate, *, everything: bool) -> None:
    """Who is known is not asked for what the profile holds. The address is the account's, and what a
    recruiter wrote about them is not theirs to read.
    """
    for key in ("email", *words_about(candidate)):
        asked.needs.pop(key, None)
    asked.held = {key: read_field(candidate, key) for key in asked.needs}
    asked.known = {key: value for key, value in asked.held.items() if value not in EMPTY}
    if not everything:
        asked.needs = {key: need for key, need in asked.needs.items() if key not in asked.known}
        asked.held = {key: value for key, value in asked.held.items() if key in asked.needs}


def told_by_resume(read: dict[str, Any], asked: Asked, candidate: Candidate | None) -> dict[str, Any]:
    """What the résumé tells and the form does not ask: offered, where the profile has nothing there."""
    told = {key: value for key, value in read.items() if key in FIELDS and key not in ALWAYS and value not in EMPTY}
    told = {key: value for key, value in told.items() if key not in asked.needs}
    if candidate is not None:
        told = {key: value for key, value in told.items() if read_field(candidate, key) in EMPTY}
    return {key: value for key, value in told.items() if words_of(key, value)}


def texts_for(job: Job, rules: CandidateSettings, candidate: Candidate | None) -> list[tuple[ConsentText, bool]]:
    """The wordings to agree to; what somebody has agreed to already is not asked again."""
    purposes = dict(rules.apply_consents)
    texts = current_texts(job.agency_id, purposes)
    if candidate is not None:
        mine = Consent.objects.filter(candidate=candidate).in_force(now())
        there = set(mine.values_list("text", flat=True)) | set(mine.values_list("purpose", flat=True))
        must = {purpose for purpose, need in purposes.items() if need == "required"}
        texts = [one for one in texts if one.pk not in there and (one.purpose in must or one.purpose not in there)]
    return [(text, purposes[text.purpose] == "required") for text in texts]


class ApplyForm(ProfileForm):
    """One job's application form, as one person gets it."""

    def __init__(
        self,
        *args: Any,
        asked: Asked,
        draft: ApplyDraft | None = None,
        refused: Mapping[str, str] | None = None,
        auto_id: str = "id_%s",
    ) -> None:
        self.asked, self.draft, self.refused_files = asked, draft, dict(refused or {})
        typed = initial_of_typed(draft.data, early=asked.early) if draft is not None else {}
        super().__init__(
            *args,
            keys=asked.needs,
            values=asked.values,
            held=asked.held,
            needs=asked.needs,
            initial=typed,
            auto_id=auto_id,
        )
        for key in asked.taken:
            self.fields[f"take-{key}"] = forms.BooleanField(label=FIELDS[key].label, required=False, initial=True)
        if asked.letter != Ask.NONE:
            self.fields["letter"] = Text(
                label=_("Cover letter"), max_length=10_000, rows=6, required=False, help_text=self.letter_help
            )
            self.fields[COVER_LETTER] = file_field(_("… or as a file"))
        for question in asked.questions:
            self.fields[question.name] = question_field(question)
        for text, must in asked.texts:
            words = {"required": _("Without this we cannot take your application.")}
            self.fields[f"consent-{text.pk}"] = forms.BooleanField(label=text.text, required=must, error_messages=words)
        self.fields[HONEYPOT] = Line(label=_("Leave this empty"), required=False)
        self.fields[HONEYPOT].widget.attrs |= {"autocomplete": "off", "tabindex": "-1"}

    @property
    def letter_help(self) -> Any:
        """Whether one must write."""
        if self.asked.letter == Ask.REQUIRED:
            return _("Required: write it here, or add it as a file.")
        return _("Optional.")

    @property
    def file_slots(self) -> list[str]:
        """Fields that take a file."""
        slots = [question.name for question in self.asked.questions if question.kind == Question.Kind.FILE]
        return [*([COVER_LETTER] if COVER_LETTER in self.fields else []), *slots]

    def has_file(self, slot: str) -> bool:
        """Whether a file lies there already."""
        return self.draft is not None and self.draft.file(slot) is not None

    def clean(self) -> dict[str, Any]:
        """Files that were wanted are there, no file was refused, and it is a person who types."""
        cleaned = super().clean() or {}
        for slot, why in self.refused_files.items():
            if slot in self.fields:
                self.add_error(slot, why)
        letter = COVER_LETTER in self.fields and self.asked.letter == Ask.REQUIRED
        if letter and not cleaned.get("letter") and not self.has_file(COVER_LETTER):
            self.add_error("letter", _t("Write a cover letter, or add it as a file."))
        for question in self.asked.questions:
            wants_file = question.kind == Question.Kind.FILE and question.required
            if wants_file and not self.has_file(question.name) and question.name not in self.refused_files:
                self.add_error(question.name, _t("Please add a file."))
        if cleaned.get(HONEYPOT):
            self.add_error(HONEYPOT, _t("This field is a trap for programs. Please empty it."))
        return cleaned

    def filled(self) -> Filled:
        """What was filled in."""
        values = self.values()
        values |= {key: value for key, value in self.asked.taken.items() if self.cleaned_data.get(f"take-{key}")}
        answers = [(one, self.answer(one)) for one in self.asked.questions]
        agreed = [(text, bool(self.cleaned_data.get(f"consent-{text.pk}"))) for text, _must in self.asked.texts]
        letter = self.cleaned_data.get("letter", "")
        return Filled(values, answers, letter, agreed, seen=self.cleaned_data.get("seen") or None)

    def answer(self, question: Question) -> Any:
        """One answer, as it is kept."""
        value = self.cleaned_data.get(question.name)
        match question.kind:
            case Question.Kind.FILE:
                return None
            case Question.Kind.DATE:
                return value.isoformat() if value else ""
            case Question.Kind.NUMBER:
                return f"{value.normalize():f}" if value is not None else ""
            case Question.Kind.CHOICES:
                return list(value or [])
        return value or ""

    def typed(self, post: QueryDict) -> dict[str, list[str]]:
        """What was typed into this form's fields, right or wrong, as it can be kept."""
        names = [*self.fields, EARLY]
        return {
            name: [one[:LONGEST_VALUE].replace("\0", "") for one in post.getlist(name)[:MANY]]
            for name in [*names, "everything"]
            if name in post and name != HONEYPOT
        } | {name: [] for name in names if name not in post and name not in self.file_slots}


def keepable(post: QueryDict) -> dict[str, list[str]]:
    """What was typed into a form that is not at hand, as it can be kept."""
    names = [name for name in post if name not in ("csrfmiddlewaretoken", HONEYPOT, "seen") and len(name) < 60][:200]
    return {name: [one[:LONGEST_VALUE].replace("\0", "") for one in post.getlist(name)[:MANY]] for name in names}


def initial_of_typed(data: dict[str, Any], *, early: bool = False) -> dict[str, Any]:
    """What was kept, as fields start with it. What stayed empty before the résumé was read, the résumé may fill."""
    only_filled = bool(data.get(EARLY)) and not early
    return {
        name: (values if len(values) != 1 else values[0]) if values else ""
        for name, values in data.items()
        if name != "seen" and (any(values) or not only_filled)
    }


def as_post(data: dict[str, Any]) -> QueryDict:
    """What was kept, as if it were posted again."""
    post = QueryDict(mutable=True)
    for name, values in data.items():
        post.setlist(name, list(values))
    return post


def question_field(question: Question) -> forms.Field:
    """The form's field for one question."""
    words: dict[str, Any] = {"label": question.text, "help_text": question.help, "required": question.required}
    pairs = [(one, one) for one in question.options]
    kinds = Question.Kind
    match question.kind:
        case kinds.TEXT:
            return Text(max_length=5000, rows=4, **words)
        case kinds.YES_NO:
            return forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect, **words)
        case kinds.CHOICE:
            if len(pairs) > 6:
                return forms.ChoiceField(choices=[("", "–"), *pairs], **words)
            return forms.ChoiceField(choices=pairs, widget=forms.RadioSelect, **words)
        case kinds.CHOICES:
            return forms.MultipleChoiceField(choices=pairs, widget=forms.CheckboxSelectMultiple, **words)
        case kinds.NUMBER:
            return forms.DecimalField(max_digits=14, decimal_places=3, **words)
        case kinds.DATE:
            return Day(**words)
        case kinds.FILE:
            return file_field(question.text, help_text=question.help)
    return Line(max_length=300, **words)


def file_field(label: Any, **words: Any) -> forms.FileField:
    """A file; whether one must be there is said by the form, for it may lie in the draft already."""
    return forms.FileField(label=label, required=False, **words)


def lacks_resume(draft: ApplyDraft, wanted: Wanted | Asked) -> bool:
    """Whether the form cannot do without a résumé, and there is none."""
    return wanted.resume == Ask.REQUIRED and draft.file(RESUME) is None and not draft.use_kept
