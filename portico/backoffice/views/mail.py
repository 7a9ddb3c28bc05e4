"""The outbox: what was sent to whom, what waits, and what could not be sent."""

from dataclasses import replace

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.listing import Filters, listing
from portico.backoffice.things import OF_KIND
from portico.backoffice.tones import MAIL_TONES
from portico.kit.forms import Form
from portico.kit.lists import Order
from portico.kit.pages import page, refuse, say
from portico.messaging.models import Email
from portico.messaging.sealing import without
from portico.records.timeline import timeline

ORDERS = {
    "written": Order(gettext_lazy("Written"), "-created"),
    "to": Order(gettext_lazy("To"), "to"),
    "subject": Order(gettext_lazy("Subject"), "subject"),
}
HEADS = [
    (gettext_lazy("To"), "to"),
    (gettext_lazy("Subject"), "subject"),
    (gettext_lazy("State"),),
    (gettext_lazy("Written"), "written"),
]
COLUMNS = [
    ("To", "to"), ("Subject", "subject"), ("State", "get_status_display"), ("Written", "created"), ("Sent", "sent_at"),
    ("Tries", "attempts"), ("Answer", "last_error"),
]  # fmt: skip


@staff(May.MANAGE_SETTINGS)
@require_safe
def mail_list(request: DeskRequest) -> HttpResponseBase:
    """All mails, the newest first."""
    states = list(Email.Status.choices)
    filters = Filters(request, Email, looks_in=("to", "to_name"), status=states)
    rows = filters.apply(Email.objects.visible_to(request.member)).defer("text", "html", "sealed")
    context = {"heads": HEADS, "states": states, "tones": MAIL_TONES}
    return listing(request, "backoffice/mail_list.html", rows, ORDERS, "written", COLUMNS, filters, **context)


@staff(May.MANAGE_SETTINGS)
@require_safe
def mail(request: DeskRequest, pk: int) -> HttpResponse:
    """One mail, without the links and codes that were in it."""
    found = get_object_or_404(Email.objects.visible_to(request.member).defer("sealed", "html"), pk=pk)
    return page(
        request,
        "backoffice/mail.html",
        mail=found,
        text=without(found.text),
        tone=MAIL_TONES[found.status],
        about=about(request, found),
        timeline=[replace(entry, body="") for entry in timeline(found, request.member, limit=20)],
        no=getattr(request, "refused_form", None),
    )


def about(request: DeskRequest, email: Email) -> list[dict[str, str]]:
    """The records the mail is about, as far as the reader sees them."""
    found = []
    for kind, pk in email.about:
        thing = OF_KIND.get(kind)
        row = thing.model.objects.visible_to(request.member).filter(pk=pk).first() if thing else None
        if thing is not None and row is not None:
            found.append({"label": str(row), "url": reverse(thing.page, args=[row.pk])})
    return found


@staff(May.MANAGE_SETTINGS)
@require_POST
def mail_retry(request: DeskRequest, pk: int) -> HttpResponse:
    """Send a mail again that could not be sent."""
    email = get_object_or_404(Email.objects.visible_to(request.member), pk=pk)
    form = Form(request.POST)
    if not form.does(email.retry, by=request.member):
        return refuse(request, mail, pk, form=form)
    say(request, _("It is sent again."))
    return redirect("backoffice:mail", pk)
