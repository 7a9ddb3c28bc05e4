from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    """Adds the navigation to every page of the desk."""

    name = "portico.backoffice"

    def ready(self) -> None:
        from portico.backoffice.navigation import desk
        from portico.kit.pages import CONTEXT

        CONTEXT.append(desk)
