"""The agency's look, for everybody: its colors as a stylesheet, and its logo."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from portico.agencies.gate import AgencyRequest, public

FOREVER = "public, max-age=31536000, immutable"


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
def logo(request: AgencyRequest, print: str) -> HttpResponseBase:
    """The agency's logo, always a WebP that we drew ourselves."""
    key = request.agency.logo_key
    if not key or print != request.agency.logo_print or not default_storage.exists(key):
        raise Http404
    return FileResponse(
        default_storage.open(key),
        content_type="image/webp",
        headers={"Cache-Control": FOREVER, "X-Content-Type-Options": "nosniff"},
    )
