from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo world; its pages exist only where DEMO is set."""

    name = "demo"
