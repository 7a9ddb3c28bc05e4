"""Two-step sign-in: who has it, who must, and what follows when it changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef
from django.utils.translation import gettext as _

from portico.access import factor_apps, inviting, recovery
from portico.access.factors import Authenticator, Challenge, Passkey, RecoveryCode
from portico.access.members import check_touch, role_key
from portico.access.models import AccessLink, Purpose, RememberedBrowser
from portico.access.secrets import hashed
from portico.agencies.models import Agency, Member, User
from portico.agencies.roles import Role
from portico.kit.rules import RuleBroken
from portico.messaging.writing import write
from portico.records.editing import save_changes
from portico.records.events import record


@dataclass(frozen=True, slots=True)
class Steps:
    """What somebody can prove a second time who they are with."""

    app: bool
    passkeys: int
    codes: int

    @property
    def on(self) -> bool:
        """Two-step sign-in is on. Recovery codes alone are no second step."""
        return self.app or bool(self.passkeys)


def steps_of(user: User) -> Steps:
    """What the user has."""
    keys = Passkey.objects.filter(user=user).count()
    return Steps(factor_apps.app_of(user) is not None, keys, recovery.left(user))


def is_on(user: User) -> bool:
    """Whether the user is asked for a second step."""
    return user.pk in who_has([user.pk])


def who_has(users: Iterable[int]) -> set[int]:
    """Which of these users are asked for a second step."""
    wanted = list(users)
    apps = Authenticator.objects.filter(user__in=wanted, confirmed__isnull=False).values_list("user_id", flat=True)
    return {*apps, *Passkey.objects.filter(user__in=wanted).values_list("user_id", flat=True)}


def has_one() -> "ExpressionWrapper[Any]":
    """The same for a list of members, as part of its query."""
    apps = Authenticator.objects.filter(user=OuterRef("user"), confirmed__isnull=False)
    keys = Passkey.objects.filter(user=OuterRef("user"))
    return ExpressionWrapper(Exists(apps) | Exists(keys), output_field=BooleanField())


def must_have(member: Member) -> bool:
    """Whether the agency asks this teammate for a second step."""
    return member.is_staff and role_key(member) in member.agency.second_step_roles


@transaction.atomic
def require(agency: Agency, roles: list[str], *, seen: str, by: Member) -> list[str]:
    """Say which staff roles must use it; who has one of them and has not set it up does that first of all."""
    now = Agency.objects.select_for_update().get(pk=agency.pk).second_step_roles
    if (Role.OWNER in roles) != (Role.OWNER in now) and by.role != Role.OWNER:
        raise RuleBroken(_("Only an owner can say whether owners must."))
    return save_changes(agency, {"second_step_roles": roles}, seen=seen, by=by)


@transaction.atomic
def turn_app_on(user: User, code: str, *, browser_secret: str = "") -> list[str]:
    """The app counts from now on; RuleBroken on a wrong code. Returns recovery codes where there were none."""
    if not factor_apps.confirm(user, code):
        raise RuleBroken(_("This code is not right. Take the newest one, and check that your phone’s clock is right."))
    return changed(user, "member.app_added", _("An authenticator app was added."), browser_secret=browser_secret)


@transaction.atomic
def remove_app(user: User, *, browser_secret: str = "") -> None:
    """The app no longer counts."""
    if not Authenticator.objects.filter(user=user).delete()[0]:
        return
    check_enough(user)
    changed(user, "member.app_removed", _("The authenticator app was removed."), browser_secret=browser_secret)


@transaction.atomic
def keep_passkey(user: User, key: Passkey, *, browser_secret: str = "") -> list[str]:
    """A passkey was added. Returns recovery codes where there were none."""
    said = _("The passkey “%s” was added.") % key.name
    return changed(user, "member.passkey_added", said, browser_secret=browser_secret, name=key.name)


@transaction.atomic
def remove_passkey(key: Passkey, *, browser_secret: str = "") -> None:
    """The passkey no longer counts."""
    user, name = key.user, key.name
    if not Passkey.objects.filter(pk=key.pk).delete()[0]:
        return
    check_enough(user)
    said = _("The passkey “%s” was removed.") % name
    changed(user, "member.passkey_removed", said, browser_secret=browser_secret, name=name)


@transaction.atomic
def new_recovery_codes(user: User, *, browser_secret: str = "") -> list[str]:
    """Ten new recovery codes; the old ones are worth nothing."""
    if not is_on(user):
        raise RuleBroken(_("Turn two-step sign-in on first."))
    RecoveryCode.objects.filter(user=user).delete()
    said = _("New recovery codes were made; the old ones no longer work.")
    return changed(user, "member.recovery_codes_made", said, browser_secret=browser_secret)


def check_enough(user: User) -> None:
    """Refuse to leave a teammate without a second step who must have one."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    places = Member.objects.filter(user=user, status=Member.Status.ACTIVE).select_related("agency", "user")
    if not is_on(user) and any(must_have(place) for place in places):
        raise RuleBroken(_("Your role needs two-step sign-in. Add another way first, then remove this one."))


