from django.apps import AppConfig
from django.conf import settings
from django.db.backends.signals import connection_created


class KitConfig(AppConfig):
    """Registers the start-up checks."""

    name = "portico.kit"

    def ready(self) -> None:
        from portico.kit import checks, converters, failpoints, quick_values  # noqa: F401
        from portico.kit.planned import keep_plans
        from portico.kit.quick_locals import use_quick_locals

        use_quick_locals()
        failpoints.arm()
        if any("sqlite" in one["ENGINE"] for one in settings.DATABASES.values()):
            quick_values.watch_driver()
        connection_created.connect(keep_plans)
