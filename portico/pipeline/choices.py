"""Of what client contacts are mailed, and what of it they may choose."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from portico.messaging.choices import NotificationChoice
from portico.pipeline.submitting import CANDIDATES
from portico.pipeline.telling import MESSAGES

REMINDERS = "reminders"
How = NotificationChoice.How


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of news: its name, what is told, and the ways to choose from; none: nobody may miss it."""

    event: str
    label: Any
    note: Any
    ways: tuple[How, ...] = ()


FOR_CLIENTS = (
    Kind(
        CANDIDATES, _("New candidates"), _("Somebody was submitted to you, or changed."), (How.ON, How.DIGEST, How.OFF)
    ),
    Kind(MESSAGES, _("Messages"), _("The agency wrote to you about a candidate."), (How.ON, How.OFF)),
    Kind(REMINDERS, _("Reminders"), _("Candidates have waited for your answer for some days."), (How.ON, How.OFF)),
    Kind("interviews", _("Interviews"), _("Times, changes and cancellations.")),
    Kind("requisitions", _("Your requisitions"), _("What becomes of what you asked for.")),
    Kind("access", _("Your access"), _("Links to come in, and changes of your address or password.")),
)
