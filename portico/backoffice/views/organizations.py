"""Organizations: list, page, forms and deeds."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.editing import edits, seen_of, wants_duplicate
from portico.backoffice.forms.organizations import OrganizationForm
from portico.backoffice.forms.pickers import suggestions
from portico.backoffice.listing import Filters, listing
from portico.backoffice.parts import parts_of
from portico.backoffice.reading.responsiveness import read_responsiveness
from portico.backoffice.tones import TONES
from portico.clients.models import Contact, Organization
from portico.jobs.models import Job
from portico.kit.lists import Order, words_asked
from portico.kit.pages import page, say
from portico.pipeline.deleting import delete, what_hangs_on
from portico.portals.models import Portal

ORDERS = {
    "name": Order(gettext_lazy("Name"), "name_key"),
    "city": Order(gettext_lazy("City"), "city"),
    "industry": Order(gettext_lazy("Industry"), "industry"),
    "changed": Order(gettext_lazy("Changed"), "-changed"),
}
HEADS = [
    (gettext_lazy("Name"), "name"),
    (gettext_lazy("Industry"), "industry"),
    (gettext_lazy("Place"), "city"),
    (gettext_lazy("Owner"),),
    (gettext_lazy("Client portal"),),
    (gettext_lazy("Changed"), "changed"),
]
COLUMNS = [
    ("Name", "name"), ("Industry", "industry"), ("City", "city"), ("Country", "country"), ("Website", "website"),
    ("Phone", "phone"), ("Owner", "owner"), ("Reference", "reference"),
]  # fmt: skip


@staff()
@require_safe
def organization_list(request: DeskRequest) -> HttpResponseBase:
    """Client companies."""
    filters = Filters(request, Organization, owners=True, archived=True)
    rows = filters.apply(Organization.objects.visible_to(request.member)).select_related("owner__user", "portal")
    return listing(request, "backoffice/organization_list.html", rows, ORDERS, "name", COLUMNS, filters, heads=HEADS)


@staff()
@require_safe
def organization_names(request: DeskRequest) -> HttpResponse:
    """Suggestions while somebody types an organization's name."""
    rows = Organization.objects.visible_to(request.member).current()
    return page(request, "backoffice/parts/suggestions.html", options=suggestions(rows, words_asked(request.GET)))


@staff()
@require_safe
def organization(request: DeskRequest, pk: int) -> HttpResponse:
    """One client company: its facts, people, jobs, portal, and what happened."""
    rows = Organization.objects.visible_to(request.member).select_related("owner__user", "merged_into")
    found = get_object_or_404(rows, pk=pk)
    if found.merged_into_id:
        return redirect("backoffice:organization", found.merged_into_id)
    contacts = Contact.objects.visible_to(request.member).current().filter(organization=found)
    jobs = Job.objects.visible_to(request.member).current().filter(organization=found)
    return page(
        request,
        "backoffice/organization.html",
        organization=found,
        contacts=list(contacts.select_related("member").order_by("name_key")[:100]),
        jobs=list(jobs.order_by("-changed")[:100]),
        portal=Portal.objects.visible_to(request.member).filter(organization=found).first(),
        hanging=what_hangs_on(found),
        facts=facts_of(found),
        answers=read_responsiveness(found, request.member),
        tones=TONES,
        **parts_of(request, found),
    )


def facts_of(found: Organization) -> list[dict[str, str]]:
    """The line under the name."""
    facts = [
        ("factory", found.industry),
        ("map-pin", found.place),
        ("user-round", found.owner.name if found.owner else ""),
    ]
    return [{"icon": icon, "text": text} for icon, text in facts if text]


@staff(May.WORK_DESK)
def organization_add(request: DeskRequest) -> HttpResponse:
    """Take a new client company into the records, with a warning where its name is known."""
    if request.method != "POST":
        form = OrganizationForm(by=request.member, initial={"owner": request.member})
        return organization_form(request, form)
    row = Organization(agency=request.agency)
    form = OrganizationForm(request.POST, instance=row, by=request.member)
    if not form.is_valid():
        return organization_form(request, form)
    twins = list(Organization.objects.visible_to(request.member).like(name=form.cleaned_data["name"])[:5])
    if twins and not wants_duplicate(form):
        return organization_form(request, form, twins=twins)
    row.add(by=request.member)
    say(request, _("%s is added.") % row.name)
    return redirect("backoffice:organization", row.pk)


@staff(May.WORK_DESK)
def organization_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Change a client company's facts."""
    row = get_object_or_404(Organization.objects.visible_to(request.member), pk=pk)
    if request.method != "POST":
        form = OrganizationForm(instance=row, by=request.member, initial=seen_of(OrganizationForm, row))
        return organization_form(request, form, row=row)
    form = OrganizationForm(request.POST, instance=row, by=request.member)
    if not edits(form, row, request.member):
        return organization_form(request, form, row=row)
    say(request, _("Saved."))
    return redirect("backoffice:organization", row.pk)


def organization_form(
    request: DeskRequest,
    form: OrganizationForm,
    *,
    row: Organization | None = None,
    twins: list[Organization] | None = None,
) -> HttpResponse:
    """The form, with what is wrong or which records look the same."""
    status = 409 if twins else form.status if form.errors else 200
    context: dict[str, Any] = {
        "form": form,
        "organization": row,
        "twins": twins or [],
        "twin_page": "backoffice:organization",
    }
    return page(request, "backoffice/organization_form.html", status=status, **context)


@staff(May.WORK_DESK)
@require_POST
def organization_archive(request: DeskRequest, pk: int) -> HttpResponse:
    """Take it out of the lists."""
    row = get_object_or_404(Organization.objects.visible_to(request.member), pk=pk)
    row.archive(by=request.member)
    say(request, _("%s is archived.") % row.name)
    return redirect("backoffice:organization", row.pk)


@staff(May.WORK_DESK)
@require_POST
def organization_restore(request: DeskRequest, pk: int) -> HttpResponse:
    """Back into the lists."""
    row = get_object_or_404(Organization.objects.visible_to(request.member), pk=pk)
    row.restore(by=request.member)
    say(request, _("%s is back in the lists.") % row.name)
    return redirect("backoffice:organization", row.pk)


@staff(May.WORK_DESK, May.DELETE)
@require_POST
def organization_delete(request: DeskRequest, pk: int) -> HttpResponse:
    """Delete it for good, where nothing hangs on it."""
    row = get_object_or_404(Organization.objects.visible_to(request.member), pk=pk)
    name = row.name
    delete(row, by=request.member)
    say(request, _("%s is deleted.") % name)
    return redirect("backoffice:organization_list")
