"""One's own calendar feed and time zone, and the feed itself, which calendars read without signing in."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.access import account as verbs
from portico.access import feeds
from portico.access.models import LinkUse
from portico.access.views import account
from portico.access.views.arriving import log
from portico.agencies.gate import AgencyRequest, MemberRequest, member, public
from portico.agencies.models import Member
from portico.kit.calendars import feed
from portico.kit.forms import Form
from portico.kit.pages import refuse, say
from portico.kit.timing import ZoneForm


@public
@require_safe
def calendar_feed(request: AgencyRequest, token: str) -> HttpResponse:
    """What is to come and was lately, as its owner may see it now; a dead address is a 404."""
    found = feeds.reader_of(request.agency, token)
    if found is None:
        raise Http404
    link, reader = found
    log(request, link, LinkUse.What.OPENED)
    body = feed(feeds.entries_for(reader), _("Interviews · %s") % request.agency.name)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = 'inline; filename="interviews.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


def calendar_panel(reader: Member, token: str = "") -> dict[str, Any]:
    """What the account page says of it; the address is shown once, when it is made."""
    found = feeds.feed_of(reader)
    path = reverse("access:calendar_feed", args=[token]) if token else ""
    return {
        "address": reader.agency.address(path) if path else "",
        "made": found.created if found else None,
        "read": found.opened_at if found else None,
    }


@member
@require_POST
@account.proved_only
def calendar_make(request: MemberRequest) -> HttpResponse:
    """A new address; the one before is dead. It is on this one page and kept nowhere."""
    form = Form(request.POST)
    if not form.does(feeds.make_feed, member=request.member):
        return refuse(request, account.own_login, form=form)
    request.method = "GET"
    return account.own_login(request, feed_token=form.result)


@member
@require_POST
def calendar_end(request: MemberRequest) -> HttpResponse:
    """End the feed."""
    form = Form(request.POST)
    if not form.does(feeds.end_feed, member=request.member):
        return refuse(request, account.own_login, form=form)
    say(request, _("Your calendar feed is off. Its address is dead."))
    return HttpResponseRedirect(reverse("access:account") + "#calendar")


@member
@require_POST
def account_zone(request: MemberRequest) -> HttpResponse:
    """In which time zone one reads times."""
    form = ZoneForm(request.POST)
    if not form.does(lambda zone: verbs.keep_zone(request.member.user, zone)):
        return refuse(request, account.own_login, form=form)
    say(request, _("Your time zone is saved."))
    return HttpResponseRedirect(reverse("access:account") + "#calendar")
