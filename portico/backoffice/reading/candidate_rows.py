"""The rows of the list of candidates: as many queries for fifty people as for one, each of them compiled once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.candidates.models import Candidate, CandidateQuerySet, Skill
from portico.candidates.naming import called, working_as
from portico.kit.lists import COUNT_LIMIT, PAGE_SIZE, beyond, is_long, number, up_to_limit
from portico.kit.prepared import figures, prepared
from portico.kit.templating import query, quoted
from portico.pipeline.models import Application
from portico.records.models import Tag

FIELDS = (
    "pk", "first_name", "last_name", "email", "title", "employer", "headline", "city", "country", "added",
    "owner__user__name", "owner__user__email",
)  # fmt: skip
SKILLS = 3
"""So many are named."""

type Parts = list[tuple[str, bool]]


@dataclass(slots=True)
class Person:
    """One row of the list. With the words marked that were looked for, where some were."""

    pk: int
    name: str
    position: str
    city: str
    place: str
    added: datetime
    owner: str
    sorted_by: Any = None
    """What the list is sorted by, where it is none of these."""
    km: float | None = None
    marked: Parts = field(default_factory=list)
    snippet: Parts = field(default_factory=list)
    skills: list[tuple[str, str]] = field(default_factory=list)
    """Some of what they can do, each with the address of the list of those who can do it too."""
    further: int = 0
    tags: list[tuple[str, str]] = field(default_factory=list)
    running: int | str = ""

    @property
    def distance(self) -> str:
        """How far away they live, where a place was asked for."""
        return "" if self.km is None else _("%d km") % round(self.km)


def fields_for(order: str) -> tuple[str, ...]:
    """What is read of each row, with what the list is sorted by at the end, unless it is there anyway."""
    return FIELDS if order in FIELDS else (*FIELDS, order)


def people_of(found: Iterable[tuple[Any, ...]], order: str) -> list[Person]:
    """The rows of what was read by fields_for an order."""
    rows = []
    for values in found:
        pk, first, last, email, title, employer, headline, city, country, added, owner, mail, *further = values
        place = f"{city}, {country}" if city and country else city or country
        name, position = called(first, last, email), working_as(title, employer, headline)
        row = Person(pk, name, position, city, place, added, owner or mail or "")
        if further:
            row.sorted_by = further[0]
            row.km = further[0] if order == "km" else None
        rows.append(row)
    return rows


@prepared
def everybody(member: Member, *mark: Any, field: str, down: bool, archived: bool) -> QuerySet[Any]:
    """A page of all the agency knows, in an order, from beyond a row on."""
    rows = whole_list(member, archived=archived)
    return beyond(rows, field, down=down, mark=mark)[: PAGE_SIZE + 1].values_list(*fields_for(field))


def whole_list(member: Member, *, archived: bool) -> CandidateQuerySet:
    """The list that nothing narrows."""
    rows = Candidate.objects.visible_to(member)
    return rows.filter(archived__isnull=not archived, merged_into__isnull=True)


@prepared
def beyond_limit(member: Member, *, archived: bool) -> QuerySet[Any]:
    """One row, if there are more than are counted on every page."""
    rows = whole_list(member, archived=archived).order_by("added", "pk")
    return rows[COUNT_LIMIT : COUNT_LIMIT + 1].values_list("pk")


@prepared
def amount(member: Member, *, archived: bool) -> QuerySet[Any]:
    """How many there are."""
    return figures(whole_list(member, archived=archived), amount=Count("pk"))


def amount_text(member: Member, *, archived: bool, exact: bool = False) -> str:
    """How many there are: exact up to 10,000, beyond that only when somebody asks."""
    if not exact and is_long(("candidates", member.pk, archived), lambda: beyond_limit(member, archived=archived)):
        return up_to_limit(COUNT_LIMIT + 1)
    return number(amount.first(member, archived=archived)[0])


@prepared
def skills_of(member: Member, people: list[int]) -> QuerySet[Any]:
    """What each of these people can do."""
    rows = Skill.objects.visible_to(member).filter(candidates__in=people)
    return rows.order_by("name", "pk").values_list("candidates", "name")


@prepared
def tags_of(member: Member, people: list[int]) -> QuerySet[Any]:
    """What each of these people is tagged with."""
    rows = Tag.objects.visible_to(member).filter(candidates__in=people)
    return rows.order_by("key", "pk").values_list("candidates", "name", "key")


@prepared
def runs_of(member: Member, people: list[int]) -> QuerySet[Any]:
    """On how many jobs each of these people is in process."""
    rows = Application.objects.visible_to(member).open().filter(candidate__in=people)
    return rows.order_by().values_list("candidate").annotate(Count("pk"))


def completed(rows: Iterable[Person], member: Member, params: QueryDict) -> list[Person]:
    """The rows with what hangs on each: skills, tags, jobs they run on."""
    people = {row.pk: row for row in rows}
    numbers = list(people)
    if not numbers:
        return []
    alike = query(params, skill="", after="", before="")
    glue = alike if alike == "?" else f"{alike}&"
    same_tag = query(params, tag="", after="", before="")
    tag_glue = same_tag if same_tag == "?" else f"{same_tag}&"
    names: dict[int, list[str]] = defaultdict(list)
    for pk, name in skills_of(member, numbers):
        names[pk].append(name)
    for pk, known in names.items():
        people[pk].skills = [(name, f"{glue}skill={quoted(name)}") for name in known[:SKILLS]]
        people[pk].further = max(0, len(known) - SKILLS)
    for pk, name, key in tags_of(member, numbers):
        people[pk].tags.append((name, f"{tag_glue}tag={quoted(key)}"))
    for pk, count in runs_of(member, numbers):
        people[pk].running = count
    return list(people.values())
