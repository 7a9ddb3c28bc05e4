"""Jobs: list, page and form. (Their deeds stand in job_deeds.py, their pipeline in pipeline.py.)"""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.backoffice.board import pipeline_of
from portico.backoffice.editing import edits, fields_of
from portico.backoffice.forms.jobs import END, CloseForm, JobForm
from portico.backoffice.forms.pickers import suggestions
from portico.backoffice.listing import FORMATS, Filters, download, head
from portico.backoffice.parts import parts_of, timeline_alone
from portico.backoffice.reading import job_rows as reading
from portico.backoffice.reading.adverts import advert_on, read_advert
from portico.backoffice.reading.job import read_sharing
from portico.backoffice.reading.requisitions import asked_of
from portico.clients.models import Contact, Organization
from portico.jobs.models import Job
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
from portico.kit.pages import asks_for, bound, page, say
from portico.kit.prepared import prepared
from portico.pipeline.deleting import what_hangs_on
from portico.pipeline.models import Application
from portico.portals.sharing import change_job
from portico.records.editing import shown

ORDERS = {
    "title": Order(gettext_lazy("Job"), "title"),
    "organization": Order(gettext_lazy("Organization"), "organization__name_key"),
    "status": Order(gettext_lazy("Status"), "status"),
    "in_process": Order(gettext_lazy("In process"), "-in_process"),
    "added": Order(gettext_lazy("Added"), "-added"),
    "changed": Order(gettext_lazy("Changed"), "-changed"),
}
COLUMNS = [
    ("Job", "title"),
    ("Organization", "organization"),
    ("Primary contact", "primary_contact"),
    ("Status", "get_status_display"),
    ("Type", "get_type_display"),
    ("Location", "location"),
    ("Openings", "openings"),
    ("Candidates in process", "in_process"),
    ("Owner", "owner"),
    ("Target date", "target"),
    ("Added", "added"),
    ("Reference", "reference"),
]
HEADS: list[tuple[Any, ...]] = [
    (gettext_lazy("Job"), "title"),
    (gettext_lazy("Organization"), "organization"),
    (gettext_lazy("Status"), "status"),
    (gettext_lazy("In process"), "in_process", True),
    (gettext_lazy("Client portal"),),
    (gettext_lazy("Owner"),),
    (gettext_lazy("Changed"), "changed"),
]


def with_figures(rows: QuerySet[Job], member: Member) -> QuerySet[Any]:
    """Jobs with how many candidates are in process."""
    running = Application.objects.visible_to(member).open().filter(job=OuterRef("pk")).order_by()
    counted = running.values("job").annotate(amount=Count("pk")).values("amount")
    return rows.annotate(in_process=Coalesce(Subquery(counted), 0))


@staff()
@require_safe
def job_list(request: DeskRequest) -> HttpResponseBase:
    """Open positions, and those that were."""
    filters = Filters(request, Job, owners=True, archived=True, status=Job.Status.choices, type=Job.Type.choices)
    organization = request.GET.get("organization", "")
    at = None
    if organization.isdecimal() and len(organization) < 19:
        at = get_object_or_404(Organization.objects.visible_to(request.member), pk=int(organization))
    if request.GET.get("export") in FORMATS:
        rows = with_figures(jobs_asked(request, filters, at), request.member)
        rows = rows.select_related("organization", "primary_contact", "owner__user")
        return download(request, sorted_rows(rows, request.GET, ORDERS, "changed"), COLUMNS)
    if asks_for(request, "total"):
        return page(request, "backoffice/job_list.html", list=Page.counted(total_of(request, filters, at)))
    shown = read_jobs(request, filters, at)
    heads = [head(request, shown, ORDERS, *one) for one in HEADS]
    return page(request, "backoffice/job_list.html", list=shown, filters=filters, columns=heads, at=at)


def jobs_asked(request: DeskRequest, filters: Filters, at: Organization | None) -> QuerySet[Job]:
    """The jobs that fit what was asked for."""
    rows = filters.apply(Job.objects.visible_to(request.member))
    return rows.filter(organization=at) if at else rows


def values_asked(filters: Filters, at: Organization | None) -> dict[str, Any]:
    """What was asked for, beside words."""
    return {**filters.exact, **({"organization": at.pk} if at else {})}


def read_jobs(request: DeskRequest, filters: Filters, at: Organization | None) -> Page:
    """The page that was asked for, its rows with their figures."""
    place, member = place_asked(request.GET, ORDERS, "changed"), request.member
    if filters.words or place.field == "in_process":
        rows = with_figures(jobs_asked(request, filters, at), member)
        found = beyond(rows, place.field, down=place.falls, mark=place.mark)[: PAGE_SIZE + 1]
        read = list(found.values_list(*reading.fields_for(place.field)))
    else:
        asked, archived = values_asked(filters, at), filters.archived
        values, by = (*asked.values(), *place.mark), tuple(asked)
        read = reading.jobs(member, *values, by=by, field=place.field, down=place.falls, archived=archived)
    shown = page_of(reading.rows_of(read), place, lambda: total_of(request, filters, at))
    reading.complete(shown.rows, member)
    return shown


