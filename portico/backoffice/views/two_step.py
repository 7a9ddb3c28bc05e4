"""Settings of two-step sign-in: who must, and who has it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portico.access import second_step
from portico.access.fresh import fresh_sign_in
from portico.agencies.gate import DeskRequest, staff
from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.backoffice.editing import see_again
from portico.backoffice.forms.two_step import TwoStepForm
from portico.backoffice.reading.members import word_of
from portico.kit.pages import page, say
from portico.records.editing import shown

FIELDS = ["second_step_roles"]


@staff(May.MANAGE_SETTINGS)
@fresh_sign_in
def settings_two_step(request: DeskRequest) -> HttpResponse:
    """Which roles must use it."""
    agency = request.agency
    if request.method != "POST":
        initial = {"second_step_roles": agency.second_step_roles, "seen": shown(agency, FIELDS)}
        return two_step_page(request, TwoStepForm(by=request.member, initial=initial))
    form = TwoStepForm(request.POST, by=request.member)
    if not form.does(
        lambda second_step_roles, seen: second_step.require(agency, second_step_roles, seen=seen, by=request.member)
    ):
        if form.conflict:
            agency.refresh_from_db()
            see_again(form, shown(agency, FIELDS))
        return two_step_page(request, form)
    say(request, _("Saved. It holds from everybody’s next page on."))
    return redirect("backoffice:settings_two_step")


def two_step_page(request: DeskRequest, form: TwoStepForm) -> HttpResponse:
    """The form, and how many of the teammates have it."""
    rows = Member.objects.visible_to(request.member).staff().select_related("user", "staff_role", "agency")
    people = list(rows.order_by("user__name", "pk")[:300])
    has = second_step.who_has({one.user_id for one in people})
    lines = [(one, *word_of(one, on=one.user_id in has)) for one in people]
    return page(
        request,
        "backoffice/settings_two_step.html",
        status=form.status if form.errors else None,
        form=form,
        people=[{"name": one.name, "role": one.role_name, "word": word, "tone": tone} for one, word, tone in lines],
        amount=len(has),
    )
