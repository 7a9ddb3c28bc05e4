"""Requests that look like something that is asked for already: the same organization, nearly the same title."""

import re
from collections.abc import Callable, Iterable

from portico.candidates.models import name_key
from portico.jobs.models import Job, Requisition
from portico.jobs.requisitions import RequisitionQuerySet

MOST = 200
"""How many of an organization's rows are compared."""


def words_of(title: str) -> frozenset[str]:
    """The words of a title as they are compared."""
    return frozenset(re.findall(r"\w+", name_key(title)))


def alike(one: str, other: str) -> bool:
    """Whether two titles may mean the same position: two thirds of their words, or all words of the shorter one."""
    mine, theirs = words_of(one), words_of(other)
    both = mine & theirs
    if not both:
        return False
    return both in (mine, theirs) or len(both) * 3 >= len(mine | theirs) * 2


def like[Row](title: str, rows: Iterable[Row], title_of: Callable[[Row], str] = str) -> list[Row]:
    """The rows with such a title."""
    return [row for row in rows if alike(title, title_of(row))]


def twin_requisitions(requisition: Requisition, among: RequisitionQuerySet) -> list[Requisition]:
    """Other open requisitions, of those the reader sees, that may ask for the same."""
    rows = among.undecided().filter(organization=requisition.organization_id).exclude(pk=requisition.pk)
    return like(requisition.title, rows.select_related("requester").order_by("-handed_in")[:MOST])


def twin_jobs(requisition: Requisition, among: Iterable[Job]) -> list[Job]:
    """Jobs of these that may be what is asked for."""
    return like(requisition.title, among)