def total_of(request: DeskRequest, filters: Filters, at: Organization | None) -> str:
    """How many there are; all of them counted, where somebody asked for that."""
    exact = all_counted(request.GET)
    if filters.words:
        return how_many(jobs_asked(request, filters, at), exact=exact)
    return reading.amount_text(request.member, values_asked(filters, at), archived=filters.archived, exact=exact)


@staff()
@require_safe
def job_names(request: DeskRequest) -> HttpResponse:
    """Suggestions while somebody types a job's title."""
    rows = Job.objects.visible_to(request.member).active()
    options = suggestions(rows, words_asked(request.GET), by="title")
    return page(request, "backoffice/parts/suggestions.html", options=options)


@prepared
def one_job(member: Member, pk: int) -> QuerySet[Any]:
    """A job with whom it is for and who looks after it."""
    rows = Job.objects.visible_to(member).filter(pk=pk)
    return rows.select_related("organization", "primary_contact", "owner__user")


@prepared
def team_of(member: Member, job: int) -> QuerySet[Any]:
    """Who works on a job beside its owner."""
    rows = Member.objects.visible_to(member).filter(team_jobs=job).order_by("pk")
    return rows.values_list("user__name", "user__email")


@staff()
@require_safe
def job(request: DeskRequest, pk: int) -> HttpResponse:
    """One position: its pipeline, facts, sharing, notes, documents and what happened."""
    found = one_job.first(request.member, pk)
    if found is None:
        raise Http404
    if asks_for(request, "timeline"):
        return timeline_alone(request, "backoffice/job.html", found)
    return page(
        request,
        "backoffice/job.html",
        job=found,
        team=[name or mail for name, mail in team_of(request.member, pk)],
        pay=found.pay if request.member.may(May.SEE_MONEY) else "",
        sharing=read_sharing(found, request.member),
        advert=read_advert(advert_on(found, request.member), request.member),
        client_asks=asked_of(found, request.member),
        hanging=what_hangs_on(found) if request.member.may(May.DELETE) else [],
        close_form=bound(request, CloseForm, key=found.pk),
        asked=request.GET.get("do", ""),
        **pipeline_of(request, found),
        **parts_of(request, found, later=True),
    )


@staff(May.WORK_DESK)
def job_add(request: DeskRequest) -> HttpResponse:
    """Take a new position into the records."""
    if request.method != "POST":
        return job_form(request, JobForm(by=request.member, initial=first_words(request)))
    row = Job(agency=request.agency)
    form = JobForm(request.POST, instance=row, by=request.member)
    if not form.is_valid():
        return job_form(request, form)
    team = [*form.cleaned_data["team"]]
    if request.member.own_desk_only and request.member not in [row.owner, *team]:
        team.append(request.member)
    row.status = Job.Status.DRAFT if "draft" in request.POST else Job.Status.OPEN
    row.add(by=request.member, team=team)
    say(request, _("%s is added.") % row.title)
    return redirect("backoffice:job", row.pk)


def first_words(request: DeskRequest) -> dict[str, Any]:
    """What a new job's form starts with: the organization or contact one comes from."""
    initial: dict[str, Any] = {"owner": request.member, "pay_currency": request.agency.currency}
    for name, model, field in [("organization", Organization, "organization"), ("contact", Contact, "primary_contact")]:
        number = request.GET.get(name, "")
        if number.isdecimal() and len(number) < 19:
            initial[field] = model.objects.visible_to(request.member).filter(pk=int(number)).first()  # type: ignore[attr-defined]
    contact = initial.get("primary_contact")
    if contact is not None and initial.get("organization") is None:
        initial["organization"] = contact.organization
    return initial


@staff(May.WORK_DESK)
def job_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Change a position's facts; a new client or contact asks what becomes of the share."""
    row = get_object_or_404(Job.objects.visible_to(request.member).select_related("organization"), pk=pk)
    team = set(row.team.values_list("pk", flat=True))
    if request.method != "POST":
        form = JobForm(instance=row, by=request.member, initial={"team": team})
        form.initial["seen"] = shown(row, fields_of(form))
        form.initial["team_seen"] = ",".join(str(pk) for pk in sorted(team))
        return job_form(request, form, row=row)
    form = JobForm(request.POST, instance=row, by=request.member)

    def save(job: Job, changes: dict[str, Any], *, seen: str, by: Member) -> list[str]:
        end = form.cleaned_data.get("shares") == END
        there = Job.objects.visible_to(by).get(pk=job.pk)
        return change_job(there, changes, team=form.team_after(team), end=end, seen=seen, by=by)

    if not edits(form, row, request.member, save=save):
        return job_form(request, form, row=row)
    say(request, _("Saved."))
    still_seen = Job.objects.visible_to(request.member).filter(pk=pk).exists()
    return redirect("backoffice:job", pk) if still_seen else redirect("backoffice:job_list")


def job_form(request: DeskRequest, form: JobForm, *, row: Job | None = None) -> HttpResponse:
    """The form, with what is wrong."""
    status = form.status if form.errors else 200
    return page(request, "backoffice/job_form.html", status=status, form=form, job=row)
