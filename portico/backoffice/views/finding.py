"""The list of candidates, which is also the search for them; searches that are kept."""

from contextlib import AbstractContextManager, nullcontext
from functools import cached_property, partial
from typing import Any
from weakref import proxy

from django.db.models import Exists, OuterRef
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.backoffice.forms.finding import FindForm, SaveForm
from portico.backoffice.listing import FORMATS, Filters, download, head
from portico.backoffice.reading import candidate_rows as listed
from portico.backoffice.reading import finding as reading
from portico.candidates.finding import Words, look_for, narrowed
from portico.candidates.models import Candidate, CandidateQuerySet, SavedSearch
from portico.kit.addresses import address
from portico.kit.lists import (
    PAGE_SIZE,
    Order,
    Page,
    all_counted,
    beyond,
    how_many,
    page_of,
    place_asked,
    sorted_rows,
    words_asked,
)
from portico.kit.pages import asks_for, bound, page, refuse, say
from portico.kit.replica import stale_ok
from portico.kit.rules import RuleBroken
from portico.pipeline.models import Application
from portico.records.search import backend

ORDERS = {
    "name": Order(gettext_lazy("Name"), "name_key"),
    "city": Order(gettext_lazy("City"), "city"),
    "added": Order(gettext_lazy("Added"), "-added"),
    "changed": Order(gettext_lazy("Changed"), "-changed"),
}
NEAR = {"near": Order(gettext_lazy("Distance"), "km")}
RELEVANCE = "relevance"
NARROWS_NOTHING = {"sort", "after", "before", "archived", "count", "saved", "export"}
"""Parameters that leave the list whole."""
HEADS: list[tuple[Any, ...]] = [
    (gettext_lazy("Name"), "name"),
    (gettext_lazy("Skills"),),
    (gettext_lazy("Place"), "city"),
    (gettext_lazy("In process"), "", True),
    (gettext_lazy("Owner"),),
    (gettext_lazy("Added"), "added"),
]
COLUMNS = [
    ("First name", "first_name"),
    ("Last name", "last_name"),
    ("Email", "email"),
    ("Phone", "phone"),
    ("Headline", "headline"),
    ("Current title", "title"),
    ("Current employer", "employer"),
    ("City", "city"),
    ("Country", "country"),
    ("Skills", "skill_names"),
    ("Languages", "languages"),
    ("Availability", "availability"),
    ("LinkedIn", "linkedin"),
    ("Source", "source"),
    ("Owner", "owner"),
    ("Added", "added"),
    ("Reference", "reference"),
]


class Search:
    """The search that an address asks for: filters, form, and the rows that are left."""

    def __init__(self, request: DeskRequest) -> None:
        self.request, self.member = request, request.member
        self.filters = Filters(request, Candidate, owners=True, archived=True)

    @property
    def plain(self) -> bool:
        """Whether this is the whole list, narrowed by nothing."""
        return not any(value for name, value in self.request.GET.items() if name not in NARROWS_NOTHING)

    @property
    def uses_panel(self) -> bool:
        """Whether anything was chosen beside words and what stands above the list."""
        return any(value for name, value in self.request.GET.items() if name in FindForm.base_fields or name == "skill")

    @cached_property
    def form(self) -> FindForm:
        """What was asked for beside words."""
        return FindForm(asked_for(self.request), by=self.member)

    @property
    def rows(self) -> CandidateQuerySet:
        """Those who fit."""
        return self.fitting_beside_words if self.words is None else self.words.rows

    @cached_property
    def fitting_beside_words(self) -> CandidateQuerySet:
        """Those who fit all but the words, which are looked for among them."""
        rows = self.filters.apply(Candidate.objects.visible_to(self.member), words=False)
        if not self.uses_panel:
            return rows
        return self.fitting(rows) if self.form.is_valid() else rows.none()

    @cached_property
    def words(self) -> Words | None:
        """What was typed, as it is looked for among those who fit all else."""
        if not self.filters.words or self.faulty:
            return None
        whole = not (self.uses_panel or self.filters.exact or self.filters.archived)
        door = partial(reading.everybody.statement, self.member) if whole else None
        me = proxy(self)  # Holding one another they would stay, with all texts read, until the garbage collector comes.
        return look_for(lambda: me.fitting_beside_words, self.member.agency_id, self.filters.words, door)

    @property
    def faulty(self) -> bool:
        """Whether something was asked for that cannot be looked for."""
        return self.uses_panel and not self.form.is_valid()

    def fitting(self, rows: CandidateQuerySet) -> CandidateQuerySet:
        """Those who fit all that the form was told."""
        rows = narrowed(rows, self.member.agency_id, self.form.criteria())
        if process := self.form.cleaned_data["process"]:
            # Asked of each from the top of the list: to gather all who run took 13 seconds among half a million.
            running = Exists(Application.objects.visible_to(self.member).open().filter(candidate=OuterRef("pk")))
            rows = rows.filter(running if process == "yes" else ~running)
        return rows

    @property
    def orders(self) -> dict[str, Order]:
        """How the list can be sorted."""
        return {**ORDERS, **NEAR} if self.near else ORDERS

    @property
    def near(self) -> bool:
        """Whether a place was asked for."""
        return self.uses_panel and self.form.is_valid() and self.form.point is not None

    @property
    def default(self) -> str:
        """How it is sorted when nobody says."""
        return "near" if self.near else "added"

    def export(self) -> CandidateQuerySet:
        """All of them in the order asked for, with what a file tells of each."""
        rows = self.rows.select_related("owner__user").prefetch_related("skills")
        return sorted_rows(rows, self.without_relevance(), self.orders, self.default)

    def without_relevance(self) -> QueryDict:
        """What was asked for, in an order that any list has."""
        params = self.request.GET.copy()
        if params.get("sort") == RELEVANCE:
            params.pop("sort")
        return params

    def page(self) -> Page:
        """The page asked for: those who fit the words best, or in an order chosen."""
        if self.words is not None and (self.request.GET.get("sort") or RELEVANCE) == RELEVANCE:
            near = self.fitting_beside_words if self.near else None
            return reading.read_best(self.words, self.member, self.request.GET, self.total, near)
        place = place_asked(self.without_relevance(), self.orders, self.default)
        if self.plain:
            archived = self.filters.archived
            found = listed.everybody(self.member, *place.mark, field=place.field, down=place.falls, archived=archived)
        else:
            rows = beyond(self.rows, place.field, down=place.falls, mark=place.mark)
            with self.asking():
                found = list(rows[: PAGE_SIZE + 1].values_list(*listed.fields_for(place.field)))
        return page_of(listed.people_of(found, place.field), place, self.total)

    @stale_ok
    def total(self) -> str:
        """How many there are; all of them counted, where somebody asked for that."""
        exact = all_counted(self.request.GET)
        if self.plain:
            return listed.amount_text(self.member, archived=self.filters.archived, exact=exact)
        rows = self.rows
        with self.asking():
            return how_many(rows, exact=exact)

    def asking(self) -> AbstractContextManager[None]:
        """Those who have the words are found by the index of words, in whatever order they stand."""
        return backend().by_index() if self.filters.words else nullcontext()


