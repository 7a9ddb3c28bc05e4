"""The site's secret keys: today's, and former ones that still count while the key is being changed."""

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac


def keys() -> list[str]:
    """Today's key first."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def marks(salt: str, value: str) -> list[str]:
    """What a value is known by, under today's key and then under each former one."""
    return [salted_hmac(salt, value, secret=key, algorithm="sha256").hexdigest() for key in keys()]


def same_as_any(one: object, others: list[str]) -> bool:
    """Whether it is one of these, in constant time; nothing equals nothing is False."""
    return isinstance(one, str) and bool(one) and any(constant_time_compare(one, other) for other in others)
