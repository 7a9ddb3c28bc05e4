"""The candidate's own profile: fields by groups, lists entry by entry, skills, and saying that all is right."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.access.links import safe_next
from portico.agencies.gate import CandidateRequest, candidate
from portico.candidate_portal.forms.profile import PaperForm, SkillsForm
from portico.candidate_portal.reading.profile import LOGIN, read_profile
from portico.candidate_portal.views.pages import own_record
from portico.candidates.credential_forms import AbsenceForm
from portico.candidates.models import Candidate, ProfileChange
from portico.candidates.own_profile import (
    Way,
    add_skills,
    entries_of,
    held,
    mark_of,
    remove_skill,
    save_entry,
    save_own,
    still_right,
)
from portico.candidates.profile_fields import ENTRIES, FIELDS, GROUPS, label_of
from portico.candidates.profile_forms import EntryForm, ProfileForm
from portico.candidates.profile_reading import needs_for
from portico.candidates.proposing import Proposed, take_back
from portico.candidates.skill_names import suggest
from portico.kit.forms import Form
from portico.kit.lists import words_asked
from portico.kit.pages import bound, page, refuse, say


@candidate()
@require_safe
def profile(request: CandidateRequest) -> HttpResponse:
    """Everything the agency knows of them that they may know, and the ways to change it."""
    found = own_record(request)
    return page(
        request,
        "candidate_portal/profile.html",
        it=read_profile(found, request.member),
        skills_form=bound(request, SkillsForm),
        absence_form=bound(request, AbsenceForm),
        paper_form=bound(request, PaperForm, initial={"kind": "resume"}),
    )


def back_from(request: CandidateRequest, anchor: str = "") -> HttpResponse:
    """To the page they came from (the way through the first questions), else to the profile."""
    wanted = safe_next(request.POST.get("back") or request.GET.get("back"))
    if wanted.startswith(reverse("candidate_portal:welcome")):
        return HttpResponseRedirect(wanted)
    return HttpResponseRedirect(reverse("candidate_portal:profile") + (f"#{anchor}" if anchor else ""))


def say_told(request: CandidateRequest, told: Proposed) -> None:
    """What became of what they said."""
    if told.waiting:
        say(request, _("Your recruiter looks at it before it stands in your profile."), tone="info")
    else:
        say(request, _("Saved."))


def plain_keys(group: str, needs: dict[str, str]) -> list[str]:
    """The fields of a group that one form holds."""
    kinds = ("entries", "skills")
    return [key for key in needs if FIELDS[key].group == group and FIELDS[key].kind not in kinds and key not in LOGIN]


def form_for(found: Candidate, group: str, data: Any = None) -> ProfileForm:
    """The form of one group: with what they said last; 404 where the group has no plain fields."""
    needs = needs_for(found)
    keys = plain_keys(group, needs)
    if not keys:
        raise Http404
    there = held(found, keys)
    if data is not None:
        return ProfileForm(data, keys=keys, needs=needs)
    wanted = {key: one.wanted for key, one in there.items()}
    return ProfileForm(keys=keys, needs=needs, values=wanted, held={key: one.value for key, one in there.items()})


def takes(request: CandidateRequest, found: Candidate, form: ProfileForm) -> bool:
    """Save the form; after a conflict it knows what is there now."""
    if form.does(lambda seen, **_typed: save_own(found, form.values(), by=request.member, way=Way.PORTAL, seen=seen)):
        return True
    if form.conflict:
        found.refresh_from_db()
        form.see_again({key: one.value for key, one in held(found, form.keys).items()})
    return False


@candidate()
def profile_edit(request: CandidateRequest, group: str) -> HttpResponse:
    """The plain fields of one group."""
    found = own_record(request)
    form = form_for(found, group, request.POST if request.method == "POST" else None)
    if request.method == "POST" and takes(request, found, form):
        say_told(request, form.result)
        return back_from(request, group)
    status = form.status if form.errors else 200
    there = {key: one for key, one in held(found, form.keys).items() if one.waiting}
    return page(
        request,
        "candidate_portal/profile_form.html",
        status=status,
        form=form,
        group=group,
        label=str(GROUPS[group]),
        waiting=[label_of(key) for key in there],
    )


@candidate()
@require_POST
def profile_confirm(request: CandidateRequest, group: str) -> HttpResponse:
    """All of this group is still right."""
    found = own_record(request)
    keys = [key for key in needs_for(found) if FIELDS[key].group == group and key not in LOGIN]
    if not keys:
        raise Http404
    form = Form(request.POST)
    seen = request.POST.get("seen", "")[:40]
    if not form.does(lambda: still_right(found, keys, by=request.member, seen=seen)):
        return refuse_plainly(request, form)
    say(request, _("Thank you. We have noted that it is still right."))
    return back_from(request, group)


def refuse_plainly(request: CandidateRequest, form: Form) -> HttpResponse:
    """What could not be done is said on the page as it is now."""
    text = " ".join(str(one) for one in form.non_field_errors()) or _("Please have another look.")
    say(request, text, tone="warn")
    return refuse(request, profile, form=form)


@candidate()
def entry_add(request: CandidateRequest, key: str) -> HttpResponse:
    """One more post, school or language."""
    return entry_page(request, key, None)


@candidate()
def entry_edit(request: CandidateRequest, key: str, entry: int) -> HttpResponse:
    """Change one of them."""
    return entry_page(request, key, entry)


def entry_page(request: CandidateRequest, key: str, number: int | None) -> HttpResponse:
    """The form of one entry; POST saves it."""
    found = own_record(request)
    if key not in ENTRIES or key not in needs_for(found):
        raise Http404
    entries = entries_of(found, key, Way.PORTAL)
    if number is not None and number >= len(entries):
        raise Http404
    if request.method == "POST":
        form = EntryForm(request.POST, key=key)

        def save(seen: str, **_typed: Any) -> Proposed:
            return save_entry(found, key, number, form.entry(), by=request.member, way=Way.PORTAL, seen=seen)

        if form.does(save):
            say_told(request, form.result)
            return back_from(request, FIELDS[key].group)
    else:
        initial = {**(entries[number] if number is not None else {}), "seen": mark_of(entries)}
        form = EntryForm(key=key, initial=initial)
    status = form.status if form.errors else 200
    back = safe_next(request.POST.get("back") or request.GET.get("back"))
    words = {"key": key, "label": label_of(key), "number": number, "back": back, "names": [*form.kept]}
    return page(request, "candidate_portal/entry_form.html", status=status, form=form, **words)


@candidate()
@require_POST
def entry_remove(request: CandidateRequest, key: str, entry: int) -> HttpResponse:
    """Take one of them away."""
    found = own_record(request)
    if key not in ENTRIES or key not in needs_for(found):
        raise Http404
    form = Form(request.POST)
    seen = request.POST.get("seen", "")[:40]
    by = request.member
    if not form.does(lambda: save_entry(found, key, entry, None, by=by, way=Way.PORTAL, seen=seen)):
        return refuse_plainly(request, form)
    say_told(request, form.result)
    return back_from(request, FIELDS[key].group)


@candidate()
@require_POST
def skills_add(request: CandidateRequest) -> HttpResponse:
    """They can do something more."""
    found = own_record(request)
    form = SkillsForm(request.POST)
    if not form.does(lambda names: add_skills(found, names, by=request.member, way=Way.PORTAL)):
        return refuse(request, profile, form=form)
    return back_from(request, "skills")


@candidate()
@require_POST
def skill_remove(request: CandidateRequest) -> HttpResponse:
    """They do not count this among their skills any more."""
    name = request.POST.get("name", "")[:100]
    remove_skill(own_record(request), name, by=request.member, way=Way.PORTAL)
    return back_from(request, "skills")


@candidate()
@require_safe
def skill_names(request: CandidateRequest) -> HttpResponse:
    """Suggestions while somebody types a skill."""
    names = suggest(request.agency, words_asked(request.GET))
    return page(request, "candidate_portal/suggestions.html", names=names)


@candidate()
@require_POST
def change_take_back(request: CandidateRequest, pk: int) -> HttpResponse:
    """They no longer want what they proposed."""
    rows = ProfileChange.objects.visible_to(request.member).filter(candidate=own_record(request)).waiting()
    change = get_object_or_404(rows, pk=pk)
    take_back(change, by=request.member)
    say(request, _("Taken back. Your profile stays as it is."))
    return back_from(request, FIELDS[change.field].group if change.field in FIELDS else "")
