"""Where a deed comes from, for the audit log; and what the support may do while it acts in somebody's place."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from portico.access.models import SupportVisit
from portico.access.support import may_ask, visit_of
from portico.access.visits import agent_of, browser_name, ip_of
from portico.kit.pages import page
from portico.records.origins import Origin, coming_from, network_of

Answer = Callable[[HttpRequest], HttpResponseBase]
log = logging.getLogger(__name__)
SAFE = frozenset({"GET", "HEAD"})


def source_of(request: HttpRequest, visit: SupportVisit | None) -> Origin:
    """The network and the kind of browser; and who of the support it is."""
    agent = agent_of(request)
    kind = browser_name(agent) or agent.partition("/")[0][:40]
    who = visit.who if visit is not None else ""
    return Origin(network_of(ip_of(request)), kind[:80], visit.pk if visit is not None else None, who)


class KnowOrigin:
    """Every event of a request says where it comes from. The support gets only the addresses that are open to it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        visit = visit_of(request)
        with coming_from(lambda: source_of(request, visit)):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Turn the support away from what is not on its list, whatever the view would say."""
        visit = visit_of(request)
        if visit is None:
            return None
        match = request.resolver_match
        gate = getattr(view, "gate", None)
        name = match.view_name if match is not None else ""
        if may_ask(name, gate.side if gate is not None else "", safe=request.method in SAFE):
            return None
        log.warning("Refused to the support visit %s: %s", visit.pk, name)
        said = _("The support cannot do this in somebody’s place. Please ask the person to do it.")
        return page(request, "kit/rule_broken.html", status=403, said=said)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """What was refused to somebody who is signed in is worth a line in the log."""
        member = getattr(request, "maybe_member", None)
        match = request.resolver_match
        if isinstance(exception, PermissionDenied) and member is not None and match is not None:
            log.warning("Refused to member %s of agency %s: %s", member.pk, member.agency_id, match.view_name)
