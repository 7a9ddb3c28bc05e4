"""Candidates: page, forms and deeds. (Their list, which is also the search, stands in finding.py.)"""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.backoffice.editing import edits, facts_for_like, seen_of, wants_duplicate
from portico.backoffice.forms.candidates import MONEY, AddToJobForm, CandidateForm
from portico.backoffice.forms.finding import TagForm
from portico.backoffice.forms.pickers import suggestions
from portico.backoffice.parts import parts_of, timeline_alone
from portico.backoffice.reading import candidate as reading
from portico.backoffice.reading.access import access_of
from portico.backoffice.reading.privacy import standings_of
from portico.backoffice.reading.updates import freshness_of
from portico.backoffice.threads import thread_of
from portico.backoffice.tones import TONES
from portico.candidates.models import Candidate
from portico.candidates.reviewing import fields_now, follow_languages, note_desk_changes
from portico.kit.lists import words_asked
from portico.kit.money import money
from portico.kit.pages import asks_for, bound, page, refuse, say
from portico.pipeline.deleting import delete, what_hangs_on
from portico.pipeline.models import Application
from portico.records.editing import save_changes


@staff()
@require_safe
def candidate_names(request: DeskRequest) -> HttpResponse:
    """Suggestions while somebody types a candidate's name."""
    rows = Candidate.objects.visible_to(request.member).current()
    return page(request, "backoffice/parts/suggestions.html", options=suggestions(rows, words_asked(request.GET)))


@staff()
@require_safe
def candidate(request: DeskRequest, pk: int) -> HttpResponse:
    """One person: facts, applications, documents, portal access, and what happened."""
    member = request.member
    found = reading.one_candidate.first(member, pk)
    if found is None:
        raise Http404
    if found.merged_into_id:
        return redirect("backoffice:candidate", found.merged_into_id)
    if asks_for(request, "timeline"):
        return timeline_alone(request, "backoffice/candidate.html", found)
    runs, placed = reading.read_runs(member, found), reading.read_portals(member, found)
    pay = f"{money(found.pay_expected, found.pay_currency)} {found.get_pay_per_display()}".strip()
    return page(
        request,
        "backoffice/candidate.html",
        candidate=found,
        skills=reading.skills_on(member, pk),
        tags=reading.tags_on(member, pk) if found.has_tags else [],
        tag_form=bound(request, TagForm, key=found.pk),
        applications=runs,
        contact=reading.contacts_of.first(member, pk) if found.has_contact else None,
        placed=placed,
        could_show=reading.could_show(runs, placed),
        twins=reading.read_twins(member, found),
        pay=pay if found.pay_expected is not None and member.may(May.SEE_MONEY) else "",
        hanging=what_hangs_on(found) if member.may(May.DELETE) else [],
        facts=facts_of(found),
        tones=TONES,
        job_form=bound(request, AddToJobForm, key=found.pk),
        **thread_of(request, found),
        consents=standings_of(found) if found.has_answered else [],
        **access_of(member, found),
        **freshness_of(member, found),
        **parts_of(request, found, later=True),
    )


def facts_of(found: Candidate) -> list[dict[str, str]]:
    """The line under the name."""
    facts = [{"icon": "briefcase-business", "text": found.position}] if found.position else []
    if found.place:
        facts.append({"icon": "map-pin", "text": found.place})
    if found.email:
        facts.append({"icon": "mail", "text": found.email, "url": f"mailto:{found.email}"})
    if found.phone:
        facts.append({"icon": "phone", "text": found.phone, "url": f"tel:{found.phone}"})
    return facts


@staff(May.WORK_DESK)
def candidate_add(request: DeskRequest) -> HttpResponse:
    """Take a new person into the records, with a warning where they look known."""
    if request.method != "POST":
        initial = {"owner": request.member, "pay_currency": request.agency.currency}
        return candidate_form(request, CandidateForm(by=request.member, initial=initial))
    row = Candidate(agency=request.agency)
    form = CandidateForm(request.POST, instance=row, by=request.member)
    if not form.is_valid():
        return candidate_form(request, form)
    facts = facts_for_like(form, ("email", "first_name", "last_name", "phone"))
    twins = list(Candidate.objects.visible_to(request.member).like(**facts)[:5])
    if twins and not wants_duplicate(form):
        return candidate_form(request, form, twins=twins)
    row.add(by=request.member, skills=form.cleaned_data["skill_names"])
    say(request, _("%s is added.") % row.name)
    return redirect("backoffice:candidate", row.pk)


