from django.apps import AppConfig


class KitConfig(AppConfig):
    """Registers the start-up checks."""

    name = "portico.kit"

    def ready(self) -> None:
        from portico.kit import checks, converters  # noqa: F401
