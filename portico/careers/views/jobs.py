"""The list of jobs, a job's page, and the list inside another site."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portico.access.visits import agent_of
from portico.agencies.doors import Visitor
from portico.agencies.gate import AgencyRequest, DeskRequest, staff
from portico.agencies.roles import May
from portico.candidates.settings import settings_of
from portico.careers.doorway import CareersRequest, careers_page
from portico.careers.reading.jobs import address, listed, shown
from portico.careers.reading.narrowing import filters_of
from portico.careers.reading.paging import first_page, paged
from portico.careers.reading.sharing import sharing_of
from portico.careers.reading.similar import similar_to
from portico.careers.reading.site import site_of
from portico.careers.reading.structured import posting
from portico.jobs.advert_search import AdvertSearch
from portico.jobs.adverts import Advert, once_public
from portico.jobs.models import Job
from portico.kit.pages import page
from portico.kit.prepared import prepared
from portico.kit.replica import stale_ok
from portico.kit.trouble import by_the_way

MOST_EMBEDDED = 50
MACHINES = (
    "bot",
    "crawl",
    "spider",
    "slurp",
    "preview",
    "facebookexternalhit",
    "curl",
    "python",
    "monitor",
    "headless",
)


def adverts_of(request: AgencyRequest) -> QuerySet[Advert]:
    """What everybody may read now."""
    return Advert.objects.visible_to(request.visitor).select_related("job__organization")


@prepared
def one_open(visitor: Visitor, pk: int) -> QuerySet[Any]:
    """A job that everybody may read."""
    return Advert.objects.visible_to(visitor).select_related("job__organization").filter(pk=pk)


@careers_page
@require_safe
@stale_ok
def jobs(request: CareersRequest) -> HttpResponse:
    """All open jobs, or those that fit what the visitor looks for."""
    search = AdvertSearch.of(request.GET)
    found = first_page(request.visitor) if not request.GET else paged(search.rows(adverts_of(request)), request.GET)
    return page(
        request,
        "careers/jobs.html",
        site=site_of(request, request.careers),
        filters=filters_of(search, request.agency),
        found=found,
        jobs=[listed(advert) for advert in found.rows],
        canonical=request.agency.address(reverse("careers:jobs")),
        rss=reverse("careers:rss"),
    )


@careers_page
@require_safe
def job_short(request: CareersRequest, pk: int) -> HttpResponse:
    """A job's address without its words: on to the whole one."""
    advert = adverts_of(request).filter(pk=pk).first()
    return moved(request, advert) if advert else closed(request, pk)


@careers_page
@require_safe
def job(request: CareersRequest, pk: int, slug: str) -> HttpResponse:
    """A job, for people and for search engines."""
    advert: Advert | None = one_open.first(request.visitor, pk)
    if advert is None:
        return closed(request, pk)
    if slug != advert.slug:
        return moved(request, advert)
    advert.agency = request.agency
    count_view(request, advert)
    return draw(request, advert, request.careers)


def moved(request: AgencyRequest, advert: Advert) -> HttpResponse:
    """To the job's address as it is now; a campaign's code travels along."""
    via = request.GET.get("via", "")[:40].replace("\0", "")
    return HttpResponsePermanentRedirect(address(advert) + (f"?{urlencode({'via': via})}" if via else ""))


def draw(request: AgencyRequest, advert: Advert, careers: Any, **more: Any) -> HttpResponse:
    """The page of one job."""
    return page(
        request,
        "careers/job.html",
        site=site_of(request, careers),
        job=shown(advert, request.agency),
        sharing=sharing_of(advert, request.agency),
        structured=posting(advert, request.agency),
        similar=[listed(one) for one in similar_to(request.visitor, advert)],
        **{"preview": None, **more},
    )


def closed(request: CareersRequest, pk: int) -> HttpResponse:
    """A job that was open once (410), with others like it."""
    advert = once_public(request.visitor, pk)
    if advert is None:
        raise Http404
    return page(
        request,
        "careers/closed.html",
        status=410,
        site=site_of(request, request.careers),
        title=advert.title,
        paused=advert.status == Advert.Status.LIVE and advert.job.status == Job.Status.ON_HOLD,
        similar=[listed(one) for one in similar_to(request.visitor, advert)],
    )


def count_view(request: AgencyRequest, advert: Advert) -> None:
    """Count who reads the job: people outside the agency, no machines."""
    agent, member = agent_of(request).lower(), request.maybe_member
    inside = member is not None and member.is_staff
    if request.method == "GET" and agent and not inside and not any(word in agent for word in MACHINES):
        with by_the_way():
            advert.was_viewed()


@staff(May.SEE_DESK)
@require_safe
def preview(request: DeskRequest, pk: int) -> HttpResponse:
    """The job's page as visitors will see it, for the agency's own people; nothing is counted."""
    rows = Advert.objects.visible_to(request.member).select_related("job__organization", "agency")
    advert = get_object_or_404(rows, pk=pk)
    if not (advert.is_live or request.member.may(May.SEE_MONEY)):
        advert.show_pay = False
    return draw(request, advert, settings_of(request.agency), preview=preview_words(advert))


def preview_words(advert: Advert) -> dict[str, str]:
    """What the banner over a preview says."""
    words = {
        Advert.Status.DRAFT: _("Preview of a draft: nobody outside sees it yet."),
        Advert.Status.LIVE: _("Preview: visitors read it like this."),
        Advert.Status.ENDED: _("Preview: it is no longer on the careers pages."),
    }
    return {"text": words[Advert.Status(advert.status)], "url": reverse("backoffice:advert", args=[advert.job_id])}


@careers_page
@require_safe
@stale_ok
def embed(request: CareersRequest) -> HttpResponse:
    """The list of jobs for a page of the agency's own web site, without scripts; only sites it named may show it."""
    rows = AdvertSearch.of(request.GET).rows(adverts_of(request))[:MOST_EMBEDDED]
    response = page(
        request,
        "careers/embed.html",
        jobs=[listed(advert) for advert in rows],
        all_url=request.agency.address(reverse("careers:jobs") + "?via=embed"),
    )
    origins = request.careers.careers_origins
    response._csp_config = {**settings.SECURE_CSP, "frame-ancestors": ["'self'", *origins]}  # type: ignore[attr-defined]
    return response
