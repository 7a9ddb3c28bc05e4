from django.apps import AppConfig


class KitConfig(AppConfig):
    """Registers the start-up checks."""

    name = "portico.kit"

    def ready(self) -> None:
        from portico.kit import checks, converters, failpoints  # noqa: F401

        failpoints.arm()
