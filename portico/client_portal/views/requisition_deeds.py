"""What a client does with a requisition beside writing it."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import ClientRequest, client
from portico.agencies.roles import May
from portico.client_portal.forms.requisitions import FileForm, NoWords, RemarkForm
from portico.client_portal.views import requisitions
from portico.client_portal.views.requisitions import requisition_of
from portico.jobs.models import Requisition
from portico.kit.pages import refuse, say
from portico.portals import requesting
from portico.records.files import serve


@client(May.REQUEST)
@require_POST
def requisition_submit(request: ClientRequest, pk: int) -> HttpResponse:
    """Hand it in from its own page."""
    row = requisition_of(request, pk)
    form = NoWords(request.POST)
    if requesting.twins_for_client(row, request.member) and "anyway" not in request.POST:
        form.add_error(None, _("Something like this is asked for already. Have a look, then submit it anyway."))
        form.status = 409
        return refuse(request, requisitions.requisition, pk, form=form)
    if not form.does(requesting.hand_in, requisition=row, by=request.member):
        return refuse(request, requisitions.requisition, pk, form=form)
    say(request, _("Submitted. %s knows of it.") % request.agency.name)
    return redirect("client_portal:requisition", pk)


@client(May.REQUEST)
@require_POST
def requisition_withdraw(request: ClientRequest, pk: int) -> HttpResponse:
    """Take it back."""
    form = NoWords(request.POST)
    if not form.does(requesting.withdraw, requisition=requisition_of(request, pk), by=request.member):
        return refuse(request, requisitions.requisition, pk, form=form)
    say(request, _("Withdrawn."))
    return redirect("client_portal:requisition", pk)


@client(May.REQUEST)
@require_POST
def requisition_clone(request: ClientRequest, pk: int) -> HttpResponse:
    """A new draft that says the same."""
    made: Requisition = requesting.clone(requisition_of(request, pk), by=request.member)
    say(request, _("A new draft that says the same. Check it, then submit it."))
    return redirect("client_portal:requisition_edit", made.pk)


@client(May.REQUEST)
@require_POST
def requisition_remark(request: ClientRequest, pk: int) -> HttpResponse:
    """Say something that the agency reads."""
    form = RemarkForm(request.POST)
    form.key = pk
    if not form.does(requesting.remark, requisition=requisition_of(request, pk), by=request.member):
        return refuse(request, requisitions.requisition, pk, form=form)
    say(request, _("Sent."))
    return redirect("client_portal:requisition", pk)


@client(May.REQUEST)
@require_POST
def requisition_file_add(request: ClientRequest, pk: int) -> HttpResponse:
    """Put a file beside it."""
    row = requisition_of(request, pk)
    form = FileForm(request.POST, request.FILES)
    form.key = pk
    if not form.does(lambda upload: requesting.attach(row, upload, by=request.member)):
        return refuse(request, requisitions.requisition, pk, form=form)
    say(request, _("The file is kept."))
    return redirect("client_portal:requisition", pk)


@client(May.REQUEST)
@require_POST
def requisition_file_remove(request: ClientRequest, pk: int, document: int) -> HttpResponse:
    """Take a file away."""
    row = requisition_of(request, pk)
    found = get_object_or_404(requesting.papers(row), pk=document)
    form = NoWords(request.POST)
    if not form.does(lambda: requesting.detach(row, found, by=request.member)):
        return refuse(request, requisitions.requisition, pk, form=form)
    say(request, _("%s is taken away.") % found.name)
    return redirect("client_portal:requisition", pk)


@client(May.REQUEST)
@require_safe
def requisition_file(request: ClientRequest, pk: int, document: int) -> HttpResponseBase:
    """A file that stands beside it."""
    found = get_object_or_404(requesting.papers(requisition_of(request, pk)), pk=document)
    return serve(found, download=True, request=request)