def changed(user: User, verb: str, said: str, *, browser_secret: str = "", **details: Any) -> list[str]:
    """All other sessions and browsers end, and the person is told. Returns recovery codes where they are new."""
    codes: list[str] = []
    if not is_on(user):
        RecoveryCode.objects.filter(user=user).delete()
    elif not RecoveryCode.objects.filter(user=user).exists():
        codes = recovery.make(user)
    shut_others_out(user, browser_secret=browser_secret)
    tell(user, said)
    for member in Member.objects.filter(user=user).select_related("user"):
        record(member, verb, by=member, about=inviting.subjects_of(member), person=str(user), **details)
    return codes


def shut_others_out(user: User, *, browser_secret: str = "") -> None:
    """Whatever was begun before is over: sessions, waiting second steps, sign-in links, other remembered browsers."""
    inviting.end_sessions(user)
    Challenge.objects.filter(user=user).end()
    passing = [Purpose.SIGN_IN, Purpose.SET_PASSWORD, Purpose.CHANGE_EMAIL]
    AccessLink.objects.filter(user=user, purpose__in=passing).end(AccessLink.Status.REVOKED)
    RememberedBrowser.objects.filter(user=user).exclude(secret_hash=hashed(browser_secret)).end()


def tell(user: User, said: str) -> None:
    """Mail the person what happened to their second step."""
    context = {"person": str(user), "said": said}
    write(user.agency, to=user.email, to_name=user.name, template="access/emails/second_step", context=context)


def recovery_code_used(user: User) -> None:
    """Somebody came in by a recovery code: the person is told, and how many are left."""
    said = _("A recovery code was used to sign in. %d are left.") % recovery.left(user)
    tell(user, said)
    for member in Member.objects.filter(user=user).select_related("user"):
        record(member, "member.recovery_code_used", by=member, about=inviting.subjects_of(member), person=str(user))


@transaction.atomic
def reset(member: Member, *, by: Member) -> None:
    """An owner takes a colleague's second step away, who has lost it; the colleague is told and signs in anew."""
    if by.role != Role.OWNER:
        raise RuleBroken(_("Only an owner can do this."))
    check_touch(by, member)
    if member.pk == by.pk:
        raise RuleBroken(_("Change your own under “Your account”."))
    if not forget(member.user):
        raise RuleBroken(_("%s has no two-step sign-in.") % member.name)
    tell(member.user, _("%s has turned your two-step sign-in off, because you asked for it.") % by.name)
    about = inviting.subjects_of(member)
    record(member, "member.second_step_reset", by=by, about=about, person=member.name)


@transaction.atomic
def reset_by_keeper(user: User) -> bool:
    """Whoever runs the server takes somebody's second step away; False where there was none."""
    if not forget(user):
        return False
    tell(user, _("Whoever runs this site has turned your two-step sign-in off."))
    for member in Member.objects.filter(user=user).select_related("user"):
        about = inviting.subjects_of(member)
        record(member, "member.second_step_reset_by_keeper", by=None, about=about, person=str(user))
    return True


def forget(user: User) -> bool:
    """No app, no passkey, no code, no session; True when there was a second step."""
    was_on = is_on(user)
    for rows in (Authenticator, Passkey, RecoveryCode):
        rows.objects.filter(user=user).delete()
    shut_others_out(user)
    return was_on
