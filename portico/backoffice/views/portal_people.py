"""The people of a client portal: inviting them, one person in four tabs, and the colleagues their admins ask for."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.access import inviting
from portico.access.models import AccessLink, RememberedBrowser, Session
from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.portal_people import DeclineForm, PortalInviteForm, ScopeForm, SuspendForm
from portico.backoffice.reading.portal_user import read_details, read_feedback, read_history, read_links, shares_of
from portico.backoffice.tones import TONES
from portico.kit.pages import bound, page, refuse, say
from portico.pipeline.guests import GuestLink
from portico.portals import welcoming
from portico.portals.inviting import change_role, give_back, invite_person
from portico.portals.models import ColleagueRequest, Portal, Seat

TABS: list[tuple[str, Callable[[], str]]] = [
    ("portal_user", lambda: _("User Details")),
    ("portal_user_feedback", lambda: _("Feedback")),
    ("portal_user_links", lambda: _("Shared Links")),
    ("portal_user_history", lambda: _("History")),
]


@staff(May.WORK_DESK, May.INVITE)
def portal_invite(request: DeskRequest, pk: int) -> HttpResponse:
    """Invite a contact of the organization, or somebody new, to its portal."""
    rows = Portal.objects.visible_to(request.member).select_related("organization__owner__user", "agency")
    portal = get_object_or_404(rows, pk=pk)
    form = PortalInviteForm(request.POST if request.method == "POST" else None, portal=portal, by=request.member)
    if form.is_bound and form.does(invite_person, portal=portal, by=request.member):
        say(request, _("%s has been invited by email.") % form.result.name)
        return redirect("backoffice:portal_users", pk)
    status = form.status if form.errors else 200
    return page(request, "backoffice/portal_invite.html", status=status, portal=portal, form=form)


def seat_of(request: DeskRequest, pk: int) -> Seat:
    """One person's seat in a portal."""
    rows = Seat.objects.visible_to(request.member)
    related = "contact__organization", "contact__agency", "portal__organization", "member__user", "member__agency"
    return get_object_or_404(rows.select_related(*related), pk=pk)


def user_page(request: DeskRequest, seat: Seat, tab: str, **context: Any) -> HttpResponse:
    """One of the four tabs."""
    tabs = [
        {"label": label(), "url": reverse(f"backoffice:{name}", args=[seat.pk]), "current": name == tab}
        for name, label in TABS
    ]
    return page(
        request,
        f"backoffice/{tab}.html",
        seat=seat,
        place=seat.member,
        tabs=tabs,
        tones=TONES,
        may_touch=request.member.may(May.WORK_DESK) and request.member.may(May.INVITE),
        **context,
    )


@staff()
@require_safe
def portal_user(request: DeskRequest, pk: int) -> HttpResponse:
    """Which portals they may open, their role and jobs, where they are signed in."""
    return details(request, seat_of(request, pk))


def scope_of(request: DeskRequest, seat: Seat) -> dict[str, Any]:
    """What they may do and see now."""
    shares = [share.pk for share in shares_of(request.member, seat)]
    return {"role": seat.member.role, "all_jobs": seat.all_jobs, "shares": shares}


def details(request: DeskRequest, seat: Seat) -> HttpResponse:
    """The tab, also around a refused form."""
    initial = scope_of(request, seat)
    form = bound(request, ScopeForm, key=seat.pk, portal=seat.portal, by=request.member, initial=initial)
    return user_page(request, seat, "portal_user", scope_form=form, **read_details(request.member, seat))


@staff()
@require_safe
def portal_user_feedback(request: DeskRequest, pk: int) -> HttpResponse:
    """What they said about candidates, and where they moved them."""
    seat = seat_of(request, pk)
    return user_page(request, seat, "portal_user_feedback", **read_feedback(request.member, seat))


@staff()
@require_safe
def portal_user_links(request: DeskRequest, pk: int) -> HttpResponse:
    """Links sent to them, and guest links sent by them, each with its use and its end."""
    seat = seat_of(request, pk)
    return user_page(request, seat, "portal_user_links", **read_links(request.member, seat))


@staff()
@require_safe
def portal_user_history(request: DeskRequest, pk: int) -> HttpResponse:
    """Everything they did, newest first."""
    seat = seat_of(request, pk)
    before = request.GET.get("before", "")[:60]
    return user_page(request, seat, "portal_user_history", **read_history(request.member, seat, before))


@staff(May.WORK_DESK, May.INVITE)
@require_POST
def portal_user_scope(request: DeskRequest, pk: int) -> HttpResponse:
    """Change what they may do and which jobs they see."""
    seat = seat_of(request, pk)
    form = ScopeForm(request.POST, portal=seat.portal, by=request.member, initial=scope_of(request, seat))
    form.key = seat.pk

    def change(role: str, all_jobs: bool, shares: Any) -> None:
        change_role(seat, role, by=request.member)
        seat.set_scope(all_jobs=all_jobs, shares=list(shares), by=request.member)

    if not form.does(change):
        return refuse(request, details, seat, form=form)
    say(request, _("Saved. It holds from their next page on."))
    return redirect("backoffice:portal_user", pk)


@staff(May.WORK_DESK, May.INVITE)
@require_POST
def portal_user_suspend(request: DeskRequest, pk: int) -> HttpResponse:
    """Stop their access at once; it can be given back."""
    seat, form = seat_of(request, pk), SuspendForm(request.POST)

    def suspend(reason: str) -> None:
        inviting.suspend(seat.member, request.member, reason or _("Deactivated by the agency."), asks=False)

    if not form.does(suspend):
        return refuse(request, details, seat, form=form)
    say(request, _("%s can no longer get in.") % seat.contact.name)
    return redirect("backoffice:portal_user", pk)


