"""Merging two records of the same person or company."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.candidates import MergeForm
from portico.backoffice.things import THINGS, Thing
from portico.kit.pages import page, say
from portico.pipeline import merging
from portico.records.editing import plain


@dataclass(frozen=True, slots=True)
class Merging:
    """How records of one kind are merged."""

    merge: Callable[..., None]
    thing: Any
    names: str
    fields: list[str]


KINDS = {
    "candidates": Merging(
        merging.merge_candidates,
        gettext_lazy("candidate"),
        "backoffice:candidate_names",
        [*merging.CANDIDATE_FIELDS, *merging.PAY_FIELDS],
    ),
    "contacts": Merging(
        merging.merge_contacts, gettext_lazy("contact"), "backoffice:contact_names", merging.CONTACT_FIELDS
    ),
    "organizations": Merging(
        merging.merge_organizations,
        gettext_lazy("organization"),
        "backoffice:organization_names",
        merging.ORGANIZATION_FIELDS,
    ),
}


@staff(May.WORK_DESK, May.MERGE)
def merge(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    """Pick the other record, see both side by side, then merge it into this one."""
    how = KINDS.get(slug)
    if how is None:
        raise Http404
    thing = THINGS[slug]
    rows = thing.model.objects.visible_to(request.member).filter(merged_into__isnull=True)
    kept = get_object_or_404(rows, pk=pk)
    chosen = request.POST or request.GET
    form = MergeForm(
        chosen if "other" in chosen else None, rows=rows.exclude(pk=pk), thing=how.thing, address=reverse(how.names)
    )
    other = form.cleaned_data["other"] if form.is_bound and form.is_valid() else None
    sure = request.method == "POST" and other is not None and "sure" in request.POST
    if sure and form.does(lambda other: how.merge(kept, other, by=request.member)):
        say(request, _("Merged. The old address leads here now."))
        return redirect(thing.page, pk)
    return merge_page(request, thing, how, kept, other, form)


def merge_page(
    request: DeskRequest, thing: Thing, how: Merging, kept: Any, other: Any, form: MergeForm
) -> HttpResponse:
    """Both records side by side, with what the kept one will hold."""
    differences = []
    hidden = set() if request.member.may(May.SEE_MONEY) else set(merging.PAY_FIELDS)
    for name in how.fields if other is not None else []:
        if name in hidden:
            continue
        mine, theirs = getattr(kept, name), getattr(other, name)
        if mine != theirs and theirs not in (None, ""):
            left = _("onto the timeline") if name in merging.PAY_FIELDS else _("into a note")
            label = str(kept._meta.get_field(name).verbose_name)
            differences.append(
                {"label": label.capitalize(), "before": words_of(mine), "after": words_of(theirs), "left": left}
            )
    return page(
        request,
        "backoffice/merge.html",
        status=form.status if form.errors else 200,
        kept=kept,
        other=other,
        back=reverse(thing.page, args=[kept.pk]),
        form=form,
        differences=differences,
        twins=twins_of(request, thing, kept) if other is None else [],
        here=reverse("backoffice:merge", args=[thing.slug, kept.pk]),
    )


def words_of(value: Any) -> str:
    """A field's value as people read it."""
    return plain(value) if isinstance(value, Decimal) else str(value or "")


def twins_of(request: DeskRequest, thing: Thing, kept: Any) -> list[Any]:
    """Records that look like this one."""
    names = ("email", "first_name", "last_name", "phone") if hasattr(kept, "first_name") else ("name",)
    facts = {name: getattr(kept, name) for name in names}
    return list(thing.model.objects.visible_to(request.member).like(**facts, but=kept.pk)[:5])
