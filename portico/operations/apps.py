from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    """What the person who runs a site needs."""

    name = "portico.operations"

    def ready(self) -> None:
        """A site with an address that nobody guards does not start; owners hear of it when theirs is closed."""
        from portico.kit import statistics
        from portico.messaging.tasks import ALL_THE_SAME
        from portico.operations import checks
        from portico.operations.suspending import CLOSED
        from portico.records.events import say

        ALL_THE_SAME.add(CLOSED)
        say(
            {
                "agency.suspended": _("The site was closed by whoever runs it: {reason}"),
                "agency.resumed": _("The site was opened again by whoever runs it"),
            }
        )
        assert checks
        post_migrate.connect(statistics.after_an_update, sender=self)
