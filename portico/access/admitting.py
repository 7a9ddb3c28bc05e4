"""Letting somebody in who was not invited, but has proved that a mail address is theirs."""

from collections.abc import Iterable

from django.db import models, transaction
from django.utils.translation import gettext as _

from portico.access import inviting
from portico.agencies.models import Agency, Member
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.records.lifecycle import become


@transaction.atomic
def admit(
    agency: Agency, email: str, name: str, side: str, role: str, *, about: Iterable[models.Model | None] = ()
) -> Member:
    """Give them their place, and mail them the lasting way back. Whose access was ended stays out."""
    about = list(about)
    user = inviting.user_for(agency, email, name)
    member = Member.objects.filter(agency=agency, user=user, side=side).select_related("user", "agency").first()
    if member is None:
        member = Member.objects.create(agency=agency, user=user, side=side, role=role)
    if member.is_in:
        return member
    if member.status not in {Member.Status.INVITED, Member.Status.EXPIRED}:
        raise RuleBroken(_("Your access was ended. Please ask %s.") % agency.name)
    if member.status == Member.Status.EXPIRED:
        become(member, Member.Status.INVITED, by=None, about=about, verb="member.invited_again", person=user.name)
    member.joined = now()
    member.save(update_fields=["joined"])
    become(member, Member.Status.ACTIVE, by=member, about=about, person=user.name)
    for join in inviting.ON_JOIN:
        join(member)
    inviting.mail_way_back(member, about=about)
    return member
