"""Description templates, and writing a candidate's description from one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.editing import see_again
from portico.backoffice.forms.descriptions import DescriptionForm, TemplateForm
from portico.candidates.descriptions import DescriptionTemplate, describe, fill, values_of
from portico.candidates.models import Candidate
from portico.kit.forms import Form
from portico.kit.lists import words_asked
from portico.kit.pages import page, refuse, say
from portico.records.editing import shown


@staff(May.MANAGE_SETTINGS)
@require_safe
def template_list(request: DeskRequest) -> HttpResponse:
    """The agency's patterns for descriptions."""
    rows = DescriptionTemplate.objects.visible_to(request.member)
    return page(request, "backoffice/description_list.html", templates=list(rows))


@staff(May.MANAGE_SETTINGS)
def template_add(request: DeskRequest) -> HttpResponse:
    """One more."""
    return edit(request, DescriptionTemplate(agency=request.agency))


@staff(May.MANAGE_SETTINGS)
def template_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Change one; descriptions written before stay as they are."""
    return edit(request, get_object_or_404(DescriptionTemplate.objects.visible_to(request.member), pk=pk))


def edit(request: DeskRequest, row: DescriptionTemplate) -> HttpResponse:
    """The form, with an example of one of the agency's candidates."""
    text = row.text
    if request.method == "POST":
        form = TemplateForm(request.POST, instance=row)
        look = "look" in request.POST
        if form.is_valid() and look:
            text = form.cleaned_data["text"]
        elif not look and form.does(lambda **cleaned: row.keep(by=request.member, is_default=cleaned["is_default"])):
            say(request, _("Saved."))
            return redirect("backoffice:description_list")
    else:
        form = TemplateForm(instance=row)
    example = (
        Candidate.objects.visible_to(request.member).current().exclude(title="").order_by("-changed", "pk").first()
    )
    return page(
        request,
        "backoffice/description_form.html",
        status=form.status if form.errors else None,
        form=form,
        pattern=row,
        example=example,
        sample=fill(text, values_of(example)) if example and text and not form.errors else "",
    )


@staff(May.MANAGE_SETTINGS)
@require_POST
def template_delete(request: DeskRequest, pk: int) -> HttpResponse:
    """Delete one; the default only once another took its place."""
    row = get_object_or_404(DescriptionTemplate.objects.visible_to(request.member), pk=pk)
    name = row.name
    form: Any = Form(request.POST)
    if not form.does(lambda: row.remove(by=request.member)):
        return refuse(request, template_list, form=form)
    say(request, _("“%s” is deleted.") % name)
    return redirect("backoffice:description_list")


@staff(May.WORK_DESK)
def candidate_describe(request: DeskRequest, pk: int) -> HttpResponse:
    """What clients may read about somebody: begun from a template, finished by hand."""
    row = get_object_or_404(Candidate.objects.visible_to(request.member), pk=pk)
    templates = list(DescriptionTemplate.objects.visible_to(request.member))
    chosen = words_asked(request.GET, "template", 18)
    template = next((one for one in templates if str(one.pk) == chosen), None)
    there = get_object_or_404(Candidate.objects.visible_to(request.member), pk=pk)
    if request.method == "POST":
        form = DescriptionForm(request.POST)
        if form.does(lambda **cleaned: describe(row, by=request.member, **cleaned)):
            say(request, _("The description is saved."))
            return redirect("backoffice:candidate", row.pk)
        if form.conflict:
            see_again(form, shown(there, ["description"]))
    else:
        text = template.filled(row) if template else row.description
        form = DescriptionForm(initial={"description": text, "seen": shown(row, ["description"])})
    return page(
        request,
        "backoffice/candidate_describe.html",
        status=form.status if form.errors else None,
        candidate=row,
        form=form,
        templates=templates,
        pattern=template,
        replaces=bool(template and row.description),
    )
