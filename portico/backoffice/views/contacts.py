"""Contacts: list, page, forms and deeds. (Their portal access stands in portal_access.py.)"""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.backoffice.editing import edits, facts_for_like, seen_of, wants_duplicate
from portico.backoffice.forms.contacts import CandidateLinkForm, ContactForm
from portico.backoffice.forms.pickers import suggestions
from portico.backoffice.listing import Filters, listing
from portico.backoffice.parts import parts_of
from portico.backoffice.reading.access import access_of
from portico.backoffice.tones import TONES
from portico.clients.models import Contact, Organization
from portico.jobs.models import Job
from portico.kit.lists import Order, words_asked
from portico.kit.pages import bound, page, refuse, say
from portico.pipeline.deleting import delete, what_hangs_on
from portico.portals.inviting import change_contact, lacks

ORDERS = {
    "name": Order(gettext_lazy("Name"), "name_key"),
    "email": Order(gettext_lazy("Email"), "email_key"),
    "title": Order(gettext_lazy("Job title"), "title"),
    "changed": Order(gettext_lazy("Changed"), "-changed"),
}
HEADS = [
    (gettext_lazy("Name"), "name"),
    (gettext_lazy("Organization"),),
    (gettext_lazy("Email"), "email"),
    (gettext_lazy("Client portal"),),
    (gettext_lazy("Changed"), "changed"),
]
COLUMNS = [
    ("First name", "first_name"), ("Last name", "last_name"), ("Job title", "title"), ("Email", "email"),
    ("Phone", "phone"), ("Organization", "organization"), ("Owner", "owner"),
    ("Client portal", "member.get_status_display"), ("Reference", "reference"),
]  # fmt: skip


@staff()
@require_safe
def contact_list(request: DeskRequest) -> HttpResponseBase:
    """People at clients."""
    states = [(value, label) for value, label in Member.Status.choices]
    filters = Filters(request, Contact, owners=True, archived=True, member__status=states)
    rows = filters.apply(Contact.objects.visible_to(request.member)).select_related(
        "owner__user", "organization", "member"
    )
    return listing(
        request,
        "backoffice/contact_list.html",
        rows,
        ORDERS,
        "name",
        COLUMNS,
        filters,
        heads=HEADS,
        states=states,
        tones=TONES,
    )


@staff()
@require_safe
def contact_names(request: DeskRequest) -> HttpResponse:
    """Suggestions while somebody types a contact's name."""
    rows = Contact.objects.visible_to(request.member).current()
    return page(request, "backoffice/parts/suggestions.html", options=suggestions(rows, words_asked(request.GET)))


@staff()
@require_safe
def contact(request: DeskRequest, pk: int) -> HttpResponse:
    """One person at a client: facts, portal access, jobs, and what happened."""
    rows = Contact.objects.visible_to(request.member).select_related(
        "organization", "owner__user", "member__user", "candidate"
    )
    found = get_object_or_404(rows, pk=pk)
    if found.merged_into_id:
        return redirect("backoffice:contact", found.merged_into_id)
    jobs = Job.objects.visible_to(request.member).current().filter(primary_contact=found).order_by("-changed")[:50]
    return page(
        request,
        "backoffice/contact.html",
        contact=found,
        lacks=lacks(found),
        jobs=list(jobs),
        hanging=what_hangs_on(found),
        facts=facts_of(found),
        tones=TONES,
        link_form=bound(request, CandidateLinkForm, key=found.pk, by=request.member),
        **access_of(request.member, found),
        **parts_of(request, found),
    )


def facts_of(found: Contact) -> list[dict[str, str]]:
    """The line under the name."""
    organization = found.organization
    facts: list[dict[str, str]] = [{"icon": "contact", "text": found.title}] if found.title else []
    if organization is not None:
        there = reverse("backoffice:organization", args=[organization.pk])
        facts.append({"icon": "building-2", "text": organization.name, "url": there})
    if found.email:
        facts.append({"icon": "mail", "text": found.email, "url": f"mailto:{found.email}"})
    if found.phone:
        facts.append({"icon": "phone", "text": found.phone, "url": f"tel:{found.phone}"})
    return facts


