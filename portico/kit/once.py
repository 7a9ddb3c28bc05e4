"""OnceOnly: a form that was sent twice is done once, and both answers lead to the same page."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from portico.kit import sent_forms
from portico.kit.pages import page

log = logging.getLogger(__name__)


class OnceOnly:
    """Claims a form's key before the view, and notes where the deed led."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        key = getattr(request, "claimed_form", "")
        if key:
            stays = request.session.session_key == request.claimed_in  # type: ignore[attr-defined]
            leads = 300 <= response.status_code < 400 and stays
            try:
                sent_forms.led(key, response.get("Location", "") if leads else "")
            except DatabaseError as error:  # What was done is done: only a second press is not known for one.
                log.warning("The key of a form was not noted: %s", error)
        return response

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:
        """Claim the form, or answer as the first one did."""
        key = sent_forms.key_of(request) if request.method == "POST" else ""
        if not key:
            return None
        said, there = sent_forms.fingerprint(request), None
        while there is None:  # What was refused is tried again, and told the same.
            if sent_forms.claim(key, said):
                request.claimed_form, request.claimed_in = key, request.session.session_key  # type: ignore[attr-defined]
                return None
            there = sent_forms.where(key, said)
        if there:
            return HttpResponseRedirect(there)
        words = _(
            "This was sent a moment ago, and we do not know yet what became of it. Look before you send it again."
        )
        return page(request, "kit/rule_broken.html", status=409, said=words)
