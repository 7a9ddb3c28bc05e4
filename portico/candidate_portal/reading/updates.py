"""What a candidate sees of an update request, and what became of what they changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portico.agencies.models import Member
from portico.candidate_portal.forms.updates import EMPTY, AnswerForm
from portico.candidates.layouts import Need
from portico.candidates.models import Candidate, ProfileChange, UpdateRequest
from portico.candidates.profile_fields import ENTRIES, FIELDS, read_field, words_of
from portico.candidates.settings import settings_of
from portico.candidates.update_papers import handed_in
from portico.kit.times import now

SHOWN = 8


@dataclass(frozen=True, slots=True)
class AskedField:
    """One field that is asked for."""

    key: str
    label: str
    mandatory: bool
    known: bool
    words: str
    """What is known, for people."""
    inputs: list[Any]
    entries: list[Any]
    ticked: bool
    wrong: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The page: who asks, until when, and for what."""

    id: int
    state: str
    label: str
    recruiter: str
    message: str
    due: datetime
    form: AnswerForm | None
    fields: list[AskedField]
    papers: list[str]
    waiting: bool
    on_portal: bool
    registration: bool

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.form is not None and bool(self.fields)


def form_of(request: UpdateRequest, data: Any = None, files: Any = None) -> AnswerForm:
    """The form for what is still asked: as it was sent, as it was left, or fresh."""
    needs = request.still_asked()
    needs = dict(sorted(needs.items(), key=lambda one: one[1] != Need.MANDATORY))
    words = {"held": {key: read_field(request.candidate, key) for key in needs}, "needs": needs}
    typed = request.draft.get("typed")
    if data is not None:
        return AnswerForm(data, files, **words)
    return AnswerForm.going_on(typed, **words) if typed else AnswerForm(**words)


def asked_of(request: UpdateRequest, form: AnswerForm | None = None) -> Asked:
    """The page of one request."""
    candidate = request.candidate
    if form is None and request.is_open:
        form = form_of(request)
    place = candidate.member
    return Asked(
        id=request.pk,
        state=request.state,
        label=request.state_words,
        recruiter=request.asked_by.name if request.asked_by else request.agency.name,
        message=request.message,
        due=request.expires,
        form=form,
        fields=[field_of(form, key, need) for key, need in form.order_of_needs.items()] if form else [],
        papers=handed_in(request),
        waiting=request.status == UpdateRequest.Status.SUBMITTED,
        on_portal=place is not None and place.is_in,
        registration=settings_of(request.agency_id).registration,
    )


def field_of(form: AnswerForm, key: str, need: str) -> AskedField:
    """One field, with its part of the form."""
    value = form.there[key]
    names = [f"pay_{part}" for part in ("amount", "currency", "per")] if key == "pay" else [key]
    inputs = [] if key in ENTRIES else [form[name] for name in names]
    entries = form.lists.get(key, [])
    return AskedField(
        key=key,
        label=str(FIELDS[key].label),
        mandatory=need == Need.MANDATORY,
        known=value not in EMPTY,
        words=words_of(key, value),
        inputs=inputs,
        entries=entries,
        ticked=key in (form["right"].value() or []),
        wrong=any(one.errors for one in inputs)
        or any(one.errors for one in entries)
        or changed_already(form, key, inputs),
    )


def changed_already(form: AnswerForm, key: str, inputs: list[Any]) -> bool:
    """Whether something else was typed than what is known: then it stands open."""
    return form.is_bound and any(
        str(one.data or "") not in ("", str(one.initial or "")) for one in inputs if not isinstance(one.data, list)
    )


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An update request that waits for the reader."""

    id: int
    recruiter: str
    due: datetime
    count: int
    begun: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one change they made, or that it still waits."""

    label: str
    waiting: bool
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Updates:
    """The part of the start page."""

    questions: list[OpenQuestion]
    outcomes: list[Outcome]

    @property
    def anything(self) -> bool:
        """Whether there is something to show."""
        return bool(self.questions or self.outcomes)


def read_updates(member: Member, candidate: Candidate) -> Updates:
    """What waits for the reader, then what their recruiter still looks at, or did not take over lately."""
    rows = UpdateRequest.objects.visible_to(member).open().filter(expires__gt=now()).select_related("asked_by__user")
    questions = []
    for row in rows:
        count = len(row.still_asked())
        who = row.asked_by.name if row.asked_by else member.agency.name
        if count:
            questions.append(OpenQuestion(row.pk, who, row.expires, count, row.status == UpdateRequest.Status.OPENED))
    status = ProfileChange.Status
    changes = ProfileChange.objects.visible_to(member).filter(candidate=candidate)
    changes = changes.filter(status__in=[status.WAITING, status.DECLINED])
    outcomes = [
        Outcome(str(FIELDS[one.field].label), one.status == status.WAITING, one.reason, one.decided_at or one.at)
        for one in changes[:SHOWN]
        if one.field in FIELDS
    ]
    return Updates(questions, outcomes)
