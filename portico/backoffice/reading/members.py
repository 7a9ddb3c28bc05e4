"""What a teammate's page shows."""

from typing import Any

from django.utils.translation import gettext as _

from portico.access import second_step
from portico.access.models import AccessLink, RememberedBrowser
from portico.agencies.models import Member
from portico.agencies.roles import Role
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


def word_of(member: Member, *, on: bool) -> tuple[str, str]:
    """On, off, or still to be set up."""
    if on:
        return _("On"), "ok"
    return (_("Must set it up"), "warn") if second_step.must_have(member) else (_("Off"), "neutral")


def step_facts(reader: Member, member: Member) -> dict[str, Any]:
    """Whether a teammate has two-step sign-in, and whether the reader may turn it off."""
    steps = second_step.steps_of(member.user)
    may_reset = steps.on and reader.role == Role.OWNER and reader.pk != member.pk
    return {"steps": steps, "step_word": word_of(member, on=steps.on), "may_reset_step": may_reset}
