"""Mail into a folder of .eml files: for development and the demo, where nothing may leave the machine."""

import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FolderBackend(BaseEmailBackend):
    """Writes each mail as one file, named by its time and its Message-ID, so that sending it again replaces it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the files; each appears whole or not at all."""
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        for email in email_messages:
            message = email.message()
            digest = sha256(str(message["Message-ID"]).encode()).hexdigest()[:12]
            place = folder / f"{message['Date'].datetime:%Y%m%d-%H%M%S}-{digest}.eml"
            draft = place.with_suffix(f".{os.getpid()}.part")
            draft.write_bytes(message.as_bytes())
            draft.replace(place)
        return len(email_messages)
