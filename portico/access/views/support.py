"""Coming in as the support, by the link that the site's keeper made; and leaving again."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.access import signing_in, support
from portico.access.views.arriving import card, no_link
from portico.access.visits import agent_of, ip_of
from portico.agencies.gate import AgencyRequest, public


@public
def support_enter(request: AgencyRequest, token: str) -> HttpResponse:
    """Looking shows what the visit is for; pressing the button begins it."""
    visit = support.find(request.agency, token)
    if visit is None:
        return no_link(request)
    if request.method != "POST":
        return card(
            request,
            "access/support.html",
            who=visit.who,
            person=visit.member.name,
            reason=visit.reason,
            minutes=visit.minutes,
            token=token,
        )
    visit.begin(ip=ip_of(request), agent=agent_of(request))
    signing_in.sign_in_support(request, visit)
    return HttpResponseRedirect(signing_in.start_page(visit.member))


@public
@require_POST
def support_leave(request: AgencyRequest) -> HttpResponse:
    """The support is through."""
    visit = support.visit_of(request)
    if visit is not None:
        visit.end(by=None)
    signing_in.sign_out(request)
    return HttpResponseRedirect(reverse("access:sign_in"))


def banner(request: HttpRequest) -> dict[str, Any]:
    """What stands on top of each page while the support is in."""
    visit = support.visit_of(request)
    if visit is None:
        return {"support": None}
    said = _("Support (%(who)s) is acting for %(person)s: %(reason)s")
    said %= {"who": visit.who, "person": visit.member.name, "reason": visit.reason}
    return {"support": {"said": said, "until": visit.until}}
