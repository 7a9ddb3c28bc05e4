from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Events, notes, documents and tasks of every record."""

    name = "portico.records"
