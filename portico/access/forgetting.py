"""The login of an erased person: every way in, every trace of a browser, and the login itself."""

from django.contrib.sessions.models import Session as Kept
from django.db import transaction

from portico.access.inviting import end_sessions
from portico.access.models import AccessLink
from portico.agencies.models import Member, User


@transaction.atomic
def forget_login(member: Member) -> bool:
    """End and delete a candidate's place, and their login where it leads nowhere else. True when the login went too."""
    user = member.user
    end_sessions(user)
    forget_sessions_of(user)
    others = Member.objects.filter(user=user).exclude(pk=member.pk).exists()
    AccessLink.objects.filter(member=member).delete()
    member.delete()
    if not others:
        AccessLink.objects.filter(user=user).delete()
        User.objects.filter(pk=user.pk).delete()
    return not others


def forget_sessions_of(user: User) -> None:
    """What signed-in browsers of this person keep, in the store of sessions."""
    places = set(Member.objects.filter(user=user).values_list("pk", flat=True))
    mine = [kept.pk for kept in Kept.objects.all().iterator() if kept.get_decoded().get("member") in places]
    Kept.objects.filter(pk__in=mine).delete()
