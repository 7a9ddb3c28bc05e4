from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo world; its pages exist only where DEMO is set."""

    name = "demo"

    def ready(self) -> None:
        """What the parameters of its pages name."""
        from portico.operations.route_kinds import KINDS

        KINDS.update({"demo/as/": "word: person", "demo/mail/": "word: file of a mail"})
