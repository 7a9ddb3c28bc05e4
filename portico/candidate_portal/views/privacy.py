"""The candidate's data: consents, a copy, being erased, and the voluntary questions."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.access.visits import agent_of, ip_of
from portico.agencies.gate import CandidateRequest, candidate
from portico.candidate_portal.forms.privacy import CodeForm, EqualForm, SayForm
from portico.candidate_portal.reading.privacy import read_privacy, what_stays_of
from portico.candidate_portal.views.pages import own_record
from portico.candidates import consents, equal
from portico.candidates.models import Consent, ConsentText, PrivacyRequest
from portico.candidates.settings import settings_of
from portico.kit.forms import Form
from portico.kit.pages import bound, page, refuse, say
from portico.kit.rules import Conflict
from portico.pipeline import data_copy, privacy_requests
from portico.records import files


def back(anchor: str = "") -> HttpResponse:
    """To the page."""
    return HttpResponseRedirect(reverse("candidate_portal:privacy") + anchor)


@candidate()
@require_safe
def privacy(request: CandidateRequest) -> HttpResponse:
    """What they agreed to and asked for."""
    it = read_privacy(own_record(request), request.member)
    return page(request, "candidate_portal/privacy.html", it=it, copy_form=bound(request, Form))


@candidate()
@require_POST
def consent_answer(request: CandidateRequest, pk: int) -> HttpResponse:
    """Yes or no to a wording."""
    text = get_object_or_404(ConsentText.objects.visible_to(request.member), pk=pk)
    mine = own_record(request)
    form = SayForm(request.POST)
    proof = {"way": "portal", "ip": ip_of(request), "agent": agent_of(request)}

    def verb(said: str) -> None:
        if said == "yes" and text not in consents.current_texts(request.agency, [text.purpose]):
            raise Conflict(_("The wording was changed meanwhile. Please read the new one."))
        give_or_refuse = consents.give if said == "yes" else consents.refuse
        give_or_refuse(mine, text, by=request.member, **proof)

    if not form.does(verb):
        return refuse(request, privacy, form=form)
    say(request, _("Thank you. We have noted it."))
    return back("#agreed")


@candidate()
@require_POST
def consent_withdraw(request: CandidateRequest, pk: int) -> HttpResponse:
    """Take a yes back; it works at once."""
    consent = get_object_or_404(Consent.objects.visible_to(request.member).select_related("candidate"), pk=pk)
    form = Form(request.POST)
    if not form.does(lambda: consents.withdraw(consent, by=request.member)):
        return refuse(request, privacy, form=form)
    say(request, _("Taken back. It counts from now on."))
    return back("#agreed")


@candidate()
@require_POST
def copy_ask(request: CandidateRequest) -> HttpResponse:
    """Ask for a copy of everything."""
    mine = own_record(request)
    form = Form(request.POST)
    identity = _("Signed in to the portal")

    def verb() -> None:
        going = PrivacyRequest.objects.visible_to(request.member).filter(kind=PrivacyRequest.Kind.COPY).waiting()
        if not going.exists():
            privacy_requests.ask(
                mine, PrivacyRequest.Kind.COPY, way=PrivacyRequest.Way.PORTAL, by=request.member, identity=identity
            )

    if not form.does(verb):
        return refuse(request, privacy, form=form)
    say(request, _("We are putting it together and mail you when it is ready."))
    return back("#requests")


@candidate()
@require_safe
def privacy_file(request: CandidateRequest, pk: int) -> HttpResponseBase:
    """The copy itself, while it is there."""
    found = get_object_or_404(PrivacyRequest.objects.visible_to(request.member).select_related("candidate"), pk=pk)
    if not found.can_be_fetched:
        raise Http404
    answer = files.answer(found.key, "application/zip", name="my-data.zip", attachment=True, request=request)
    data_copy.was_fetched(found, by=request.member)
    return answer


def open_erasure(request: CandidateRequest) -> PrivacyRequest | None:
    """Their wish to be erased, while it is open."""
    rows = PrivacyRequest.objects.visible_to(request.member).filter(kind=PrivacyRequest.Kind.ERASURE)
    return rows.waiting().select_related("candidate__member__user", "candidate__agency", "agency").first()


@candidate()
@require_safe
def erase(request: CandidateRequest) -> HttpResponse:
    """What being erased means, and the code that proves who asks."""
    going = open_erasure(request)
    step = "start" if going is None else "code" if going.status == PrivacyRequest.Status.RECEIVED else "waiting"
    return page(
        request,
        "candidate_portal/erase.html",
        stays=what_stays_of(own_record(request)),
        step=step,
        due=going.due if going else None,
        code_form=bound(request, CodeForm),
        start_form=bound(request, Form),
    )


@candidate()
@require_POST
def erase_ask(request: CandidateRequest) -> HttpResponse:
    """Have a code mailed, the first one or a new one."""
    mine = own_record(request)
    form = Form(request.POST)

    def verb() -> None:
        asked = open_erasure(request) or privacy_requests.ask(
            mine, PrivacyRequest.Kind.ERASURE, way=PrivacyRequest.Way.PORTAL, by=request.member
        )
        privacy_requests.send_code(asked)

    if not form.does(verb):
        return refuse(request, erase, form=form)
    say(request, _("We have mailed you a code."))
    return HttpResponseRedirect(reverse("candidate_portal:erase"))


@candidate()
@require_POST
def erase_confirm(request: CandidateRequest) -> HttpResponse:
    """The code from the mail."""
    going = open_erasure(request)
    if going is None:
        return HttpResponseRedirect(reverse("candidate_portal:erase"))
    form = CodeForm(request.POST)
    if not form.does(lambda code: privacy_requests.prove(going, code=code)):
        return refuse(request, erase, form=form)
    say(request, _("Thank you. We do it within a month and mail you when it is done."))
    return HttpResponseRedirect(reverse("candidate_portal:erase"))


@candidate()
@require_POST
def privacy_take_back(request: CandidateRequest, pk: int) -> HttpResponse:
    """They changed their mind."""
    rows = PrivacyRequest.objects.visible_to(request.member).select_related("candidate")
    found = get_object_or_404(rows, pk=pk)
    form = Form(request.POST)
    if not form.does(lambda: privacy_requests.take_back(found, by=request.member)):
        return refuse(request, privacy, form=form)
    say(request, _("Your request is taken back. Nothing was changed."))
    return back("#requests")


@candidate()
def equal_opportunity(request: CandidateRequest) -> HttpResponse:
    """The voluntary questions: the answers are counted, and nothing tells whose they were."""
    if not settings_of(request.agency).equal_opportunity:
        return back()
    if request.session.get("equal"):
        say(request, _("Thank you. Your answers were counted, without your name."))
        return back()
    if request.method != "POST":
        return page(request, "candidate_portal/equal.html", form=bound(request, EqualForm))
    form = EqualForm(request.POST)
    if not form.does(lambda **answers: equal.count(request.agency, answers)):
        return page(request, "candidate_portal/equal.html", form=form, status=form.status)
    request.session["equal"] = True
    say(request, _("Thank you. Your answers were counted, without your name."))
    return back()
