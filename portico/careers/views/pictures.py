"""The picture beside a shared link."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from portico.careers.doorway import CareersRequest, careers_page
from portico.jobs.adverts import Advert
from portico.jobs.share_image import picture_of, print_of

FOREVER = "public, max-age=31536000, immutable"


@careers_page
@require_safe
def share_image(request: CareersRequest, pk: int, print: str) -> HttpResponse:
    """The picture of a live job; only the present one is ever drawn, and each is drawn once."""
    advert = Advert.objects.visible_to(request.visitor).select_related("job__organization").filter(pk=pk).first()
    if advert is None or print != print_of(advert, request.agency):
        raise Http404
    picture = picture_of(advert, request.agency)
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": FOREVER})
