"""Making an account: name and address, a mail that proves the address, and one press. Looking changes nothing."""

import secrets
from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portico.access.carrying import silent
from portico.access.links import safe_next
from portico.access.secrets import hashed, same
from portico.access.signing_in import cookie_name, set_cookie, start_page
from portico.access.views.arriving import card, too_many, welcome
from portico.access.visits import agent_of, ip_of
from portico.agencies.gate import AgencyRequest, public
from portico.candidate_portal.forms.profile import ConfirmForm, PlainCodeForm, RegisterForm
from portico.candidates.consents import current_texts
from portico.candidates.registering import (
    ASKED,
    Registration,
    TooMany,
    ask_to_register,
    asked_here,
    find,
    is_code,
    numbered,
)
from portico.candidates.registering import register as make_account
from portico.candidates.settings import settings_of
from portico.kit.forms import Form
from portico.kit.pages import bound, refuse
from portico.kit.rules import RuleBroken

ASKED_HERE, CARRIED = "register", "registering"
SALT = "portico.candidate_portal.registering"
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)


def read_cookie(request: AgencyRequest, name: str) -> dict[str, Any]:
    """What this browser carries; nothing where it was not us who gave it, or it belongs to another agency."""
    try:
        value: Any = signing.loads(request.COOKIES.get(cookie_name(name), ""), salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        return {}
    return value if isinstance(value, dict) and value.get("agency") == request.agency.pk else {}


def write_cookie(request: AgencyRequest, response: HttpResponse, name: str, **value: Any) -> None:
    """Let the browser carry it."""
    life = A_DAY if name == ASKED_HERE else AN_HOUR
    set_cookie(response, name, signing.dumps({"agency": request.agency.pk, **value}, salt=SALT), life)


def browser_of(request: AgencyRequest) -> str:
    """The hash of this browser's nonce, if it has asked for an account."""
    nonce = read_cookie(request, ASKED_HERE).get("nonce", "")
    return hashed(nonce) if nonce else ""


@public
def register(request: AgencyRequest) -> HttpResponse:
    """Name and address, and what somebody agrees to."""
    member = request.maybe_member
    if member is not None and request.method != "POST":
        return HttpResponseRedirect(start_page(member))
    if not settings_of(request.agency).registration:
        return card(request, "candidate_portal/register_closed.html", status=404)
    texts = current_texts(request.agency, ASKED)
    if request.method != "POST":
        return register_page(request)
    form = RegisterForm(request.POST, texts=texts)
    if not form.is_valid():
        return refuse(request, register_page, form=form)
    nonce = read_cookie(request, ASKED_HERE).get("nonce") or secrets.token_urlsafe(24)
    typed = {name: form.cleaned_data[name] for name in ("first_name", "last_name", "email")}
    start = safe_next(request.POST.get("next"))
    where = {"ip": ip_of(request), "agent": agent_of(request), "browser": hashed(nonce), "next": start}
    try:
        ask_to_register(request.agency, texts=form.agreed(), **typed, **where)
    except TooMany:
        return too_many(request)
    response = HttpResponseRedirect(reverse("candidate_portal:register_sent"))
    write_cookie(request, response, ASKED_HERE, nonce=nonce, email=typed["email"])
    return response


def register_page(request: AgencyRequest) -> HttpResponse:
    """The form."""
    form = bound(request, RegisterForm, texts=current_texts(request.agency, ASKED))
    start = safe_next(request.POST.get("next", request.GET.get("next")))
    consents = [name for name in form.fields if name.startswith("text_")]
    return card(request, "candidate_portal/register.html", form=form, next=start, consents=consents)


@public
def register_sent(request: AgencyRequest) -> HttpResponse:
    """A mail is on its way, whoever it is; the code in it can be typed here."""
    if not browser_of(request):
        return HttpResponseRedirect(reverse("candidate_portal:register"))
    if request.method != "POST":
        return sent_page(request)
    form = PlainCodeForm(request.POST)
    if not form.is_valid():
        return refuse(request, sent_page, form=form)
    try:
        waiting = asked_here(request.agency, browser_of(request))
        right = next((row for row in waiting if is_code(row, form.cleaned_data["code"], ip=ip_of(request))), None)
    except TooMany:
        return too_many(request)
    if right is None:
        form.add_error("code", _("This code is not right, or no longer good."))
        return refuse(request, sent_page, form=form)
    return let_in(request, right, form, sent_page)


@require_safe
def sent_page(request: AgencyRequest) -> HttpResponse:
    """Where to look for the mail."""
    email = read_cookie(request, ASKED_HERE).get("email", "")
    return card(request, "candidate_portal/register_sent.html", email=email, form=bound(request, PlainCodeForm))


@silent
@require_safe
def register_link(request: AgencyRequest, token: str) -> HttpResponse:
    """The first hop: the browser carries the link from here on, and the address is clean. Scanners may come at will."""
    row = find(request.agency, token)
    if row is None:
        return card(request, "candidate_portal/register_over.html", status=404)
    response = HttpResponseRedirect(reverse("candidate_portal:register_confirm"))
    write_cookie(request, response, CARRIED, row=row.pk)
    return response


def carried(request: AgencyRequest) -> Registration | None:
    """The registration whose link this browser opened."""
    pk = read_cookie(request, CARRIED).get("row")
    return numbered(request.agency, pk) if isinstance(pk, int) else None


@silent
def register_confirm(request: AgencyRequest) -> HttpResponse:
    """One button; in another browser than the one that asked, also the code from the mail."""
    row = carried(request)
    if row is None or not row.is_open:
        member = request.maybe_member
        if row is not None and member is not None and member.email == row.email:
            return HttpResponseRedirect(start_page(member))
        return card(request, "candidate_portal/register_over.html", status=404 if row is None else 410)
    if request.method != "POST":
        return confirm_page(request)
    form: Form = ConfirmForm(request.POST) if is_bound(request, row) else PlainCodeForm(request.POST)
    if not form.is_valid():
        return refuse(request, confirm_page, form=form)
    try:
        if not is_bound(request, row) and not is_code(row, form.cleaned_data["code"], ip=ip_of(request)):
            form.add_error("code", _("This code is not right, or no longer good."))
            return refuse(request, confirm_page, form=form)
    except TooMany:
        return too_many(request)
    return let_in(request, row, form, confirm_page)


def is_bound(request: AgencyRequest, row: Registration) -> bool:
    """Whether no code is needed: it is for any browser, or this is the one that asked."""
    return not row.browser or same(row.browser, browser_of(request))


@require_safe
def confirm_page(request: AgencyRequest) -> HttpResponse:
    """Whose account it will be, and the button."""
    row = carried(request)
    assert row is not None
    needs_code = not is_bound(request, row)
    form: Form = bound(request, PlainCodeForm) if needs_code else bound(request, ConfirmForm)
    words: dict[str, Any] = {"email": row.email, "needs_code": needs_code, "offered": bool(row.candidate_id)}
    return card(request, "candidate_portal/register_confirm.html", form=form, **words)


def let_in(request: AgencyRequest, row: Registration, form: Form, view: Any) -> HttpResponse:
    """Make the account and go on to the first questions."""
    try:
        member = make_account(row, ip=ip_of(request), agent=agent_of(request))
    except RuleBroken as no:
        form.add_error(None, str(no))
        form.status = 409
        return refuse(request, view, form=form)
    start = row.next or reverse("candidate_portal:start" if row.candidate_id else "candidate_portal:welcome")
    return welcome(request, member.user, how="registration", member=member, next=start)
