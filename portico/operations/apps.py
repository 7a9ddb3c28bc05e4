from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OperationsConfig(AppConfig):
    """What the person who runs a site needs."""

    name = "portico.operations"

    def ready(self) -> None:
        """A site with an address that nobody guards does not start."""
        from portico.operations import checks, statistics

        assert checks
        post_migrate.connect(statistics.after_an_update, sender=self)