def asked_for(request: DeskRequest) -> QueryDict:
    """The parameters, with what is usual where nothing was chosen, and the one skill that a chip of the list names."""
    params = request.GET.copy()
    for name, usual in (("km", "25"), ("currency", request.agency.currency), ("per", Candidate.Per.YEAR)):
        params.setdefault(name, str(usual))
    if skill := words_asked(params, "skill", 100):
        params["skills"] = ", ".join(filter(None, [params.get("skills", ""), skill]))
    return params


@staff()
@require_safe
def candidate_list(request: DeskRequest) -> HttpResponseBase:
    """People looking for work: all of them, or those who fit a search."""
    search = Search(request)
    if request.GET.get("export") in FORMATS:
        return download(request, search.export(), COLUMNS)
    if asks_for(request, "total"):
        return page(request, "backoffice/candidate_list.html", list=Page.counted(search.total()))
    shown = search.page()
    kept = reading.kept_part(request.GET)
    form = search.form if search.uses_panel else None
    return page(
        request,
        "backoffice/candidate_list.html",
        status=422 if form and form.errors else None,
        list=shown,
        lines=reading.lines_of(shown, search.words, request.member, request.GET),
        columns=[head(request, shown, search.orders, *one) for one in HEADS],
        filters=search.filters,
        panel=reading.panel_of(search.form)
        if search.uses_panel
        else reading.usual_panel(lambda: search.form, request.member),
        **reading.narrowing_of(form, request.GET),
        tags=reading.tags_known(request.member),
        similar=search.words is not None and search.words.similar,
        ranked=shown.sort == RELEVANCE,
        can_rank=search.words is not None,
        narrowed=search.filters.narrowed or bool(kept),
        kept=kept,
        saved=reading.saved_of(request.member, kept, address("backoffice:candidate_list")),
        save_form=bound(request, SaveForm, initial={"query": kept}) if kept else None,
    )


@staff()
@require_POST
def search_save(request: DeskRequest) -> HttpResponse:
    """Keep a search under a name."""
    form = SaveForm(request.POST)
    if not form.does(SavedSearch.keep, by=request.member):
        request.GET = QueryDict(form.data.get("query", "")[:2000])
        return refuse(request, candidate_list, form=form)
    say(request, _("The search is saved."))
    return redirect(f"{reverse('backoffice:candidate_list')}?{form.result.query}")


@staff()
@require_POST
def search_drop(request: DeskRequest, pk: int) -> HttpResponse:
    """Delete a saved search."""
    row = get_object_or_404(SavedSearch.objects.visible_to(request.member).select_related("owner__user"), pk=pk)
    try:
        row.drop(by=request.member)
    except RuleBroken as no:
        say(request, str(no), tone="warn")
    else:
        say(request, _("The saved search is deleted."))
    return redirect("backoffice:candidate_list")
