"""Asking who a blind profile is."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.agencies.gate import ClientRequest, client
from portico.agencies.roles import May
from portico.client_portal.forms.introductions import AskWhoForm
from portico.client_portal.views import pages
from portico.client_portal.views.deeds import seen_by
from portico.kit.pages import refuse, say
from portico.pipeline.revealing import ask_who


@client(May.JUDGE)
@require_POST
def submission_ask_who(request: ClientRequest, pk: int) -> HttpResponse:
    """Ask to see who this is."""
    eyes, row = seen_by(request, pk)
    form = AskWhoForm(request.POST)
    form.key = pk
    if not form.does(ask_who, submission=row, by=request.member):
        return refuse(request, pages.submission, pk, form=form)
    say(request, _("Your consultant is asked. You get a mail with the answer."))
    return HttpResponseRedirect(eyes.address("submission", pk))
