"""The list of candidates, which is also the search for them; searches that are kept."""

from typing import Any

from django.db.models import Count
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.models import Member
from portico.backoffice.forms.finding import FindForm, SaveForm, chips_of
from portico.backoffice.listing import FORMATS, Filters, download, head
from portico.backoffice.reading import finding as reading
from portico.candidates.finding import Words, look_for, narrowed
from portico.candidates.models import Candidate, CandidateQuerySet, SavedSearch
from portico.kit.lists import Order, Page, read_page, sorted_rows, words_asked
from portico.kit.pages import bound, page, refuse, say
from portico.kit.rules import RuleBroken
from portico.kit.templating import query
from portico.pipeline.models import Application
from portico.records.models import Tag

ORDERS = {
    "name": Order(gettext_lazy("Name"), "name_key"),
    "city": Order(gettext_lazy("City"), "city"),
    "added": Order(gettext_lazy("Added"), "-added"),
    "changed": Order(gettext_lazy("Changed"), "-changed"),
}
NEAR = {"near": Order(gettext_lazy("Distance"), "km")}
RELEVANCE = "relevance"
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
        self.member = request.member
        self.filters = Filters(request, Candidate, owners=True, archived=True)
        self.form = FindForm(asked_for(request), by=request.member)
        self.words: Words | None = None
        rows = self.filters.apply(Candidate.objects.visible_to(request.member), words=False)
        self.rows: CandidateQuerySet = self.fitting(rows) if self.form.is_valid() else rows.none()

    def fitting(self, rows: CandidateQuerySet) -> CandidateQuerySet:
        """Those who fit all that was asked for."""
        rows = narrowed(rows, self.member.agency_id, self.form.criteria())
        if process := self.form.cleaned_data["process"]:
            running = Application.objects.visible_to(self.member).open().values("candidate")
            rows = rows.filter(pk__in=running) if process == "yes" else rows.exclude(pk__in=running)
        if self.filters.words:
            self.words = look_for(rows, self.member.agency_id, self.filters.words)
            rows = self.words.rows
        return rows

    @property
    def orders(self) -> dict[str, Order]:
        """How the list can be sorted."""
        return {**ORDERS, **NEAR} if self.form.point else ORDERS

    @property
    def default(self) -> str:
        """How it is sorted when nobody says."""
        return "near" if self.form.point else "added"

    @property
    def drawn(self) -> CandidateQuerySet:
        """The rows with what a list shows of each."""
        return self.rows.select_related("owner__user").prefetch_related("skills", "tags")

    def page(self, params: QueryDict) -> Page:
        """The page asked for: those who fit the words best, or in an order chosen."""
        asked = params.get("sort") or RELEVANCE
        if asked != RELEVANCE:
            return read_page(self.drawn, params, self.orders, self.default)
        if self.words is not None:
            return reading.read_best(self.drawn, self.words, self.member, params)
        plain = params.copy()
        plain.pop("sort", None)
        return read_page(self.drawn, plain, self.orders, self.default)


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
        plain = request.GET.copy()
        if plain.get("sort") == RELEVANCE:
            plain.pop("sort")
        return download(request, sorted_rows(search.drawn, plain, search.orders, search.default), COLUMNS)
    shown = search.page(request.GET)
    there = request.GET.copy()
    kept = reading.kept_part(request.GET)
    return page(
        request,
        "backoffice/candidate_list.html",
        status=422 if search.form.errors else None,
        list=shown,
        lines=reading.lines_of(shown, search.words.terms if search.words else [], request.member),
        running=running_of(shown, request.member),
        columns=[head(request, shown, search.orders, *one) for one in HEADS],
        filters=search.filters,
        find=search.form,
        tags=list(Tag.objects.visible_to(request.member).values_list("key", "name")),
        chips=[
            {"label": label, "remove": query(there, **{name: "", "skill": "", "after": "", "before": ""})}
            for name, label in chips_of(search.form)
        ],
        similar=search.words is not None and search.words.similar,
        ranked=shown.sort == RELEVANCE,
        can_rank=search.words is not None,
        narrowed=search.filters.narrowed or bool(kept),
        kept=kept,
        saved=reading.saved_of(request.member, kept, reverse("backoffice:candidate_list")),
        save_form=bound(request, SaveForm, initial={"query": kept}),
    )


def running_of(shown: Page, member: Member) -> dict[int, int]:
    """On how many jobs each of the people on the page is in process."""
    rows = Application.objects.visible_to(member).open().filter(candidate__in=[row.pk for row in shown.rows])
    return dict(rows.order_by().values_list("candidate").annotate(Count("pk")))


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
