from django.apps import AppConfig


class PortalsConfig(AppConfig):
    """Teaches the timeline what happens to portals and shares."""

    name = "portico.portals"

    def ready(self) -> None:
        from portico.access.inviting import ON_JOIN
        from portico.access.policies import POLICIES
        from portico.access.views.brand import LOGOS
        from portico.portals.guarding import policy
        from portico.portals.inviting import joined
        from portico.portals.look import has_logo
        from portico.portals.sentences import SENTENCES
        from portico.records.events import say
        from portico.records.subjects import PARTLY_SEEN

        PARTLY_SEEN.append("portals.jobchange")
        ON_JOIN.append(joined)
        POLICIES.append(policy)
        LOGOS.append(has_logo)
        say(SENTENCES)
