"""What every answer carries, and how a broken rule that no form caught is shown."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.csp import CSP, build_policy
from django.utils.translation import gettext as _

from portico.kit.collisions import is_collision
from portico.kit.pages import page
from portico.kit.rules import RuleBroken, TooFast
from portico.kit.trouble import came_of_trouble

Answer = Callable[[HttpRequest], HttpResponseBase]
log = logging.getLogger(__name__)
METHODS = ("GET", "HEAD", "POST")


class PageHeaders:
    """Pages are private and never kept by a cache, unless the view said otherwise."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ("HX-Request", "HX-Target", "Cookie"))
        return response


class ContentPolicy:
    """What browsers may load on our pages: SECURE_CSP for all but those that bring rules of their own (`_csp_config`).

    Unlike Django's, it is never left out, only reported, or drawn by lot: the words are put together once.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.usual = build_policy(settings.SECURE_CSP)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        own = getattr(response, "_csp_config", None)
        response.headers.setdefault(str(CSP.HEADER_ENFORCE), build_policy(own) if own else self.usual)
        return response


class KnownMethods:
    """Pages are looked at and forms are sent; no address answers to anything else, whoever asks."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)


class Languages:
    """The reader's language, as Django finds it; no address of ours begins with one, so none is looked for there."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        translation.activate(translation.get_language_from_request(request))
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class Sessions(SessionMiddleware):
    """Sessions, whose bookkeeping never turns an answer into an error: what was done is done, and reading goes on."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Keep the session, unless the database cannot."""
        try:
            return super().process_response(request, response)
        except Exception as error:
            if came_of_trouble(error):
                return response
            raise


class RuleBrokenPage:
    """A rule broken outside a form is said on a page of its own (409); so is that two people met in the database."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn the rule's own words into a page."""
        if isinstance(exception, RuleBroken):
            fast = isinstance(exception, TooFast)
            answer = page(request, "kit/rule_broken.html", status=429 if fast else 409, said=str(exception))
            if fast:
                answer["Retry-After"] = "3600"
            return answer
        if is_collision(exception):
            log.warning("Two requests met at %s", request.path, exc_info=exception)
            words = _("Somebody else did the same thing in this moment. Have another look, and try again.")
            return page(request, "kit/rule_broken.html", status=409, said=words)
        return None
