"""The records that notes, documents and timelines hang on: their part of the address, their model, their page."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from portico.agencies.gate import DeskRequest
from portico.candidates.models import Candidate
from portico.clients.models import Contact, Organization
from portico.jobs.models import Job, Requisition
from portico.pipeline.models import Application


@dataclass(frozen=True, slots=True)
class Thing:
    """One kind of record of the desk."""

    slug: str
    model: Any
    page: str


THINGS = {
    thing.slug: thing
    for thing in (
        Thing("candidates", Candidate, "backoffice:candidate"),
        Thing("contacts", Contact, "backoffice:contact"),
        Thing("organizations", Organization, "backoffice:organization"),
        Thing("jobs", Job, "backoffice:job"),
        Thing("requisitions", Requisition, "backoffice:requisition"),
        Thing("applications", Application, "backoffice:application"),
    )
}
OF_KIND = {thing.model._meta.label_lower: thing for thing in THINGS.values()}


def thing_called(slug: str) -> Thing:
    """The kind of record by its part of the address."""
    if slug not in THINGS:
        raise Http404
    return THINGS[slug]


def row_of(request: DeskRequest, slug: str, pk: int) -> Any:
    """The record, if the reader sees it. Who asks for a merged one gets the one it was merged into."""
    row = get_object_or_404(thing_called(slug).model.objects.visible_to(request.member), pk=pk)
    return getattr(row, "merged_into", None) or row


def page_of(row: Any) -> HttpResponse:
    """Back to the record's page."""
    return redirect(OF_KIND[row._meta.label_lower].page, row.pk)


def slug_of(row: Any) -> str:
    """The record's part of the address."""
    return OF_KIND[row._meta.label_lower].slug
