"""A form that was sent twice is done once: a double click, a second press while it takes long, a second try.

Every form drawn for somebody who is signed in carries a key of its own (`once`). The first request with a key claims
it; a second one that says the same waits for the first and is led to the same page. The same form sent again with other
words is a new deed, and so is one that was refused before.
"""

import hashlib
import re
import time
from datetime import timedelta
from typing import Any, ClassVar

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.http import HttpRequest

from portico.kit.failpoints import fail_point
from portico.kit.times import now

FIELD = "once"
AGAIN = timedelta(minutes=1)
"""For how long the same form with the same words is the same deed."""
GIVEN_UP = timedelta(seconds=20)
"""When a deed that never answered may be tried again: its process was killed."""
PATIENCE = 5.0
"""Seconds that a second request waits for the first one."""
LONGEST = 500


class SentForm(models.Model):
    """A form somebody sent lately, and where it led."""

    key = models.CharField(max_length=64, unique=True)
    said = models.CharField(max_length=64)
    """A fingerprint of the words, where to and by whom."""
    at = models.DateTimeField(default=now)
    led_to = models.CharField(max_length=LONGEST, blank=True)
    """The page that came next; nothing: it is still being done."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return self.led_to


def key_of(request: HttpRequest) -> str:
    """The form's own key, where somebody who is signed in sent one."""
    key = request.POST.get(FIELD, "")
    return key if "member" in request.session and re.fullmatch(r"[\w-]{10,64}", key, re.ASCII) else ""


def fingerprint(request: HttpRequest) -> str:
    """Who said what, and where."""
    said: Any = hashlib.sha256(repr((request.get_host(), request.path, request.session.get("member"))).encode())
    for name, values in sorted(request.POST.lists()):
        if name != "csrfmiddlewaretoken":
            said.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        said.update(repr((name, [(file.name, file.size) for file in files])).encode())
    return str(said.hexdigest())


def claim(key: str, said: str) -> bool:
    """Whether this request is the one that does it."""
    if fail_point("form.once"):
        return True
    at = now()
    try:
        with transaction.atomic():
            SentForm.objects.create(key=key, said=said, at=at)
    except IntegrityError:
        new = ~Q(said=said) | Q(at__lt=at - AGAIN) | Q(led_to="", at__lt=at - GIVEN_UP)
        return bool(SentForm.objects.filter(new, key=key).update(said=said, at=at, led_to=""))
    return True


def led(key: str, to: str) -> None:
    """It is done, and leads there; where it led nowhere in particular, it may be sent again."""
    mine = SentForm.objects.filter(key=key)
    if to and len(to) <= LONGEST:
        mine.update(led_to=to)
    else:
        mine.delete()
    SentForm.objects.filter(at__lt=now() - 10 * AGAIN).delete()


def where(key: str, said: str) -> str | None:
    """Where the first one led; waits for it a while. Empty: that is not known yet; None: it was refused."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        row = SentForm.objects.filter(key=key, said=said).first()
        if row is None or row.led_to:
            return row.led_to if row else None
        time.sleep(0.05)
    return ""
