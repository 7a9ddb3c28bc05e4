"""Settings of the candidate portal: who may register, which changes wait, and the layouts of the profile."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.candidate_portal import FIXED, CandidatePortalForm, InviteCandidatesForm, LayoutForm
from portico.candidates.bulk_inviting import invite_many
from portico.candidates.changing_layouts import add_layout, change_layout, delete_layout, make_default, mark_of_layout
from portico.candidates.layouts import Need, ProfileLayout, needs_of
from portico.candidates.models import Candidate
from portico.candidates.profile_fields import FIELDS, GROUPS
from portico.candidates.profile_forms import ProfileForm
from portico.candidates.settings import change_settings, settings_of
from portico.kit.pages import bound, page, say

RULES = ("registration", "review_fields", "credential_notices")


@staff(May.MANAGE_SETTINGS)
def settings_candidate_portal(request: DeskRequest) -> HttpResponse:
    """The rules, and the layouts."""
    rules = settings_of(request.agency)
    initial: dict[str, Any] = {name: getattr(rules, name) for name in RULES}
    initial["credential_notices"] = ", ".join(str(one) for one in rules.credential_notices)
    form = CandidatePortalForm(request.POST) if request.method == "POST" else CandidatePortalForm(initial=initial)
    if request.method == "POST" and form.does(change_settings, agency=request.agency, by=request.member):
        say(request, _("Saved."))
        return redirect("backoffice:settings_candidate_portal")
    layouts = ProfileLayout.objects.visible_to(request.member).order_by("name", "pk")
    status = form.status if form.errors else 200
    return page(request, "backoffice/settings_candidate_portal.html", status=status, form=form, layouts=list(layouts))


def layout_of(request: DeskRequest, pk: int) -> ProfileLayout:
    """One of the agency's."""
    return get_object_or_404(ProfileLayout.objects.visible_to(request.member).select_related("agency"), pk=pk)


@staff(May.MANAGE_SETTINGS)
def layout_add(request: DeskRequest) -> HttpResponse:
    """Another way of asking."""
    form = LayoutForm(request.POST) if request.method == "POST" else LayoutForm()
    if request.method == "POST" and form.does(
        lambda **_typed: add_layout(request.agency, by=request.member, **form.chosen())
    ):
        say(request, _("Saved."))
        return redirect("backoffice:layout_edit", form.result.pk)
    return layout_page(request, form, None)


@staff(May.MANAGE_SETTINGS)
def layout_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Which fields are asked for, and how much each is wanted."""
    layout = layout_of(request, pk)
    if request.method == "POST":
        form = LayoutForm(request.POST, layout=layout)
        by = request.member
        if form.does(lambda seen, **_typed: change_layout(layout, seen=seen, by=by, **form.chosen())):
            say(request, _("Saved."))
            return redirect("backoffice:settings_candidate_portal")
        if form.conflict:
            layout.refresh_from_db()
            data: Any = form.data
            again = data.copy()
            again["seen"] = mark_of_layout(layout)
            form.data = again
    else:
        initial = {"name": layout.name, "welcome": layout.welcome, "seen": mark_of_layout(layout)}
        form = LayoutForm(layout=layout, initial=initial)
    return layout_page(request, form, layout)


def layout_page(request: DeskRequest, form: LayoutForm, layout: ProfileLayout | None) -> HttpResponse:
    """The form, by the groups of the profile."""
    groups = [
        {
            "label": str(label),
            "names": [f"need_{key}" for key in FIELDS if FIELDS[key].group == name and key not in FIXED],
        }
        for name, label in GROUPS.items()
    ]
    status = form.status if form.errors else 200
    return page(request, "backoffice/layout_form.html", status=status, form=form, layout=layout, groups=groups)


@staff(May.MANAGE_SETTINGS)
@require_safe
def layout_preview(request: DeskRequest, pk: int) -> HttpResponse:
    """The form as candidates see it; nothing typed here is kept."""
    layout = layout_of(request, pk)
    needs = {key: need for key, need in needs_of(layout).items() if key not in FIXED}
    groups = []
    for name, label in GROUPS.items():
        keys = [key for key in needs if FIELDS[key].group == name]
        lists = [(str(FIELDS[key].label), needs[key]) for key in keys if FIELDS[key].kind == "entries"]
        words = [{"label": one, "need": str(Need(need).label)} for one, need in lists]
        if keys:
            groups.append(
                {"label": str(label), "form": ProfileForm(keys=keys, needs=needs, prefix=name), "lists": words}
            )
    return page(request, "backoffice/layout_preview.html", layout=layout, groups=groups)


@staff(May.MANAGE_SETTINGS)
@require_POST
def layout_default(request: DeskRequest, pk: int) -> HttpResponse:
    """Use this one unless another is chosen."""
    layout = layout_of(request, pk)
    make_default(layout, by=request.member)
    say(request, _("“%s” is used from now on unless another layout is chosen.") % layout.name)
    return redirect("backoffice:settings_candidate_portal")


@staff(May.MANAGE_SETTINGS)
@require_POST
def layout_delete(request: DeskRequest, pk: int) -> HttpResponse:
    """Who was asked by it is asked by the default again."""
    layout = layout_of(request, pk)
    delete_layout(layout, by=request.member)
    say(request, _("“%s” is deleted.") % layout.name)
    return redirect("backoffice:settings_candidate_portal")


@staff(May.WORK_DESK, May.INVITE)
@require_POST
def candidates_invite(request: DeskRequest) -> HttpResponse:
    """Invite those who were picked: first the layout, then the work begins in the background."""
    picks = [
        int(one) for one in request.POST.getlist("pick")[:5000] if one.isascii() and one.isdigit() and len(one) < 19
    ]
    rows = Candidate.objects.visible_to(request.member).current().filter(pk__in=picks)
    found = list(rows.select_related("member").order_by("name_key", "pk"))
    able = [one for one in found if one.email and (one.member is None or not one.member.is_in)]
    form = bound(request, InviteCandidatesForm, by=request.member)
    if "go" in request.POST:
        form = InviteCandidatesForm(request.POST, by=request.member)
        if form.does(lambda layout: invite_many(able, by=request.member, layout=layout)):
            say(request, _("The invitations are being written: %d.") % len(able))
            return redirect("backoffice:candidate_list")
    status = form.status if form.errors else 200
    names = [one.name for one in found if one not in able]
    return page(request, "backoffice/candidates_invite.html", status=status, form=form, able=able, names=names)
