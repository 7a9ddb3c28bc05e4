"""Behind a link in a mail about one's data, without signing in: looking changes nothing, pressing a button does."""

from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portico.access.carrying import silent
from portico.access.signing_in import cookie_name, set_cookie
from portico.access.views.arriving import brand_of
from portico.access.visits import agent_of, ip_of
from portico.agencies.gate import AgencyRequest
from portico.candidate_portal.forms.privacy import SayForm
from portico.candidates import consent_clock
from portico.candidates.consents import Purpose, current_texts
from portico.candidates.models import PrivacyLink, RetentionNotice
from portico.kit.forms import Form
from portico.kit.pages import bound, page, refuse
from portico.pipeline import data_copy, retention
from portico.records import files

CARRIED = "privacy"
SALT = "portico.candidate_portal.privacy"
LONG_ENOUGH = timedelta(hours=1)


@silent
@require_safe
def privacy_link(request: AgencyRequest, token: str) -> HttpResponse:
    """The first hop: the browser carries the link from here on, and the address is clean."""
    link = PrivacyLink.find(request.agency, token)
    if link is None:
        return over(request, 404)
    response = HttpResponseRedirect(reverse("candidate_portal:privacy_answer"))
    value = signing.dumps({"link": link.pk, "agency": request.agency.pk}, salt=SALT)
    set_cookie(response, CARRIED, value, LONG_ENOUGH)
    return response


def carried(request: AgencyRequest) -> PrivacyLink | None:
    """The link that this browser opened."""
    try:
        value: Any = signing.loads(request.COOKIES.get(cookie_name(CARRIED), ""), salt=SALT, max_age=LONG_ENOUGH)
    except signing.BadSignature:
        return None
    return PrivacyLink.of(request.agency, value.get("link")) if isinstance(value, dict) else None


def over(request: AgencyRequest, status: int) -> HttpResponse:
    """No such link, or no longer."""
    return page(request, "candidate_portal/answer_over.html", status=status, brand=brand_of(request.agency))


@silent
@require_safe
def privacy_answer(request: AgencyRequest) -> HttpResponse:
    """The question, or the button that fetches the copy."""
    return draw(request)


def draw(request: AgencyRequest) -> HttpResponse:
    """The page itself."""
    link = carried(request)
    if link is None or not link.is_good:
        return over(request, 404 if link is None else 410)
    told = told_by(link)
    if told is None:
        return over(request, 410)
    brand = brand_of(request.agency)
    return page(request, "candidate_portal/privacy_answer.html", brand=brand, form=bound(request, SayForm), **told)


def told_by(link: PrivacyLink) -> dict[str, Any] | None:
    """What stands on the page; nothing where the matter is over."""
    done = link.used is not None
    if link.purpose == PrivacyLink.Purpose.COPY:
        asked = link.request()
        until = asked.available_until if asked is not None and asked.can_be_fetched else None
        return {"what": "copy", "words": "", "until": until, "done": False} if until else None
    if link.purpose == PrivacyLink.Purpose.RENEW:
        old = consent_clock.consent_behind(link)
        texts = current_texts(link.agency_id, [old.purpose]) if old is not None else []
        return {"what": "renew", "words": texts[0].text, "until": None, "done": done} if texts else None
    notice = link.notice()
    if notice is None:
        return None
    texts = current_texts(link.agency_id, [Purpose.TALENT_POOL])
    answered = notice.status != RetentionNotice.Status.TOLD
    return {"what": "keep", "words": texts[0].text if texts else "", "until": notice.ends, "done": done or answered}


@silent
@require_POST
def privacy_say(request: AgencyRequest) -> HttpResponse:
    """Yes or no."""
    link = carried(request)
    if link is None or not link.is_good or link.purpose == PrivacyLink.Purpose.COPY:
        return over(request, 404 if link is None else 410)
    form = SayForm(request.POST)
    verb: Any = consent_clock.answer_by_link if link.purpose == PrivacyLink.Purpose.RENEW else retention.answer

    def deed(said: str) -> None:
        verb(link, yes=said == "yes", ip=ip_of(request), agent=agent_of(request))

    if not form.does(deed):
        return refuse(request, draw, form=form)
    return HttpResponseRedirect(reverse("candidate_portal:privacy_answer"))


@silent
@require_POST
def privacy_fetch(request: AgencyRequest) -> HttpResponseBase:
    """The copy."""
    link = carried(request)
    asked = link.request() if link is not None and link.is_good and Form(request.POST).is_valid() else None
    if asked is None or not asked.can_be_fetched:
        return over(request, 404 if link is None else 410)
    answer = files.answer(asked.key, "application/zip", name="my-data.zip", attachment=True, request=request)
    data_copy.was_fetched(asked)
    return answer
