"""Behind the link in the mail after an application: looking changes nothing, pressing the button does."""

from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portico.access.carrying import silent
from portico.access.signing_in import cookie_name, set_cookie
from portico.access.visits import agent_of, ip_of
from portico.agencies.gate import AgencyRequest
from portico.candidates.settings import settings_of
from portico.careers.doorway import address_of
from portico.careers.reading.site import site_of
from portico.kit.pages import page
from portico.pipeline.apply_drafts import ApplyDraft
from portico.pipeline.apply_form import ApplyForm, as_post, asked_of
from portico.pipeline.apply_mails import public_title
from portico.pipeline.applying import Filled, Sender, by_link, by_number, confirm_address

CARRIED = "confirm"
SALT = "portico.careers.confirm"
LONG_ENOUGH = timedelta(hours=2)


@silent
@require_safe
def link(request: AgencyRequest, token: str) -> HttpResponse:
    """The first hop: the browser carries the link from here on, and the address is clean. Scanners may come at will."""
    draft = by_link(request.agency.pk, token)
    if draft is None:
        return answer(request, "over", status=404)
    response = HttpResponseRedirect(reverse("careers:apply_confirm"))
    value = signing.dumps({"draft": draft.pk, "agency": request.agency.pk}, salt=SALT)
    set_cookie(response, CARRIED, value, LONG_ENOUGH)
    return response


def carried(request: AgencyRequest) -> ApplyDraft | None:
    """The application whose link this browser opened."""
    try:
        value: Any = signing.loads(request.COOKIES.get(cookie_name(CARRIED), ""), salt=SALT, max_age=LONG_ENOUGH)
    except signing.BadSignature:
        return None
    if not isinstance(value, dict) or value.get("agency") != request.agency.pk:
        return None
    return by_number(request.agency.pk, value["draft"])


def answer(request: AgencyRequest, state: str, *, status: int = 200, title: str = "") -> HttpResponse:
    """The page: ask, done, or over."""
    rules = settings_of(request.agency)
    register = address_of("candidate_portal:register") if rules.registration else ""
    return page(
        request,
        "careers/apply/confirm.html",
        status=status,
        site=site_of(request, rules),
        state=state,
        title=title,
        register_url=register,
    )


@silent
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: AgencyRequest) -> HttpResponse:
    """One button: it was me."""
    draft = carried(request)
    if draft is None or draft.application is None:
        return answer(request, "over", status=404)
    title = public_title(draft.application)
    again = draft.status == ApplyDraft.Status.AGAIN
    if request.method != "POST":
        return answer(request, "again" if again else "ask", title=title)
    filled = filled_of(draft) if again else None
    confirm_address(draft, filled, sender=Sender(ip_of(request), agent_of(request)))
    return answer(request, "added" if filled else "done", title=title)


def filled_of(draft: ApplyDraft) -> Filled | None:
    """What was sent a second time, unless the form has changed so much that it no longer fits."""
    asked = asked_of(draft.job, settings_of(draft.agency), draft=draft)
    form = ApplyForm(as_post(draft.data), asked=asked, draft=draft)
    return form.filled() if form.is_valid() else None
