"""What candidates changed of their profiles: the queue, one candidate field by field, and the way back."""

from typing import Any

from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.updates import ReviewForm, seal
from portico.backoffice.listing import head
from portico.backoffice.reading.profile_changes import (
    changes_of,
    changes_waiting_count,
    history_rows,
    landed_lately,
    mine_of,
    waiting_rows,
    with_waiting,
)
from portico.backoffice.reading.updates import tabs_of
from portico.candidates.models import Candidate, ProfileChange
from portico.candidates.profile_fields import FIELDS
from portico.candidates.reviewing import KEPT, decide, fields_now, put_back
from portico.kit.forms import Form
from portico.kit.lists import Order, read_page
from portico.kit.pages import bound, page, refuse, say

ORDERS = {
    "since": Order(gettext_lazy("Waiting since"), "since"),
    "name": Order(gettext_lazy("Candidate"), "name_key"),
}
HEADS: list[Any] = [
    (gettext_lazy("Candidate"), "name"),
    (gettext_lazy("Fields"), "", True),
    (gettext_lazy("Owner"),),
    (gettext_lazy("Waiting since"), "since"),
]
PAST = {"at": Order(gettext_lazy("Changed"), "-at")}


@staff()
@require_safe
def profile_change_list(request: DeskRequest) -> HttpResponse:
    """Whose changes wait for a yes: the reader's own candidates and nobody's, or everybody's."""
    everybody = request.GET.get("whose") == "all"
    rows = with_waiting(request.member)
    rows = rows if everybody else mine_of(rows, request.member)
    found = read_page(rows.select_related("owner__user"), request.GET, ORDERS, "since")
    return page(
        request,
        "backoffice/profile_change_list.html",
        list=found,
        columns=[head(request, found, ORDERS, *one) for one in HEADS],
        everybody=everybody,
        tabs=tabs_of("changes", changes_waiting_count(request.member)),
    )


def candidate_of(request: DeskRequest, pk: int) -> Candidate:
    """The candidate, if the reader sees them."""
    rows = Candidate.objects.visible_to(request.member).select_related("agency", "member")
    return get_object_or_404(rows, pk=pk)


@staff()
@require_safe
def candidate_changes(request: DeskRequest, pk: int) -> HttpResponse:
    """What waits, field by field, and below what was changed before."""
    row = candidate_of(request, pk)
    held = fields_now(row)
    waiting = waiting_rows(request.member, row, held)
    field, sees_pay = request.GET.get("field", ""), request.member.may(May.SEE_MONEY)
    past = changes_of(request.member, row).exclude(status=ProfileChange.Status.WAITING)
    past = past.filter(field=field) if field in FIELDS else past
    found = read_page(past, request.GET, PAST, "at")
    newest = changes_of(request.member, row).filter(status__in=KEPT).order_by().values("field")
    tops = set(newest.annotate(top=Max("pk")).values_list("top", flat=True))
    initial = {f"change_{one.pk}": "later" if one.outdated else "yes" for one in waiting}
    initial["seen"] = seal({one.key: held[one.key] for one in waiting})
    form = bound(request, ReviewForm, key=pk, changes=[one.pk for one in waiting], initial=initial)
    return page(
        request,
        "backoffice/candidate_changes.html",
        candidate=row,
        waiting=waiting,
        outdated=[one.label for one in waiting if one.outdated],
        landed=landed_lately(request.member, row, held) if waiting else [],
        form=form,
        chosen={one.pk: form[f"change_{one.pk}"].value() for one in waiting if f"change_{one.pk}" in form.fields},
        list=found,
        history=history_rows(list(found.rows), held, tops),
        field_chosen=field,
        field_choices=[(key, one.label) for key, one in FIELDS.items() if key != "pay" or sees_pay],
    )


@staff(May.WORK_DESK)
@require_POST
def candidate_changes_decide(request: DeskRequest, pk: int) -> HttpResponse:
    """Take over what was chosen, or everything, and leave the rest as it is."""
    row = candidate_of(request, pk)
    waiting = {one.pk: one for one in changes_of(request.member, row).filter(status=ProfileChange.Status.WAITING)}
    form = ReviewForm(request.POST, changes=waiting)
    form.key = pk

    def verb(seen: dict[str, Any], reason: str, **_choices: str) -> None:
        everything = "all" in request.POST
        yes = list(waiting.values()) if everything else [waiting[one] for one in form.chosen("yes")]
        no = [] if everything else [waiting[one] for one in form.chosen("no")]
        decide(row, yes, no, by=request.member, reason=reason, shown=seen)

    if not form.does(verb):
        if form.conflict:
            held = fields_now(row)
            form.data = {**form.data.dict(), "seen": seal({one.field: held[one.field] for one in waiting.values()})}  # type: ignore[attr-defined]
        return refuse(request, candidate_changes, pk, form=form)
    say(request, _("Done. The profile of %s is up to date.") % row.name)
    left = changes_of(request.member, row).filter(status=ProfileChange.Status.WAITING).exists()
    return redirect("backoffice:candidate_changes" if left else "backoffice:candidate", pk)


@staff(May.WORK_DESK)
@require_POST
def change_put_back(request: DeskRequest, pk: int) -> HttpResponse:
    """Give a field back what it held before."""
    rows = ProfileChange.objects.visible_to(request.member).select_related("candidate")
    change = get_object_or_404(rows, pk=pk)
    form: Any = Form(request.POST)
    form.key = "put back"
    if not form.does(lambda: put_back(change, by=request.member)):
        return refuse(request, candidate_changes, change.candidate_id, form=form)
    say(request, _("%s is what it was before.") % FIELDS[change.field].label)
    return redirect("backoffice:candidate_changes", change.candidate_id)
