"""Settings: when candidates hear a no, and in which words."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.following import MARKS, RejectionTextForm, RulesForm
from portico.candidates.settings import change_settings, settings_of
from portico.kit.pages import page, say
from portico.pipeline.models import RejectionText
from portico.pipeline.rejections import usual_words

FIELDS = ("rejection_hours", "label_mails")


@staff(May.MANAGE_SETTINGS)
def rejection_settings(request: DeskRequest) -> HttpResponse:
    """The delay, the mails, and the list of texts."""
    rules = settings_of(request.agency)
    form = RulesForm(request.POST or None, initial={name: getattr(rules, name) for name in FIELDS})
    if request.method == "POST" and form.does(change_settings, agency=request.agency, by=request.member):
        say(request, _("Saved."))
        return redirect("backoffice:rejection_settings")
    return page(
        request,
        "backoffice/rejection_settings.html",
        status=form.status if form.errors else 200,
        form=form,
        texts=list(RejectionText.objects.visible_to(request.member)),
        usual=usual_words(request.agency),
        marks=MARKS,
    )


def text_page(request: DeskRequest, row: RejectionText) -> HttpResponse:
    """Add one, or change it."""
    bound_to: Any = request.POST if request.method == "POST" else None
    form = RejectionTextForm(bound_to, instance=row)
    if bound_to is not None and form.does(lambda **_cleaned: row.keep(by=request.member)):
        say(request, _("Saved."))
        return redirect("backoffice:rejection_settings")
    status = form.status if form.errors else 200
    return page(request, "backoffice/rejection_text.html", status=status, form=form, is_new=row.pk is None)


@staff(May.MANAGE_SETTINGS)
def rejection_text_add(request: DeskRequest) -> HttpResponse:
    """New words."""
    return text_page(request, RejectionText(agency=request.agency))


@staff(May.MANAGE_SETTINGS)
def rejection_text_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Other words."""
    return text_page(request, get_object_or_404(RejectionText.objects.visible_to(request.member), pk=pk))


@staff(May.MANAGE_SETTINGS)
@require_POST
def rejection_text_drop(request: DeskRequest, pk: int) -> HttpResponse:
    """Take words out of the choice; what was sent keeps them."""
    row = get_object_or_404(RejectionText.objects.visible_to(request.member), pk=pk)
    row.drop(by=request.member)
    say(request, _("%s is no longer among the texts.") % row.name)
    return redirect("backoffice:rejection_settings")
