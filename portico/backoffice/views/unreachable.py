"""Addresses that receive no mail: the list, and the press that says that one works again."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portico.access.links import safe_next
from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.listing import head
from portico.backoffice.reading.unreachable import lines_of
from portico.kit.forms import Form
from portico.kit.lists import Order, read_page
from portico.kit.pages import page, refuse, say
from portico.messaging.models import Unreachable

ORDERS = {
    "since": Order(gettext_lazy("Since"), "-dead_since"),
    "address": Order(gettext_lazy("Address"), "email_key"),
}


@staff()
@require_safe
def unreachable_list(request: DeskRequest) -> HttpResponse:
    """Every address that receives no mail, with its people."""
    shown = read_page(Unreachable.objects.visible_to(request.member).dead(), request.GET, ORDERS, "since")
    columns = [
        head(request, shown, ORDERS, gettext_lazy("Address"), "address"),
        head(request, shown, ORDERS, gettext_lazy("What the mail server said")),
        head(request, shown, ORDERS, gettext_lazy("Since"), "since"),
        head(request, shown, ORDERS, ""),
    ]
    lines = lines_of(request.member, shown.rows)
    no = getattr(request, "refused_form", None)
    return page(request, "backoffice/unreachable_list.html", list=shown, lines=lines, columns=columns, no=no)


@staff(May.WORK_DESK)
@require_POST
def unreachable_works(request: DeskRequest, pk: int) -> HttpResponse:
    """Mail arrives there, somebody says: it is written to again."""
    row = get_object_or_404(Unreachable.objects.visible_to(request.member), pk=pk)
    form = Form(request.POST)
    if not form.does(row.works_again, by=request.member):
        return refuse(request, unreachable_list, form=form)
    say(request, _("Mail goes to this address again. What was held back in the last three days is on its way."))
    return redirect(safe_next(request.POST.get("back")) or "backoffice:unreachable_list")
