"""Looking over one's profile when asked: behind an emailed link without signing in, and in the portal."""

from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portico.access.carrying import silent
from portico.access.signing_in import cookie_name, set_cookie
from portico.access.views.arriving import brand_of, card
from portico.agencies.gate import AgencyRequest, CandidateRequest, candidate
from portico.agencies.models import Member
from portico.candidate_portal.forms.updates import AnswerForm
from portico.candidate_portal.reading.updates import asked_of, form_of
from portico.candidates.models import UpdateRequest
from portico.candidates.update_asking import do_not_ask
from portico.candidates.update_papers import hand_in
from portico.candidates.update_requests import RELATED, request_behind, was_opened
from portico.kit.pages import page, say
from portico.kit.rules import RuleBroken

CARRIED = "update"
SALT = "portico.candidate_portal.update"
LONG_ENOUGH = timedelta(hours=4)


@silent
@require_safe
def update_link(request: AgencyRequest, token: str) -> HttpResponse:
    """The first hop: the browser carries the link from here on, and the address is clean. Scanners may come at will."""
    found = request_behind(request.agency, token)
    if found is None:
        return card(request, "access/no_link.html", status=404)
    was_opened(found)
    response = HttpResponseRedirect(reverse("candidate_portal:update"))
    set_cookie(response, CARRIED, signing.dumps({"token": token}, salt=SALT), LONG_ENOUGH)
    return response


def carried(request: AgencyRequest) -> UpdateRequest | None:
    """The request whose link this browser opened, as long as the link works."""
    try:
        value: Any = signing.loads(request.COOKIES.get(cookie_name(CARRIED), ""), salt=SALT, max_age=LONG_ENOUGH)
    except signing.BadSignature:
        return None
    return request_behind(request.agency, value.get("token")) if isinstance(value, dict) else None


@silent
def update(request: AgencyRequest) -> HttpResponse:
    """The fields that were asked for, and nothing else of the person."""
    found = carried(request)
    if found is None:
        return page(request, "candidate_portal/update_over.html", status=404, brand=brand_of(request.agency))
    return answer(request, found, None, "candidate_portal/update.html", request.path)


@candidate()
def update_own(request: CandidateRequest, pk: int) -> HttpResponse:
    """The same, in the portal."""
    rows = UpdateRequest.objects.visible_to(request.member).select_related(*RELATED)
    found = get_object_or_404(rows, pk=pk)
    return answer(request, found, request.member, "candidate_portal/update_own.html", request.path)


def answer(request: HttpRequest, found: UpdateRequest, by: Member | None, template: str, here: str) -> HttpResponse:
    """Show the page, or do what the pressed button says."""
    if request.method != "POST":
        return draw(request, found, template)
    if not found.is_open:
        return draw(request, found, template, status=409)
    said = request.POST.get("said", "send")
    if said == "stop":
        do_not_ask(found.candidate, by=by)
        say(request, _("We will not ask you again."))
        return HttpResponseRedirect(here)
    form = form_of(found, request.POST, request.FILES)
    if not takes_file(form, found, by):
        return draw(request, found, template, form)
    if said == "later":
        return keep(request, found, form, by, template, here)
    if not form.does(lambda **_cleaned: send(found, form, said if said in AnswerForm.SAID else "send", by)):
        found.refresh_from_db()
        return draw(request, found, template, form)
    return HttpResponseRedirect(here)


def draw(
    request: HttpRequest, found: UpdateRequest, template: str, form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    """The page with the form; after a refusal with what was typed, and what is wrong."""
    if form is not None and form.errors:
        status = form.status
    brand = brand_of(request.agency)  # type: ignore[attr-defined]
    it = asked_of(found, form if found.is_open else None)
    return page(request, template, status=status, it=it, brand=brand, here=request.path)


def takes_file(form: AnswerForm, found: UpdateRequest, by: Member | None) -> bool:
    """A file is kept at once, so that it need not be chosen again. Whether all is well with it."""
    upload = form.files.get("resume")
    if upload is None:
        return True
    try:
        hand_in(found, upload, by=by)
    except RuleBroken as no:
        refuse_with(form, "resume", no)
        return False
    return True


def refuse_with(form: AnswerForm, field: str | None, no: RuleBroken) -> None:
    """The form with the sentence at the field."""
    form.is_valid()
    form.status = 409
    form.add_error(field, str(no))


def keep(
    request: HttpRequest, found: UpdateRequest, form: AnswerForm, by: Member | None, template: str, here: str
) -> HttpResponse:
    """Keep what was typed for later, whatever it is."""
    try:
        found.keep_for_later({**found.draft, "typed": form.draft()}, by=by)
    except RuleBroken as no:
        refuse_with(form, None, no)
        return draw(request, found, template, form)
    say(request, _("Kept. Come back by the link in the mail until you have sent it."))
    return HttpResponseRedirect(here)


def send(found: UpdateRequest, form: AnswerForm, said: str, by: Member | None) -> None:
    """Hand the answer in."""
    seen = form.cleaned_data["seen"] or form.there
    found.submit(
        form.changed_values(), right=form.right(said), seen=seen, by=by, papers=bool(found.draft.get("papers"))
    )
