"""Members: the agency's own people, their roles, and their ways in."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portico.access import members as verbs
from portico.access import second_step
from portico.access.fresh import fresh_sign_in
from portico.access.models import AccessLink, RememberedBrowser
from portico.agencies.gate import DeskRequest, staff
from portico.agencies.models import Member, StaffRole
from portico.agencies.roles import May, Side
from portico.backoffice.editing import see_again
from portico.backoffice.forms.members import DeactivateForm, HandOverForm, RoleForm, TeammateForm
from portico.backoffice.listing import Filters, listing
from portico.backoffice.owner_filter import suggestions
from portico.backoffice.reading.members import member_facts, step_facts, ways_in, word_of
from portico.backoffice.tones import TONES
from portico.kit.forms import Form
from portico.kit.lists import Order, words_asked
from portico.kit.pages import bound, page, refuse, say
from portico.pipeline.handing_over import hand_over, holdings, see_off

ORDERS = {
    "name": Order(gettext_lazy("Name"), "user__name"),
    "role": Order(gettext_lazy("Role"), "role"),
    "since": Order(gettext_lazy("Since"), "-created"),
}
HEADS = [
    (gettext_lazy("Name"), "name"),
    (gettext_lazy("Role"), "role"),
    (gettext_lazy("State"),),
    (gettext_lazy("Two-step sign-in"),),
    (gettext_lazy("Last seen"),),
    (gettext_lazy("Since"), "since"),
]
COLUMNS = [
    ("Name", "name"), ("Email", "email"), ("Role", "role_name"), ("State", "get_status_display"),
    ("Last seen", "last_seen"), ("Joined", "joined"),
]  # fmt: skip
STATES = [
    (Member.Status.ACTIVE, gettext_lazy("Active")),
    (Member.Status.INVITED, gettext_lazy("Invited")),
    (Member.Status.EXPIRED, gettext_lazy("Invitation expired")),
    (Member.Status.SUSPENDED, gettext_lazy("Deactivated")),
    (Member.Status.REVOKED, gettext_lazy("Access ended")),
]


@staff()
@require_safe
def owner_names(request: DeskRequest) -> HttpResponse:
    """Suggestions while somebody types an owner's name."""
    options = suggestions(request.member, words_asked(request.GET))
    return page(request, "backoffice/parts/suggestions.html", options=options)


def teammate_of(request: DeskRequest, pk: int) -> Member:
    """One of the agency's own people."""
    rows = Member.objects.visible_to(request.member).filter(side=Side.STAFF)
    return get_object_or_404(rows.select_related("user", "staff_role", "agency"), pk=pk)


@staff(May.MANAGE_MEMBERS)
@require_safe
def member_list(request: DeskRequest) -> HttpResponseBase:
    """The agency's own people."""
    filters = Filters(request, Member, looks_in=("user__name", "user__email"), status=STATES)
    rows = filters.apply(Member.objects.visible_to(request.member).filter(side=Side.STAFF))
    rows = rows.select_related("user", "staff_role", "agency").annotate(two_step=second_step.has_one())
    context: dict[str, Any] = {"heads": HEADS, "states": STATES, "state_words": dict(STATES), "tones": TONES}
    context["step_word"] = lambda row: word_of(row, on=row.two_step)
    return listing(request, "backoffice/member_list.html", rows, ORDERS, "name", COLUMNS, filters, **context)


@staff(May.MANAGE_MEMBERS)
@fresh_sign_in
def member_invite(request: DeskRequest) -> HttpResponse:
    """Invite a teammate by mail, with a role."""
    form = TeammateForm(request.POST if request.method == "POST" else None, by=request.member)

    def invite(role: tuple[str, StaffRole | None], **who: str) -> Member:
        name, own = role
        return verbs.invite_teammate(request.agency, role=name, staff_role=own, by=request.member, **who)

    if form.is_bound and form.does(invite):
        say(request, _("%s has been invited by email.") % form.result.name)
        return redirect("backoffice:member", form.result.pk)
    return page(request, "backoffice/member_invite.html", status=form.status if form.errors else 200, form=form)


@staff(May.MANAGE_MEMBERS)
@require_safe
def member(request: DeskRequest, pk: int) -> HttpResponse:
    """One teammate: role, state, ways in, what they own, and what happened."""
    return member_page(request, pk)


def member_page(request: DeskRequest, pk: int) -> HttpResponse:
    """The page, also around a refused form."""
    found = teammate_of(request, pk)
    key = verbs.role_key(found)
    refused = getattr(request, "refused_form", None)
    return page(
        request,
        "backoffice/member.html",
        teammate=found,
        state=dict(STATES)[Member.Status(found.status)],
        tone=TONES[found.status],
        role_form=bound(request, RoleForm, key=pk, by=request.member, initial={"role": key, "seen": key}),
        give_form=bound(request, HandOverForm, key=pk, giver=found, by=request.member),
        may_touch=verbs.may_touch(request.member, found),
        is_me=found.pk == request.member.pk,
        no=refused if type(refused) is Form else None,
        **member_facts(request.member, found),
        **ways_in(request.member, found),
        **step_facts(request.member, found),
    )


