"""What stands around every careers page: the agency's words, its links, the way to sign in."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portico.agencies.gate import AgencyRequest
from portico.candidates.settings import CandidateSettings
from portico.careers.doorway import address_of
from portico.kit.addresses import address


@dataclass(frozen=True, slots=True)
class Site:
    """The frame of the careers pages."""

    title: str
    intro: str
    foot: str
    links: list[dict[str, str]]
    nav: list[dict[str, object]]
    alerts_url: str
    register_url: str
    sign_in_url: str
    signed_in: bool


def site_of(request: AgencyRequest, settings: CandidateSettings) -> Site:
    """The frame as this visitor sees it."""
    member = request.maybe_member
    alerts = address_of("candidate_portal:alert_add") or address_of("careers:alert")
    links = [
        {"label": _("Imprint"), "url": settings.careers_imprint},
        {"label": _("Privacy"), "url": settings.careers_privacy},
    ]
    jobs = address("careers:jobs")
    nav: list[dict[str, object]] = [{"label": _("Jobs"), "url": jobs, "current": request.path == jobs}]
    return Site(
        title=settings.careers_title or _("Jobs at %s") % request.agency.name,
        intro=settings.careers_intro,
        foot=settings.careers_foot,
        links=[link for link in links if link["url"]],
        nav=nav,
        alerts_url=alerts,
        register_url=address_of("candidate_portal:register") if settings.registration and not member else "",
        sign_in_url=address("access:root" if member else "access:sign_in"),
        signed_in=member is not None,
    )
