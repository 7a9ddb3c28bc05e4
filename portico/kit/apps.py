from django.apps import AppConfig
from django.conf import settings


class KitConfig(AppConfig):
    """Registers the start-up checks."""

    name = "portico.kit"

    def ready(self) -> None:
        from portico.kit import checks, converters, failpoints, quick_values  # noqa: F401

        failpoints.arm()
        if any("sqlite" in one["ENGINE"] for one in settings.DATABASES.values()):
            quick_values.watch_driver()
