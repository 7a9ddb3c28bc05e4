"""The agency's look, for everybody: its colors as a stylesheet, and its logo."""

import re
from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from portico.agencies import brand
from portico.agencies.gate import AgencyRequest, public
from portico.agencies.models import Agency
from portico.records.files import serve_logo

FOREVER = "public, max-age=31536000, immutable"
LOGOS: list[Callable[[Agency, str], bool]] = []
"""Questions to packages above: is this picture the logo of something of the agency's?"""


@public
@require_safe
def stylesheet(request: AgencyRequest, print: str) -> HttpResponse:
    """The brand's tokens. The name is that of its content, so a browser may keep it for good."""
    fresh = print == request.agency.brand_print
    return HttpResponse(
        request.agency.brand_sheet, content_type="text/css", headers={"Cache-Control": FOREVER if fresh else "no-cache"}
    )


@public
@require_safe
def color(request: AgencyRequest, hex: str) -> HttpResponse:
    """The same for a color of its own, as a client portal may have; the address holds all there is to know."""
    if not re.fullmatch(r"[0-9a-f]{6}", hex):
        raise Http404
    return HttpResponse(brand.stylesheet(f"#{hex}"), content_type="text/css", headers={"Cache-Control": FOREVER})


@public
@require_safe
def logo(request: AgencyRequest, print: str) -> HttpResponseBase:
    """The agency's logo or that of one of its portals, always a WebP that we drew ourselves."""
    key = request.agency.logo_key if print == request.agency.logo_print else f"brand/{print}.webp"
    if not print.isalnum() or not (key == request.agency.logo_key or any(has(request.agency, key) for has in LOGOS)):
        raise Http404
    return serve_logo(key)
