from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Teaches the task worker how to import."""

    name = "portico.imports"

    def ready(self) -> None:
        from portico.imports.running import work  # noqa: F401
