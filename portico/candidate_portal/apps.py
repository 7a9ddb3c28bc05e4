from django.apps import AppConfig


class CandidatePortalConfig(AppConfig):
    """Adds the navigation to every page of a candidate."""

    name = "portico.candidate_portal"

    def ready(self) -> None:
        from portico.candidate_portal.navigation import portal
        from portico.kit.pages import CONTEXT

        CONTEXT.append(portal)
