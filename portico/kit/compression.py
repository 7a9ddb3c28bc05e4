"""Answers travel compressed, except where somebody else could learn a secret from their length (BREACH).

For that, a stranger's page makes a visitor's browser ask us for pages that hold a secret beside words of the
stranger's, and watches how long the answers are. So what another site asked for with a visitor's cookies is not
compressed: browsers say who asks (Sec-Fetch-Site). Where they do not say it, what comes with cookies is not compressed
either. Decision 029.
"""

import gzip
import re
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

SHORTEST = 500
"""Bytes below which it does not pay."""
OURS = frozenset({"same-origin", "none"})
"""Asked for by a page of ours, or by the person (an address typed, a bookmark)."""
TEXT = re.compile(r"text/|application/(?:json|xml|rss\+xml|ld\+json|javascript)|image/svg\+xml")
REFUSED = re.compile(r";\s*q=0(?:\.0*)?\s*(?:,|$)")
WINDOW = 18
"""As far back as pages are long (in powers of two)."""


class Compressed:
    """Compresses texts, with little effort: most of what there is to save, in a tenth of a millisecond."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or not is_text(response):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        way = way_for(request)
        if way:
            content = response.content
            quick = brotli.compress(content, quality=1, lgwin=WINDOW) if way == "br" else gzip.compress(content, 1)
            response.content = quick
            response["Content-Encoding"] = way
            response["Content-Length"] = str(len(quick))
            if response.get("ETag", "").startswith('"'):
                response["ETag"] = f"W/{response['ETag']}"
        return response


def is_text(response: HttpResponse) -> bool:
    """Whether there is something to save."""
    if "Content-Encoding" in response or not TEXT.match(response.get("Content-Type", "")):
        return False
    return len(response.content) >= SHORTEST


def way_for(request: HttpRequest) -> str:
    """br, gzip or nothing: what the browser takes, and what is safe to give it."""
    takes = request.META.get("HTTP_ACCEPT_ENCODING", "").lower()
    if not takes or (request.META.get("HTTP_COOKIE") and request.META.get("HTTP_SEC_FETCH_SITE") not in OURS):
        return ""
    known = {part.strip().partition(";")[0] for part in takes.split(",") if not REFUSED.search(part)}
    return next((way for way in ("br", "gzip") if way in known), "")
