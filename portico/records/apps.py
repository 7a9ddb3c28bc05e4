from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Events, notes, documents and tasks of every record; teaches the timeline what happens to documents."""

    name = "portico.records"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from portico.records.events import say

        say(
            {
                "document.added": _("added the document “{document}”"),
                "document.archived": _("archived the document “{document}”"),
                "document.restored": _("brought back the document “{document}”"),
            }
        )
