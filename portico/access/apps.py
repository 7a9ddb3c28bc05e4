from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Ways in; teaches the timeline what happens to a person's access."""

    name = "portico.access"

    def ready(self) -> None:
        from portico.access.links import lead
        from portico.access.set_up_first import set_up_first
        from portico.access.signing_in import has_ended
        from portico.access.support import is_over
        from portico.access.views.support import banner
        from portico.access.words import WORDS
        from portico.agencies.gate import ASKS_FIRST
        from portico.agencies.middleware import SESSION_ENDS
        from portico.kit.pages import CONTEXT
        from portico.messaging.writing import LEADS
        from portico.records.events import say

        LEADS.append(lead)
        SESSION_ENDS.append(has_ended)
        SESSION_ENDS.append(is_over)
        CONTEXT.append(banner)
        ASKS_FIRST.append(set_up_first)

        say(WORDS)
