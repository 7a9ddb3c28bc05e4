from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    """The outbox; teaches the timeline what became of a mail."""

    name = "portico.messaging"

    def ready(self) -> None:
        from portico.messaging import alarms
        from portico.messaging.merging import move_mails
        from portico.records import quotas, scanning
        from portico.records.events import say
        from portico.records.merging import moves_along

        moves_along(move_mails)
        scanning.ON_INFECTED.append(alarms.virus_found)
        quotas.ON_NEARLY_FULL.append(alarms.nearly_full)
        say(
            {
                "email.sent": _("Mail to {to}: {subject}"),
                "email.parked": _("Mail to {to} could not be sent: {subject}"),
                "email.held": _("Mail to {to} was held back: {subject}"),
                "email.bounced": _("Mail to {to} came back: {subject}"),
                "email.works_again": _("Mail to {to} arrives again"),
                "email.retried": _("Mail to {to} is sent again: {subject}"),
            }
        )
