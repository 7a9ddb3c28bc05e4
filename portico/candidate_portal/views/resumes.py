"""What was read in a résumé, beside the profile: the candidate decides field by field."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portico.agencies.gate import CandidateRequest, candidate
from portico.candidate_portal.reading.papers import paper
from portico.candidate_portal.reading.profile import LOGIN
from portico.candidate_portal.views.documents import own_document
from portico.candidate_portal.views.pages import own_record
from portico.candidate_portal.views.profile import say_told
from portico.candidates.own_profile import Way
from portico.candidates.profile_reading import needs_for
from portico.candidates.resume_choosing import choices_of, take, tidy_proposal
from portico.candidates.resume_readings import ask_for, reading_of
from portico.kit.forms import Form
from portico.kit.pages import page, say


@candidate()
def resume(request: CandidateRequest, pk: int) -> HttpResponse:
    """What was found in it; POST takes over what was ticked, or has it read first."""
    found, document = own_record(request), own_document(request, pk)
    reading, name = reading_of(document), paper(document, request.member).name
    if reading is None:
        if request.method == "POST":
            ask_for(document)
            return HttpResponseRedirect(request.path)
        return page(request, "candidate_portal/resume_state.html", name=name, state="unread")
    if reading.status != "read":
        return page(request, "candidate_portal/resume_state.html", name=name, state=reading.status)
    needs = needs_for(found)
    proposal = {key: one for key, one in tidy_proposal(reading.proposal).items() if key in needs and key not in LOGIN}
    form = Form(request.POST)
    ticked = [name for name in request.POST if name.startswith("take_")]
    seen = request.POST.get("seen", "")[:40]
    if request.method == "POST":
        if form.does(lambda: take(found, proposal, ticked, by=request.member, way=Way.RESUME, seen=seen)):
            say_told(request, form.result)
            return HttpResponseRedirect(reverse("candidate_portal:welcome"))
        found.refresh_from_db()
    choices, mark = choices_of(found, proposal, Way.RESUME)
    if not choices:
        say(request, _("We found nothing in it that we could take over."), tone="info")
    status = form.status if form.errors else 200
    words = {"choices": choices, "seen": mark, "typed": request.method == "POST", "ticked": ticked}
    return page(request, "candidate_portal/resume.html", status=status, form=form, name=name, **words)