@staff(May.MANAGE_MEMBERS)
@fresh_sign_in
@require_POST
def member_role(request: DeskRequest, pk: int) -> HttpResponse:
    """Give a teammate another role."""
    found = teammate_of(request, pk)
    form = RoleForm(request.POST, by=request.member)
    form.key = pk
    if not form.does(
        lambda role, seen: verbs.change_role(found, role[0], role[1], seen=seen or "-", by=request.member)
    ):
        if form.conflict:
            see_again(form, verbs.role_key(teammate_of(request, pk)))
        return refuse(request, member_page, pk, form=form)
    say(request, _("Saved. It holds from their next page on."))
    return redirect("backoffice:member", pk)


@staff(May.MANAGE_MEMBERS)
def member_deactivate(request: DeskRequest, pk: int) -> HttpResponse:
    """End a teammate's access at once, and hand over what they own."""
    found = teammate_of(request, pk)
    form = DeactivateForm(request.POST if request.method == "POST" else None, giver=found, by=request.member)

    if form.is_bound and form.does(see_off, member=found, by=request.member):
        say(request, _("%s can no longer get in.") % found.name)
        return redirect("backoffice:member", pk)
    return page(
        request,
        "backoffice/member_deactivate.html",
        status=form.status if form.errors else 200,
        form=form,
        teammate=found,
        holdings=holdings(found),
    )


@staff(May.MANAGE_MEMBERS)
@require_POST
def member_hand_over(request: DeskRequest, pk: int) -> HttpResponse:
    """Make somebody else the owner of all that is theirs."""
    found = teammate_of(request, pk)
    form = HandOverForm(request.POST, giver=found, by=request.member)
    form.key = pk
    if not form.does(lambda taker: hand_over(found, taker, by=request.member)):
        return refuse(request, member_page, pk, form=form)
    names = {"giver": found.name, "taker": form.cleaned_data["taker"].name}
    say(request, _("Everything of %(giver)s is %(taker)s’s now.") % names)
    return redirect("backoffice:member", pk)


def deed(request: DeskRequest, pk: int, verb: Callable[..., Any], said: str) -> HttpResponse:
    """Do one thing with a teammate; a refusal is said on their page."""
    found = teammate_of(request, pk)
    form = Form(request.POST)
    if not form.does(verb, member=found, by=request.member):
        return refuse(request, member_page, pk, form=form)
    say(request, said % found.name)
    return redirect("backoffice:member", pk)


@staff(May.MANAGE_MEMBERS)
@require_POST
def member_reactivate(request: DeskRequest, pk: int) -> HttpResponse:
    """Give a deactivated teammate access again."""
    return deed(request, pk, verbs.reactivate, _("%s can get in again, and was told by email."))


@staff(May.MANAGE_MEMBERS)
@require_POST
def member_resend(request: DeskRequest, pk: int) -> HttpResponse:
    """Mail the invitation again."""
    return deed(request, pk, verbs.resend, _("A new invitation is on its way to %s."))


@staff(May.MANAGE_MEMBERS)
@require_POST
def member_withdraw(request: DeskRequest, pk: int) -> HttpResponse:
    """Take back an invitation, or end a deactivated place for good."""
    return deed(request, pk, verbs.withdraw, _("%s can no longer join."))


@staff(May.MANAGE_MEMBERS)
@require_POST
def member_sign_out(request: DeskRequest, pk: int) -> HttpResponse:
    """Sign a teammate out everywhere."""
    return deed(request, pk, verbs.end_sessions, _("%s is signed out everywhere."))


@staff(May.MANAGE_MEMBERS)
@require_POST
def member_link_end(request: DeskRequest, pk: int, link: int) -> HttpResponse:
    """End one emailed link of a teammate."""
    found = teammate_of(request, pk)
    row = get_object_or_404(AccessLink.objects.visible_to(request.member).of(found), pk=link)
    return deed(request, pk, _touching(row.revoke), _("This link of %s no longer works."))


@staff(May.MANAGE_MEMBERS)
@require_POST
def member_browser_end(request: DeskRequest, pk: int, browser: int) -> HttpResponse:
    """Forget one browser of a teammate."""
    found = teammate_of(request, pk)
    row = get_object_or_404(RememberedBrowser.objects.visible_to(request.member).filter(user=found.user_id), pk=browser)
    return deed(request, pk, _touching(row.forget), _("This browser of %s is forgotten."))


@staff(May.MANAGE_MEMBERS)
@fresh_sign_in
@require_POST
def member_second_step_reset(request: DeskRequest, pk: int) -> HttpResponse:
    """Turn the two-step sign-in of a teammate off who has lost it."""
    return deed(request, pk, second_step.reset, _("The two-step sign-in of %s is off, and they were told."))


def _touching(end: Callable[[Member], None]) -> Callable[..., None]:
    """Ends something of a teammate who stands no higher than oneself."""

    def verb(member: Member, by: Member) -> None:
        verbs.check_touch(by, member)
        end(by)

    return verb
