"""What the list of candidates shows: who was found, in which order, with the words that were looked for marked."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.backoffice.forms.finding import FindForm, chips_of
from portico.backoffice.reading import candidate_rows as listed
from portico.backoffice.reading.candidate_rows import Person
from portico.candidates.finding import FIRST, KIND, MOST, Words
from portico.candidates.models import Candidate, CandidateQuerySet, SavedSearch
from portico.kit import templating
from portico.kit.lists import PAGE_SIZE, Page, all_counted, number
from portico.kit.prepared import prepared
from portico.kit.templating import query
from portico.records.models import SearchEntry, Tag
from portico.records.search import hits

NO_PART = ("after", "before", "sort", "saved", "export", "count")
"""What does not belong to a search that is kept."""
MOST_PANELS = 100
BESIDE = {"km": "place", "currency": "pay", "per": "pay", "every": "skills"}
"""What says nothing without the other."""


def read_best(
    words: Words, member: Member, params: QueryDict, total: Callable[[], str], near: CandidateQuerySet | None
) -> Page:
    """A page of those who fit best, with how far they live where those `near` a place are looked for.

    How many there are is only counted where the order says it, or `total` is asked.
    """
    start = place_of(params, "after")
    if params.get("before"):
        start = max(0, place_of(params, "before") - PAGE_SIZE)
    end = start + PAGE_SIZE
    limit = FIRST if end < FIRST else MOST + 1
    found, is_all = words.best(limit), words.ranking(limit).is_all
    here = found[start : min(end, MOST)]
    if near is not None:
        there = listed.people_of(near.filter(pk__in=here).values_list(*listed.fields_for("km")), "km")
    else:
        there = listed.people_of(people_found(member, here) if here else [], "added")
    by_number = {row.pk: row for row in there}
    uncounted = not is_all and not all_counted(params)
    return Page(
        rows=[by_number[pk] for pk in here if pk in by_number],
        sort="relevance",
        previous=str(start) if start else "",
        next=str(end) if end < min(len(found), MOST) else "",
        total=number(len(found)) if is_all else f"{number(limit - 1)}+" if uncounted else total(),
        uncounted=uncounted,
    )


def place_of(params: QueryDict, name: str) -> int:
    """Where in the order of relevance a page begins or ends."""
    text = params.get(name, "") or "0"
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= MOST):
        raise BadRequest("This page of the list does not exist.")
    return int(text)


def lines_of(shown: Page, words: Words | None, member: Member, params: QueryDict) -> list[Person]:
    """The rows with all that a list shows of each, and with the words marked that were looked for."""
    lines = listed.completed(shown.rows, member, params)
    if words is not None and words.terms:
        mark(lines, words, member)
    return lines


def mark(people: list[Person], words: Words, member: Member) -> None:
    """Mark the words that were looked for in these people's names, and in a piece of text where they stand."""
    entries = entries_of(member, [row.pk for row in people]) if people else []
    found = {hit.object_id: hit for hit in hits(entries, words.terms, {one.pk: one.body for one in entries})}
    for row in people:
        if hit := found.get(row.pk):
            row.marked, row.snippet = hit.title_parts, hit.snippet


@prepared
def entries_of(member: Member, people: list[int]) -> QuerySet[Any]:
    """What the search knows these people by."""
    rows = SearchEntry.objects.visible_to(member).filter(kind=KIND, object_id__in=people).order_by()
    return rows.only("kind", "object_id", "title", "line", "body")


@prepared
def everybody(member: Member) -> QuerySet[Any]:
    """The numbers of all who can be found, where nothing but words narrows the search."""
    return Candidate.objects.visible_to(member).current().order_by().values_list("pk")


@prepared
def people_found(member: Member, people: list[int]) -> QuerySet[Any]:
    """These people, who were found among those that fit."""
    return Candidate.objects.visible_to(member).filter(pk__in=people).order_by().values_list(*listed.FIELDS)


def narrowing_of(form: FindForm | None, params: QueryDict) -> dict[str, Any]:
    """What narrows the list, each with the way to the list without it; and what of it was not understood."""
    if form is None:
        return {"chips": [], "faults": [], "process": ""}
    return {
        "chips": [
            {"label": label, "remove": query(params, **{name: "", "skill": "", "after": "", "before": ""})}
            for name, label in chips_of(form)
        ],
        "faults": [f"{form[name].label}: {errors[0]}" for name, errors in form.errors.items()],
        "process": form["process"].value() or "",
    }


def panel_of(form: FindForm) -> SafeString:
    """What stands behind “More filters”."""
    may = {"see_money": form.by.may(May.SEE_MONEY)}
    return mark_safe(templating.render("backoffice/candidate_list/more.html", {"find": form, "may": may}))


PANELS: dict[tuple[str | None, str, bool], SafeString] = {}
"""What stands there while nothing of it is used: the same for everybody."""


def usual_panel(form: Callable[[], FindForm], member: Member) -> SafeString:
    """The panel in which nothing is chosen, drawn once."""
    key = (get_language(), member.agency.currency, member.may(May.SEE_MONEY))
    if key not in PANELS:
        if len(PANELS) > MOST_PANELS:
            PANELS.clear()
        PANELS[key] = panel_of(form())
    return PANELS[key]


@prepared
def tags_known(member: Member) -> QuerySet[Any]:
    """The agency's tags."""
    return Tag.objects.visible_to(member).order_by("key", "pk").values_list("key", "name")


@prepared
def searches_of(member: Member) -> QuerySet[Any]:
    """The searches this member may use."""
    rows = SavedSearch.objects.visible_to(member).order_by("name", "pk")
    return rows.values_list("pk", "name", "query", "owner", "shared", "owner__user__name", "owner__user__email")


def kept_part(params: QueryDict) -> str:
    """The search without the page it is on, as it is kept."""
    kept = params.copy()
    alone = [name for name, other in BESIDE.items() if not params.get(other)]
    for name in [*NO_PART, *alone, *(name for name in kept if not kept.get(name))]:
        kept.pop(name, None)
    return kept.urlencode()[:2000]


def saved_of(member: Member, now_shown: str, address: str) -> list[dict[str, Any]]:
    """The searches this member may use, their own first."""
    lines = [
        {
            "pk": pk,
            "name": name,
            "url": f"{address}?{asked}",
            "current": asked == now_shown,
            "mine": owner == member.pk,
            "shared": shared,
            "owner": called or mail,
        }
        for pk, name, asked, owner, shared, called, mail in searches_of(member)
    ]
    return sorted(lines, key=lambda line: not line["mine"])
