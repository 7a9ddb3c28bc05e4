"""Start-up checks: an unsafe configuration does not start."""

import os
import stat
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured

from portico.kit.failpoints import ARMED, why_refused


@register(Tags.security)
def refuse_unsafe_start(app_configs: Any, **kwargs: Any) -> list[Error]:
    """With DEBUG off, a default secret key or an open host list is an error that says what to set."""
    if settings.DEBUG:
        return []
    errors = []
    if settings.SECRET_KEY == settings.UNSAFE_SECRET_KEY and not settings.DEMO:
        errors.append(
            Error(
                "SECRET_KEY is not set.",
                hint="Set the environment variable SECRET_KEY to a long random text.",
                id="portico.E001",
            )
        )
    elif len(settings.SECRET_KEY) < 32:
        errors.append(Error("SECRET_KEY is too short.", hint="Use at least 32 random characters.", id="portico.E002"))
    if not settings.ALLOWED_HOSTS:
        errors.append(
            Error(
                "ALLOWED_HOSTS is empty.",
                hint="Set ALLOWED_HOSTS to the host names of your agencies.",
                id="portico.E003",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        errors.append(
            Error("ALLOWED_HOSTS allows every host.", hint="List the host names of your agencies.", id="portico.E004")
        )
    if settings.DEMO and os.environ.get("ALLOWED_HOSTS"):
        errors.append(Error("DEMO signs anybody in.", hint="Run a real site without DEMO.", id="portico.E005"))
    return errors


@register(Tags.security)
def refuse_open_data(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A real site's database and files are not for everybody who has an account on the machine."""
    if settings.DEBUG or settings.DEMO:
        return []
    places = [Path(settings.DATA_DIR)]
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        places.append(Path(str(settings.DATABASES["default"]["NAME"])))
    return [
        Error(
            f"Everybody on this machine can read {place}.",
            hint=f"Run  chmod {'700' if place.is_dir() else '600'} {place}",
            id="portico.E007",
        )
        for place in places
        if is_open(place)
    ]


def is_open(place: Path) -> bool:
    """Whether other users of the machine get there and can read it."""
    if not place.exists() or not place.stat().st_mode & stat.S_IROTH:
        return False
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in place.resolve().parents)


@register(Tags.security)
def refuse_stores_that_cannot_be(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A replica that cannot be one, or a bucket nobody can find, is said at the start and not by the first page."""
    errors = []
    if settings.DATABASE_REPLICA_URL and not settings.DATABASE_ROUTERS:
        said = "DATABASE_REPLICA_URL is set, and SQLite has no replicas."
        hint = "Take it out, or set DATABASE_URL and DATABASE_REPLICA_URL to a PostgreSQL server and its replica."
        errors.append(Error(said, hint=hint, id="portico.E008"))
    if settings.STORAGE_URL:
        from portico.kit.object_store import options_of

        try:
            options_of(settings.STORAGE_URL)
        except ImproperlyConfigured as no:
            errors.append(Error(str(no), hint="See docs/running.md, “Files in a bucket”.", id="portico.E009"))
    return errors


@register(Tags.security)
def refuse_fail_points(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A site that serves people does not stumble on purpose; where it shall, everybody who starts it is told."""
    refused = why_refused()
    if refused:
        hint = "Take FAIL_POINTS out of the environment. Testers: docs/running.md."
        return [Error(refused, hint=hint, id="portico.E006")]
    if ARMED:
        return [Warning(f"Fail points are armed: {', '.join(ARMED)}.", id="portico.W002")]
    return []


@register(Tags.security, deploy=True)
def say_that_mail_goes_nowhere(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A real site without a mail server runs, but reaches nobody."""
    if settings.DEBUG or settings.DEMO or settings.SMTP_URL:
        return []
    words = "No mail server is set: mail is written to files in DATA_DIR/mail and reaches nobody."
    return [Warning(words, hint="Set SMTP_URL to your mail server.", id="portico.W001")]
