"""What search engines ask for: where they may look, and every page there is."""

from xml.sax.saxutils import escape

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from portico.agencies.gate import AgencyRequest, public
from portico.candidates.settings import settings_of
from portico.careers.doorway import CareersRequest, careers_page
from portico.careers.reading.jobs import address
from portico.jobs.adverts import Advert
from portico.kit.replica import stale_ok

A_QUARTER_HOUR = "public, max-age=900"
MOST = 20_000


@public
@require_safe
def robots(request: AgencyRequest) -> HttpResponse:
    """Only the careers pages are for search engines, while they are on."""
    lines = ["User-agent: *", "Disallow: /"]
    if settings_of(request.agency).careers:
        sitemap = request.agency.address(reverse("careers:sitemap"))
        lines = ["User-agent: *", "Allow: /jobs/", "Allow: /static/", "Allow: /brand/", "Disallow: /jobs/embed/"]
        lines += ["Disallow: /jobs/*/apply/", "Disallow: /", "", f"Sitemap: {sitemap}"]
    text = "\n".join(lines) + "\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": A_QUARTER_HOUR})


@careers_page
@require_safe
@stale_ok
def sitemap(request: CareersRequest) -> HttpResponse:
    """The list and every open job, with when it last changed."""
    rows = Advert.objects.visible_to(request.visitor).order_by("-published", "-pk").only("pk", "slug", "changed")[:MOST]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    lines.append(f"<url><loc>{escape(request.agency.address(reverse('careers:jobs')))}</loc></url>")
    for advert in rows:
        loc = escape(request.agency.address(address(advert)))
        lines.append(f"<url><loc>{loc}</loc><lastmod>{advert.changed.date().isoformat()}</lastmod></url>")
    lines.append("</urlset>")
    return HttpResponse(
        "\n".join(lines), content_type="application/xml; charset=utf-8", headers={"Cache-Control": A_QUARTER_HOUR}
    )
