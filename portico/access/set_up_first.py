"""Who must use two-step sign-in and has not set it up does that first, and nothing else."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from portico.access import second_step
from portico.agencies.gate import MemberRequest, page_before


def while_setting_up[V: Callable[..., Any]](view: V) -> V:
    """This page is open while the second step is still missing. Stands right below the gate."""
    view.while_setting_up = True  # type: ignore[attr-defined]
    return view


def set_up_first(request: MemberRequest, view: Callable[..., Any]) -> HttpResponse | None:
    """The way to where the second step is set up or taken; nothing where all is well."""
    if not second_step.must_have(request.member) or request.session.get("stepped"):
        return None
    if getattr(view, "while_setting_up", False):
        return None
    address = reverse("access:two_step")
    if second_step.is_on(request.member.user):
        back = request.get_full_path() if request.method == "GET" else page_before(request)
        address = f"{reverse('access:confirm')}?{urlencode({'next': back})}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)
