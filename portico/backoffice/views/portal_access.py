"""A contact's access to the client portal: invite, resend, change, end; single links and remembered browsers."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.access import inviting
from portico.access.models import AccessLink, RememberedBrowser
from portico.agencies.gate import DeskRequest, staff
from portico.agencies.models import Member
from portico.agencies.roles import May, Side
from portico.backoffice.forms.candidate_portal import InviteCandidatesForm
from portico.backoffice.forms.contacts import InviteForm
from portico.candidates.models import Candidate
from portico.clients.models import Contact
from portico.kit.pages import page, say
from portico.kit.rules import RuleBroken
from portico.portals.inviting import change_role, give_back, invite_contact, lacks
from portico.portals.models import Seat


def contact_of(request: DeskRequest, pk: int) -> Contact:
    """The contact, if the reader sees it."""
    rows = Contact.objects.visible_to(request.member).select_related("organization", "member__user", "agency")
    return get_object_or_404(rows, pk=pk)


def place_of(request: DeskRequest, pk: int) -> tuple[Contact, Member]:
    """A contact who was invited, and their place."""
    contact = contact_of(request, pk)
    if contact.member is None:
        raise RuleBroken(_("%s was never invited.") % contact.name)
    return contact, contact.member


@staff(May.WORK_DESK, May.INVITE)
def contact_invite(request: DeskRequest, pk: int) -> HttpResponse:
    """Invite to Client Portal: how far they may look and act, then a mail with “Join Client Portal”."""
    contact = contact_of(request, pk)
    if request.method != "POST":
        return invite_page(request, contact, InviteForm(contact=contact, by=request.member))
    form = InviteForm(request.POST, contact=contact, by=request.member)
    if not form.does(lambda **chosen: invite_contact(contact, by=request.member, **chosen)):
        return invite_page(request, contact, form)
    say(request, _("%s has been invited by email.") % contact.name)
    return redirect("backoffice:contact", pk)


def invite_page(request: DeskRequest, contact: Contact, form: InviteForm) -> HttpResponse:
    """The form, or what is missing before there can be one."""
    status = form.status if form.errors else 200
    return page(
        request,
        "backoffice/contact_invite.html",
        status=status,
        contact=contact,
        form=form,
        lacks=lacks(contact),
        changing=False,
    )


@staff(May.WORK_DESK, May.INVITE)
def contact_scope(request: DeskRequest, pk: int) -> HttpResponse:
    """Change what a contact may do and which jobs they see."""
    contact, place = place_of(request, pk)
    seat = get_object_or_404(
        Seat.objects.visible_to(request.member).select_related("contact", "member__user"), contact=contact
    )
    initial: dict[str, Any] = {"role": place.role, "all_jobs": seat.all_jobs, "shares": seat.shares.all()}
    if request.method != "POST":
        form = InviteForm(contact=contact, by=request.member, initial=initial)
    else:
        form = InviteForm(request.POST, contact=contact, by=request.member, initial=initial)

        def change(role: str, all_jobs: bool, shares: Any) -> None:
            change_role(seat, role, by=request.member)
            seat.set_scope(all_jobs=all_jobs, shares=list(shares), by=request.member)

        if form.does(change):
            say(request, _("Saved. It holds from their next page on."))
            return redirect("backoffice:contact", pk)
    status = form.status if form.errors else 200
    return page(
        request, "backoffice/contact_invite.html", status=status, contact=contact, form=form, lacks=[], changing=True
    )


@staff(May.WORK_DESK, May.INVITE)
@require_POST
def contact_resend(request: DeskRequest, pk: int) -> HttpResponse:
    """Mail the invitation again."""
    contact, place = place_of(request, pk)
    inviting.resend(place, request.member)
    say(request, _("A new invitation is on its way to %s.") % contact.email)
    return redirect("backoffice:contact", pk)


@staff(May.WORK_DESK, May.INVITE)
@require_POST
def contact_revoke(request: DeskRequest, pk: int) -> HttpResponse:
    """End their access: sessions, links and remembered browsers are dead at once."""
    contact, place = place_of(request, pk)
    inviting.revoke(place, request.member)
    say(request, _("%s can no longer get in.") % contact.name)
    return redirect("backoffice:contact", pk)


@staff(May.WORK_DESK, May.INVITE)
@require_POST
def contact_restore_access(request: DeskRequest, pk: int) -> HttpResponse:
    """Give suspended access back; who moved to another organization is invited anew there,
    to no more than they saw: all jobs, or the chosen ones."""
    contact, place = place_of(request, pk)
    if give_back(contact, place, by=request.member):
        say(request, _("%s has been invited by email.") % contact.name)
    else:
        say(request, _("%s can get in again, and was told by email.") % contact.name)
    return redirect("backoffice:contact", pk)


@staff(May.WORK_DESK, May.INVITE)
@require_POST
def link_end(request: DeskRequest, pk: int) -> HttpResponse:
    """End one emailed link of a contact or candidate."""
    link = get_object_or_404(AccessLink.objects.visible_to(request.member).exclude(user__in=teammates(request)), pk=pk)
    link.revoke(request.member)
    say(request, _("This link no longer works."))
    return back_to_person(request, link.user_id)


@staff(May.WORK_DESK, May.INVITE)
@require_POST
def browser_end(request: DeskRequest, pk: int) -> HttpResponse:
    """Forget a browser: it asks for the password or a code again."""
    rows = RememberedBrowser.objects.visible_to(request.member).exclude(user__in=teammates(request))
    browser = get_object_or_404(rows, pk=pk)
    browser.forget(request.member)
    say(request, _("This browser is forgotten."))
    return back_to_person(request, browser.user_id)


def teammates(request: DeskRequest) -> Any:
    """The logins of the agency's own people: their links and browsers are ended on the members' pages."""
    return Member.objects.visible_to(request.member).filter(side=Side.STAFF).values("user")


def back_to_person(request: DeskRequest, user: int) -> HttpResponse:
    """To the page of the contact or candidate behind a login."""
    contact = Contact.objects.visible_to(request.member).filter(member__user=user).first()
    if contact is not None:
        return redirect("backoffice:contact", contact.pk)
    candidate = Candidate.objects.visible_to(request.member).filter(member__user=user).first()
    return redirect("backoffice:candidate", candidate.pk) if candidate else redirect("backoffice:start")


def candidate_of(request: DeskRequest, pk: int) -> Candidate:
    """The candidate, if the reader sees it."""
    rows = Candidate.objects.visible_to(request.member).select_related("member__user", "agency")
    return get_object_or_404(rows, pk=pk)


@staff(May.WORK_DESK, May.INVITE)
@require_POST
def candidate_invite(request: DeskRequest, pk: int) -> HttpResponse:
    """Mail a candidate the way into the candidate portal."""
    candidate = candidate_of(request, pk)
    form = InviteCandidatesForm(request.POST, by=request.member)
    layout = form.cleaned_data["layout"] if form.is_valid() else None
    candidate.invite(by=request.member, layout=layout)
    say(request, _("%s has been invited by email.") % candidate.name)
    return redirect("backoffice:candidate", pk)


@staff(May.WORK_DESK, May.INVITE)
@require_POST
def candidate_resend(request: DeskRequest, pk: int) -> HttpResponse:
    """Mail the invitation again."""
    candidate = candidate_of(request, pk)
    inviting.resend(candidate.portal_place, request.member)
    say(request, _("A new invitation is on its way to %s.") % candidate.email)
    return redirect("backoffice:candidate", pk)


@staff(May.WORK_DESK, May.INVITE)
@require_POST
def candidate_revoke(request: DeskRequest, pk: int) -> HttpResponse:
    """End a candidate's access to the portal at once."""
    candidate = candidate_of(request, pk)
    inviting.revoke(candidate.portal_place, request.member)
    say(request, _("%s can no longer get in.") % candidate.name)
    return redirect("backoffice:candidate", pk)
