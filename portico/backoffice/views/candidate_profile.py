"""A candidate's whole profile at the desk: what is known, when it was confirmed, and the same forms."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.reading.candidate_profile import GROUPS, may_see, read_profile
from portico.candidates.credential_forms import AbsenceForm, RejectCredentialForm
from portico.candidates.models import Candidate
from portico.candidates.own_profile import Way, entries_of, held, mark_of, save_entry, save_own
from portico.candidates.profile_fields import ENTRIES, FIELDS, label_of
from portico.candidates.profile_forms import EntryForm, ProfileForm
from portico.candidates.proposing import Proposed
from portico.candidates.resume_choosing import choices_of, take, tidy_proposal
from portico.candidates.resume_readings import ask_for, reading_of
from portico.kit.forms import Form
from portico.kit.pages import bound, page, say
from portico.records.models import Document


def candidate_of(request: DeskRequest, pk: int) -> Candidate:
    """The candidate, if the reader sees them."""
    rows = Candidate.objects.visible_to(request.member).select_related("agency", "member__user", "layout")
    return get_object_or_404(rows, pk=pk)


def to_profile(pk: int, anchor: str = "") -> HttpResponse:
    """Back to the profile, where this stands."""
    return redirect(reverse("backoffice:candidate_profile", args=[pk]) + (f"#{anchor}" if anchor else ""))


@staff()
@require_safe
def candidate_profile(request: DeskRequest, pk: int) -> HttpResponse:
    """Experience, education, languages, credentials, wishes, availability."""
    found = candidate_of(request, pk)
    if found.merged_into_id:
        return to_profile(found.merged_into_id)
    return page(
        request,
        "backoffice/candidate_profile.html",
        candidate=found,
        it=read_profile(found, request.member),
        absence_form=bound(request, AbsenceForm),
        refusal=getattr(request, "refused_form", None) or RejectCredentialForm(),
        refusal_of=getattr(getattr(request, "refused_form", None), "key", None),
    )


@staff(May.WORK_DESK)
def candidate_profile_edit(request: DeskRequest, pk: int, group: str) -> HttpResponse:
    """The plain fields and skills of one group."""
    found = candidate_of(request, pk)
    keys = [key for key in may_see(request.member) if FIELDS[key].group == group and FIELDS[key].kind != "entries"]
    if not keys:
        raise Http404
    values = {key: one.value for key, one in held(found, keys).items()}
    form = ProfileForm(request.POST, keys=keys) if request.method == "POST" else ProfileForm(keys=keys, values=values)
    if request.method == "POST":
        by = request.member
        if form.does(lambda seen, **_typed: save_own(found, form.values(), by=by, way=Way.DESK, seen=seen)):
            say(request, _("Saved."))
            return to_profile(pk, group)
        if form.conflict:
            found.refresh_from_db()
            form.see_again({key: one.value for key, one in held(found, keys).items()})
    status = form.status if form.errors else 200
    words = {"candidate": found, "form": form, "label": str(GROUPS[group]), "anchor": group}
    return page(request, "backoffice/candidate_profile_form.html", status=status, **words)


@staff(May.WORK_DESK)
def candidate_entry_add(request: DeskRequest, pk: int, key: str) -> HttpResponse:
    """One more post, school or language."""
    return entry_page(request, pk, key, None)


@staff(May.WORK_DESK)
def candidate_entry_edit(request: DeskRequest, pk: int, key: str, entry: int) -> HttpResponse:
    """Change one of them."""
    return entry_page(request, pk, key, entry)


def entry_page(request: DeskRequest, pk: int, key: str, number: int | None) -> HttpResponse:
    """The form of one entry; POST saves it."""
    found = candidate_of(request, pk)
    entries = entries_of(found, key, Way.DESK) if key in ENTRIES else None
    if entries is None or (number is not None and number >= len(entries)):
        raise Http404
    if request.method == "POST":
        form = EntryForm(request.POST, key=key)

        def save(seen: str, **_typed: Any) -> Proposed:
            return save_entry(found, key, number, form.entry(), by=request.member, way=Way.DESK, seen=seen)

        if form.does(save):
            say(request, _("Saved."))
            return to_profile(pk, key)
    else:
        initial = {**(entries[number] if number is not None else {}), "seen": mark_of(entries)}
        form = EntryForm(key=key, initial=initial)
    status = form.status if form.errors else 200
    words = {"candidate": found, "form": form, "label": label_of(key), "anchor": key}
    return page(request, "backoffice/candidate_profile_form.html", status=status, **words)


@staff(May.WORK_DESK)
@require_POST
def candidate_entry_remove(request: DeskRequest, pk: int, key: str, entry: int) -> HttpResponse:
    """Take one of them away."""
    found = candidate_of(request, pk)
    if key not in ENTRIES:
        raise Http404
    seen = request.POST.get("seen", "")[:40]
    save_entry(found, key, entry, None, by=request.member, way=Way.DESK, seen=seen)
    say(request, _("Removed."))
    return to_profile(pk, key)


@staff(May.WORK_DESK)
def candidate_resume(request: DeskRequest, pk: int, document: int) -> HttpResponse:
    """What was read in a résumé beside the profile; POST takes over what was ticked, or has it read first."""
    found = candidate_of(request, pk)
    papers = Document.objects.visible_to(request.member).on(found).filter(archived=None)
    paper = get_object_or_404(papers, pk=document)
    reading = reading_of(paper)
    if reading is None and request.method == "POST":
        ask_for(paper)
        return redirect(request.path)
    proposal = tidy_proposal(reading.proposal) if reading is not None else {}
    proposal = {key: one for key, one in proposal.items() if key in may_see(request.member)}
    form = Form(request.POST)
    ticked = [name for name in request.POST if name.startswith("take_")]
    seen = request.POST.get("seen", "")[:40]
    if request.method == "POST":
        if form.does(lambda: take(found, proposal, ticked, by=request.member, way=Way.DESK, seen=seen)):
            say(request, _("Taken over."))
            return to_profile(pk)
        found.refresh_from_db()
    choices, mark = choices_of(found, proposal, Way.DESK)
    status = form.status if form.errors and request.method == "POST" else 200
    words: dict[str, Any] = {"choices": choices, "seen": mark, "typed": request.method == "POST", "ticked": ticked}
    words |= {"candidate": found, "paper": paper, "form": form, "state": reading.status if reading else "unread"}
    return page(request, "backoffice/candidate_resume.html", status=status, **words)
