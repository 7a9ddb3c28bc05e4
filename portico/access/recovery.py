"""Recovery codes: ten, shown once, each good once."""

import secrets

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from portico.access.factors import RecoveryCode
from portico.access.secrets import LETTERS
from portico.agencies.models import User
from portico.kit.times import now

HOW_MANY = 10
LENGTH = 12
"""Letters of a code: 59 bits, which nobody guesses, so no limit ever has to shut out who holds the paper."""


def typed(text: object) -> str:
    """A code as somebody typed it; nothing where it cannot be one."""
    if not isinstance(text, str) or len(text) > 40:
        return ""
    code = "".join(char for char in text.upper() if char.isalnum())
    return code if len(code) == LENGTH and all(char in LETTERS for char in code) else ""


def shown(code: str) -> str:
    """A code as it is printed."""
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))


def hashes(user: User, code: str) -> list[str]:
    """What is stored of a code: with the site's key of today, then with earlier ones."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    salt = f"portico.access.recovery:{user.agency_id}:{user.pk}"
    return [salted_hmac(salt, code, secret=key, algorithm="sha256").hexdigest() for key in keys]


@transaction.atomic
def make(user: User) -> list[str]:
    """Ten new codes, to be shown now and never again; earlier ones are worth nothing."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    RecoveryCode.objects.filter(user=user).delete()
    codes: set[str] = set()
    while len(codes) < HOW_MANY:
        codes.add("".join(secrets.choice(LETTERS) for _letter in range(LENGTH)))
    made = sorted(codes)
    RecoveryCode.objects.bulk_create(
        RecoveryCode(agency_id=user.agency_id, user=user, code_hash=hashes(user, code)[0]) for code in made
    )
    return [shown(code) for code in made]


def left(user: User) -> int:
    """How many are unused."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


def take(user: User, text: object) -> bool:
    """Whether this is an unused code of the user's; it is used now. Of simultaneous tries one succeeds."""
    code = typed(text)
    if not code:
        return False
    unused = RecoveryCode.objects.filter(user=user, used_at=None, code_hash__in=hashes(user, code))
    return bool(unused.update(used_at=now()))