@staff(May.WORK_DESK)
def candidate_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Change what is known of a person; two people who change different things both keep their change."""
    row = get_object_or_404(Candidate.objects.visible_to(request.member), pk=pk)
    skills = ", ".join(row.skills.values_list("name", flat=True))
    if request.method != "POST":
        initial = {**seen_of(CandidateForm, row), "skill_names": skills, "skills_seen": skills}
        return candidate_form(request, CandidateForm(instance=row, by=request.member, initial=initial), row=row)
    fresh = get_object_or_404(Candidate.objects.visible_to(request.member), pk=pk)
    form = CandidateForm(request.POST, instance=row, by=request.member)

    def change(who: Candidate, changes: dict[str, Any], *, seen: str, by: Member) -> None:
        before = fields_now(who)
        changed = save_changes(who, changes, seen=seen, by=by)
        who.change_skills(form.cleaned_data["skill_names"], shown=form.cleaned_data["skills_seen"], by=by)
        who.refresh_from_db()
        if "languages" in changed:
            follow_languages(who)
        note_desk_changes(who, before, by=by)
        who.make_findable()

    if not edits(form, fresh, request.member, save=change):
        return candidate_form(request, form, row=fresh)
    say(request, _("Saved."))
    return redirect("backoffice:candidate", row.pk)


def candidate_form(
    request: DeskRequest, form: CandidateForm, *, row: Candidate | None = None, twins: list[Candidate] | None = None
) -> HttpResponse:
    """The form, with what is wrong or who looks the same."""
    status = 409 if twins else form.status if form.errors else 200
    context: dict[str, Any] = {"form": form, "candidate": row, "twins": twins or [], "money": MONEY[0] in form.fields}
    return page(request, "backoffice/candidate_form.html", status=status, twin_page="backoffice:candidate", **context)


@staff(May.WORK_DESK)
@require_POST
def candidate_archive(request: DeskRequest, pk: int) -> HttpResponse:
    """Take them out of the lists."""
    row = get_object_or_404(Candidate.objects.visible_to(request.member), pk=pk)
    row.archive(by=request.member)
    say(request, _("%s is archived.") % row.name)
    return redirect("backoffice:candidate", row.pk)


@staff(May.WORK_DESK)
@require_POST
def candidate_restore(request: DeskRequest, pk: int) -> HttpResponse:
    """Back into the lists."""
    row = get_object_or_404(Candidate.objects.visible_to(request.member), pk=pk)
    row.restore(by=request.member)
    say(request, _("%s is back in the lists.") % row.name)
    return redirect("backoffice:candidate", row.pk)


@staff(May.WORK_DESK, May.DELETE)
@require_POST
def candidate_delete(request: DeskRequest, pk: int) -> HttpResponse:
    """Delete them for good, where nothing hangs on them."""
    row = get_object_or_404(Candidate.objects.visible_to(request.member), pk=pk)
    name = row.name
    delete(row, by=request.member)
    say(request, _("%s is deleted.") % name)
    return redirect("backoffice:candidate_list")


@staff(May.WORK_DESK)
@require_POST
def candidate_add_to_job(request: DeskRequest, pk: int) -> HttpResponse:
    """Put them on a job."""
    row = get_object_or_404(Candidate.objects.visible_to(request.member), pk=pk)
    form = AddToJobForm(request.POST, by=request.member)
    form.key = row.pk
    if not form.does(lambda job: Application.add(job, row, by=request.member)):
        return refuse(request, candidate, pk, form=form)
    say(request, _("%s is on the job.") % row.name)
    return redirect("backoffice:candidate", pk)
