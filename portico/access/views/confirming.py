"""Asking once more who is there."""

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from portico.access import challenges, second_step
from portico.access.forms import ConfirmForm
from portico.access.fresh import SAFE, fresh_to_look
from portico.access.links import safe_next
from portico.access.set_up_first import while_setting_up
from portico.access.signing_in import start_page
from portico.access.views.arriving import card
from portico.agencies.gate import MemberRequest, member


@member
@while_setting_up
@fresh_to_look
@require_safe
def confirm(request: MemberRequest) -> HttpResponse:
    """Prove who one is, and go on to a page."""
    return HttpResponseRedirect(safe_next(request.GET.get("next")) or start_page(request.member))


def confirm_page(request: MemberRequest, form: ConfirmForm, *, mailed: str = "") -> HttpResponse:
    """The question, by whichever ways this person has (409; 422 after a wrong answer)."""
    user = request.member.user
    steps = second_step.steps_of(user)
    answer = card(
        request,
        "access/confirm.html",
        status=422 if form.errors else 409 if request.method not in SAFE else 200,
        form=form,
        action=request.get_full_path(),
        steps=steps,
        locked=steps.app and challenges.is_locked(user),
        has_password=user.has_usable_password() and not steps.on,
        mailed=mailed,
        back=start_page(request.member),
    )
    if request.headers.get("HX-Request") == "true":
        answer["HX-Retarget"], answer["HX-Reswap"] = "body", "innerHTML"
    return answer
