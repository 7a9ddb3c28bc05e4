from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """What the person who runs a site needs."""

    name = "portico.operations"
