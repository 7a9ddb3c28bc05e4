"""Every component in every state; only while developing and in the demo."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from portico.agencies.gate import AgencyRequest, public
from portico.kit.pages import page


@public
@require_safe
def styleguide(request: AgencyRequest) -> HttpResponse:
    """The desk's face, or the portals' with ?face=portal."""
    face = "portal" if request.GET.get("face") == "portal" else "desk"
    return page(request, "kit/styleguide.html", face=face, notices=[])
