from django.apps import AppConfig


class CareersConfig(AppConfig):
    """Leads strangers who come to the front door to the open jobs, while there are some."""

    name = "portico.careers"

    def ready(self) -> None:
        from portico.access.views.places import FRONTS
        from portico.careers.doorway import front

        FRONTS.append(front)
