"""Authenticator apps: six digits that change every half minute (RFC 6238)."""

from datetime import timedelta

import pyotp
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portico.access.factors import Authenticator
from portico.access.secrets import same
from portico.agencies.models import User
from portico.kit.rules import Conflict
from portico.kit.times import now
from portico.messaging.sealing import CannotUnseal

HALF_MINUTE = 30
CLOCKS_DIFFER = 1
"""How many half minutes a phone's clock may be ahead or behind."""
SETTING_UP = timedelta(minutes=30)


def digits(typed: object) -> str:
    """A code as somebody typed it; nothing where it cannot be one."""
    if not isinstance(typed, str) or len(typed) > 40:
        return ""
    code = "".join(typed.split())
    return code if len(code) == 6 and code.isascii() and code.isdigit() else ""


@transaction.atomic
def start(user: User) -> Authenticator:
    """A new secret for an app; nothing depends on it until a code from the app was typed."""
    Authenticator.objects.filter(user=user, confirmed=None).delete()
    app = Authenticator(agency_id=user.agency_id, user=user)
    app.secret = pyotp.random_base32()
    app.save()
    return app


def started(user: User) -> Authenticator | None:
    """The app that is being set up."""
    fresh = Authenticator.objects.filter(user=user, confirmed=None, made__gt=now() - SETTING_UP)
    return fresh.order_by("-pk").first()


def app_of(user: User) -> Authenticator | None:
    """The app that counts."""
    return Authenticator.objects.filter(user=user, confirmed__isnull=False).first()


@transaction.atomic
def confirm(user: User, typed: str) -> bool:
    """Whether the code is right; then the app counts from now on, in place of an earlier one."""
    app = started(user)
    step = step_of(app, typed) if app is not None else None
    if app is None or step is None:
        return False
    Authenticator.objects.filter(user=user).exclude(pk=app.pk).delete()
    try:
        with transaction.atomic():
            still = Authenticator.objects.filter(pk=app.pk, confirmed=None)
            return bool(still.update(confirmed=now(), last_used=now(), last_step=step))
    except IntegrityError:
        raise Conflict(_("Another app was just set up. Have another look.")) from None


def step_of(app: Authenticator, typed: object) -> int | None:
    """The half minute whose code this is, out of the present one and its neighbors; None for a wrong code."""
    code = digits(typed)
    try:
        maker = pyotp.TOTP(app.secret)
    except CannotUnseal:
        return None
    here = int(now().timestamp()) // HALF_MINUTE
    steps = range(here - CLOCKS_DIFFER, here + CLOCKS_DIFFER + 1)
    right = [step for step in steps if same(maker.generate_otp(step), code)]
    return right[-1] if right else None


def take(user: User, typed: object) -> bool:
    """Whether this is a code of the user's app that was not used before. It is used now, by whoever came first."""
    app = app_of(user)
    step = step_of(app, typed) if app is not None else None
    if app is None or step is None:
        return False
    unused = Authenticator.objects.filter(pk=app.pk, last_step__lt=step)
    return bool(unused.update(last_step=step, last_used=now()))


def address_of(app: Authenticator, issuer: str) -> str:
    """What the app reads from the picture."""
    return pyotp.TOTP(app.secret).provisioning_uri(name=app.user.email, issuer_name=issuer.replace(":", " "))


def picture_of(address: str) -> str:
    """The address as a QR code, as an image's own address."""
    import segno

    return segno.make(address, micro=False, error="m").svg_data_uri(scale=4, border=4, dark="#000", light="#fff")


def in_groups(secret: str) -> str:
    """A secret as it is typed by hand, in groups of four."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
