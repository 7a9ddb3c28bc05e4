"""The proof in each form that it is ours: Django's own, made without drawing each of its letters by itself."""

import os
import string

from django.http import HttpRequest

LETTERS = (string.ascii_letters + string.digits).encode()
"""Of which Django's proofs consist."""
LENGTH = 32
RENEWS = b"abcd"
"""Letters by which one page in fifteen gives the visitor's secret another year. Django does it with each."""
FAIR = len(LETTERS) * (256 // len(LETTERS))
"""So many of the numbers of a byte stand for letters equally often; the rest are left out."""
DRAWN = bytes(LETTERS[number % len(LETTERS)] for number in range(256))
UNFAIR = bytes(range(FAIR, 256))
PLACES = bytes(max(0, LETTERS.find(number)) for number in range(256))


def random_letters() -> bytes:
    """As many as a secret or its mask has."""
    found = b""
    while len(found) < LENGTH:
        found += os.urandom(2 * LENGTH).translate(DRAWN, UNFAIR)
    return found[:LENGTH]


def proof(request: HttpRequest) -> str:
    """What goes into a form of this page, like Django's `get_token`: the visitor's secret behind a mask of its own."""
    mask = random_letters()
    if "CSRF_COOKIE" not in request.META:
        request.META["CSRF_COOKIE"] = random_letters().decode()
        request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    elif mask[0] in RENEWS:
        request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    secret = request.META["CSRF_COOKIE"].encode().translate(PLACES)
    pairs = zip(secret, mask.translate(PLACES), strict=True)
    return (mask + bytes([LETTERS[(one + other) % len(LETTERS)] for one, other in pairs])).decode()
