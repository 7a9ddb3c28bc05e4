"""Every address of the site, by surface; those with a beginning of their own first, as others are tried one by one."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("desk/", include("portico.backoffice.urls")),
    path("client/", include("portico.client_portal.urls")),
    path("me/", include("portico.candidate_portal.urls")),
    path("", include("portico.careers.urls")),
    path("", include("portico.access.urls")),
    path("", include("portico.operations.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("demo.urls")))
if settings.DEMO or settings.DEBUG:
    urlpatterns.append(path("styleguide/", include("demo.styleguide_urls")))

handler400 = "portico.kit.errors.bad_request"
handler403 = "portico.kit.errors.forbidden"
handler404 = "portico.kit.errors.not_found"
handler500 = "portico.kit.errors.server_error"
