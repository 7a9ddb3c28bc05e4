"""What a teammate's page shows."""

from typing import Any

from portico.access.models import AccessLink, RememberedBrowser
from portico.agencies.models import Member
from portico.kit.times import now
from portico.pipeline.handing_over import holdings
from portico.records.timeline import timeline


def member_facts(reader: Member, member: Member) -> dict[str, Any]:
    """What they own, and what happened with their place."""
    owned = holdings(member)
    return {"holdings": owned, "holds": sum(owned.values()), "timeline": timeline(member, reader, limit=30)}


def ways_in(reader: Member, member: Member) -> dict[str, Any]:
    """Links sent to them, and browsers that are remembered."""
    links = AccessLink.objects.visible_to(reader).of(member)[:20]
    browsers = RememberedBrowser.objects.visible_to(reader).filter(user=member.user_id).alive(now())
    return {"links": list(links), "browsers": list(browsers.order_by("-last_used")[:20])}
