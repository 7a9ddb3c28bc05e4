from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """What the person who runs a site needs."""

    name = "portico.operations"

    def ready(self) -> None:
        """A site with an address that nobody guards does not start."""
        from portico.operations import checks

        assert checks
