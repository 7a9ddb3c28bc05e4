"""Open jobs for feed readers (RSS) and for job boards (the XML that Indeed and many others read)."""

import re
from email.utils import format_datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.views.decorators.http import require_safe

from portico.careers.doorway import CareersRequest, careers_page
from portico.careers.reading.jobs import address, employer_of, pay_of
from portico.careers.reading.site import site_of
from portico.jobs.advert_search import AdvertSearch
from portico.jobs.adverts import Advert
from portico.jobs.models import Job
from portico.kit.plain_text import as_html
from portico.kit.replica import stale_ok
from portico.kit.times import now

A_QUARTER_HOUR = "public, max-age=900"
MOST = 100
MOST_IN_FEED = 5_000
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML cannot hold."""
JOB_TYPES: dict[str, str] = {
    Job.Type.PERMANENT: "fulltime",
    Job.Type.CONTRACT: "contract",
    Job.Type.TEMPORARY: "temporary",
}
ALWAYS = {"title", "date", "referencenumber", "url", "company", "city", "state", "country", "postalcode", "description"}
"""What stands in every entry, even empty."""
REMOTE_TYPES: dict[str, str] = {Advert.Remote.HYBRID: "Hybrid remote", Advert.Remote.REMOTE: "Fully remote"}


def full_address(advert: Advert, request: CareersRequest, via: str) -> str:
    """The job's page, by which one knows where somebody came from."""
    return f"{request.agency.address(address(advert))}?via={via}"


@careers_page
@require_safe
@stale_ok
def rss(request: CareersRequest) -> HttpResponse:
    """The newest jobs, or those that fit a search."""
    rows = Advert.objects.visible_to(request.visitor).select_related("job__organization")
    site, jobs = site_of(request, request.careers), request.agency.address(reverse("careers:jobs"))
    here = request.agency.address(request.path)
    feed = Rss201rev2Feed(title=site.title, link=jobs, description=site.intro or site.title, feed_url=here)
    for advert in AdvertSearch.of(request.GET).rows(rows)[:MOST]:
        parts = [advert.place, pay_of(advert), str(advert.job.get_type_display()), employer_of(advert)]
        line = " · ".join(part for part in parts if part)
        feed.add_item(
            title=clean(advert.title),
            link=full_address(advert, request, "rss"),
            description=clean(as_html(line) + as_html(advert.text)),
            unique_id=request.agency.address(reverse("careers:job_short", args=[advert.pk])),
            unique_id_is_permalink=False,
            pubdate=advert.published,
        )
    answer = HttpResponse(content_type="application/rss+xml; charset=utf-8", headers={"Cache-Control": A_QUARTER_HOUR})
    feed.write(answer, "utf-8")
    return answer


@careers_page
@require_safe
@stale_ok
def feed(request: CareersRequest) -> HttpResponse:
    """All open jobs, as job boards take them."""
    agency = request.agency
    rows = Advert.objects.visible_to(request.visitor).select_related("job__organization").order_by("-published", "-pk")
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<source>"]
    lines += [element("publisher", agency.name), element("publisherurl", agency.address(reverse("careers:jobs")))]
    lines.append(element("lastBuildDate", format_datetime(now())))
    lines += [entry(advert, request) for advert in rows[:MOST_IN_FEED]]
    lines.append("</source>")
    return HttpResponse(
        "\n".join(lines), content_type="application/xml; charset=utf-8", headers={"Cache-Control": A_QUARTER_HOUR}
    )


def entry(advert: Advert, request: CareersRequest) -> str:
    """One job. The company is the agency, unless the advert names its client."""
    told = {
        "title": advert.title,
        "date": format_datetime(advert.published) if advert.published else "",
        "referencenumber": str(advert.pk),
        "url": full_address(advert, request, "feed"),
        "company": employer_of(advert) or request.agency.name,
        "city": advert.city,
        "state": advert.region,
        "country": advert.country,
        "postalcode": advert.postal_code,
        "description": str(as_html(advert.text)),
        "salary": pay_of(advert),
        "jobtype": JOB_TYPES[advert.job.type],
        "remotetype": REMOTE_TYPES.get(advert.remote, ""),
        "expirationdate": advert.valid_until.isoformat() if advert.valid_until else "",
    }
    lines = [element(name, value) for name, value in told.items() if value or name in ALWAYS]
    return "<job>\n" + "\n".join(lines) + "\n</job>"


def element(name: str, value: str) -> str:
    """One element whose text may hold anything."""
    return f"<{name}><![CDATA[{clean(value).replace(']]>', ']]]]><![CDATA[>')}]]></{name}>"


def clean(text: str) -> str:
    """A text without the characters that XML has no place for."""
    return ILLEGAL.sub("", text)
