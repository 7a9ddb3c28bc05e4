"""Stylesheet, script and pictures, also while two versions of Portico answer beside each other.

Each version's files have a fingerprint of their content in the name. While an update rolls from host to host, a page of
the one version may ask the other for its files: it gets what that one has, and is told not to keep it.
"""

import re

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware

FINGERPRINT = re.compile(r"\.[0-9a-f]{12}(?=\.[a-z0-9]+$)")


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """WhiteNoise, which also answers to names of another version's files."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase
        if request.path_info.startswith(self.static_prefix) and request.path_info not in self.files:
            plain, found = FINGERPRINT.subn("", request.path_info)
            file = self.files.get(plain) if found else None
            if file is not None:
                response = self.serve(file, request)
                response["Cache-Control"] = "no-store"
                return response
        response = super().__call__(request)
        return response
