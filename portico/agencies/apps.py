from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Adds who is reading, and whose site it is, to every page."""

    name = "portico.agencies"

    def ready(self) -> None:
        from portico.agencies.context import reader
        from portico.kit.pages import CONTEXT

        CONTEXT.append(reader)