@staff(May.WORK_DESK, May.INVITE)
@require_POST
def portal_user_reactivate(request: DeskRequest, pk: int) -> HttpResponse:
    """Give suspended access back; who moved or has another address is invited anew."""
    seat = seat_of(request, pk)
    again = give_back(seat.contact, seat.member, by=request.member)
    text = _("%s has been invited by email.") if again else _("%s can get in again, and was told by email.")
    say(request, text % seat.contact.name)
    return redirect("backoffice:portal_user", pk)


@staff(May.WORK_DESK, May.INVITE)
@require_POST
def portal_user_resend(request: DeskRequest, pk: int) -> HttpResponse:
    """Mail the invitation again."""
    seat = seat_of(request, pk)
    inviting.resend(seat.member, request.member)
    say(request, _("A new invitation is on its way to %s.") % seat.member.email)
    return redirect("backoffice:portal_user", pk)


@staff(May.WORK_DESK, May.INVITE)
@require_POST
def portal_user_revoke(request: DeskRequest, pk: int) -> HttpResponse:
    """End their access for good: sessions, links and remembered browsers are dead at once."""
    seat = seat_of(request, pk)
    inviting.revoke(seat.member, request.member)
    say(request, _("%s can no longer get in.") % seat.contact.name)
    return redirect("backoffice:portal_user", pk)


@staff(May.WORK_DESK, May.INVITE)
@require_POST
def portal_user_link_end(request: DeskRequest, pk: int, link: int) -> HttpResponse:
    """Expire one of their links; who came in by a direct link is out."""
    seat = seat_of(request, pk)
    rows = AccessLink.objects.visible_to(request.member).of(seat.member)
    get_object_or_404(rows.select_related("member__user"), pk=link).revoke(request.member)
    say(request, _("This link no longer works."))
    return redirect("backoffice:portal_user_links", pk)


@staff(May.WORK_DESK, May.INVITE)
@require_POST
def portal_user_guest_end(request: DeskRequest, pk: int, link: int) -> HttpResponse:
    """Expire a link by which they forwarded a candidate."""
    seat = seat_of(request, pk)
    rows = GuestLink.objects.visible_to(request.member).filter(sent_by=seat.member)
    get_object_or_404(rows, pk=link).end(by=request.member)
    say(request, _("This link no longer works."))
    return redirect("backoffice:portal_user_links", pk)


@staff(May.WORK_DESK, May.INVITE)
@require_POST
def portal_user_session_end(request: DeskRequest, pk: int, session: int) -> HttpResponse:
    """Sign them out in one browser."""
    seat = seat_of(request, pk)
    rows = Session.objects.visible_to(request.member).filter(user=seat.member.user_id)
    get_object_or_404(rows.select_related("member", "user"), pk=session).finish(by=request.member)
    say(request, _("This browser is signed out."))
    return redirect("backoffice:portal_user", pk)


@staff(May.WORK_DESK, May.INVITE)
@require_POST
def portal_user_browser_end(request: DeskRequest, pk: int, browser: int) -> HttpResponse:
    """Forget a browser: it asks for the password or a code again."""
    seat = seat_of(request, pk)
    rows = RememberedBrowser.objects.visible_to(request.member).filter(user=seat.member.user_id)
    get_object_or_404(rows, pk=browser).forget(request.member)
    say(request, _("This browser is forgotten."))
    return redirect("backoffice:portal_user", pk)


def request_of(request: DeskRequest, pk: int) -> ColleagueRequest:
    """What a client admin asked for."""
    rows = ColleagueRequest.objects.visible_to(request.member)
    related = "portal__organization__owner", "asked_by__user", "decided_by__user", "contact", "agency"
    return get_object_or_404(rows.select_related(*related), pk=pk)


@staff()
@require_safe
def colleague_request(request: DeskRequest, pk: int) -> HttpResponse:
    """A client admin wants a colleague on the portal: whom, how far, and the answer."""
    return request_page(request, request_of(request, pk))


def request_page(request: DeskRequest, asked: ColleagueRequest) -> HttpResponse:
    """The page, also around a refused form."""
    return page(
        request,
        "backoffice/colleague_request.html",
        asked=asked,
        jobs=[share.job.title for share in asked.shares.select_related("job")],
        decline_form=bound(request, DeclineForm, key=asked.pk),
        may_answer=request.member.may(May.WORK_DESK) and request.member.may(May.INVITE),
    )


@staff(May.WORK_DESK, May.INVITE)
@require_POST
def colleague_approve(request: DeskRequest, pk: int) -> HttpResponse:
    """Let the colleague in as asked."""
    asked = request_of(request, pk)
    welcoming.approve(asked, by=request.member)
    say(request, _("%s has been invited by email.") % asked.name)
    return redirect("backoffice:portal_users", asked.portal_id)


@staff(May.WORK_DESK, May.INVITE)
@require_POST
def colleague_decline(request: DeskRequest, pk: int) -> HttpResponse:
    """Do not let the colleague in, and say why."""
    asked, form = request_of(request, pk), DeclineForm(request.POST)
    form.key = asked.pk
    if not form.does(lambda reason: welcoming.decline(asked, by=request.member, reason=reason)):
        return refuse(request, request_page, request_of(request, pk), form=form)
    say(request, _("Declined. %s is told.") % (asked.asked_by_name or _("The client")))
    return redirect("backoffice:portal_users", asked.portal_id)