@staff(May.WORK_DESK)
def contact_add(request: DeskRequest) -> HttpResponse:
    """Take a new person at a client into the records, with a warning where they look known."""
    if request.method != "POST":
        asked = request.GET.get("organization", "")
        rows = Organization.objects.visible_to(request.member).current()
        organization = rows.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) <= 18 else None
        initial = {"owner": request.member, "organization": organization}
        return contact_form(request, ContactForm(by=request.member, initial=initial))
    row = Contact(agency=request.agency)
    form = ContactForm(request.POST, instance=row, by=request.member)
    if not form.is_valid():
        return contact_form(request, form)
    facts = facts_for_like(form, ("email", "first_name", "last_name", "phone"))
    twins = list(Contact.objects.visible_to(request.member).like(**facts)[:5])
    if twins and not wants_duplicate(form):
        return contact_form(request, form, twins=twins)
    row.add(by=request.member)
    say(request, _("%s is added.") % row.name)
    return redirect("backoffice:contact", row.pk)


@staff(May.WORK_DESK)
def contact_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Change a person's facts. Another organization or address suspends their portal access."""
    row = get_object_or_404(Contact.objects.visible_to(request.member).select_related("organization"), pk=pk)
    if request.method != "POST":
        form = ContactForm(instance=row, by=request.member, initial=seen_of(ContactForm, row))
        return contact_form(request, form, row=row)
    fresh = get_object_or_404(Contact.objects.visible_to(request.member).select_related("member"), pk=pk)
    form = ContactForm(request.POST, instance=row, by=request.member)
    if not edits(form, fresh, request.member, save=change_contact):
        return contact_form(request, form, row=row)
    if form.result:
        say(request, _("Saved. Their portal access is suspended until you decide about it."), tone="warn")
    else:
        say(request, _("Saved."))
    return redirect("backoffice:contact", row.pk)


def contact_form(
    request: DeskRequest, form: ContactForm, *, row: Contact | None = None, twins: list[Contact] | None = None
) -> HttpResponse:
    """The form, with what is wrong or who looks the same."""
    status = 409 if twins else form.status if form.errors else 200
    context: dict[str, Any] = {"form": form, "contact": row, "twins": twins or [], "twin_page": "backoffice:contact"}
    return page(request, "backoffice/contact_form.html", status=status, **context)


@staff(May.WORK_DESK)
@require_POST
def contact_archive(request: DeskRequest, pk: int) -> HttpResponse:
    """Take them out of the lists."""
    row = get_object_or_404(Contact.objects.visible_to(request.member), pk=pk)
    row.archive(by=request.member)
    say(request, _("%s is archived.") % row.name)
    return redirect("backoffice:contact", row.pk)


@staff(May.WORK_DESK)
@require_POST
def contact_restore(request: DeskRequest, pk: int) -> HttpResponse:
    """Back into the lists."""
    row = get_object_or_404(Contact.objects.visible_to(request.member), pk=pk)
    row.restore(by=request.member)
    say(request, _("%s is back in the lists.") % row.name)
    return redirect("backoffice:contact", row.pk)


@staff(May.WORK_DESK, May.DELETE)
@require_POST
def contact_delete(request: DeskRequest, pk: int) -> HttpResponse:
    """Delete them for good, where nothing hangs on them."""
    row = get_object_or_404(Contact.objects.visible_to(request.member), pk=pk)
    name = row.name
    delete(row, by=request.member)
    say(request, _("%s is deleted.") % name)
    return redirect("backoffice:contact_list")


@staff(May.WORK_DESK)
@require_POST
def contact_link(request: DeskRequest, pk: int) -> HttpResponse:
    """Say that a candidate is the same person."""
    row = get_object_or_404(Contact.objects.visible_to(request.member), pk=pk)
    form = CandidateLinkForm(request.POST, by=request.member)
    form.key = row.pk
    if not form.does(row.link_with, by=request.member):
        return refuse(request, contact, pk, form=form)
    say(request, _("Linked. Both records stay."))
    return redirect("backoffice:contact", row.pk)


@staff(May.WORK_DESK)
@require_POST
def contact_unlink(request: DeskRequest, pk: int) -> HttpResponse:
    """Say that they are two people."""
    row = get_object_or_404(Contact.objects.visible_to(request.member), pk=pk)
    row.unlink(by=request.member)
    say(request, _("No longer linked."))
    return redirect("backoffice:contact", row.pk)
