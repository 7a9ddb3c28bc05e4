from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Events, notes, documents and tasks of every record; teaches the timeline what happens to documents."""

    name = "portico.records"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from portico.records.events import say

        say(
            {
                "note.deleted": _("deleted a note"),
                "longtask.waiting": _("tried again: {title}"),
                "longtask.running": _("started: {title}"),
                "longtask.done": _("finished: {title}"),
                "longtask.failed": _("could not finish: {title}"),
                "longtask.canceled": _("canceled: {title}"),
                "document.added": _("added the document “{document}”"),
                "document.archived": _("archived the document “{document}”"),
                "document.infected": _("found a virus in the document “{document}” and removed it: {virus}"),
                "document.restored": _("brought back the document “{document}”"),
            }
        )
