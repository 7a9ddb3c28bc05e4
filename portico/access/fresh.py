"""Fresh sign-ins: what matters most asks once more who is there, when the sign-in is older than ten minutes.

Whoever is asked loses nothing: a form that was sent travels sealed through the question and is done right after it.
"""

import json
from datetime import datetime, timedelta
from functools import wraps
from typing import cast
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from portico.access import challenges, passkeys, second_step
from portico.access.asking import TooMany, ask_to_sign_in, link_with_code, user_with_password
from portico.access.carrying import asked, carry_ask, new_ask
from portico.access.forms import ConfirmForm
from portico.access.models import Purpose
from portico.access.signing_in import is_proved
from portico.agencies.gate import MemberRequest, View
from portico.agencies.mailbox import masked
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.messaging.sealing import CannotUnseal, seal, unseal

FRESH = timedelta(minutes=10)
PASSKEY = "passkey"
SAFE = {"GET", "HEAD"}


def is_fresh(request: MemberRequest) -> bool:
    """Whether they proved lately who they are: at signing in, or when they were asked since."""
    if not is_proved(request):
        return False
    try:
        newest = max(request.session["began"], request.session.get("confirmed", ""))
        return now() - datetime.fromisoformat(newest) < FRESH
    except (KeyError, ValueError):
        return False


def confirmed(request: MemberRequest) -> None:
    """They have just proved who they are."""
    request.session["confirmed"] = now().isoformat()
    request.session["weak"] = False
    if second_step.is_on(request.member.user):
        request.session["stepped"] = True


def fresh_sign_in[R: MemberRequest, **P](view: View[R, P]) -> View[R, P]:
    """A deed for who has proved lately who they are; everybody else is asked first, and then it goes on.

    Stands right below the gate and above what checks the method. Looking at the page is free.
    """
    return _guarded(view, looking_is_free=True)


def fresh_to_look[R: MemberRequest, **P](view: View[R, P]) -> View[R, P]:
    """The same for a page that must not even be looked at before."""
    return _guarded(view, looking_is_free=False)


def _guarded[R: MemberRequest, **P](view: View[R, P], *, looking_is_free: bool) -> View[R, P]:
    @wraps(view)
    def checked(request: R, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if "confirm_kept" in request.POST:
            answer = answered(request)
            if answer is not None:
                return answer
        elif not (looking_is_free and request.method in SAFE) and not is_fresh(request):
            return ask(request)
        return view(request, *args, **kwargs)

    return cast("View[R, P]", checked)


def confirm_first(back: str) -> HttpResponse:
    """To the question, and then to a page of ours."""
    return HttpResponseRedirect(f"{reverse('access:confirm')}?{urlencode({'next': back})}")


def ask(request: MemberRequest) -> HttpResponse:
    """The question, in place of the page or the deed."""
    from portico.access.views.confirming import confirm_page

    if request.headers.get("HX-Request") == "true" and request.method in SAFE:
        return HttpResponseClientRedirect(request.get_full_path())
    return confirm_page(request, ConfirmForm(user=request.member.user, initial={"confirm_kept": keep(request)}))


def answered(request: MemberRequest) -> HttpResponse | None:
    """What follows an answer: nothing where the deed may go on, with what was typed for it."""
    from portico.access.views.arriving import too_many
    from portico.access.views.confirming import confirm_page

    form = ConfirmForm(request.POST, user=request.member.user)
    kept = kept_in(request)
    if request.POST.get("confirm_way") == "mail":
        return mail_code(request)
    try:
        right = is_fresh(request) or (form.is_valid() and is_right(request, form.cleaned_data))
    except TooMany:
        return too_many(request)
    if not right:
        form.add_error(None, form.sorry)
        return confirm_page(request, form)
    confirmed(request)
    if kept is None:
        return HttpResponseRedirect(request.get_full_path())
    request.POST = kept  # type: ignore[assignment]
    return None


def is_right(request: MemberRequest, typed: dict[str, str]) -> bool:
    """Whether this proves who they are: their second step where they have one, else password or mailed code."""
    user = request.member.user
    answer, code, password = (typed.get(f"confirm_{name}") or "" for name in ("answer", "code", "password"))
    if second_step.is_on(user):
        if answer:
            challenge = request.session.pop(PASSKEY, "")
            return passkeys.take(request, user.agency_id, challenge, answer, user=user) is not None
        how = challenges.is_code(request, user, code)
        if how == "recovery":
            second_step.recovery_code_used(user)
        return bool(how)
    if password:
        return user_with_password(request, request.agency, user.email, password) == user
    link = link_with_code(request, request.agency, asked(request).browser, code, Purpose.SIGN_IN)
    return link is not None and link.user_id == user.pk and link.consume()


def mail_code(request: MemberRequest) -> HttpResponse:
    """Mail a code to the address we know; it is typed on the same page, where nothing is lost meanwhile."""
    from portico.access.views.arriving import too_many
    from portico.access.views.confirming import confirm_page

    user = request.member.user
    request_ask = new_ask(request, masked(user.email), Purpose.SIGN_IN)
    try:
        ask_to_sign_in(request, request.agency, user.email, browser=request_ask.browser, member=request.member)
    except TooMany:
        return too_many(request)
    form = ConfirmForm(user=user, initial={"confirm_kept": request.POST["confirm_kept"]})
    answer = confirm_page(request, form, mailed=masked(user.email))
    carry_ask(answer, request_ask)
    return answer


def keep(request: MemberRequest) -> str:
    """What was sent, sealed for this person and this address: passwords among it never stand on a page."""
    sent = request.POST.copy()
    sent.pop("csrfmiddlewaretoken", None)
    facts = {"at": request.path, "who": str(request.member.pk), "until": (now() + timedelta(hours=1)).isoformat()}
    return seal({**facts, "sent": json.dumps(sent.urlencode() if request.method not in SAFE else None)})


def kept_in(request: MemberRequest) -> QueryDict | None:
    """What was sent before the question; nothing where only a page was asked for."""
    try:
        facts = unseal(request.POST["confirm_kept"])
        ours = (facts["at"], facts["who"]) == (request.path, str(request.member.pk))
        late = now() > datetime.fromisoformat(facts["until"])
    except (CannotUnseal, KeyError, ValueError, TypeError):
        ours = late = False
    if not ours or late:
        raise RuleBroken(_("This page is too old. Go back, open it again and start anew."))
    sent = json.loads(facts["sent"])
    return QueryDict(sent) if sent is not None else None
