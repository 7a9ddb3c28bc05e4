"""The second step of signing in, and passkeys as the only one."""

from typing import cast

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.access import challenges, fresh, links, passkeys, second_step
from portico.access.asking import HOUR, TooMany
from portico.access.factors import Challenge
from portico.access.forms import StepForm
from portico.access.models import LinkUse
from portico.access.views.arriving import card, log, too_many, welcome
from portico.access.visits import ip_of, network
from portico.access.visits import too_many as over_limit
from portico.agencies.gate import AgencyRequest, MemberRequest, public
from portico.agencies.models import User
from portico.kit.pages import bound, refuse, say

PASSKEYS_FROM_ONE_ADDRESS = 120


@public
def step(request: AgencyRequest) -> HttpResponse:
    """The code or the passkey, before there is any session."""
    challenge = challenges.carried(request, request.agency)
    if challenge is None or challenge.user is None:
        return HttpResponseRedirect(reverse("access:sign_in"))
    if not challenges.waits(challenge):
        return over(request)
    return step_taken(request, challenge, challenge.user) if request.method == "POST" else step_page(request, challenge)


@require_safe
def step_page(request: AgencyRequest, challenge: Challenge) -> HttpResponse:
    """The page itself."""
    user = challenge.user
    assert user is not None
    steps = second_step.steps_of(user)
    locked = steps.app and challenges.is_locked(user)
    form = bound(request, StepForm)
    return card(request, "access/second_step.html", form=form, steps=steps, locked=locked, left=left(challenge))


def left(challenge: Challenge) -> int:
    """How many tries are left, where it is worth saying."""
    wrong = Challenge.objects.values_list("wrong", flat=True).get(pk=challenge.pk)
    return Challenge.TRIES - wrong if wrong else 0


def over(request: AgencyRequest) -> HttpResponse:
    """Too late, too often wrong, or answered already (410)."""
    return card(request, "access/second_step_over.html", status=410)


def step_taken(request: AgencyRequest, challenge: Challenge, user: User) -> HttpResponse:
    """Look at the answer. Each one counts before it is looked at; of several right ones one gets in."""
    form = StepForm(request.POST)
    if not challenge.may_try():
        return over(request)
    try:
        how = proved_by(request, challenge, user, form) if form.is_valid() else ""
    except TooMany:
        return too_many(request)
    if not how:
        if not challenges.waits(challenge):
            return over(request)
        form.add_error("code", _("This is not right, or was used before."))
        return refuse(request, step_page, challenge, form=form)
    if not challenge.claim():
        return over(request)
    if how == "recovery":
        second_step.recovery_code_used(user)
    if challenge.link is not None:
        log(request, challenge.link, LinkUse.What.USED)
    member = challenge.member if challenge.member is not None and challenge.member.is_in else None
    response = welcome(
        request,
        user,
        how=challenge.how,
        member=member,
        next=challenge.next,
        remembers=challenge.remembers,
        link=challenge.link,
        stepped=True,
    )
    if how == "recovery":
        amount = second_step.steps_of(user).codes
        say(request, _("You used a recovery code; %d are left. You can make new ones in your account.") % amount)
    return response


def proved_by(request: AgencyRequest, challenge: Challenge, user: User, form: StepForm) -> str:
    """What the answer is: "passkey", "app", "recovery", or nothing."""
    answer = form.cleaned_data["answer"]
    if not answer:
        return challenges.is_code(request, user, form.cleaned_data["code"])
    key = passkeys.take(request, request.agency.pk, challenge.asked, answer, user=user)
    return "passkey" if key is not None else ""


@public
@require_POST
def passkey_ask(request: AgencyRequest) -> HttpResponse:
    """What a passkey has to sign, for the script: to sign in, as second step, to confirm, or to be added."""
    limit = {"most": PASSKEYS_FROM_ONE_ADDRESS, "within": HOUR}
    if over_limit(request.agency.pk, "passkey-ip", network(ip_of(request)), **limit):  # type: ignore[arg-type]
        return JsonResponse({}, status=429)
    member, use = request.maybe_member, request.POST.get("use")
    if use == "sign_in":
        challenge, token = challenges.begin(request.agency.pk, None)
        answer = JsonResponse(passkeys.options_to_use(request, None, challenge.asked))
        challenges.carry(answer, token)
        return answer
    if use == "step":
        waiting = challenges.carried(request, request.agency)
        if waiting is None or waiting.user is None or not challenges.waits(waiting):
            return JsonResponse({}, status=410)
        return JsonResponse(passkeys.options_to_use(request, waiting.user, waiting.asked))
    if use == "add" and member is not None and not fresh.is_fresh(cast("MemberRequest", request)):
        return JsonResponse({}, status=403)
    if use in {"confirm", "add"} and member is not None:
        asked = request.session[fresh.PASSKEY] = passkeys.new_challenge()
        make = passkeys.options_to_add if use == "add" else passkeys.options_to_use
        return JsonResponse(make(request, member.user, asked))
    return JsonResponse({}, status=400)


@public
@require_POST
def passkey_sign_in(request: AgencyRequest) -> HttpResponse:
    """Come in by a passkey alone: the device has checked finger, face or PIN."""
    challenge = challenges.carried(request, request.agency)
    key = None
    if challenge is not None and challenge.user is None and challenge.claim():
        key = passkeys.take(request, request.agency.pk, challenge.asked, request.POST.get("answer"), user=None)
    if key is None or not links.places(key.user):
        say(request, _("That did not work. Sign in another way, or try again."), tone="bad")
        return HttpResponseRedirect(reverse("access:sign_in"))
    return welcome(request, key.user, how="passkey", next=links.safe_next(request.POST.get("next")), stepped=True)
