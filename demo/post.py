"""The mails of the demo's past: delivered at their own time into the folder of mails, never late, never elsewhere."""

import os
from datetime import UTC, datetime, timedelta

from django.conf import settings

from portico.kit.times import at_time
from portico.messaging.delivery import send
from portico.messaging.models import Email

MINUTE = timedelta(minutes=1)


def deliver_the_past() -> int:
    """Send all that waits, as if the worker had done so at once. Returns how many that were.

    Where mail goes to a relay instead of the folder, they are only marked as sent: nobody may get them.
    """
    into_folder = settings.MAILERS["default"]["BACKEND"].endswith("FolderBackend")
    mails = Email.objects.waiting().select_related("agency").order_by("created", "pk")
    sent = 0
    for email in mails:
        with at_time(email.created + timedelta(seconds=20)):
            if into_folder:
                send(email)
            elif email.claim(email.created + MINUTE):
                email.delivered()
        sent += 1
    if into_folder:
        set_file_times()
    return sent


def set_file_times() -> None:
    """A mail's file is as old as the mail: the mail page lists them so."""
    for path in settings.MAIL_FOLDER.glob("*.eml"):
        day, time, _rest = path.name.split("-", 2)
        at = datetime.strptime(day + time, "%Y%m%d%H%M%S").replace(tzinfo=UTC).timestamp()
        os.utime(path, (at, at))
